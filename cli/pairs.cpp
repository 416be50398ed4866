#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/query.hpp"

namespace ekg {

void add_pairs(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
  };
  Verb verb = add_verb(app, session, "pairs", "Who deals with whom, the busiest pairs first",
                       "ekg pairs war.json --type clash --from 2024-W45 --to 2024-W46");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    print_rows(session, options->limit,
               {"a", "b", "events", "cooperation", "conflict", "intensity", "first_seen", "last_seen"},
               rank_pairs(slice), [&](const PairRow& row) -> std::vector<Cell> {
                 return {name_cell(graph, row.a),     name_cell(graph, row.b),     count_cell(row.events),
                         count_cell(row.cooperation), count_cell(row.conflict),    row.intensity,
                         day_cell(row.seen.first),    last_day_cell(row.seen.last)};
               });
  });
}

}  // namespace ekg
