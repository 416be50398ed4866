#include "ingest/stored_graph.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <future>
#include <limits>
#include <optional>
#include <utility>

#include "graph/content_id.hpp"
#include "graph/event_graph_builder.hpp"
#include "graph/store/snapshot.hpp"
#include "ingest/graph_parts.hpp"

namespace ekg {
namespace {

// Of a large store, the part whose change makes resolving all of it worth the time.
constexpr std::uint64_t whole_share = 8;

// A snapshot is kept of graphs that take longer than a moment to read.
constexpr EventId snapshot_least = 20000;
// Of more, who builds does not take the memory to make one; who reads must.
constexpr EventId snapshot_most = 2000000;
constexpr const char* snapshot_suffix = "-columns";

void add_sources(const Store& store, Store::Part part, GraphParts& parts) {
  SourceConsumer sources;
  sources.document = [&](Document document, DocumentOrigin origin) {
    parts.add(std::move(document), origin);
  };
  sources.entity = [&](Entity entity) { parts.add(std::move(entity)); };
  sources.record = [&](const EventRecord& record) { parts.add(record); };
  store.read_sources(sources, part);
  parts.add(store.identities());
}

// Tells the problems on, and the store of them.
class KeptProblems final : public ProblemSink {
 public:
  explicit KeptProblems(ProblemSink& problems) : problems_(problems) {}
  void report(Problem problem) override {
    log_.report(problem);
    problems_.report(std::move(problem));
  }
  void keep(Store& store) {
    for (const Problem& problem : log_.sorted()) store.add(problem);
  }

 private:
  ProblemSink& problems_;
  ProblemLog log_;
};

// Commits when a batch is full.
class Batches {
 public:
  Batches(Store& store, std::uint64_t records) : store_(store), limit_(records) {}
  // What belongs together is added between two calls of open().
  void open(std::uint64_t records) {
    if (store_.in_batch() && pending_ >= limit_) close();
    if (!store_.in_batch()) store_.begin();
    pending_ += records;
  }
  void close() {
    if (store_.in_batch()) store_.commit();
    pending_ = 0;
  }

 private:
  Store& store_;
  const std::uint64_t limit_;
  std::uint64_t pending_ = 0;
};

// Puts event records into new stores on another thread, in the order in which they come.
class RecordRows {
 public:
  explicit RecordRows(const std::vector<Store*>& stores) : stores_(stores) {}
  void add(const EventRecord& record) {
    rows_.push_back(Store::row_of(record));
    if (rows_.size() < batch) return;
    wait();
    std::swap(rows_, adding_);
    added_ = std::async(std::launch::async, [this] { put(adding_); });
  }
  // All are in, and the stores may be used on this thread until the next add().
  void flush() {
    wait();
    put(rows_);
  }

 private:
  static constexpr std::size_t batch = 2048;

  void wait() {
    if (added_.valid()) added_.get();
  }
  void put(std::vector<Store::RecordRow>& rows) {
    for (Store* store : stores_)
      for (const Store::RecordRow& row : rows) store->add(row);
    rows.clear();
  }

  const std::vector<Store*>& stores_;
  std::vector<Store::RecordRow> rows_, adding_;
  std::future<void> added_;  // the last member: it is waited for before the others go
};

}  // namespace

bool is_store_file(const std::string& path) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return false;
  std::array<char, 100> head{};
  std::ifstream in(path, std::ios::binary);
  in.read(head.data(), head.size());
  return Store::is_store({head.data(), static_cast<std::size_t>(in.gcount())});
}

EventGraph stored_graph(const Store& store, ProblemSink& problems) {
  return store.is_resolved() ? store.read_graph(problems) : resolved_graph(store, problems);
}

EventGraph resolved_graph(const Store& store, ProblemSink& problems) {
  GraphParts parts;
  add_sources(store, Store::Part::all, parts);
  return parts.finish(problems);
}

void keep_snapshot(const std::string& path, const EventGraph& graph, std::uint64_t revision) {
  if (graph.event_count() < snapshot_least || revision == 0) return;
  GraphSnapshot::write(graph, revision, path + snapshot_suffix);
}

void keep_snapshot(const std::string& path, const EventGraph& graph) {
  if (graph.event_count() < snapshot_least) return;
  keep_snapshot(path, graph, Store(path, Store::Access::read).revision());
}

EventGraph stored_graph(const std::string& path, ProblemSink& problems, IngestCounts* counts) {
  const Store store(path, Store::Access::read);
  const std::uint64_t revision = store.revision();
  std::optional<EventGraph> snapshot;
  if (revision != 0) snapshot = GraphSnapshot::open(path + snapshot_suffix, revision);
  EventGraph graph = snapshot ? std::move(*snapshot) : stored_graph(store, problems);
  // Another program may have added to the store meanwhile.
  if (!snapshot && store.revision() == revision) keep_snapshot(path, graph, revision);
  if (counts != nullptr) {
    *counts = {};
    counts->inputs = 1;
    counts->documents = graph.document_count();
    counts->events = graph.event_count();
    counts->read = counts->documents + counts->events + graph.entity_count();
  }
  return graph;
}

BuiltGraph build_stores(const std::vector<Store*>& stores, const std::vector<std::string>& inputs,
                        const IngestOptions& options, bool with_graph, ProblemSink& problems,
                        IngestCounts* counts) {
  for (Store* store : stores) store->begin();
  GraphParts parts;
  IngestConsumer consumer;
  RecordRows rows(stores);
  const auto each_store = [&](const auto& use) {
    rows.flush();
    for (Store* store : stores) use(*store);
  };
  consumer.record = [&](EventRecord record) {
    if (record.id.empty()) record.id = derived_event_id(record);
    rows.add(record);
    parts.add(record);
  };
  consumer.document = [&](const Document& document, std::vector<EventRecord> events) {
    each_store([&](Store& store) { store.add(document, DocumentOrigin::text); });
    parts.add(document, DocumentOrigin::text);
    for (EventRecord& record : events) consumer.record(std::move(record));
  };
  consumer.row_document = [&](Document document) {
    each_store([&](Store& store) { store.add(document, DocumentOrigin::row); });
    parts.add(std::move(document), DocumentOrigin::row);
  };
  consumer.row_entity = [&](Entity entity) {
    each_store([&](Store& store) { store.add(entity); });
    parts.add(std::move(entity));
  };
  consumer.identities = [&](const Identities& identities) {
    each_store([&](Store& store) { store.add(identities); });
    parts.add(identities);
  };
  consumer.identities(options.identities);
  KeptProblems kept(problems);
  const IngestCounts done = ingest(inputs, options, consumer, kept);
  if (counts != nullptr) *counts = done;
  rows.flush();
  const auto resolved = parts.rows(kept);
  BuiltGraph built{resolved->event_count(), static_cast<EntityId>(resolved->entities().size()),
                   resolved->document_count(), std::nullopt};
  const bool is_kept_beside = built.events >= snapshot_least && built.events <= snapshot_most;
  const bool wants_graph = with_graph || is_kept_beside;
  EventGraphBuilder events;
  for (Store* store : stores)
    store->put_rows(*resolved, wants_graph && store == stores.front() ? &events : nullptr);
  // The graph is put in order on another thread, while SQLite makes its indexes on this one.
  ProblemLog of_graph;
  std::future<EventGraph> graph;
  if (wants_graph)
    graph = std::async(std::launch::async, [&] { return graph_of(*resolved, events, of_graph); });
  for (Store* store : stores) {
    store->index_rows();
    kept.keep(*store);
    store->commit();
  }
  if (wants_graph) built.graph = graph.get();
  for (const Problem& problem : of_graph.sorted()) problems.report(problem);
  return built;
}

AddCounts add_to_store(Store& store, const std::vector<std::string>& inputs, const AddOptions& options,
                       ProblemSink& problems) {
  AddCounts counts;
  KeptProblems kept(problems);
  Batches batches(store, options.batch_records);
  const auto add_record = [&](const EventRecord& record) {
    ++(store.add(record) ? counts.new_records : counts.known_records);
  };
  IngestConsumer consumer;
  consumer.document = [&](const Document& document, const std::vector<EventRecord>& events) {
    batches.open(1 + events.size());
    if (store.add(document, DocumentOrigin::text)) ++counts.new_documents;
    for (const EventRecord& record : events) add_record(record);
  };
  consumer.record = [&](const EventRecord& record) {
    batches.open(1);
    add_record(record);
  };
  consumer.row_document = [&](const Document& document) {
    batches.open(1);
    if (store.add(document, DocumentOrigin::row)) ++counts.new_documents;
  };
  consumer.row_entity = [&](const Entity& entity) {
    batches.open(1);
    store.add(entity);
  };
  bool settled = false;
  consumer.identities = [&](const Identities& identities) {
    batches.open(0);
    settled = store.add(identities) || settled;
  };
  if (!options.ingest.identities.empty()) {
    batches.open(0);
    settled = store.replace(options.ingest.identities);
  }
  IngestOptions ingest_options = options.ingest;
  ingest_options.known = [&](const Document& document) { return store.knows(document); };
  counts.ingest = ingest(inputs, ingest_options, consumer, kept);
  batches.close();
  resolve_store(store, settled ? std::numeric_limits<std::uint64_t>::max() : options.resolve_whole, kept);
  store.begin();
  kept.keep(store);
  store.commit();
  return counts;
}

void resolve_store(Store& store, std::uint64_t resolve_whole, ProblemSink& problems) {
  if (store.is_resolved()) return;
  const std::uint64_t records = store.record_count();
  const bool whole = records <= resolve_whole || store.unresolved_count() * whole_share >= records;
  GraphParts parts;
  add_sources(store, whole ? Store::Part::all : Store::Part::unresolved, parts);
  const auto rows = parts.rows(problems);
  store.begin();
  if (whole)
    store.put_graph(*rows);
  else
    store.add_graph(*rows);
  store.commit();
}

}  // namespace ekg
