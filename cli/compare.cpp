#include <algorithm>

#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/query.hpp"

namespace ekg {
namespace {

// What --from and --to leave of a window, and how long that is. An event is counted where it begins: one of
// which only the year is known would else stand on both sides.
struct Window {
  TimeSlice slice;
  std::chrono::seconds length;
};

Window window(const TimeSlice& slice, const TimeSpan& span) {
  const auto from = std::max(span.begin, slice.from().value_or(span.begin)),
             to = std::min(span.end, slice.to().value_or(span.end));
  if (from >= to) throw InputError("nothing of a window lies between --from and --to");
  return {slice.begun_between(from, to), to - from};
}

}  // namespace

void add_compare(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    std::string before;
    std::string after;
  };
  Verb verb = add_verb(app, session, "compare",
                       "What changed between two windows: pairs that are new, gone, more or less",
                       "ekg compare war.json 2024-10 2024-11");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  take_date(verb.add_option("BEFORE", options->before, "A window: 2024, 2024-10, 2024-W45, a day"))
      .required();
  take_date(verb.add_option("AFTER", options->after, "The window to compare it with")).required();
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const TimeSpan before = date_of("BEFORE", options->before), after = date_of("AFTER", options->after);
    if (before.overlaps(after))
      throw InputError("the windows " + options->before + " and " + options->after +
                       " overlap; what lies in both would be compared with itself");
    const Window first = window(slice, before), second = window(slice, after);
    Table table;
    table.columns = {"a", "b", "before", "after", "change", "p", "a_entity", "b_entity"};
    table.ids = 2;
    for (const ChangeRow& row : compare_pairs(first.slice, second.slice, first.length, second.length)) {
      table.rows.push_back({name_cell(graph, row.a), name_cell(graph, row.b), count_cell(row.before),
                            count_cell(row.after), std::string(to_string(row.change)), row.p,
                            id_cell(graph, row.a), id_cell(graph, row.b)});
    }
    print_limited(session, std::move(table), options->limit);
  });
}

}  // namespace ekg
