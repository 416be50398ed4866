// POLECAT: PLOVER events, tab-separated with a header (docs/formats/polecat.md).
#include <array>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/coded/codes.hpp"
#include "ingest/text/events/tsv.hpp"

namespace ekg {
namespace {

enum Column : std::size_t {
  event_id,
  event_date,
  event_type,
  actor_name,
  recipient_name,
  event_mode,
  intensity,
  quad_code,
  contexts,
  actor_country,
  actor_cow,
  primary_actor_sector,
  actor_sectors,
  actor_title,
  actor_name_raw,
  wikipedia_actor_id,
  recipient_country,
  recipient_cow,
  primary_recipient_sector,
  recipient_sectors,
  recipient_title,
  recipient_name_raw,
  wikipedia_recipient_id,
  placename,
  city,
  district,
  province,
  country,
  latitude,
  longitude,
  geonames_id,
  raw_placename,
  feature_type,
  source,
  publication_date,
  story_people,
  story_organizations,
  story_locations,
  language,
  version,
};
constexpr std::array<std::string_view, 40> names = {"Event ID",
                                                    "Event Date",
                                                    "Event Type",
                                                    "Actor Name",
                                                    "Recipient Name",
                                                    "Event Mode",
                                                    "Intensity",
                                                    "Quad Code",
                                                    "Contexts",
                                                    "Actor Country",
                                                    "Actor COW",
                                                    "Primary Actor Sector",
                                                    "Actor Sectors",
                                                    "Actor Title",
                                                    "Actor Name Raw",
                                                    "Wikipedia Actor ID",
                                                    "Recipient Country",
                                                    "Recipient COW",
                                                    "Primary Recipient Sector",
                                                    "Recipient Sectors",
                                                    "Recipient Title",
                                                    "Recipient Name Raw",
                                                    "Wikipedia Recipient ID",
                                                    "Placename",
                                                    "City",
                                                    "District",
                                                    "Province",
                                                    "Country",
                                                    "Latitude",
                                                    "Longitude",
                                                    "GeoNames ID",
                                                    "Raw Placename",
                                                    "Feature Type",
                                                    "Source",
                                                    "Publication Date",
                                                    "Story People",
                                                    "Story Organizations",
                                                    "Story Locations",
                                                    "Language",
                                                    "Version"};
constexpr std::size_t needed = 5;

bool sniff(std::string_view head) { return has_columns(head, std::span(names).first(needed)); }

// A party's columns, in the order of the file: country … Wikipedia's id.
void add_party(const CodedRow& row, Column name, Column first, std::string_view side, EventRecord& record,
               std::vector<Party>& to) {
  const std::string_view called = row.text(name);
  const auto cell = [&](Column column) { return row.text(first + (column - actor_country)); };
  constexpr std::pair<Column, std::string_view> kept[] = {
      {actor_country, "country"},       {actor_cow, "cow"},     {primary_actor_sector, "primary_sector"},
      {actor_sectors, "sectors"},       {actor_title, "title"}, {actor_name_raw, "name_raw"},
      {wikipedia_actor_id, "wikipedia"}};
  for (const auto& [column, what] : kept)
    add_field(record, "polecat." + std::string(side) + "_" + std::string(what), cell(column));
  if (called.empty()) return;
  Party party;
  party.name = called;
  party.mention = cell(actor_name_raw);
  party.country = Codes::get().state(cell(actor_country));
  const Codes& codes = Codes::get();
  // A state's forces are called by the state's name too.
  if (const auto role = codes.roles(cell(primary_actor_sector)))
    party.sector = role->sector, party.kind = role->kind;
  else if (!party.country.empty() && codes.country(called) == party.country)
    party.kind = EntityKind::country;
  if (codes.is_person(called)) party.kind = EntityKind::person;
  to.push_back(std::move(party));
}

void add_place(const CodedRow& row, EventRecord& record) {
  PlaceName place;
  place.latitude = row.number(latitude, latitudes);
  place.longitude = row.number(longitude, longitudes);
  for (const Column column : {placename, city, district, province, country})
    if (place.name.empty()) place.name = row.text(column);
  if (!tells_place(row, place, placename, latitude)) return;
  place.country = Codes::get().state(row.text(country));
  place.geonames = row.whole(geonames_id);
  record.places.push_back(std::move(place));
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  RowTable table{ColumnFormat::by_first_line, names, needed, RowTable::Header::yes, {}};
  table.usual = {event_mode,
                 intensity,
                 actor_country,
                 primary_actor_sector,
                 recipient_country,
                 primary_recipient_sector,
                 placename,
                 country,
                 latitude,
                 longitude,
                 source,
                 publication_date};
  read_coded_rows(in, table, options, sink, [&](const CodedRow& row, std::uint64_t line) {
    EventRecord record;
    const std::string id(row.needed_text(event_id));
    record.id = "polecat:" + id;
    row.needed_text(event_date);
    record.time = row.time(event_date);
    const std::string_view root = row.needed_text(event_type), mode = row.text(event_mode);
    const auto meaning = Codes::get().plover(root, mode);
    if (!meaning) row.fail(event_type, "\"" + std::string(root) + "\" is no PLOVER root");
    set_type(record, *meaning);
    record.plover = root;
    record.intensity = row.number(intensity, intensities);
    add_party(row, actor_name, actor_country, "actor", record, record.actors);
    add_party(row, recipient_name, recipient_country, "recipient", record, record.recipients);
    add_place(row, record);
    constexpr std::pair<Column, std::string_view> kept[] = {{event_mode, "mode"},
                                                            {quad_code, "quad_code"},
                                                            {contexts, "contexts"},
                                                            {city, "city"},
                                                            {district, "district"},
                                                            {province, "province"},
                                                            {raw_placename, "raw_placename"},
                                                            {feature_type, "feature_type"},
                                                            {story_people, "story_people"},
                                                            {story_organizations, "story_organizations"},
                                                            {story_locations, "story_locations"},
                                                            {version, "version"}};
    for (const auto& [column, name] : kept)
      add_field(record, "polecat." + std::string(name), row.text(column));
    Document document;
    document.id = record.id;
    document.outlet = row.text(source);
    document.language = row.text(language);
    document.published = row.time(publication_date);
    record.mentions.push_back({.doc = document.id});
    sink.add_source(std::move(document));
    finish_record(std::move(record), options, line, sink);
  });
}

}  // namespace

extern const Reader polecat_reader = {"polecat", "POLECAT events (.txt, tabs)", {}, sniff, read, true,
                                      nullptr,   std::span(names).first(needed)};

}  // namespace ekg
