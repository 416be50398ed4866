#include "ingest/ingest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "graph/content_id.hpp"
#include "graph/store/store.hpp"
#include "ingest/coded/column_map.hpp"
#include "ingest/coded_graph.hpp"
#include "ingest/gazetteer.hpp"
#include "ingest/graph_parts.hpp"
#include "ingest/input_files.hpp"
#include "ingest/input_stream.hpp"
#include "ingest/ordered_pool.hpp"
#include "ingest/stored_graph.hpp"
#include "ingest/text_events.hpp"

namespace ekg {
namespace {

struct ReadText {
  std::vector<EventRecord> events;
  std::vector<EventExplanation> explanations;
};
using DocumentPool = OrderedPool<Document, ReadText>;

// All must outlive the pool.
DocumentPool document_pool(unsigned threads, const IngestOptions& options, const IngestConsumer& consumer,
                           ProblemSink& problems, IngestCounts& counts) {
  const auto read = [reader = options.text.get(), gazetteer = options.gazetteer.get(),
                     explain = static_cast<bool>(consumer.explained)](const Document& document,
                                                                      ProblemSink& found) {
    ReadText text;
    std::vector<EventExplanation>* why = explain ? &text.explanations : nullptr;
    text.events = reader != nullptr ? reader->read(document, found, why) : read_events(document, found, why);
    if (gazetteer != nullptr) gazetteer->locate(text.events);
    return text;
  };
  return {threads, read,
          [&](const Document& document, ReadText&& text) {
            counts.events += text.events.size();
            if (consumer.explained)
              consumer.explained(document, std::move(text.events), std::move(text.explanations));
            else if (consumer.document)
              consumer.document(document, std::move(text.events));
          },
          problems};
}

// Counts what readers give and sends documents through the pool.
class PipelineSink final : public RecordSink {
 public:
  PipelineSink(DocumentPool& pool, const IngestOptions& options, const IngestConsumer& consumer,
               ProblemSink& problems, IngestCounts& counts)
      : pool_(pool), options_(options), consumer_(consumer), problems_(problems), counts_(counts) {}

  void add(Document document) override {
    count();
    if (options_.known && options_.known(document)) {
      ++counts_.repeated;
      return;
    }
    const auto [at, is_new] =
        seen_.try_emplace(document.id, Seen{content_hash(document.sha256), hash_of_facts(document)});
    if (!is_new && at->second.text == content_hash(document.sha256)) {
      ++counts_.repeated;
      if (at->second.facts != hash_of_facts(document))
        problems_.report(
            {"duplicate-document", Severity::warning, document.file, document.line, 0,
             "the same document was read before with other facts (title, url, outlet or date); those "
             "of the file that is first by name are kept",
             excerpt_of(document.id)});
      return;
    }
    if (!is_new)
      problems_.report({"duplicate-document", Severity::warning, document.file, document.line, 0,
                        "another document has the same id and another text; both are read as one",
                        excerpt_of(document.id)});
    ++counts_.documents;
    pool_.add(std::move(document));
  }
  void add(EventRecord&& record) override {
    count();
    pool_.flush();
    ++counts_.events;
    if (options_.gazetteer != nullptr && !record.places.empty()) {
      std::vector<EventRecord> alone;
      alone.push_back(std::move(record));
      options_.gazetteer->locate(alone);
      record = std::move(alone.front());
    }
    if (consumer_.record) consumer_.record(std::move(record));
  }
  void add_row(Document document) override {
    count();
    if (consumer_.row_document) consumer_.row_document(std::move(document));
  }
  void add_row(Entity entity) override {
    count();
    if (consumer_.row_entity) consumer_.row_entity(std::move(entity));
  }
  void add_mention(std::string event_id, EventMention mention) override {
    count();
    EventRecord told;
    told.id = std::move(event_id);
    told.mentions.push_back(std::move(mention));
    if (consumer_.record) consumer_.record(std::move(told));
  }
  void add_source(Document document) override {
    if (consumer_.row_document) consumer_.row_document(std::move(document));
  }
  // All that another store was made of, without reading a text again.
  void add_store(const std::string& path) {
    pool_.flush();
    SourceConsumer sources;
    sources.document = [&](Document document, DocumentOrigin origin) {
      if (origin == DocumentOrigin::row) return add_row(std::move(document));
      count();
      ++counts_.documents;
      if (consumer_.document) consumer_.document(document, {});
    };
    sources.entity = [&](Entity entity) { add_row(std::move(entity)); };
    sources.record = [&](EventRecord record) { add(std::move(record)); };
    const Store store(path, Store::Access::read);
    store.read_sources(sources);
    if (consumer_.identities) consumer_.identities(store.identities());
  }
  void drop(Problem problem) override {
    count();
    ++counts_.dropped;
    problems_.report(std::move(problem));
  }
  void report(Problem problem) override { problems_.report(std::move(problem)); }

 private:
  struct Seen {
    std::uint64_t text, facts;
  };
  static std::uint64_t hash_of_facts(const Document& document) {
    std::string facts;
    for (const std::string* fact : {&document.title, &document.url, &document.outlet, &document.language})
      facts += *fact + '\x1f';
    if (document.published) facts += format_begin(*document.published) + format_end(*document.published);
    return content_hash(facts);
  }

  void count() {
    ++counts_.read;
    if (options_.progress) options_.progress(counts_);
  }

  DocumentPool& pool_;
  const IngestOptions& options_;
  const IngestConsumer& consumer_;
  ProblemSink& problems_;
  IngestCounts& counts_;
  std::unordered_map<std::string, Seen> seen_;
};

// Adds what was read while it lived to the reader's counts, also when the input breaks off.
class ReaderCounter {
 public:
  ReaderCounter(IngestCounts& counts, const Reader& reader, std::string file)
      : counts_(counts),
        reader_(reader),
        file_(std::move(file)),
        read_(counts.read),
        dropped_(counts.dropped) {}
  ~ReaderCounter() {
    ReaderCounts& own = counts_.by_reader[reader_.name];
    ++own.inputs, ++counts_.inputs;
    own.read += counts_.read - read_;
    own.dropped += counts_.dropped - dropped_;
    counts_.files.push_back({std::move(file_), reader_.name, reader_.unmistakable, counts_.read - read_,
                             counts_.dropped - dropped_});
  }

 private:
  IngestCounts& counts_;
  const Reader& reader_;
  std::string file_;
  const std::uint64_t read_, dropped_;
};

// Which of the maps has been used, and what the others miss in the inputs that were looked at.
struct MapUse {
  bool used = false;
  std::string missing;
};

// Returns whether it was read whole with nothing dropped.
bool read_file(const InputFile& file, const IngestOptions& options, PipelineSink& sink, IngestCounts& counts,
               std::vector<MapUse>& map_uses) {
  InputStream in(file.path);
  const auto problem = [&](const char* code, std::string message) {
    return Problem{code, Severity::error, file.path, 0, 0, std::move(message), ""};
  };
  if (in.head().empty()) return sink.drop(problem("empty-file", "nothing in it")), false;
  if (options.reader == nullptr && file.path != "-" && Store::is_store(in.head())) {
    sink.add_store(file.path);
    ++counts.inputs;
    return true;
  }
  ReadOptions read_options = file.options;
  const Reader* const map_reader = find_reader("map");
  const Reader* reader = options.reader;
  if (reader == map_reader && options.maps.size() == 1) {
    read_options.map = options.maps.front().get();
    map_uses.front().used = true;
  }
  for (std::size_t i = 0; i < options.maps.size() && reader == nullptr; ++i) {
    const std::string missing = options.maps[i]->missing_in(in.head());
    if (missing.empty()) {
      reader = map_reader;
      read_options.map = options.maps[i].get();
      map_uses[i].used = true;
    } else if (map_uses[i].missing.empty()) {
      map_uses[i].missing = file.path + " lacks " + missing;
    }
  }
  if (reader == nullptr) reader = detect_reader(file.path, in.head(), in.is_unpacked());
  if (reader == nullptr) {
    // An input that nobody else knows is more likely the one that a map was written for.
    for (std::size_t i = 0; i < options.maps.size(); ++i)
      map_uses[i].missing = file.path + " lacks " + options.maps[i]->missing_in(in.head());
    Problem unknown = problem("unknown-format", why_unknown(in.head(), file.path, in.is_unpacked()));
    if (in.has_another_file())
      unknown.message =
          "the first file of several in the zip: " + unknown.message + "; unpack it for the others";
    if (!file.named) unknown.severity = Severity::warning;
    unknown.excerpt = excerpt_of(in.head().substr(0, 40));
    throw BrokenInput(std::move(unknown));
  }
  if (!read_options.published) read_options.published = options.published;
  const std::uint64_t dropped = counts.dropped;
  const ReaderCounter counter(counts, *reader, file.path);
  reader->read(in.stream(), read_options, sink);
  return counts.dropped == dropped;
}

std::string nothing_kept(const IngestCounts& counts) {
  std::string by_reader;
  for (const auto& [reader, own] : counts.by_reader)
    if (own.dropped != 0)
      by_reader += fmt::format("{}{} {}", by_reader.empty() ? "" : ", ", reader, own.dropped);
  if (by_reader.empty()) return "not one input could be read";
  return fmt::format("not one record could be kept; dropped were {} ({})", counts.dropped, by_reader);
}

}  // namespace

IngestCounts ingest(const std::vector<std::string>& inputs, const IngestOptions& options,
                    const IngestConsumer& consumer, ProblemSink& problems) {
  IngestCounts counts;
  const std::vector<InputFile> files = find_input_files(inputs, options.leave_out, problems);
  DocumentPool pool = document_pool(thread_count(options.jobs), options, consumer, problems, counts);
  PipelineSink sink(pool, options, consumer, problems, counts);
  std::vector<MapUse> map_uses(options.maps.size());
  bool one_is_whole = false;
  for (const InputFile& file : files) {
    try {
      if (read_file(file, options, sink, counts, map_uses)) one_is_whole = true;
    } catch (BrokenInput& broken) {
      problems.report(std::move(broken.problem));
    }
  }
  pool.flush();
  for (std::size_t i = 0; i < map_uses.size(); ++i) {
    if (map_uses[i].used) continue;
    problems.report({"column-map", Severity::error, options.maps[i]->file, 0, 0,
                     "no input has all columns that it names" +
                         (map_uses[i].missing.empty() ? "" : ": " + map_uses[i].missing),
                     ""});
  }
  if (counts.kept() == 0 && !one_is_whole) throw InputError(nothing_kept(counts));
  return counts;
}

EventGraph build_graph(const std::vector<std::string>& inputs, const IngestOptions& options,
                       ProblemSink& problems, IngestCounts* counts) {
  if (inputs.size() == 1 && options.reader == nullptr && options.identities.empty() &&
      is_store_file(inputs.front()))
    return stored_graph(inputs.front(), problems, counts);
  IngestCounts own;
  if (auto graph = coded_graph(inputs, options, problems, counts != nullptr ? *counts : own))
    return std::move(*graph);
  GraphParts parts;
  parts.add(options.identities);
  const IngestCounts done = ingest(inputs, options, parts.consumer(), problems);
  if (counts != nullptr) *counts = done;
  return parts.finish(problems);
}

EventGraph build_graph(std::istream& in, const Reader& reader, const ReadOptions& read_options,
                       ProblemSink& problems, IngestCounts* counts) {
  GraphParts parts;
  const IngestConsumer consumer = parts.consumer();
  IngestCounts done;
  done.inputs = 1;
  {
    const IngestOptions no_options;
    DocumentPool pool = document_pool(1, no_options, consumer, problems, done);
    PipelineSink sink(pool, no_options, consumer, problems, done);
    reader.read(in, read_options, sink);
    pool.flush();
  }
  if (counts != nullptr) *counts = done;
  return parts.finish(problems);
}

}  // namespace ekg
