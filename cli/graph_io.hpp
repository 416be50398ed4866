// What subcommands share that read inputs or graphs and write graphs.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/output_file.hpp"
#include "export/writer.hpp"
#include "graph/event_graph.hpp"
#include "graph/store/store.hpp"
#include "ingest/ingest.hpp"

namespace ekg {

// Options that say how inputs are read; bound by add_input_options.
struct InputOptions {
  std::vector<std::string> inputs;
  std::string published;
  std::string from_format;
  std::vector<std::string> maps;
  std::vector<std::string> ontologies;
  std::vector<std::string> lexicons;
  std::vector<std::string> authorities;
  std::string gazetteer;
  std::vector<std::string> confidence;
  std::vector<std::string> petrarch_actors, petrarch_agents, petrarch_verbs;
};
void add_input_options(Verb verb, InputOptions& options);
// --ontology, --lexicon, --confidence, --petrarch-…: what is known beside what is embedded, for subcommands
// that read texts for events.
void add_knowledge_options(Verb verb, InputOptions& options);

// --authority and --gazetteer, for subcommands that resolve names.
void add_identity_options(Verb verb, InputOptions& options);

// Throws InputError for a --published that is no date, for an unknown --from-format and for a dictionary that
// cannot be opened; rows of dictionaries that cannot be used are problems. The callback for progress follows
// --progress.
IngestOptions ingest_options(Session& session, const InputOptions& options);

// Options that say how a graph is written; bound by add_output_options.
struct OutputOptions {
  std::vector<std::string> files;
  std::string format;
  std::string view;
  bool aggregate = false;
  bool parallel = false;
  std::string gexf;
  std::optional<std::size_t> min_spell_hours;
  bool no_layout = false;
};
void add_output_options(Verb verb, OutputOptions& options);

// Who will write each file; throws before any work: OutputError for a format that nobody writes, InputError
// for an option that none of them heeds.
std::vector<const Writer*> writers_for(const OutputOptions& options);

// Writes all files and only then puts them in their places.
void write_graph(const TimeSlice& slice, const OutputOptions& options, ProblemSink& problems);
// The same with files that are complete but for their place.
void write_graph(const TimeSlice& slice, const OutputOptions& options, ProblemSink& problems,
                 std::vector<std::unique_ptr<OutputFile>> files);

// A store made under a temporary name; it gets its place by finish(), whole.
struct StoreFile {
  explicit StoreFile(const std::string& path);
  std::unique_ptr<OutputFile> finish();  // closed; commit() puts it in its place

  std::unique_ptr<OutputFile> file;
  std::unique_ptr<Store> store;
};

// Throws InputError where an output is an input or the file of problems.
void refuse_to_overwrite(const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
                         const std::string& problems_file);

// A graph that a subcommand looks at: a native graph or anything else that can be read.
EventGraph read_graph(const std::string& path, Session& session);

// A line for each file that its content or a map showed to be event data, "a.csv: acled, 12 records kept, 1
// dropped", and beside such for the first of the others, and then "read 12 records of 3 files, kept 11,
// dropped 1".
std::string counts_line(const IngestCounts& counts);

// "1 file", "2 files".
std::string count_of(std::uint64_t count, std::string_view noun);

}  // namespace ekg
