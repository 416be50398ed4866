// The options that choose what a subcommand looks at, the same for all that read a graph, and how what it
// finds is shown.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "graph/time_slice.hpp"

namespace ekg {

struct SliceOptions {
  std::string graph;
  std::string from, to;
  std::vector<std::string> actors, with, types, quads, places, countries, statuses, outlets;
  std::optional<double> min_confidence;
  std::uint32_t min_sources = 0;
};

// GRAPH and the options of a slice.
void add_slice_options(Verb verb, SliceOptions& options);
// The options only, for a subcommand that has its own GRAPH.
void add_slice_filters(Verb verb, SliceOptions& options);

// Throws InputError for a date, a name, a type, a class or a status that does not exist, and says which do.
// Dates stand for local days, `zone` ahead of UTC.
SliceFilter slice_filter(const EventGraph& graph, const SliceOptions& options,
                         std::chrono::seconds zone = {});

// The entities that a person calls by a name, an alias or an id; the busiest first. Throws InputError when
// there is none.
std::vector<EntityId> named_entities(const EventGraph& graph, const std::string& name);
// The busiest of them; a note tells of the others.
EntityId named_entity(const EventGraph& graph, const std::string& name, Session& session);

// A date such as "2024", "2024-W45" or "2024-11-05"; `option` is for the message. Throws InputError.
TimeSpan date_of(const std::string& option, const std::string& text);
// Lets the option take dates only, so that a wrong one is told before a large graph is read.
Option take_date(Option option);

// --limit, and the rows beyond it.
struct Limit {
  std::optional<std::size_t> rows;  // nullopt: 30 in a table for a person, all elsewhere; 0: all
};
void add_limit(Verb verb, Limit& limit);
// `of`: what the rows make up together when those that have the same first cell are one thing, "path"; then
// so many things are printed, each whole.
void print_limited(Session& session, Table table, const Limit& limit, std::string_view of = "row");
// Whether a table is printed to be looked at, not to be read by a program.
bool for_a_person(const Session& session);
// How many rows of a result are printed; 0: all.
std::size_t printed_rows(const Session& session, const Limit& limit);
// `all` rows, or what `of` says, there are, of which `table` has those that are printed. When there are none,
// says on stderr that nothing fits.
void print_first_rows(Session& session, Table table, std::size_t all, std::string_view of = "row");
// The same for results of one row each, of which there may be millions: only the printed ones are made. `ids`
// of the columns are for programs (Table::ids).
template <class Results, class MakeRow>
void print_rows(Session& session, const Limit& limit, std::vector<std::string> columns,
                const Results& results, const MakeRow& make_row, std::size_t ids = 0) {
  const std::size_t most = printed_rows(session, limit);
  Table table;
  table.columns = std::move(columns);
  table.ids = ids;
  std::size_t all = 0;
  for (const auto& result : results)
    if (++all <= most || most == 0) table.rows.push_back(make_row(result));
  print_first_rows(session, std::move(table), all);
}

// Cells of results.
Cell name_cell(const EventGraph& graph, EntityId entity);
Cell id_cell(const EventGraph& graph, EntityId entity);
Cell ids_cell(std::vector<std::string> ids);  // absent when there are none, or an empty one
Cell day_cell(const std::optional<std::chrono::sys_seconds>& instant);       // the day that holds it
Cell last_day_cell(const std::optional<std::chrono::sys_seconds>& instant);  // the last day before it
Cell count_cell(std::uint64_t count);
// Columns and rows for events: start, end, type, actors, recipients, places, status, documents, text, event,
// and as ids actor_entities, recipient_entities.
constexpr std::size_t event_ids_for_tables = 2;
std::vector<std::string> event_columns_for_tables();
std::vector<Cell> event_cells_for_tables(const EventGraph& graph, EventId event);

}  // namespace ekg
