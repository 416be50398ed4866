// From inputs to one graph: files and folders are found, read, their texts read for events, names resolved.
// The result depends on what the inputs say alone: not on their order, not on the number of threads.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/event_graph.hpp"
#include "graph/identities.hpp"
#include "graph/problem.hpp"
#include "ingest/reader.hpp"
#include "ingest/text_events.hpp"

namespace ekg {

class Gazetteer;

// What one input gave, and by whom it was read.
struct InputCounts {
  std::string file;
  std::string_view reader;  // Reader::name
  bool by_content = false;  // a data set that its content showed: nobody named its format
  std::uint64_t read = 0, dropped = 0;
};

// What one format gave.
struct ReaderCounts {
  std::uint64_t inputs = 0, read = 0, dropped = 0;
};

// Of every reader: read = kept + dropped.
struct IngestCounts {
  std::uint64_t inputs = 0;  // files that a reader was given, and stores
  std::uint64_t read = 0;    // records of all kinds: documents, events, rows of graphs
  std::uint64_t dropped = 0;
  std::uint64_t documents = 0;                         // of those kept: texts that were read for events
  std::uint64_t repeated = 0;                          // of those kept: documents seen before, not read again
  std::uint64_t events = 0;                            // found in documents or kept as records
  std::map<std::string_view, ReaderCounts> by_reader;  // by Reader::name
  std::vector<InputCounts> files;                      // in the order of the inputs; empty ones are not there
  std::uint64_t kept() const { return read - dropped; }
};

struct IngestOptions {
  unsigned jobs = 0;  // threads; 0: as many as the machine has
  std::optional<TimeSpan> published;
  const Reader* reader = nullptr;  // null: by name and content
  // Inputs that have all columns of one are read by it, before every other reader is asked.
  std::vector<std::shared_ptr<const ColumnMap>> maps;
  std::shared_ptr<const TextReader> text;      // null: with what is embedded alone
  Identities identities;                       // followed where a graph is made
  std::shared_ptr<const Gazetteer> gazetteer;  // null: positions as the built-in table knows them
  std::vector<std::string> leave_out;  // files that a folder's search passes over: where the graph will go
  // Is this text read already, so that it need not be read again? Called from one thread; it may be empty.
  std::function<bool(const Document&)> known;
  // Called now and then from one thread, for a person who waits.
  std::function<void(const IngestCounts&)> progress;
};

// What one document or record gave, in the order of the inputs.
struct IngestConsumer {
  std::function<void(const Document&, std::vector<EventRecord>)> document;  // its events
  // Without a type: it adds its mentions to the event that has its id, wherever that is read.
  std::function<void(EventRecord&&)> record;
  std::function<void(Document)> row_document;
  std::function<void(Entity)> row_entity;
  // Instead of `document`: with an explanation for each event.
  std::function<void(const Document&, std::vector<EventRecord>, std::vector<EventExplanation>)> explained;
  // What a store among the inputs has settled about who is who.
  std::function<void(const Identities&)> identities;
};

// Reads all inputs: files, folders (recursively, in the order of their names, hidden ones left out), "-" for
// standard input; ".gz" and ".zst" are unpacked; of a store, all that it was made of. Calls the consumer from
// one thread at a time, in the order of the inputs, and holds only some documents at once. A file that cannot
// be read is a problem and the others go on; throws InputError, with the counts, when nothing could be kept
// of any, and what `problems` throws.
IngestCounts ingest(const std::vector<std::string>& inputs, const IngestOptions& options,
                    const IngestConsumer& consumer, ProblemSink& problems);

// All inputs as one graph; a store alone is not resolved again if it is up to date. Names are resolved,
// unless all that was read are graphs that were resolved before.
EventGraph build_graph(const std::vector<std::string>& inputs, const IngestOptions& options,
                       ProblemSink& problems, IngestCounts* counts = nullptr);

// One stream, already open, by one reader; for tests and for users of the library.
EventGraph build_graph(std::istream& in, const Reader& reader, const ReadOptions& read_options,
                       ProblemSink& problems, IngestCounts* counts = nullptr);

}  // namespace ekg
