#include "export/event_cells.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "export/record_json.hpp"

namespace ekg {
namespace {

using enum PictureColumn::Type;
constexpr std::string_view between_items = " | ";

constexpr PictureColumn event_column_list[] = {
    {"event", text},   {"event_type", text}, {"mode", text},      {"cameo", text},      {"plover", text},
    {"quad", text},    {"intensity", real},  {"status", text},    {"confidence", real}, {"start", text},
    {"end", text},     {"precision", text},  {"time_text", text}, {"places", text},     {"quantities", text},
    {"said_by", text}, {"about", text},      {"documents", text}, {"outlets", text},    {"sentence", text},
    {"quote", text},
};
constexpr PictureColumn entity_column_list[] = {
    {"entity", text},    {"kind", text},      {"country", text},    {"sector", text},
    {"aliases", text},   {"offices", text},   {"wikidata", text},   {"latitude", real},
    {"longitude", real}, {"events", integer}, {"first_seen", text}, {"last_seen", text},
};
constexpr PictureColumn document_column_list[] = {
    {"document", text}, {"title", text},    {"url", text},
    {"outlet", text},   {"language", text}, {"published", text},
};

constexpr std::string_view no_break_space = "\xC2\xA0";

// A blank that a reader would take for one between two things is written as a no-break space.
void append_unbroken(std::string& out, std::string_view text, std::string_view blank_and_more) {
  for (std::size_t at; (at = text.find(blank_and_more)) != text.npos; text.remove_prefix(at + 1))
    out.append(text.substr(0, at)).append(no_break_space);
  out += text;
}
// Can the list that holds only this be the text itself?
bool is_whole(std::string_view item) { return item.find(" |") == item.npos; }

void join(std::string& list, std::string_view item) {
  if (item.empty()) return;
  if (!list.empty()) list += between_items;
  append_unbroken(list, item, " |");
}

std::string words_of(const EventQuantity& quantity) {
  std::string words = fmt::format("{} {}", to_string(quantity.comparator), quantity.value);
  if (quantity.max) words += fmt::format(" {}", *quantity.max);
  if (!quantity.of.empty()) words.append(" ").append(quantity.of);
  return words;
}

std::string words_of(const Attribution& said) {
  // The verb is the last word: "Reuters according to (asserts)" has a no-break space in it.
  std::string words = said.by.name;
  if (!words.empty()) words += ' ';
  append_unbroken(words, said.verb, " ");
  return fmt::format("{} ({})", words, to_string(said.stance));
}
std::string_view words_of(const PlaceName& place) { return place.name; }
std::string_view words_of(std::string_view name) { return name; }

template <class Item>
void set_list(PictureCell& cell, const std::vector<Item>& items) {
  if (items.empty()) return cell.clear();  // as nearly always: nothing is put together
  std::string list;
  for (const Item& item : items) join(list, words_of(item));
  cell.set_own(list);
}

void note(std::vector<std::string_view>& names, std::string_view name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

// Of one of the documents that tell of the event; empty when nobody knows it.
std::string_view outlet_of(const EventGraph& graph, EventId event, std::string_view document) {
  for (const Participant source : graph.participants(event, Role::source))
    if (const Document& one = graph.document(source.row()); one.id == document) return one.outlet;
  return {};
}

std::string words_of(const OfficeRole& role) {
  std::string words = role.title;
  if (!role.of.empty()) words += (words.empty() ? "" : ", ") + role.of;
  if (role.from || role.to)
    words += fmt::format(" ({} to {})", role.from ? time_word(*role.from) : "",
                         role.to ? time_word(*role.to) : "");
  return words;
}

}  // namespace

std::span<const PictureColumn> event_columns() { return event_column_list; }
std::span<const PictureColumn> entity_columns() { return entity_column_list; }
std::span<const PictureColumn> document_columns() { return document_column_list; }

void fill_event_cells(const EventGraph& graph, EventId event, const EventRecord& record,
                      std::span<PictureCell> cells) {
  auto cell = cells.begin();
  cell++->set(record.id);
  cell++->set(record.type);
  cell++->set(record.mode);
  cell++->set(record.cameo);
  cell++->set(record.plover);
  cell++->set_plain(record.quad ? to_string(*record.quad) : std::string_view());
  cell++->set(record.intensity);
  cell++->set_plain(to_string(record.status));
  cell++->set(record.confidence);
  fill_time_cells(record.time, cell[0], cell[1]);
  cell += 2;
  cell++->set_plain(record.time ? to_string(record.time->precision) : std::string_view());
  cell++->set(record.time_text);
  set_list(*cell++, record.places);
  set_list(*cell++, record.quantities);
  set_list(*cell++, record.attribution);
  cell++->set(record.about);
  const std::string_view first = record.mentions.empty() ? std::string_view() : record.mentions.front().doc;
  const std::string_view outlet = outlet_of(graph, event, first);
  if (record.mentions.size() <= 1 && is_whole(first) && is_whole(outlet)) {
    cell++->set(first);
    cell++->set(outlet);
  } else {
    std::vector<std::string_view> documents, outlets;
    for (const EventMention& mention : record.mentions) {
      note(documents, mention.doc);
      note(outlets, outlet_of(graph, event, mention.doc));
    }
    set_list(*cell++, documents);
    set_list(*cell++, outlets);
  }
  cell++->set(record.mentions.empty() ? std::string_view() : record.mentions.front().text);
  cell++->set(record.quote);
}

void fill_time_cells(const std::optional<TimeSpan>& time, PictureCell& begin, PictureCell& end) {
  begin.set_date(time, format_begin);
  end.set_date(time, format_end);
}

void fill_entity_cells(const EventGraph& graph, const Entity& entity, const Activity& activity,
                       std::span<PictureCell> cells) {
  auto cell = cells.begin();
  cell++->set(entity.id);
  cell++->set_plain(to_string(entity.kind));
  cell++->set(entity.country);
  cell++->set(entity.sector);
  std::string list;
  for (const std::string& alias : entity.aliases) join(list, alias);
  cell++->set_own(list);
  list.clear();
  std::vector<std::string> offices;  // several documents may tell of one
  for (const OfficeRole& role : entity.roles)
    if (std::string words = words_of(role); std::ranges::find(offices, words) == offices.end())
      offices.push_back(std::move(words));
  for (const std::string& office : offices) join(list, office);
  cell++->set_own(list);
  cell++->set(entity.wikidata);
  cell++->set(entity.latitude);
  cell++->set(entity.longitude);
  const auto first = activity.earliest ? graph.time(*activity.earliest) : std::nullopt;
  const auto last = activity.latest ? graph.time(*activity.latest) : std::nullopt;
  cell++->set_integer(activity.events);
  cell++->set_own(first ? format_begin(*first) : "");
  cell++->set_own(last ? format_end(*last) : "");
}

void fill_document_cells(const Document& document, std::span<PictureCell> cells) {
  auto cell = cells.begin();
  cell++->set(document.id);
  cell++->set(document.title);
  cell++->set(document.url);
  cell++->set(document.outlet);
  cell++->set(document.language);
  cell++->set_own(document.published ? time_word(*document.published) : "");
}

Colour colour_of(EntityKind kind) {
  switch (kind) {
    case EntityKind::person:
      return {0xE6, 0x9F, 0x00};
    case EntityKind::organization:
      return {0x00, 0x9E, 0x73};
    case EntityKind::government:
      return {0x56, 0xB4, 0xE9};
    case EntityKind::military:
      return {0xD5, 0x5E, 0x00};
    case EntityKind::armed_group:
      return {0xCC, 0x79, 0xA7};
    case EntityKind::country:
      return {0x00, 0x72, 0xB2};
    case EntityKind::media:
      return {0xF0, 0xE4, 0x42};
    default:
      return {0x99, 0x99, 0x99};
  }
}

Colour colour_of(std::optional<Quad> quad) {
  if (!quad) return {0x99, 0x99, 0x99};
  switch (*quad) {
    case Quad::verbal_cooperation:
      return {0x56, 0xB4, 0xE9};
    case Quad::material_cooperation:
      return {0x00, 0x72, 0xB2};
    case Quad::verbal_conflict:
      return {0xE6, 0x9F, 0x00};
    case Quad::material_conflict:
      return {0xD5, 0x5E, 0x00};
  }
  return {0x99, 0x99, 0x99};
}

Colour document_colour() { return {0xF0, 0xE4, 0x42}; }

}  // namespace ekg
