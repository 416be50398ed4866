// GDELT's Global Knowledge Graph 2.1: what each document speaks of. Tab-separated without a header
// (docs/formats/gdelt.md). A row is a document; its counts and quotations are events, as far as they are any.
#include <algorithm>
#include <array>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/coded/codes.hpp"
#include "ingest/text/events/tsv.hpp"

namespace ekg {
namespace {

enum Column : std::size_t {
  record_id,
  date,
  collection,
  source_name,
  identifier,
  counts_1,
  counts,
  themes_1,
  themes,
  locations_1,
  locations,
  persons_1,
  persons,
  organizations_1,
  organizations,
  tone,
  dates,
  gcam,
  sharing_image,
  related_images,
  image_embeds,
  video_embeds,
  quotations,
  all_names,
  amounts,
  translation,
  extras,
};
constexpr std::array<std::string_view, 27> names = {"GKGRECORDID",
                                                    "DATE",
                                                    "SourceCollectionIdentifier",
                                                    "SourceCommonName",
                                                    "DocumentIdentifier",
                                                    "Counts",
                                                    "V2Counts",
                                                    "Themes",
                                                    "V2Themes",
                                                    "Locations",
                                                    "V2Locations",
                                                    "Persons",
                                                    "V2Persons",
                                                    "Organizations",
                                                    "V2Organizations",
                                                    "V2Tone",
                                                    "Dates",
                                                    "GCAM",
                                                    "SharingImage",
                                                    "RelatedImages",
                                                    "SocialImageEmbeds",
                                                    "SocialVideoEmbeds",
                                                    "Quotations",
                                                    "AllNames",
                                                    "Amounts",
                                                    "TranslationInfo",
                                                    "Extras"};

// "20150203033000-5", of a translated document "20150203033000-T5".
bool is_record_id(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash != 14 || !is_digits(text.substr(0, dash))) return false;
  text.remove_prefix(dash + 1);
  if (text.starts_with('T')) text.remove_prefix(1);
  return is_digits(text);
}

// A row may be longer than what is looked at, and its first columns are nobody else's.
bool is_row(std::span<const std::string_view> field) {
  return field.size() > source_name && field.size() <= names.size() && is_record_id(field[record_id]) &&
         is_digits(field[date]);
}
bool sniff(std::string_view head) { return has_row(head, is_row); }

// A cell's piece read as a cell of its own, so that what is wrong in it is wrong with the column.
double number_in(Column column, std::string_view text, NumberRange range) {
  const std::array<std::string_view, 1> name = {names[column]}, cells = {text};
  const CodedRow piece(name, cells);
  if (piece.text(0).empty()) throw FieldError{std::string(names[column]), "has a piece without its number"};
  return *piece.number(0, range);
}

// What the document tells besides, in GDELT's own words; the offsets in it are of the text as GDELT cleaned
// it.
void add_fields(const CodedRow& row, EventRecord& record) {
  constexpr std::pair<Column, std::string_view> kept[] = {
      {persons, "persons"}, {organizations, "organizations"},
      {themes, "themes"},   {locations, "locations"},
      {amounts, "amounts"}, {all_names, "names"},
      {tone, "tone"},       {translation, "translation"}};
  for (const auto& [column, name] : kept) add_field(record, "gkg." + std::string(name), row.text(column));
}

std::string_view type_of(std::string_view count) {
  // Others (AFFECT, SEIZE, WOUND …) do not say what happened: a flood wounds as a battle does.
  constexpr std::pair<std::string_view, std::string_view> types[] = {
      {"ARREST", "arrest"}, {"KIDNAP", "assault.kidnap"}, {"KILL", "death"}, {"PROTEST", "protest"}};
  const auto* known = std::ranges::find_if(types, [&](const auto& one) { return one.first == count; });
  return known == std::end(types) ? std::string_view() : known->second;
}

// TYPE#NUMBER#OBJECT#place: type, name, country, ADM1, latitude, longitude, feature#OFFSET
std::optional<EventRecord> count_event(std::string_view text) {
  constexpr std::size_t pieces = 11, object = 2;
  auto field = split(text, '#');
  if (field.size() < pieces)
    throw FieldError{std::string(names[counts]),
                     "has a count of " + std::to_string(field.size()) + " pieces instead of 11"};
  // The object is the text's own words, which may have a '#'.
  const std::size_t more = field.size() - pieces;
  field[object] = {field[object].data(), field[object + more].data() + field[object + more].size()};
  field.erase(field.begin() + object + 1, field.begin() + static_cast<std::ptrdiff_t>(object + 1 + more));
  const double value = number_in(counts, field[1], {0, 1e18});
  number_in(counts, field[10], {0, 1e12});
  EventRecord record;
  PlaceName place;
  place.name = field[4].substr(0, field[4].find(", "));
  if (!field[7].empty() || !field[8].empty()) {
    if (field[7].empty() || field[8].empty())
      throw FieldError{std::string(names[counts]), "has a count whose place has half a position"};
    place.latitude = number_in(counts, field[7], latitudes);
    place.longitude = number_in(counts, field[8], longitudes);
  }
  const std::string_view type = type_of(field[0]);
  if (type.empty()) return std::nullopt;
  set_type(record, type);
  if (!place.name.empty()) {
    place.country = Codes::get().fips_country(field[5]);
    record.places.push_back(std::move(place));
  }
  record.quantities.push_back({.value = value, .of = std::string(field[2]), .text = std::string(field[1])});
  add_field(record, "gkg.count", field[0]);
  add_field(record, "gkg.offset", field[10]);
  add_field(record, "gkg.place_type", field[3]);
  add_field(record, "gkg.place_name", field[4]);
  add_field(record, "gkg.place_adm1", field[6]);
  add_field(record, "gkg.place_feature", field[9]);
  return record;
}

// Where a quotation "OFFSET|LENGTH|" begins; a '#' of the words themselves divides nothing.
bool begins_quotation(std::string_view text) {
  const std::size_t bar = text.find('|');
  if (bar == std::string_view::npos || !is_digits(text.substr(0, bar))) return false;
  const std::size_t next = text.find('|', bar + 1);
  return next != std::string_view::npos && is_digits(text.substr(bar + 1, next - bar - 1));
}

std::vector<std::string_view> quotations_of(std::string_view cell) {
  std::vector<std::string_view> out;
  if (!begins_quotation(cell))
    throw FieldError{std::string(names[quotations]), "does not begin with an offset"};
  for (std::size_t at = 0;;) {
    at = cell.find('#', at);
    if (at == std::string_view::npos) {
      out.push_back(cell);
      return out;
    }
    ++at;
    if (!begins_quotation(cell.substr(at))) continue;
    out.push_back(cell.substr(0, at - 1));
    cell.remove_prefix(at);
    at = 0;
  }
}

// OFFSET|LENGTH|VERB|QUOTE. Nobody knows who speaks; words without a verb may be a title or irony.
std::optional<EventRecord> quotation_event(std::string_view text) {
  const std::size_t length = text.find('|') + 1, verb = text.find('|', length) + 1,
                    quote = text.find('|', verb);
  if (quote == std::string_view::npos)
    throw FieldError{std::string(names[quotations]), "has a quotation without a fourth piece"};
  const std::string_view said_by = trim(text.substr(verb, quote - verb)),
                         words = trim(text.substr(quote + 1));
  if (said_by.empty() || words.empty()) return std::nullopt;
  EventRecord record;
  set_type(record, "statement");
  record.quote = words;
  add_field(record, "gkg.offset", text.substr(0, length - 1));
  add_field(record, "gkg.length", text.substr(length, verb - 1 - length));
  add_field(record, "gkg.verb", said_by);
  return record;
}

void read_row(const CodedRow& row, std::uint64_t line, const ReadOptions& options, RecordSink& sink) {
  const std::string_view id = row.needed_text(record_id);
  if (!is_record_id(id)) row.fail(record_id, "is no id of a record");
  Document document;
  document.id = row.needed_text(identifier);
  if (document.id.find("://") != std::string::npos) document.url = document.id;
  document.outlet = row.text(source_name);
  document.file = options.file;
  document.line = line;
  if (const std::string_view day = row.needed_text(date); day != "0") {
    // Of the batch of 15 minutes: the day is what it says of the publication.
    if (!is_digits(day) || day.size() != 14) row.fail(date, "is no time of 14 digits");
    document.published = parse_time(day.substr(0, 8));
    if (!document.published) row.fail(date, "\"" + std::string(day) + "\" is no date");
  }
  row.whole(collection);
  std::vector<EventRecord> events;
  const auto add = [&](std::optional<EventRecord> event, char kind, std::size_t number) {
    if (!event) return;
    event->id = "gkg:" + std::string(id) + "/" + kind + std::to_string(number);
    event->mentions.push_back({.doc = document.id});
    add_fields(row, *event);
    events.push_back(std::move(*event));
  };
  std::size_t number = 0;
  for (const std::string_view one : split(row.text(counts), ';'))
    if (!trim(one).empty()) add(count_event(trim(one)), 'c', ++number);
  number = 0;
  if (!row.text(quotations).empty())
    for (const std::string_view one : quotations_of(row.text(quotations)))
      add(quotation_event(one), 'q', ++number);
  // Only now: a row is kept or dropped whole.
  sink.add_row(std::move(document));
  for (EventRecord& event : events) finish_record(std::move(event), options, line, sink);
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  const RowTable table{ColumnFormat::tab, names, 0, RowTable::Header::no, {names.size()}};
  read_coded_rows(in, table, options, sink,
                  [&](const CodedRow& row, std::uint64_t line) { read_row(row, line, options, sink); });
}

}  // namespace

extern const Reader gdelt_gkg_reader = {"gdelt-gkg", "GDELT 2.1 Global Knowledge Graph", {}, sniff, read,
                                        true};

}  // namespace ekg
