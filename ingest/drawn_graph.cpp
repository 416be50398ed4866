#include "ingest/drawn_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "ingest/drawn_names.hpp"
#include "ingest/number_range.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::string_view between_items = " | ";
constexpr std::string_view no_break_space = "\xC2\xA0";

std::vector<std::string_view> split(std::string_view list) {
  std::vector<std::string_view> items;
  while (!list.empty()) {
    const std::size_t at = list.find(between_items);
    items.push_back(list.substr(0, at));
    if (at == list.npos) break;
    list.remove_prefix(at + between_items.size());
  }
  return items;
}

// With the blanks that the drawing wrote as no-break spaces: those before `next`.
std::string with_blanks(std::string_view text, std::string_view next) {
  const std::string written = std::string(no_break_space) + std::string(next);
  std::string out;
  for (std::size_t at; (at = text.find(written)) != text.npos; text.remove_prefix(at + no_break_space.size()))
    out.append(text.substr(0, at)) += ' ';
  return out.append(text);
}

std::vector<std::string> items_of(std::string_view list) {
  std::vector<std::string> items;
  for (const std::string_view item : split(list)) items.push_back(with_blanks(item, "|"));
  return items;
}

// The text before the first blank, which is taken off.
std::string_view take_word(std::string_view& text) {
  const std::size_t at = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return word;
}

double number_of(std::string_view column, std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !finite_numbers.has(value))
    throw FieldError{std::string(column), fmt::format("\"{}\" is no number", text)};
  return value;
}

std::optional<double> number_within(const DrawnRow& row, std::string_view column, NumberRange range) {
  const std::string_view text = row.cell(column);
  if (text.empty()) return std::nullopt;
  const double value = number_of(column, text);
  if (!range.has(value)) throw FieldError{std::string(column), range.requirement()};
  return value;
}

template <class Value>
Value word_of(const DrawnRow& row, std::string_view column, std::optional<Value> (*from)(std::string_view)) {
  const std::string_view text = row.cell(column);
  const std::optional<Value> value = from(text);
  if (!value) throw FieldError{std::string(column), fmt::format("\"{}\" is not known", text)};
  return *value;
}

// "at_least 12 dead", "between 10 20 men".
EventQuantity quantity_of(std::string_view words) {
  constexpr std::string_view column = "quantities";
  EventQuantity quantity;
  const std::string_view comparator = take_word(words);
  const auto known = comparator_from(comparator);
  if (!known) throw FieldError{std::string(column), fmt::format("\"{}\" is not known", comparator)};
  quantity.comparator = *known;
  quantity.value = number_of(column, take_word(words));
  if (quantity.comparator == Comparator::between) quantity.max = number_of(column, take_word(words));
  quantity.of = words;
  return quantity;
}

// "president, Ukraine (2019-05-20 to )".
std::optional<OfficeRole> office_of(std::string_view words) {
  OfficeRole role;
  const std::size_t open = words.rfind(" (");
  if (open != words.npos && words.ends_with(')')) {
    const std::string_view tenure = words.substr(open + 2, words.size() - open - 3);
    const std::size_t to = tenure.find(" to ");
    if (to == tenure.npos) return std::nullopt;
    if (to > 0) role.from = parse_time(tenure.substr(0, to));
    if (to + 4 < tenure.size()) role.to = parse_time(tenure.substr(to + 4));
    words = words.substr(0, open);
  }
  const std::size_t comma = words.rfind(", ");
  role.title = words.substr(0, comma);
  if (comma != words.npos) role.of = words.substr(comma + 2);
  return role;
}

}  // namespace

std::string_view DrawnRow::cell(std::string_view column) const {
  for (const auto& [name, value] : cells)
    if (name == column) return value;
  return {};
}

void DrawnGraph::broken(const char* code, std::string message, std::uint64_t line) const {
  throw BrokenInput({code, Severity::error, options_.file, line, 0, std::move(message), ""});
}

void DrawnGraph::broken_in_halves(std::uint64_t line) const {
  broken("aggregated-graph",
         "a view of events stands in two CSV files, which are read one by one; write it as GraphML, GEXF or "
         "node-link JSON",
         line);
}

void DrawnGraph::drop(const char* code, std::string message, const DrawnRow& row) {
  dropped_.insert(row.id);
  sink_.drop({code, Severity::error, options_.file, row.line, 0, std::move(message), excerpt_of(row.id)});
}

void DrawnGraph::add_vertex(DrawnRow row) {
  if (!row.cell("document").empty())
    broken("aggregated-graph",
           "a view of documents leaves out what the events are; write it with --view actors or events",
           row.line);
  const bool is_event = !row.cell("event").empty();
  if (is_event && part_ == DrawnPart::vertices) broken_in_halves(row.line);
  if (!is_event && row.cell("entity").empty())
    broken("foreign-graph", "no graph that ekg wrote: a vertex has no column \"entity\"", row.line);
  if (entities_.contains(row.id) || event_of_vertex_.contains(row.id))
    return drop("duplicate-id", "two vertices have this id; the first is kept", row);
  try {
    if (!is_event) return add_entity(row);
    if (Event* event = event_of(row)) {
      event_of_vertex_.emplace(row.id, event->record.id);
    }
  } catch (const FieldError& error) {
    drop("bad-field", fmt::format("\"{}\": {}", error.field, error.message), row);
  }
}

void DrawnGraph::add_entity(const DrawnRow& row) {
  Entity entity;
  entity.id = row.cell("entity");
  if (row.label != entity.id) entity.name = row.label;
  entity.kind = word_of<EntityKind>(row, "kind", entity_kind_from);
  entity.country = row.cell("country");
  if (!entity.country.empty() && !is_alpha3(entity.country))
    throw FieldError{"country",
                     fmt::format("must be an ISO 3166-1 alpha-3 code, not \"{}\"", entity.country)};
  entity.sector = row.cell("sector");
  entity.aliases = items_of(row.cell("aliases"));
  for (const std::string& words : items_of(row.cell("offices")))
    if (auto role = office_of(words)) entity.roles.push_back(std::move(*role));
  std::ranges::sort(entity.roles);
  entity.wikidata = row.cell("wikidata");
  entity.latitude = number_within(row, "latitude", latitudes);
  entity.longitude = number_within(row, "longitude", longitudes);
  if (entity.latitude.has_value() != entity.longitude.has_value())
    throw FieldError{"latitude", "and \"longitude\" stand together"};
  entities_.emplace(row.id, std::move(entity));
}

// The event that the row tells of, filled when it is new; nullptr when it was dropped before.
DrawnGraph::Event* DrawnGraph::event_of(const DrawnRow& row) {
  const std::string id(row.cell("event"));
  const auto [at, is_new] = event_rows_.emplace(id, events_.size());
  if (!is_new) return &events_[at->second];
  Event& event = events_.emplace_back();
  event.record.id = id;
  event.record.file = options_.file;
  event.record.line = row.line;
  try {
    fill(event, row);
  } catch (const FieldError&) {
    event.bad = true;
    throw;
  }
  return &event;
}

void DrawnGraph::fill(Event& event, const DrawnRow& row) const {
  EventRecord& record = event.record;
  record.type = row.cell("event_type");
  if (record.type.empty()) throw FieldError{"event_type", "is needed"};
  record.mode = row.cell("mode");
  record.cameo = row.cell("cameo");
  record.plover = row.cell("plover");
  if (!row.cell("quad").empty()) record.quad = word_of<Quad>(row, "quad", quad_from);
  record.intensity = number_within(row, "intensity", intensities);
  record.status = word_of<Status>(row, "status", status_from);
  record.confidence = number_within(row, "confidence", confidences);
  if (!row.cell("start").empty()) {
    record.time =
        span_of(row.cell("start"), row.cell("end"), word_of<Precision>(row, "precision", precision_from));
    if (!record.time)
      throw FieldError{"start",
                       fmt::format("\"{}\" to \"{}\" is no time", row.cell("start"), row.cell("end"))};
  }
  record.time_text = row.cell("time_text");
  for (const std::string& words : items_of(row.cell("quantities")))
    record.quantities.push_back(quantity_of(words));
  record.about = row.cell("about");
  record.quote = row.cell("quote");
  event.said_by = row.cell("said_by");
  event.documents = row.cell("documents");
  event.outlets = row.cell("outlets");
  event.places = row.cell("places");
  bool first = true;
  for (const std::string& document : items_of(event.documents)) {
    EventMention mention;
    mention.doc = document;
    if (std::exchange(first, false)) mention.text = row.cell("sentence");
    record.mentions.push_back(std::move(mention));
  }
  if (first && !row.cell("sentence").empty()) {
    record.mentions.emplace_back();
    record.mentions.back().text = row.cell("sentence");
  }
}

Party DrawnGraph::party_at(const std::string& vertex) const {
  Party party;
  if (const auto entity = entities_.find(vertex); entity != entities_.end()) {
    party.id = entity->second.id;
    party.name = entity->second.name;
    party.kind = entity->second.kind;
    party.country = entity->second.country;
    party.sector = entity->second.sector;
  } else {
    party.id = party.name = vertex;
  }
  return party;
}

void DrawnGraph::add_party(Event& event, bool actor, const std::string& vertex) {
  Party party = party_at(vertex);
  std::vector<Party>& parties = actor ? event.record.actors : event.record.recipients;
  if (std::ranges::find(parties, party.id, &Party::id) == parties.end()) parties.push_back(std::move(party));
}

void DrawnGraph::add_edge(const DrawnRow& row) {
  if (!row.cell("statuses").empty())
    broken("aggregated-graph",
           "its edges count events and do not tell them apart; write it with --parallel, or --view events",
           row.line);
  if (!row.cell("document").empty())
    broken(
        "aggregated-graph",
        "the edges of a view of documents say who reports on whom, not who does what; write it with --view "
        "actors or events",
        row.line);
  if (row.cell("event").empty())
    broken("foreign-graph", "no graph that ekg wrote: an edge has no column \"event\"", row.line);
  const auto known = [&](const std::string& vertex) {
    return part_ == DrawnPart::edges || entities_.contains(vertex) || event_of_vertex_.contains(vertex);
  };
  if (!known(row.source) || !known(row.target)) {
    if (dropped_.contains(row.source) || dropped_.contains(row.target)) return;  // its problem is told
    return drop("dangling-edge", "it begins or ends at a vertex that is not there", row);
  }
  if (!event_of_vertex_.empty() || row.cell("event_type").empty()) return add_role(row);
  try {
    const bool is_new = !event_rows_.contains(std::string(row.cell("event")));
    Event* event = event_of(row);
    if (event->bad && !is_new) return;
    add_party(*event, true, row.source);
    add_party(*event, false, row.target);
  } catch (const FieldError& error) {
    drop("bad-field", fmt::format("\"{}\": {}", error.field, error.message), row);
  }
}

// An edge of a view of events: who takes part, and how.
void DrawnGraph::add_role(const DrawnRow& row) {
  if (part_ == DrawnPart::edges) broken_in_halves(row.line);
  const auto at = event_rows_.find(std::string(row.cell("event")));
  if (at == event_rows_.end()) return drop("dangling-edge", "it tells of an event that is not there", row);
  Event& event = events_[at->second];
  if (row.label == "about") {
    if (const auto about = event_of_vertex_.find(row.target); about != event_of_vertex_.end())
      event.record.about = about->second;
    return;
  }
  const std::string& vertex = entities_.contains(row.source) ? row.source : row.target;
  const auto found = entities_.find(vertex);
  if (found == entities_.end())
    return drop("dangling-edge", "an edge of a role joins an event with a party or a place", row);
  const Entity& entity = found->second;
  if (row.label == "actor" || row.label == "recipient") return add_party(event, row.label == "actor", vertex);
  if (row.label == "place") {
    PlaceName place;
    place.id = entity.id;
    place.name = entity.name;
    place.country = entity.country;
    place.latitude = entity.latitude;
    place.longitude = entity.longitude;
    event.record.places.push_back(std::move(place));
  } else if (row.label == "speaker") {
    event.speakers.emplace(entity.name, vertex);
  } else {
    drop("bad-field", fmt::format("\"{}\" is no role", row.label), row);
  }
}

// Who stands only in words becomes an entity of that name; one that the file has under it is meant.
Party DrawnGraph::party_called(const std::string& name, EntityKind kind) {
  if (const auto vertex = vertex_of_name_.find(name); vertex != vertex_of_name_.end())
    return party_at(vertex->second);
  Party party;
  party.id = drawn_entity_id(name);
  party.name = name;
  Entity entity;
  entity.id = party.id;
  entity.name = name;
  entity.kind = kind;
  if (named_.insert(name).second) named_only_.push_back(std::move(entity));
  return party;
}

void DrawnGraph::note_outlets(const Event& event) {
  const std::vector<std::string> documents = items_of(event.documents), outlets = items_of(event.outlets);
  // Each document its own, or nobody can tell.
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (documents.size() != outlets.size()) continue;
    const auto [at, is_new] = outlets_.emplace(documents[i], outlets[i]);
    if (!is_new && at->second != outlets[i]) at->second.clear();
  }
}

void DrawnGraph::finish(Event& event) {
  EventRecord& record = event.record;
  for (std::string_view words : split(event.said_by)) {
    Attribution said;
    const std::size_t open = words.rfind('(');
    const auto stance =
        open == words.npos ? std::nullopt : stance_from(words.substr(open + 1, words.size() - open - 2));
    if (!stance) {
      sink_.drop({"bad-field", Severity::error, options_.file, record.line, 0,
                  "\"said_by\": who says so, how, and in brackets the stance", excerpt_of(words)});
      return;
    }
    said.stance = *stance;
    words = words.substr(0, open);
    if (words.ends_with(' ')) words.remove_suffix(1);  // another is left where there is no verb
    const std::size_t blank = words.rfind(' ');
    std::string name = with_blanks(words.substr(0, blank == words.npos ? 0 : blank), "|");
    said.verb = with_blanks(blank == words.npos ? words : words.substr(blank + 1), "");
    // "Red Lake Radio" may be a name without a verb.
    if (event.speakers.contains(std::string(words))) name = words, said.verb.clear();
    if (!name.empty()) {
      const auto speaker = event.speakers.find(name);
      said.by =
          speaker != event.speakers.end() ? party_at(speaker->second) : party_called(name, EntityKind::other);
    }
    record.attribution.push_back(std::move(said));
  }
  if (record.places.empty()) {
    for (std::string& name : items_of(event.places)) {
      PlaceName place;
      place.id = party_called(name, EntityKind::place).id;
      place.name = std::move(name);
      record.places.push_back(std::move(place));
    }
  }
  note_outlets(event);
  sink_.add(std::move(record));
}

void DrawnGraph::finish() {
  for (const auto& [vertex, entity] : entities_) {
    vertex_of_name_.emplace(entity.name, vertex);
    sink_.add_row(entity);
  }
  for (Event& event : events_)
    if (!event.bad) finish(event);
  for (Entity& entity : named_only_) sink_.add_row(std::move(entity));
  for (const auto& [id, outlet] : outlets_) {
    if (outlet.empty()) continue;
    Document document;
    document.id = id;
    document.outlet = outlet;
    sink_.add_source(std::move(document));
  }
}

}  // namespace ekg
