#include "cli/graph_io.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>
#include <span>

#include "cli/no_events.hpp"
#include "graph/time_slice.hpp"
#include "ingest/authority_file.hpp"
#include "ingest/coded/column_map.hpp"
#include "ingest/gazetteer.hpp"
#include "ingest/input_stream.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::chrono::milliseconds patience(1000);
constexpr std::chrono::milliseconds between_updates(200);

// One line on stderr that is written over; gone when the work is done.
class ProgressLine {
 public:
  ~ProgressLine() {
    if (shown_) std::cerr << "\r\x1b[K" << std::flush;
  }
  void update(const IngestCounts& counts) {
    const auto now = std::chrono::steady_clock::now();
    if (now - start_ < patience || now - last_ < between_updates) return;
    last_ = now;
    shown_ = true;
    std::cerr << fmt::format("\r\x1b[K{} files, {} records, {} events, {} dropped", counts.inputs,
                             counts.read, counts.events, counts.dropped)
              << std::flush;
  }

 private:
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_{};
  bool shown_ = false;
};

std::shared_ptr<const TextReader> text_reader(const InputOptions& options, ProblemSink& problems) {
  if (options.ontologies.empty() && options.lexicons.empty() && options.confidence.empty() &&
      options.petrarch_actors.empty() && options.petrarch_agents.empty() && options.petrarch_verbs.empty())
    return nullptr;
  TextKnowledge knowledge;
  const auto add = [&](const std::vector<std::string>& files, auto method) {
    for (const std::string& file : files) {
      InputStream in(file);
      (knowledge.*method)(in.stream(), file, problems);
    }
  };
  add(options.ontologies, &TextKnowledge::add_ontology);
  add(options.lexicons, &TextKnowledge::add_lexicon);
  add(options.confidence, &TextKnowledge::set_confidence);
  add(options.petrarch_verbs, &TextKnowledge::add_petrarch_verbs);
  add(options.petrarch_actors, &TextKnowledge::add_petrarch_actors);
  add(options.petrarch_agents, &TextKnowledge::add_petrarch_agents);
  return std::make_shared<const TextReader>(std::move(knowledge));
}

// Each problem once: several files may leave the same events out.
class OnceSink final : public ProblemSink {
 public:
  explicit OnceSink(ProblemSink& problems) : problems_(problems) {}
  void report(Problem problem) override {
    if (told_.insert(problem.code + '\n' + problem.message).second) problems_.report(std::move(problem));
  }

 private:
  ProblemSink& problems_;
  std::set<std::string> told_;
};

std::string names_of_readers() {
  std::string names;
  for (const Reader* reader : readers()) names += (names.empty() ? "" : ", ") + std::string(reader->name);
  return names;
}

std::string names_of(std::span<const Writer* const> some) {
  std::string names;
  for (const Writer* writer : some) names += (names.empty() ? "" : ", ") + std::string(writer->name);
  return names;
}

// An option that would change nothing was given in the belief that it does.
void refuse_unheeded(const OutputOptions& options, const std::vector<const Writer*>& chosen) {
  const auto refuse = [&](bool given, const char* option, bool HeededOptions::*heeded) {
    const auto heeds = [heeded](const Writer* writer) { return writer->heeds.*heeded; };
    if (!given || std::ranges::any_of(chosen, heeds)) return;
    std::vector<const Writer*> others;
    std::ranges::copy_if(writers(), std::back_inserter(others), heeds);
    throw InputError(
        fmt::format("{} means nothing in {}; it is for {}", option, names_of(chosen), names_of(others)));
  };
  refuse(!options.view.empty(), "--view", &HeededOptions::view);
  refuse(options.aggregate, "--aggregate", &HeededOptions::aggregate);
  refuse(options.parallel, "--parallel", &HeededOptions::aggregate);
  refuse(!options.gexf.empty(), "--gexf", &HeededOptions::gexf);
  refuse(options.min_spell_hours.has_value(), "--min-spell", &HeededOptions::gexf);
  refuse(options.no_layout, "--no-layout", &HeededOptions::layout);
  if (options.aggregate && options.view == "events")
    throw InputError("--aggregate means nothing with --view events; there an edge is one role in one event");
}

constexpr std::size_t others_shown = 10;

// A data set is known by its content, so every file says what it was taken for; and beside data sets so do
// articles, of which there may be thousands.
std::string file_lines(const IngestCounts& counts) {
  const auto is_data = [](const InputCounts& file) { return file.by_content || file.reader == "map"; };
  if (std::ranges::none_of(counts.files, is_data)) return {};
  std::string lines;
  std::size_t others = 0;
  for (const InputCounts& file : counts.files) {
    if (!is_data(file) && ++others > others_shown) continue;
    lines += fmt::format("{}: {}, {} kept, {} dropped\n", file.file, file.reader,
                         count_of(file.read - file.dropped, "record"), file.dropped);
  }
  if (others > others_shown)
    lines += fmt::format("… and {} that are no event data\n", count_of(others - others_shown, "file"));
  return lines;
}

}  // namespace

void add_input_options(Verb verb, InputOptions& options) {
  verb.add_option("INPUT", options.inputs, "Files, folders, or - for standard input").required();
  verb.add_option("--published", options.published, "Publication date of documents that do not give theirs")
      .check([](const std::string& text) { return text.empty() ? "is empty; write it as 2024-11-07" : ""; })
      .type_name("DATE");
  verb.add_option("--map", options.maps,
                  "What the columns of a table of your own mean (TOML); inputs that have them are read by it")
      .type_name("FILE")
      .one_each();
  verb.add_option("--from-format", options.from_format, "The reader, instead of by name and content")
      .type_name("NAME");
}

void add_knowledge_options(Verb verb, InputOptions& options) {
  const auto files = [&](const char* name, std::vector<std::string>& list, const char* help) {
    verb.add_option(name, list, help).type_name("FILE").one_each().group("Dictionaries");
  };
  files("--ontology", options.ontologies, "More event types, or others for those of the same name");
  files("--lexicon", options.lexicons, "More predicates and their frames; operators in NAME.operators.tsv");
  files("--confidence", options.confidence, "Weights of the confidence, instead of ours");
  files("--petrarch-actors", options.petrarch_actors, "An actor dictionary of PETRARCH");
  files("--petrarch-agents", options.petrarch_agents, "An agent dictionary of PETRARCH");
  files("--petrarch-verbs", options.petrarch_verbs,
        "A verb dictionary of PETRARCH, read instead of our verbs");
}

void add_identity_options(Verb verb, InputOptions& options) {
  verb.add_option("--gazetteer", options.gazetteer,
                  "Positions of places, made by ekg gazetteer import; without it, of well-known places only")
      .type_name("FILE");
  verb.add_option("--authority", options.authorities,
                  "Who is who: CSV (id, name, aliases, kind, country, wikidata) or JSONL")
      .type_name("FILE")
      .one_each();
}

IngestOptions ingest_options(Session& session, const InputOptions& options) {
  IngestOptions out;
  out.jobs = session.jobs;
  if (!options.published.empty()) {
    out.published = parse_published(options.published);
    if (!out.published)
      throw InputError(
          fmt::format("--published: \"{}\" is no date; write it as 2024-11-07", options.published));
    // "On Monday" and "yesterday" are counted from it.
    if (out.published->precision > Precision::day)
      throw InputError(
          fmt::format("--published: \"{}\" is no day; write it as 2024-11-07", options.published));
  }
  if (!options.from_format.empty()) {
    out.reader = find_reader(options.from_format);
    if (out.reader == nullptr)
      throw InputError(fmt::format("--from-format: no reader \"{}\"; there are {}", options.from_format,
                                   names_of_readers()));
  }
  for (const std::string& file : options.maps) {
    InputStream in(file);
    out.maps.push_back(std::make_shared<const ColumnMap>(ColumnMap::read(in.stream(), file)));
  }
  out.text = text_reader(options, session.problems());
  if (!options.gazetteer.empty()) out.gazetteer = std::make_shared<const Gazetteer>(options.gazetteer);
  for (const std::string& file : options.authorities) {
    InputStream in(file);
    add_identities(out.identities, {read_authority(in.stream(), file, session.problems()), {}});
  }
  const bool wanted = session.progress == ProgressMode::always ||
                      (session.progress == ProgressMode::automatic && isatty(STDERR_FILENO) != 0);
  if (wanted)
    out.progress = [line = std::make_shared<ProgressLine>()](const IngestCounts& counts) {
      line->update(counts);
    };
  return out;
}

void add_output_options(Verb verb, OutputOptions& options) {
  verb.add_option("-o,--output", options.files,
                  "Where to write, - for standard output; may be given several times")
      .required()
      .one_each()
      .type_name("OUT");
  verb.add_option("--format", options.format, "The writer, instead of by the name's suffix")
      .type_name("NAME");
  verb.add_option("--view", options.view, "What the vertices are: actors, events or documents")
      .one_of({"actors", "events", "documents"})
      .type_name("VIEW");
  verb.add_flag("--aggregate", options.aggregate, "One edge for all events of two parties and a type");
  verb.add_flag("--parallel", options.parallel, "One edge an event").excludes("--aggregate");
  verb.add_option("--gexf", options.gexf, "GEXF version: 1.3, or 1.2 for readers that know no 1.3")
      .one_of({"1.2", "1.3"})
      .type_name("VERSION");
  verb.add_option("--min-spell", options.min_spell_hours,
                  "GEXF: show an event for so long at least; 24 unless given")
      .range(1U, 1'000'000U)  // without width Gephi shows nothing
      .type_name("HOURS");
  verb.add_flag("--no-layout", options.no_layout, "No positions: faster on big graphs");
}

std::vector<const Writer*> writers_for(const OutputOptions& options) {
  std::vector<const Writer*> chosen;
  for (const std::string& file : options.files) {
    const bool standard = file == "-" || file.starts_with("/dev/");
    const Writer* writer = !options.format.empty() ? find_writer(options.format)
                           : standard              ? find_writer("json")
                                                   : writer_for_file(file);
    if (writer == nullptr)
      throw OutputError(
          fmt::format("{}: no writer for this; --format names one of {}", file, names_of(writers())));
    chosen.push_back(writer);
  }
  refuse_unheeded(options, chosen);
  return chosen;
}

void write_graph(const TimeSlice& slice, const OutputOptions& options, ProblemSink& problems) {
  write_graph(slice, options, problems, {});
}

void write_graph(const TimeSlice& slice, const OutputOptions& options, ProblemSink& problems,
                 std::vector<std::unique_ptr<OutputFile>> files) {
  WriteOptions write_options;
  if (!options.view.empty()) write_options.view = *graph_view_from(options.view);
  if (options.aggregate || options.parallel) write_options.aggregate = options.aggregate;
  write_options.gexf_1_2 = options.gexf == "1.2";
  if (options.min_spell_hours) write_options.min_spell = std::chrono::hours(*options.min_spell_hours);
  write_options.layout = !options.no_layout;
  const std::vector<const Writer*> chosen = writers_for(options);
  report_no_events(slice, problems);
  OnceSink once(problems);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    files.push_back(std::make_unique<OutputFile>(options.files[i]));
    try {
      chosen[i]->write(slice, files.back()->stream(), write_options, once);
    } catch (const OutputError& error) {
      throw OutputError(fmt::format("{}: {}", options.files[i], error.what()));
    }
  }
  for (const auto& file : files) file->finish();
  for (const auto& file : files) file->commit();
}

void refuse_to_overwrite(const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
                         const std::string& problems_file) {
  const auto same = [](const std::string& a, const std::string& b) {
    std::error_code none;
    return a == b ? a != "-"
                  : std::filesystem::equivalent(a, b, none) && std::filesystem::is_regular_file(a, none);
  };
  for (const std::string& output : outputs) {
    for (const std::string& input : inputs)
      if (same(input, output))
        throw InputError(fmt::format("{}: is an input too and would be lost; write somewhere else", output));
    if (same(problems_file, output))
      throw InputError(fmt::format("{}: the problems and the graph cannot be one file", output));
  }
}

StoreFile::StoreFile(const std::string& path)
    : file(std::make_unique<OutputFile>(path)),
      store(std::make_unique<Store>(file->temporary_name(), Store::Access::scratch)) {}

std::unique_ptr<OutputFile> StoreFile::finish() {
  store.reset();
  return std::move(file);
}

EventGraph read_graph(const std::string& path, Session& session) {
  return build_graph({path}, ingest_options(session, {}), session.problems());
}

std::string count_of(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string counts_line(const IngestCounts& counts) {
  std::string line = file_lines(counts);
  line += fmt::format("read {} of {}, kept {}, dropped {}", count_of(counts.read, "record"),
                      count_of(counts.inputs, "file"), counts.kept(), counts.dropped);
  if (counts.repeated != 0) line += fmt::format(", {} known already", counts.repeated);
  // Which format each file was taken for is never a secret.
  std::string formats;
  for (const auto& [reader, own] : counts.by_reader)
    formats += fmt::format("{}{} {} {} kept {} dropped", formats.empty() ? "" : ", ", reader,
                           count_of(own.inputs, "file"), own.read - own.dropped, own.dropped);
  if (!formats.empty()) line += " (" + formats + ")";
  return line;
}

}  // namespace ekg
