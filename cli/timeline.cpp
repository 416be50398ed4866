#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/query.hpp"

namespace ekg {

void add_timeline(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    std::string by = "month";
    std::string stack;
  };
  Verb verb =
      add_verb(app, session, "timeline", "How many events in each day, week, month, quarter or year (UTC)",
               "ekg timeline war.json --actor \"North Korea\" --by week --stack type");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  verb.add_option("--by", options->by, "day, week, month, quarter or year")
      .one_of({"day", "week", "month", "quarter", "year"})
      .type_name("UNIT");
  verb.add_option("--stack", options->stack, "A column for each type, quad or status")
      .one_of({"type", "quad", "status"})
      .type_name("WHAT");
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const CalendarUnit unit = *calendar_unit_from(options->by);
    const StackBy stack = options->stack == "type"     ? StackBy::type
                          : options->stack == "quad"   ? StackBy::quad
                          : options->stack == "status" ? StackBy::status
                                                       : StackBy::nothing;
    const Timeline line = timeline(slice, unit, stack);
    Table table;
    table.columns = {options->by};
    table.columns.insert(table.columns.end(), line.series.begin(), line.series.end());
    for (const TimelineBucket& bucket : line.buckets) {
      std::vector<Cell> row = {unit_name(bucket.begin, unit)};
      for (const std::uint64_t count : bucket.counts) row.push_back(count_cell(count));
      table.rows.push_back(std::move(row));
    }
    if (line.undated > 0) {
      Problem problem;
      problem.code = "undated-events";
      problem.severity = Severity::note;
      problem.message = std::to_string(line.undated) + " events have no date and stand in no bucket";
      session.problems().report(std::move(problem));
    }
    print_limited(session, std::move(table), options->limit);
  });
}

}  // namespace ekg
