#include "cli/slice_options.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "graph/query.hpp"
#include "ingest/coded/codes.hpp"
#include "ingest/entity_names.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

constexpr std::size_t rows_for_a_person = 30;

// What of `known` holds `part`, at most five, or else the first of them all; for an error message.
std::string similar_ones(const std::vector<std::string>& known, const std::string& part) {
  constexpr std::size_t most = 5;
  std::vector<std::string> named;
  for (const std::string& one : known)
    if (ascii_lower(one).find(ascii_lower(part)) != std::string::npos) named.push_back(one);
  if (named.empty()) named = known;
  const std::size_t others = named.size() - std::min(most, named.size());
  named.resize(named.size() - others);
  std::string text;
  for (const std::string& one : named) text += fmt::format("{}\"{}\"", text.empty() ? "" : ", ", one);
  return others == 0 ? text : fmt::format("{} and {} more", text, others);
}

void busiest_first(const EventGraph& graph, std::vector<EntityId>& rows) {
  std::ranges::stable_sort(
      rows, [&](EntityId a, EntityId b) { return graph.events_of(a).size() > graph.events_of(b).size(); });
}

// Entities with that name but for case, accents and punctuation; the busiest first.
std::vector<EntityId> spelled_alike(const EventGraph& graph, const std::string& name) {
  const std::string key = spelling_key(name);
  std::vector<EntityId> rows;
  for (EntityId row = 0; row < graph.entity_count(); ++row) {
    const Entity& entity = graph.entity(row);
    const auto same = [&](const std::string& one) { return spelling_key(one) == key; };
    if (same(entity.name) || std::ranges::any_of(entity.aliases, same)) rows.push_back(row);
  }
  busiest_first(graph, rows);
  return rows;
}

// Entities whose name holds `part`, busiest first, for an error message.
template <class Wanted>
std::string similar_names(const EventGraph& graph, const std::string& part, const Wanted& wanted) {
  std::vector<EntityId> rows;
  for (EntityId row = 0; row < graph.entity_count(); ++row)
    if (wanted(row) && ascii_lower(graph.entity(row).name).find(ascii_lower(part)) != std::string::npos)
      rows.push_back(row);
  busiest_first(graph, rows);
  std::string names;
  for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 5); ++i)
    names += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", graph.entity(rows[i]).name);
  return names;
}

bool is_place(const EventGraph& graph, EntityId row) {
  return std::ranges::any_of(graph.events_of(row), [&](EventId event) {
    return std::ranges::binary_search(graph.participants(event, Role::place), Participant(Role::place, row));
  });
}

// Those of `known` that are `name` but for the case of ASCII letters; `what` is for the message.
std::vector<std::string> same_but_for_case(const std::vector<std::string>& known, const std::string& name,
                                           const std::string& what) {
  std::vector<std::string> found;
  for (const std::string& one : known)
    if (ascii_lower(one) == ascii_lower(name)) found.push_back(one);
  if (!found.empty()) return found;
  throw InputError(known.empty()
                       ? fmt::format("{} \"{}\"; this graph names none", what, name)
                       : fmt::format("{} \"{}\"; there is {}", what, name, similar_ones(known, name)));
}

// Codes of countries: given as such, or as the name of an entity that has one.
std::vector<std::string> countries_of(const EventGraph& graph, const std::vector<std::string>& names) {
  if (names.empty()) return {};
  std::set<std::string> known;
  for (const Entity& entity : graph.entities())
    if (!entity.country.empty()) known.insert(entity.country);
  const std::vector<std::string> codes(known.begin(), known.end());
  std::vector<std::string> found;
  for (const std::string& name : names) {
    const std::size_t before = found.size();
    for (const EntityId row : find_entities(graph, name))
      if (graph.entity(row).kind == EntityKind::country && !graph.entity(row).country.empty())
        found.push_back(graph.entity(row).country);
    if (const std::string code = Codes::get().country(name); known.contains(code)) found.push_back(code);
    if (found.size() == before)
      std::ranges::copy(same_but_for_case(codes, name, "--country: nothing of this graph is in"),
                        std::back_inserter(found));
  }
  return found;
}

std::vector<std::string> outlets_of(const EventGraph& graph, const std::vector<std::string>& names) {
  if (names.empty()) return {};
  std::set<std::string> known;
  for (const Document& document : graph.documents())
    known.insert(document.outlet.empty() ? document.id : document.outlet);
  const std::vector<std::string> outlets(known.begin(), known.end());
  std::vector<std::string> found;
  for (const std::string& name : names)
    std::ranges::copy(same_but_for_case(outlets, name, "--outlet: nothing of this graph is told by"),
                      std::back_inserter(found));
  return found;
}

std::string joined(const std::vector<std::string>& items) {
  return fmt::format("{}", fmt::join(items, ", "));
}

// `count` values there are, in the order of their numbers.
template <class Value, class From>
std::vector<Value> values_of(const std::string& option, const std::vector<std::string>& names, From from,
                             unsigned count) {
  std::vector<Value> values;
  for (const std::string& name : names) {
    const auto value = from(name);
    if (!value) {
      std::vector<std::string> known;
      for (unsigned i = 0; i < count; ++i) known.emplace_back(to_string(static_cast<Value>(i)));
      throw InputError(fmt::format("{}: there is no \"{}\"; there are {}", option, name, joined(known)));
    }
    values.push_back(*value);
  }
  return values;
}

std::string no_date(const std::string& text) {
  return fmt::format("\"{}\" is no date; write 2024, 2024-11, 2024-W45 or 2024-11-05", text);
}

}  // namespace

void add_slice_filters(Verb verb, SliceOptions& options) {
  const auto list = [&](const char* name, std::vector<std::string>& values, const char* what,
                        const char* type) {
    verb.add_option(name, values, what).type_name(type).one_each().group("What to look at");
  };
  take_date(verb.add_option(
                "--from", options.from,
                "Events that end after the beginning of DATE (2024, 2024-11, 2024-W45, a day, an instant)"))
      .group("What to look at");
  take_date(verb.add_option("--to", options.to, "Events that begin before the beginning of DATE"))
      .group("What to look at");
  list("--actor", options.actors, "A party: a name, an alias or an id; may be given again for any of several",
       "NAME");
  list("--with", options.with, "A second party of the same event", "NAME");
  list("--type", options.types, "Event type; may be given again", "TYPE");
  list("--quad", options.quads,
       "verbal-cooperation, material-cooperation, verbal-conflict, material-conflict", "CLASS");
  list("--place", options.places, "Where it happened", "NAME");
  list("--country", options.countries, "Of a party or a place: an alpha-3 code or a name", "CODE");
  list("--status", options.statuses,
       "asserted, reported, confirmed, denied, unverified, planned, hypothetical, negated", "STATUS");
  list("--outlet", options.outlets, "Told by this outlet", "NAME");
  verb.add_option("--min-confidence", options.min_confidence, "Leave out what is less certain")
      .range(0.0, 1.0)
      .type_name("P")
      .group("What to look at");
  verb.add_option("--min-sources", options.min_sources, "Told by at least N documents")
      .type_name("N")
      .group("What to look at");
}

void add_slice_options(Verb verb, SliceOptions& options) {
  verb.add_option("GRAPH", options.graph, "A graph, or anything that ekg build reads").required();
  add_slice_filters(verb, options);
}

TimeSpan date_of(const std::string& option, const std::string& text) {
  const auto span = parse_time(text);
  if (!span) throw InputError(option + ": " + no_date(text));
  return *span;
}

Option take_date(Option option) {
  return option.check([](const std::string& text) { return parse_time(text) ? "" : no_date(text); })
      .type_name("DATE");
}

std::vector<EntityId> named_entities(const EventGraph& graph, const std::string& name) {
  std::vector<EntityId> rows = find_entities(graph, name);
  if (!rows.empty()) return rows;
  rows = spelled_alike(graph, name);
  if (!rows.empty()) return rows;
  const std::string similar = similar_names(graph, name, [](EntityId) { return true; });
  throw InputError(
      similar.empty()
          ? fmt::format("nobody is called \"{}\" in this graph; ekg actors lists who is in it", name)
          : fmt::format("nobody is called \"{}\" in this graph; there is {}", name, similar));
}

EntityId named_entity(const EventGraph& graph, const std::string& name, Session& session) {
  const std::vector<EntityId> rows = named_entities(graph, name);
  if (rows.size() > 1) {
    std::vector<std::string> others;
    for (std::size_t i = 1; i < rows.size() && i < 6; ++i) others.push_back(graph.entity(rows[i]).id);
    session.problems().report(
        {"several-of-a-name", Severity::note, "", 0, 0,
         fmt::format("{} are called \"{}\"; the busiest, {}, is meant; an id names another: {}", rows.size(),
                     name, graph.entity(rows.front()).id, joined(others)),
         ""});
  }
  return rows.front();
}

SliceFilter slice_filter(const EventGraph& graph, const SliceOptions& options, std::chrono::seconds zone) {
  SliceFilter filter;
  const auto instant = [zone](const char* option, const std::string& text) {
    const TimeSpan date = date_of(option, text);
    return date.precision <= Precision::hour ? date.begin : date.begin - zone;
  };
  if (!options.from.empty()) filter.from = instant("--from", options.from);
  if (!options.to.empty()) filter.to = instant("--to", options.to);
  if (filter.from && filter.to && *filter.from >= *filter.to)
    throw InputError(
        fmt::format("--from {} is not before --to {}; the end is not included", options.from, options.to));
  const auto ids = [&](const std::vector<std::string>& names) {
    std::vector<std::string> ids;
    for (const std::string& name : names)
      for (const EntityId row : named_entities(graph, name)) ids.push_back(graph.entity(row).id);
    return ids;
  };
  filter.actors = ids(options.actors);
  filter.with = ids(options.with);
  for (const std::string& name : options.places) {
    std::vector<EntityId> rows = find_entities(graph, name);
    if (rows.empty()) {
      rows = spelled_alike(graph, name);
      std::erase_if(rows, [&](EntityId row) { return !is_place(graph, row); });
    }
    for (const EntityId row : rows) filter.places.push_back(graph.entity(row).id);
    if (!rows.empty()) continue;
    const std::string similar =
        similar_names(graph, name, [&](EntityId row) { return is_place(graph, row); });
    throw InputError(fmt::format("--place: no place is called \"{}\" in this graph{}", name,
                                 similar.empty() ? "" : "; there is " + similar));
  }
  for (const std::string& type : options.types) {
    if (graph.find_type(type)) continue;
    std::vector<std::string> known;
    for (TypeId id = 0; id < graph.type_count(); ++id) known.emplace_back(graph.type_name(id));
    throw InputError(
        fmt::format("--type: no event of this graph is a \"{}\"; there are {}", type, joined(known)));
  }
  filter.types = options.types;
  filter.quads = values_of<Quad>(
      "--quad", options.quads, [](const std::string& name) { return quad_from(name); }, 4);
  filter.statuses = values_of<Status>(
      "--status", options.statuses, [](const std::string& name) { return status_from(name); }, 8);
  filter.countries = countries_of(graph, options.countries);
  filter.outlets = outlets_of(graph, options.outlets);
  filter.min_confidence = options.min_confidence;
  filter.min_sources = options.min_sources;
  return filter;
}

namespace {

bool begins_thing(const Table& table, std::size_t row, std::string_view of) {
  return of == "row" || row == 0 || table.rows[row].front() != table.rows[row - 1].front();
}
std::size_t things_in(const Table& table, std::string_view of) {
  std::size_t things = 0;
  for (std::size_t row = 0; row < table.rows.size(); ++row) things += begins_thing(table, row, of) ? 1 : 0;
  return things;
}

}  // namespace

void add_limit(Verb verb, Limit& limit) {
  verb.add_option("--limit", limit.rows,
                  "At most N rows; 0: all. Unless given, 30 in a table and all elsewhere")
      .type_name("N");
}

bool for_a_person(const Session& session) {
  return session.table_format == TableFormat::table ||
         (session.table_format == TableFormat::automatic && isatty(STDOUT_FILENO) != 0);
}

std::size_t printed_rows(const Session& session, const Limit& limit) {
  return limit.rows.value_or(for_a_person(session) ? rows_for_a_person : 0);
}

void print_first_rows(Session& session, Table table, std::size_t all, std::string_view of) {
  const std::size_t printed = things_in(table, of);
  if (all > printed)
    table.note =
        fmt::format("… {} more {}{}; --limit 0 shows all", all - printed, of, all - printed == 1 ? "" : "s");
  if (all == 0) session.summary("nothing fits");
  session.print(table);
}

void print_limited(Session& session, Table table, const Limit& limit, std::string_view of) {
  const std::size_t most = printed_rows(session, limit);
  const std::size_t all = things_in(table, of);
  if (most != 0 && all > most) {
    std::size_t rows = 0, things = 0;
    while (!begins_thing(table, rows, of) || ++things <= most) ++rows;
    table.rows.resize(rows);
  }
  print_first_rows(session, std::move(table), all, of);
}

Cell name_cell(const EventGraph& graph, EntityId entity) {
  const Entity& row = graph.entity(entity);
  return row.name.empty() ? row.id : row.name;
}

Cell id_cell(const EventGraph& graph, EntityId entity) { return graph.entity(entity).id; }

Cell ids_cell(std::vector<std::string> ids) {
  if (ids.empty() || ids.front().empty()) return {};
  return Ids{std::move(ids)};
}

Cell day_cell(const std::optional<std::chrono::sys_seconds>& instant) {
  if (!instant) return {};
  return fmt::format("{:%Y-%m-%d}", *instant);
}

Cell last_day_cell(const std::optional<std::chrono::sys_seconds>& instant) {
  if (!instant) return {};
  return fmt::format("{:%Y-%m-%d}", *instant - std::chrono::seconds(1));
}

Cell count_cell(std::uint64_t count) { return static_cast<std::int64_t>(count); }

std::vector<std::string> event_columns_for_tables() {
  return {"start",  "end",       "type", "actors", "recipients",     "places",
          "status", "documents", "text", "event",  "actor_entities", "recipient_entities"};
}

std::vector<Cell> event_cells_for_tables(const EventGraph& graph, EventId event) {
  const EventRecord record = graph.record(event);
  const auto text = [](std::string value) -> Cell { return value.empty() ? Cell{} : Cell(std::move(value)); };
  const auto names = [&](const auto& parties) {
    std::vector<std::string> list;
    list.reserve(parties.size());
    for (const auto& party : parties) list.push_back(party.name);
    return text(joined(list));
  };
  const auto ids = [&](const std::vector<Party>& parties) {
    std::vector<std::string> list;
    list.reserve(parties.size());
    for (const Party& party : parties) list.push_back(party.id);
    return text(joined(list));
  };
  std::vector<std::string> documents;
  for (const EventMention& mention : record.mentions)
    if (std::ranges::find(documents, mention.doc) == documents.end()) documents.push_back(mention.doc);
  return {text(record.time ? format_begin(*record.time) : ""),
          text(record.time ? format_end(*record.time) : ""),
          record.type,
          names(record.actors),
          names(record.recipients),
          names(record.places),
          std::string(to_string(record.status)),
          ids_cell(std::move(documents)),
          text(record.mentions.empty() ? "" : record.mentions.front().text),
          ids_cell({record.id}),
          ids(record.actors),
          ids(record.recipients)};
}

}  // namespace ekg
