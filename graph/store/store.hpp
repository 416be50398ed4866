// The store: an .ekg file, an SQLite database (docs/store.md) that holds what was read, so that nothing is
// read twice and anything can be taken back, and the graph resolved from it, as tables and views that any
// SQLite tool can query. It does not resolve: ingest/stored_graph.hpp does.
//
// What was read ("sources": documents, rows of entities, event records) is a set: adding the same again
// changes nothing. The resolved tables say whether they follow from the sources as they are now
// (is_resolved()).
//
// One writer at a time, others wait for half a minute; readers see the last commit and never wait. A program
// that dies leaves the last commit. A broken file throws InputError, a refused write OutputError.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/document.hpp"
#include "graph/entity.hpp"
#include "graph/event_graph.hpp"
#include "graph/event_record.hpp"
#include "graph/graph_rows.hpp"
#include "graph/identities.hpp"
#include "graph/problem.hpp"

namespace ekg {

// What became of a document: its text was read for events, or it is a row of a graph read before.
enum class DocumentOrigin : std::uint8_t { row, text };

struct SourceConsumer {
  std::function<void(Document, DocumentOrigin)> document;
  std::function<void(Entity)> entity;
  std::function<void(EventRecord)> record;
};

class Store {
 public:
  enum class Access : std::uint8_t {
    read,     // an existing store
    write,    // an existing store, or a new one where there is no file or an empty one
    scratch,  // a new one without any safety, for a file that gets its name when it is whole
    memory    // a new one without a file, for serialized()
  };
  // Throws InputError for a file that is no store, and for one of a newer program.
  Store(const std::string& path, Access access);
  // What was not committed is undone.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Do a file's first bytes (100 suffice) say that it is a store?
  static bool is_store(std::string_view head);

  // All changes happen between begin() and commit(); either all or none are kept.
  void begin();
  void commit();
  bool in_batch() const;

  // Is there a text of this id and sha256, read for events? O(log n).
  bool knows(const Document& document);
  // False when it is there already. The text is not kept. REQUIRES: ids are not empty, but a record's may be:
  // it is derived from its content.
  bool add(const Document& document, DocumentOrigin origin);
  bool add(const Entity& entity);
  bool add(const EventRecord& record);
  // The same in two steps, of which the first may be taken on another thread.
  struct RecordRow {
    std::string bytes;
    std::vector<std::string> documents;  // that tell of it, each once, in their order
  };
  static RecordRow row_of(const EventRecord& record);
  bool add(const RecordRow& row);
  // Who is who, as add_identities() puts it together. False when nothing is new.
  bool add(const Identities& identities);
  // The same, but what is said of an id or a pair takes the place of what was said before.
  bool replace(const Identities& identities);
  Identities identities() const;
  // What was dropped while reading; the same problem is kept once.
  bool add(const Problem& problem);
  // The document and all that only it tells; a record that other documents tell of too loses its mentions
  // here. False when nobody tells of the document.
  bool remove_document(std::string_view id);

  std::uint64_t document_count() const;
  std::uint64_t record_count() const;
  // In the order in which they were added: those added after the last resolution, or all.
  enum class Part : std::uint8_t { all, unresolved };
  void read_sources(const SourceConsumer& consumer, Part part = Part::all) const;
  std::uint64_t unresolved_count() const;  // records

  // Another number after every batch that changed what was read, and the same for the same batches; 0: not
  // known, of a store that an older program wrote.
  std::uint64_t revision() const;

  // Do the resolved tables follow from all sources?
  bool is_resolved() const;
  // Makes them hold `graph` and nothing else.
  void put_graph(const EventGraph& graph);
  void put_graph(GraphRows& graph);
  // The same in two steps, of which the second does not look at the graph: it may be used meanwhile. The
  // first gives `events`, where there is one, every event as it reads it, from one thread at a time.
  void put_rows(GraphRows& graph, EventGraphBuilder* events = nullptr);
  void index_rows();
  // Adds what `graph`, made of the unresolved sources alone, has and the tables have not. After it the tables
  // tell of every source, but is_resolved() stays false: names and events that are one may stand apart.
  void add_graph(GraphRows& graph);
  // The graph of the resolved tables. REQUIRES: is_resolved().
  EventGraph read_graph(ProblemSink& problems) const;

  // The bytes of the file. REQUIRES: nothing between begin() and commit().
  std::string serialized() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ekg
