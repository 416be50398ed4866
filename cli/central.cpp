#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/centrality.hpp"
#include "graph/query.hpp"

namespace ekg {

void add_central(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    std::string measure = "pagerank";
    std::string over;
  };
  Verb verb = add_verb(app, session, "central", "Who stands in the middle",
                       "ekg central war.json --measure betweenness --over quarter --limit 20");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  verb.add_option("--measure", options->measure,
                  "What ranks: pagerank, degree, or betweenness (slow on many parties)")
      .one_of({"pagerank", "betweenness", "degree"})
      .type_name("WHAT")
      .show_default();
  verb.add_option("--over", options->over,
                  "In each day, week, month, quarter or year apart; --limit is for each of them")
      .one_of({"day", "week", "month", "quarter", "year"})
      .type_name("UNIT");
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const Centrality by = options->measure == "betweenness" ? Centrality::betweenness
                          : options->measure == "degree"    ? Centrality::degree
                                                            : Centrality::pagerank;
    Table table;
    std::size_t all = 0;
    const std::size_t most = printed_rows(session, options->limit);
    const auto add_rows = [&](const TimeSlice& part, const std::string& period) {
      std::size_t here = 0;
      for (const CentralRow& row : rank_central(part, by)) {
        ++all;
        if (++here > most && most != 0) continue;
        std::vector<Cell> cells;
        if (!options->over.empty()) cells.emplace_back(period);
        for (Cell cell : {name_cell(graph, row.entity), count_cell(row.degree), count_cell(row.in_degree),
                          count_cell(row.out_degree), Cell(row.pagerank)})
          cells.push_back(std::move(cell));
        if (by == Centrality::betweenness) cells.emplace_back(*row.betweenness);
        cells.emplace_back(graph.entity(row.entity).id);
        table.rows.push_back(std::move(cells));
      }
    };
    if (!options->over.empty()) table.columns.push_back(options->over);
    for (const char* column : {"name", "degree", "in_degree", "out_degree", "pagerank"})
      table.columns.emplace_back(column);
    if (by == Centrality::betweenness) table.columns.emplace_back("betweenness");
    table.columns.emplace_back("entity");
    table.ids = 1;
    if (options->over.empty()) {
      add_rows(slice, "");
    } else {
      const CalendarUnit unit = *calendar_unit_from(options->over);
      for (const TimelineBucket& bucket : timeline(slice, unit, StackBy::nothing).buckets) {
        // As the timeline counts: where an event begins, or at --from when it began before.
        const auto end = unit_end(bucket.begin, unit);
        const bool first = slice.from() && bucket.begin <= *slice.from();
        add_rows(first ? slice.between(bucket.begin, end) : slice.begun_between(bucket.begin, end),
                 unit_name(bucket.begin, unit));
      }
    }
    print_first_rows(session, std::move(table), all);
  });
}

}  // namespace ekg
