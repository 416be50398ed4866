#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/query.hpp"

namespace ekg {

void add_ego(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    std::string name;
  };
  Verb verb = add_verb(app, session, "ego", "Those that a party deals with",
                       "ekg ego war.json \"Kim Jong Un\" --from 2024");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  verb.add_option("NAME", options->name, "The party: a name, an alias or an id").required();
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const std::size_t most = printed_rows(session, options->limit);
    const Ego ego = ego_network(slice, named_entity(graph, options->name, session), most);
    Table table;
    table.columns = {"name",     "events",    "to",         "from",      "cooperation",
                     "conflict", "intensity", "first_seen", "last_seen", "entity"};
    table.ids = 1;
    for (const EgoRow& row : ego.rows)
      table.rows.push_back({name_cell(graph, row.entity), count_cell(row.events), count_cell(row.to),
                            count_cell(row.from), count_cell(row.cooperation), count_cell(row.conflict),
                            row.intensity, day_cell(row.seen.first), last_day_cell(row.seen.last),
                            id_cell(graph, row.entity)});
    print_first_rows(session, std::move(table), ego.neighbours);
  });
}

}  // namespace ekg
