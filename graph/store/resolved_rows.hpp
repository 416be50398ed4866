// The resolved tables of a store and a graph, one into the other. Internal to graph/store.
#pragma once
#include <string_view>

#include "graph/event_graph.hpp"
#include "graph/graph_rows.hpp"
#include "graph/problem.hpp"
#include "graph/store/sqlite.hpp"

namespace ekg {

// In place of all that was there, without indexes; `events` as Store::put_rows says.
void put_resolved_rows(Database& database, GraphRows& graph, EventGraphBuilder* events);
void index_resolved_rows(Database& database);  // makes them, and the views
// Rows whose ids are there already stay as they are, but an entity learns new aliases and a document that was
// only mentioned what is known of it.
void add_resolved_rows(Database& database, GraphRows& graph);
EventGraph read_resolved_rows(Database& database, ProblemSink& problems);
// The document, its mentions, the events that nobody else tells of, and the entities that are left alone.
void remove_resolved_document(Database& database, std::string_view id);

}  // namespace ekg
