#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "cli/timeline_options.hpp"
#include "export/timeline_plot.hpp"

namespace ekg {

void add_timeline(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    TimelineOptions timeline;
    Limit limit;
  };
  Verb verb = add_verb(app, session, "timeline", "How many events in each day, week, month, quarter or year",
                       "ekg timeline war.json --actor \"North Korea\" --by week --stack type");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  add_timeline_options(verb, options->timeline, "A column for each type, quad or status");
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice, options->timeline.ahead()));
    const Timeline line = timeline_of(slice, options->timeline, session);
    Table table;
    table.columns = {options->timeline.by};
    table.columns.insert(table.columns.end(), line.series.begin(), line.series.end());
    const CalendarUnit unit = options->timeline.unit();
    for (std::size_t b = 0; b < line.buckets.size(); ++b) {
      const TimelineBucket& bucket = line.buckets[b];
      std::string name = unit_name(bucket.begin, unit);
      // A person need not see every empty bucket; a program that draws them does.
      if (const std::size_t empty = empty_buckets(line, b); empty > 1 && for_a_person(session)) {
        b += empty - 1;
        name += " to " + unit_name(line.buckets[b].begin, unit);
      }
      std::vector<Cell> row = {std::move(name)};
      for (const std::uint64_t count : bucket.counts) row.push_back(count_cell(count));
      table.rows.push_back(std::move(row));
    }
    if (slice.events().empty()) session.summary("nothing fits");
    print_limited(session, std::move(table), options->limit);
  });
}

}  // namespace ekg
