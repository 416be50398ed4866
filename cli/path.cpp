#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/time_path.hpp"

namespace ekg {

void add_path(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    std::string from;
    std::string to;
    PathOptions path;
    bool fewest = false;
    bool strict_order = false;
  };
  Verb verb =
      add_verb(app, session, "path", "How two parties are connected through events in the order of time",
               "ekg path war.json \"Kim Jong Un\" \"Donald Trump\" --from 2024");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  verb.add_option("A", options->from, "Where it starts: a name, an alias or an id").required();
  verb.add_option("B", options->to, "Where it ends").required();
  verb.add_flag("--fewest", options->fewest, "With as few events as can be, instead of as early as can be");
  verb.add_flag("--one-after-the-other", options->strict_order,
                "An event must end before the next begins; else one day's may follow each other");
  verb.add_flag("--directed", options->path.directed, "Only from who acts to who is acted on");
  verb.add_option("--alternatives", options->path.alternatives, "Up to N paths that share no event")
      .range(1U, 1000000U)
      .type_name("N");
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    PathOptions path = options->path;
    path.goal = options->fewest ? PathGoal::fewest_events : PathGoal::earliest_arrival;
    path.same_instant = !options->strict_order;
    const EntityId from = named_entity(graph, options->from, session),
                   to = named_entity(graph, options->to, session);
    if (from == to)
      throw InputError(options->from + " and " + options->to + " are the same party; name another");
    Table table;
    table.columns = {"path", "step", "from", "to"};
    const auto columns = event_columns_for_tables();
    table.columns.insert(table.columns.end(), columns.begin(), columns.end());
    table.columns.insert(table.columns.end(), {"from_entity", "to_entity"});
    table.ids = event_ids_for_tables + 2;
    std::int64_t number = 0;
    for (const TimedPath& found : time_paths(slice, from, to, path)) {
      ++number;
      std::int64_t step_number = 0;
      for (const PathStep& step : found.steps) {
        std::vector<Cell> row = {number, ++step_number, name_cell(graph, step.from),
                                 name_cell(graph, step.to)};
        for (Cell& cell : event_cells_for_tables(graph, step.event)) row.push_back(std::move(cell));
        row.push_back(id_cell(graph, step.from));
        row.push_back(id_cell(graph, step.to));
        table.rows.push_back(std::move(row));
      }
    }
    const bool none = table.rows.empty();
    print_limited(session, std::move(table), options->limit, "path");
    if (none)
      session.summary("no path from " + graph.entity(from).name + " to " + graph.entity(to).name +
                      " in the order of time");
  });
}

}  // namespace ekg
