#include "graph/bursts.hpp"
#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"

namespace ekg {

void add_bursts(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    std::string by = "week";
    std::string each = "all";
    std::string against = "time";
    BurstOptions bursts;
  };
  Verb verb = add_verb(
      app, session, "bursts", "Stretches in which something is told far more than usual",
      "ekg bursts war.json --by week --each pair\n"
      "  A burst lasts from the beginning of `from` to the beginning of `to`, the day after its last.");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  verb.add_option("--by", options->by, "day, week, month, quarter or year")
      .one_of({"day", "week", "month", "quarter", "year"})
      .type_name("UNIT")
      .show_default();
  verb.add_option("--each", options->each, "Of what: all events together, each type, each actor or each pair")
      .one_of({"all", "type", "actor", "pair"})
      .type_name("WHAT");
  verb.add_option("--against", options->against,
                  "What is usual: so many a day (time), or a share of all that the graph tells then (told)")
      .one_of({"time", "told"})
      .type_name("WHAT");
  verb.add_option("--ratio", options->bursts.ratio, "How many times more each level is than the one below")
      .range(1.01, 100.0)
      .type_name("X")
      .show_default();
  verb.add_option("--reluctance", options->bursts.reluctance, "The greater, the fewer and longer the bursts")
      .not_negative()
      .type_name("X")
      .show_default();
  verb.add_option("--levels", options->bursts.levels, "How many levels of bursts within bursts")
      .range(1U, 20U)
      .type_name("N")
      .show_default();
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const BurstOf of = options->each == "type"    ? BurstOf::type
                       : options->each == "actor" ? BurstOf::actor
                       : options->each == "pair"  ? BurstOf::pair
                                                  : BurstOf::all;
    const CalendarUnit unit = *calendar_unit_from(options->by);
    Table table;
    if (of == BurstOf::type) table.columns = {"type"};
    if (of == BurstOf::actor) table.columns = {"name"};
    if (of == BurstOf::pair) table.columns = {"a", "b"};
    for (const char* column : {"from", "to", "level", "events", "expected", "weight"})
      table.columns.emplace_back(column);
    for (const Burst& burst :
         find_bursts(slice, unit, of, options->against == "told" ? BurstAgainst::told : BurstAgainst::time,
                     options->bursts)) {
      std::vector<Cell> row;
      if (burst.type) row.emplace_back(std::string(graph.type_name(*burst.type)));
      if (burst.a) row.push_back(name_cell(graph, *burst.a));
      if (burst.b) row.push_back(name_cell(graph, *burst.b));
      for (Cell cell :
           {day_cell(burst.begin), day_cell(burst.end), Cell(static_cast<std::int64_t>(burst.span.level)),
            count_cell(burst.span.count), Cell(burst.span.expected), Cell(burst.span.weight)})
        row.push_back(std::move(cell));
      table.rows.push_back(std::move(row));
    }
    print_limited(session, std::move(table), options->limit);
  });
}

}  // namespace ekg
