#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/query.hpp"

namespace ekg {

void add_between(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    std::string these;
    std::string those;
    std::vector<std::string> also_these;
    std::vector<std::string> also_those;
    bool one_way = false;
  };
  Verb verb = add_verb(app, session, "between", "All that happened between two parties, or two sets of them",
                       "ekg between war.json Ukraine Russia --from 2024-11");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  verb.add_option("A", options->these, "A party: a name, an alias or an id").required();
  verb.add_option("B", options->those, "The other party").required();
  const auto more = [&](const char* name, std::vector<std::string>& names, const char* what) {
    verb.add_option(name, names, what).type_name("NAME").one_each();
  };
  more("--or-a", options->also_these, "One more on the side of A; may be given again");
  more("--or-b", options->also_those, "One more on the side of B; may be given again");
  verb.add_flag("--one-way", options->one_way, "Only what A does to B");
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const auto set = [&](const std::string& name, const std::vector<std::string>& also) {
      std::vector<EntityId> rows = named_entities(graph, name);
      for (const std::string& other : also)
        for (const EntityId row : named_entities(graph, other)) rows.push_back(row);
      return rows;
    };
    const auto events = events_between(slice, set(options->these, options->also_these),
                                       set(options->those, options->also_those), !options->one_way);
    print_rows(
        session, options->limit, event_columns_for_tables(), events,
        [&](EventId event) { return event_cells_for_tables(graph, event); }, event_ids_for_tables);
  });
}

}  // namespace ekg
