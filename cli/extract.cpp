#include <fmt/format.h>

#include <ostream>

#include "cli/graph_io.hpp"
#include "cli/output_file.hpp"
#include "export/json_text.hpp"
#include "export/record_json.hpp"

namespace ekg {
namespace {

constexpr std::string_view record_endings[] = {".jsonl", ".ndjson", ".txt"};

// For people: the words, the tree, then a line a step.
void print_text(std::ostream& out, const EventRecord& record, const EventExplanation& why) {
  out << fmt::format("{}  {}{}{}  {}\n", record.id, record.type, record.mode.empty() ? "" : ".", record.mode,
                     record.mentions.empty() ? std::string() : record.mentions.front().text);
  for (const ExplanationStep& step : why.steps) {
    out << fmt::format("  {:<12} {}", step.field, step.value);
    if (!step.words.empty()) out << fmt::format(" \"{}\"", step.words);
    if (!step.why.empty()) out << "  <- " << step.why;
    out << '\n';
  }
  std::string weights;
  for (const auto& [name, weight] : why.features)
    if (weight != 0) weights += fmt::format(" {}{:+.2f}", name, weight);
  out << "  weights     " << weights << "\n  tree\n";
  for (std::size_t i = 0; i < why.tree.size(); ++i) {
    const ExplanationToken& token = why.tree[i];
    out << fmt::format("  {} {:>3} {:<16} {:<16} {:<6} {:<12} {}\n", token.trigger ? ">" : " ", i + 1,
                       token.text, token.lemma, token.upos, token.deprel, token.head);
  }
  out << '\n';
}

// For programs: the record, and why.
void append_explained(std::string& out, const EventRecord& record, const EventExplanation& why) {
  out += "{\"record\":";
  append_json(out, record);
  out += ",\"steps\":";
  JsonText steps(out);
  steps.open_list();
  for (const ExplanationStep& step : why.steps)
    steps.open_object()
        .member("field", step.field)
        .maybe("value", step.value)
        .maybe("words", step.words)
        .maybe("why", step.why)
        .close_object();
  steps.close_list();
  out += ",\"features\":";
  JsonText features(out);
  features.open_list();
  for (const auto& [name, weight] : why.features)
    features.open_object().member("name", name).key("weight").number(weight).close_object();
  features.close_list();
  out += ",\"tree\":";
  JsonText tree(out);
  tree.open_list();
  for (const ExplanationToken& token : why.tree) {
    tree.open_object().member("text", token.text).member("lemma", token.lemma).member("upos", token.upos);
    tree.member("deprel", token.deprel).key("head").integer(token.head);
    if (token.trigger) tree.key("trigger").boolean(true);
    tree.close_object();
  }
  tree.close_list();
  out += '}';
}

}  // namespace

void add_extract(CLI::App& app, Session& session) {
  struct Options {
    InputOptions input;
    std::string output = "-";
    bool explain = false;
    bool json = false;
    std::string format;
  };
  Verb verb =
      add_verb(app, session, "extract",
               "Print the event records of articles, one JSON object a line, names not yet resolved",
               "ekg extract article.txt --published 2024-11-07\n"
               "  ekg extract article.txt --published 2024-11-07 --explain\n"
               "  ekg extract article.txt --explain --json | jq '.steps[] | select(.field == \"actor\")'");
  const auto options = std::make_shared<Options>();
  add_input_options(verb, options->input);
  add_knowledge_options(verb, options->input);
  verb.add_option("-o,--output", options->output, "Where to write instead of standard output")
      .ends_in(record_endings, "a file of event records")
      .type_name("OUT");
  const Option explain = verb.add_flag(
      "--explain", options->explain,
      "Show for each record the rule, the tree and the words behind every field, and what its confidence is "
      "made of");
  verb.add_option("--format", options->format, "With --explain: text for people, json: one object a line")
      .one_of({"text", "json", "jsonl"})
      .needs(explain);
  verb.add_flag("--json", options->json, "The same as --format json").needs(explain);
  verb.callback([options, &session] {
    OutputFile out(options->output);
    std::string line;
    const auto print = [&](const EventRecord& record) {
      line.clear();
      append_json(line, record);
      line += '\n';
      out.stream() << line;
    };
    IngestConsumer consumer;
    consumer.record = [&](const EventRecord& record) {
      if (!record.type.empty()) print(record);  // one without a type only says where another event is told
    };
    const bool json = options->json || (!options->format.empty() && options->format != "text");
    if (options->explain)
      consumer.explained = [&](const Document&, const std::vector<EventRecord>& events,
                               const std::vector<EventExplanation>& explanations) {
        for (std::size_t i = 0; i < events.size(); ++i) {
          if (!json) {
            print_text(out.stream(), events[i], explanations[i]);
            continue;
          }
          line.clear();
          append_explained(line, events[i], explanations[i]);
          line += '\n';
          out.stream() << line;
        }
      };
    else
      consumer.document = [&](const Document&, const std::vector<EventRecord>& events) {
        for (const EventRecord& record : events) print(record);
      };
    const IngestCounts counts =
        ingest(options->input.inputs, ingest_options(session, options->input), consumer, session.problems());
    out.commit();
    session.summary(fmt::format("{}; {}", counts_line(counts), count_of(counts.events, "event")));
  });
}

}  // namespace ekg
