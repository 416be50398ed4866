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
    bool one_way = false;
  };
  Verb verb = add_verb(app, session, "between", "All that happened between two parties",
                       "ekg between war.json Ukraine Russia --from 2024-11");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  verb.add_option("A", options->these, "A party: a name, an alias or an id").required();
  verb.add_option("B", options->those, "The other party").required();
  verb.add_flag("--one-way", options->one_way, "Only what A does to B");
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const auto events = events_between(slice, named_entities(graph, options->these),
                                       named_entities(graph, options->those), !options->one_way);
    print_rows(session, options->limit, event_columns_for_tables(), events,
               [&](EventId event) { return event_cells_for_tables(graph, event); });
  });
}

}  // namespace ekg
