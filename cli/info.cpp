#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "cli/graph_io.hpp"

namespace ekg {
namespace {

Table info_table(const EventGraph& graph) {
  Table table{{"what", "value"}, {}, ""};
  const auto row = [&](std::string what, Cell value) {
    table.rows.push_back({std::move(what), std::move(value)});
  };
  const auto count = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  row("documents", count(graph.document_count()));
  row("parties and places", count(graph.entity_count()));
  row("events", count(graph.event_count()));
  row("events with a time", count(graph.dated_count()));
  std::optional<TimeSpan> whole;
  std::map<std::string, std::int64_t> statuses;
  std::vector<std::int64_t> types(graph.type_count());
  for (EventId event = 0; event < graph.event_count(); ++event) {
    ++types[graph.type(event)];
    ++statuses[std::string(to_string(graph.status(event)))];
    if (const auto time = graph.time(event)) {
      if (!whole) whole = time;
      whole->begin = std::min(whole->begin, time->begin);
      whole->end = std::max(whole->end, time->end);
    }
  }
  if (whole) {
    whole->precision = Precision::day;
    row("first", format_begin(*whole).substr(0, 10));
    row("last", format_end(*whole).substr(0, 10));
  }
  std::vector<TypeId> by_count(types.size());
  std::iota(by_count.begin(), by_count.end(), TypeId{0});
  std::ranges::stable_sort(by_count, std::greater(), [&](TypeId type) { return types[type]; });
  for (const TypeId type : by_count) row("type " + std::string(graph.type_name(type)), types[type]);
  for (const auto& [status, n] : statuses) row("status " + status, n);
  return table;
}

}  // namespace

void add_info(CLI::App& app, Session& session) {
  Verb verb = add_verb(app, session, "info",
                       "What is in a whole graph: counts, times, types; in a part of it: ekg export GRAPH -o "
                       "- --from 2024 | ekg info -",
                       "ekg info war.json");
  add_table_options(verb, session);
  const auto path = std::make_shared<std::string>();
  verb.add_option("GRAPH", *path, "The graph, or - for standard input").required();
  verb.callback([path, &session] { session.print(info_table(read_graph(*path, session))); });
}

}  // namespace ekg
