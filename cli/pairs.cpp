#include <algorithm>
#include <span>

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
    // One row more than is printed tells whether there are more.
    const std::size_t most = printed_rows(session, options->limit);
    const auto rows = rank_pairs(slice, most == 0 ? 0 : most + 1);
    Table table;
    table.columns = {"a",         "b",          "events",    "cooperation", "conflict",
                     "intensity", "first_seen", "last_seen", "a_entity",    "b_entity"};
    table.ids = 2;
    for (const PairRow& row : std::span(rows).first(most == 0 ? rows.size() : std::min(most, rows.size())))
      table.rows.push_back({name_cell(graph, row.a), name_cell(graph, row.b), count_cell(row.events),
                            count_cell(row.cooperation), count_cell(row.conflict), row.intensity,
                            day_cell(row.seen.first), last_day_cell(row.seen.last), id_cell(graph, row.a),
                            id_cell(graph, row.b)});
    if (rows.size() > table.rows.size()) table.note = "… more rows; --limit 0 shows all";
    const std::size_t shown = table.rows.size();
    print_first_rows(session, std::move(table), shown);
  });
}

}  // namespace ekg
