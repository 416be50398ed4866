#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/query.hpp"

namespace ekg {

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
  verb.add_option("BEFORE", options->before, "2024, 2024-10, 2024-W45, a day").required();
  verb.add_option("AFTER", options->after, "The window to compare it with").required();
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const auto before = parse_time(options->before), after = parse_time(options->after);
    for (const std::string& text : {options->before, options->after})
      if (!parse_time(text))
        throw InputError("\"" + text + "\" is no date; write 2024, 2024-10, 2024-W45 or 2024-11-05");
    Table table;
    table.columns = {"a", "b", "before", "after", "change", "p"};
    for (const ChangeRow& row :
         compare_pairs(slice.between(before->begin, before->end), slice.between(after->begin, after->end),
                       before->end - before->begin, after->end - after->begin)) {
      table.rows.push_back({name_cell(graph, row.a), name_cell(graph, row.b), count_cell(row.before),
                            count_cell(row.after), std::string(to_string(row.change)), row.p});
    }
    print_limited(session, std::move(table), options->limit);
  });
}

}  // namespace ekg
