#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"

namespace ekg {

void add_events(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
  };
  Verb verb = add_verb(app, session, "events", "List events in the order of time",
                       "ekg events war.json --actor \"North Korea\" --from 2024-11 --to 2024-12");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    print_rows(
        session, options->limit, event_columns_for_tables(), slice.events(),
        [&](EventId event) { return event_cells_for_tables(graph, event); }, event_ids_for_tables);
  });
}

}  // namespace ekg
