#include <fmt/format.h>

#include <ostream>

#include "cli/graph_io.hpp"
#include "cli/output_file.hpp"
#include "export/record_json.hpp"

namespace ekg {

void add_extract(CLI::App& app, Session& session) {
  struct Options {
    InputOptions input;
    std::string output = "-";
  };
  CLI::App* verb =
      add_verb(app, session, "extract",
               "Print the event records of articles, one JSON object a line, names not yet resolved",
               "ekg extract article.txt --published 2024-11-07");
  const auto options = std::make_shared<Options>();
  add_input_options(*verb, options->input);
  verb->add_option("-o,--output", options->output, "Where to write instead of standard output")
      ->type_name("OUT");
  verb->callback([options, &session] {
    OutputFile out(options->output);
    std::string line;
    const auto print = [&](const EventRecord& record) {
      line.clear();
      append_json(line, record);
      line += '\n';
      out.stream() << line;
    };
    IngestConsumer consumer;
    consumer.document = [&](const Document&, const std::vector<EventRecord>& events) {
      for (const EventRecord& record : events) print(record);
    };
    consumer.record = print;
    const IngestCounts counts =
        ingest(options->input.inputs, ingest_options(session, options->input), consumer, session.problems());
    out.commit();
    session.summary(fmt::format("{}; {} events", counts_line(counts), counts.events));
  });
}

}  // namespace ekg
