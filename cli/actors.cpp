#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/query.hpp"
#include "ingest/ambiguity.hpp"

namespace ekg {

namespace {

// One row a candidate.
Table ambiguous_names(const EventGraph& graph) {
  Table table;
  table.columns = {"name",
                   "kind",
                   "country",
                   "events",
                   "candidate",
                   "candidate_country",
                   "candidate_events",
                   "entity",
                   "candidate_entity"};
  table.ids = 2;
  const auto country = [&](EntityId id) {
    return graph.entity(id).country.empty() ? Cell{} : Cell(graph.entity(id).country);
  };
  for (const Ambiguity& name : ambiguous_entities(graph)) {
    const Entity& entity = graph.entity(name.entity);
    for (const EntityId candidate : name.candidates)
      table.rows.push_back(
          {name_cell(graph, name.entity), std::string(to_string(entity.kind)), country(name.entity),
           count_cell(graph.events_of(name.entity).size()), name_cell(graph, candidate), country(candidate),
           count_cell(graph.events_of(candidate).size()), entity.id, graph.entity(candidate).id});
  }
  return table;
}

}  // namespace

void add_actors(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    bool ambiguous = false;
  };
  Verb verb = add_verb(app, session, "actors", "Who acts and is acted on, the busiest first",
                       "ekg actors war.json --from 2024-11");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  add_limit(verb, options->limit);
  verb.add_flag("--ambiguous", options->ambiguous,
                "Names that stay apart because several fit, or the name alone speaks for the one that does");
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    if (options->ambiguous) return print_limited(session, ambiguous_names(graph), options->limit);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    print_rows(
        session, options->limit,
        {"name", "kind", "country", "events", "acting", "acted_on", "first_seen", "last_seen", "entity"},
        rank_actors(slice),
        [&](const ActorRow& row) -> std::vector<Cell> {
          const Entity& entity = graph.entity(row.entity);
          return {name_cell(graph, row.entity),
                  std::string(to_string(entity.kind)),
                  entity.country.empty() ? Cell{} : Cell(entity.country),
                  count_cell(row.events),
                  count_cell(row.as_actor),
                  count_cell(row.as_recipient),
                  day_cell(row.seen.first),
                  last_day_cell(row.seen.last),
                  entity.id};
        },
        1);
  });
}

}  // namespace ekg
