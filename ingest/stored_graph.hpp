// Stores filled, resolved and read as graphs: graph/store keeps rows, `resolve` says what they mean.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/store/store.hpp"
#include "ingest/ingest.hpp"

namespace ekg {

bool is_store_file(const std::string& path);

// The store's graph: the same, byte for byte as JSON, as build_graph gives of all that was added to it. From
// the resolved tables when they are up to date, else resolved in memory; the file is not changed.
EventGraph stored_graph(const std::string& path, ProblemSink& problems, IngestCounts* counts = nullptr);
EventGraph stored_graph(const Store& store, ProblemSink& problems);
// By path, a large store is read from its snapshot beside it (`x.ekg-columns`, graph/store/snapshot.hpp),
// which is made anew when it is not of the store as it is now. What cannot be written there is left. With
// this, whoever has the graph of a finished store keeps it too.
void keep_snapshot(const std::string& path, const EventGraph& graph);
// The same, resolved anew from all that the store has read.
EventGraph resolved_graph(const Store& store, ProblemSink& problems);

struct BuiltGraph {
  EventId events = 0;
  EntityId entities = 0;
  DocumentId documents = 0;
  std::optional<EventGraph> graph;
};

// All that is read and the graph made of it, in the stores, which are new: what build_graph gives, in about
// 150 bytes of memory for each event record. The graph itself, in memory of its own, only when asked for or
// for a snapshot of up to two million events. REQUIRES: there are stores.
BuiltGraph build_stores(const std::vector<Store*>& stores, const std::vector<std::string>& inputs,
                        const IngestOptions& options, bool with_graph, ProblemSink& problems,
                        IngestCounts* counts = nullptr);

struct AddOptions {
  IngestOptions ingest;
  // A store of so many records at most is resolved whole after every change, a larger one when the
  // unresolved are an eighth of it; until then new records are resolved among themselves.
  std::uint64_t resolve_whole = 20000;
  std::uint64_t batch_records = 5000;  // committed together, at least
};

struct AddCounts {
  IngestCounts ingest;
  std::uint64_t new_documents = 0, new_records = 0;
  std::uint64_t known_records = 0;  // there before
};

// Adds inputs, in batches that are kept whatever comes after, and resolves. A text that the store knows is
// not read again. Problems are kept in the store too.
AddCounts add_to_store(Store& store, const std::vector<std::string>& inputs, const AddOptions& options,
                       ProblemSink& problems);

// Brings the resolved tables up to date after changes, as AddOptions::resolve_whole says.
void resolve_store(Store& store, std::uint64_t resolve_whole, ProblemSink& problems);

}  // namespace ekg
