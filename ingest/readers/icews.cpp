// ICEWS coded event data as published on Dataverse: tab-separated, with a header (docs/formats/icews.md).
#include <array>
#include <unordered_map>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/coded/codes.hpp"

namespace ekg {
namespace {

enum Column : std::size_t {
  event_id,
  event_date,
  source_name,
  cameo_code,
  target_name,
  source_sectors,
  source_country,
  event_text,
  intensity,
  target_sectors,
  target_country,
  story_id,
  sentence_number,
  publisher,
  city,
  district,
  province,
  country,
  latitude,
  longitude,
};
constexpr std::array<std::string_view, 20> names = {
    "Event ID",       "Event Date",     "Source Name",     "CAMEO Code", "Target Name",
    "Source Sectors", "Source Country", "Event Text",      "Intensity",  "Target Sectors",
    "Target Country", "Story ID",       "Sentence Number", "Publisher",  "City",
    "District",       "Province",       "Country",         "Latitude",   "Longitude"};
constexpr std::size_t needed = 5;
constexpr std::string_view suffixes[] = {".tab"};

bool sniff(std::string_view head) { return has_columns(head, std::span(names).first(needed)); }

class Parties {
 public:
  // The party, and what its record has no place for: the sectors as they are written.
  void add(const CodedRow& row, Column name, Column sectors, Column country, std::vector<Party>& to) {
    const std::string_view called = row.text(name);
    if (called.empty()) return;
    Party party;
    party.name = called;
    party.country = state(row.text(country));
    const std::string_view list = row.text(sectors);
    if (!party.country.empty() && state(called) == party.country) {
      party.kind = EntityKind::country;
    } else if (const SectorMeaning* meaning = sector(list)) {
      party.sector = meaning->sector;
      party.kind = meaning->kind;
    }
    if (person(called)) party.kind = EntityKind::person;
    to.push_back(std::move(party));
  }
  const std::string& state(std::string_view name) {
    return remembered(states_, name, [](std::string_view n) { return Codes::get().country(n); });
  }

 private:
  // What a file says of a name it says a thousand times.
  template <class Value, class Find>
  static const Value& remembered(std::unordered_map<std::string, Value>& seen, std::string_view name,
                                 Find find) {
    const auto [at, is_new] = seen.try_emplace(std::string(name));
    if (is_new && !name.empty()) at->second = find(name);
    return at->second;
  }
  const SectorMeaning* sector(std::string_view list) {
    const auto& known =
        remembered(sectors_, list, [](std::string_view l) { return Codes::get().icews_sectors(l); });
    return known ? &*known : nullptr;
  }
  bool person(std::string_view name) {
    return remembered(persons_, name, [](std::string_view n) { return Codes::get().is_person(n); });
  }

  std::unordered_map<std::string, std::string> states_;
  std::unordered_map<std::string, std::optional<SectorMeaning>> sectors_;
  std::unordered_map<std::string, bool> persons_;
};

void add_place(const CodedRow& row, Parties& parties, EventRecord& record) {
  PlaceName place;
  std::string_view precision;
  const auto take = [&](Column column, std::string_view what) {
    if (place.name.empty() && !row.text(column).empty()) place.name = row.text(column), precision = what;
  };
  take(city, "city");
  take(district, "district");
  take(province, "province");
  take(country, "country");
  place.latitude = row.number(latitude, latitudes);
  place.longitude = row.number(longitude, longitudes);
  if (!tells_place(row, place, country, latitude)) return;
  place.country = parties.state(row.text(country));
  record.places.push_back(std::move(place));
  add_field(record, "icews.place_precision", precision);
  if (precision != "district") add_field(record, "icews.district", row.text(district));
  if (precision != "province") add_field(record, "icews.province", row.text(province));
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  Parties parties;
  RowTable table{ColumnFormat::by_first_line, names, needed, RowTable::Header::yes, {}};
  table.usual = {source_sectors, source_country, event_text,      intensity, target_sectors,
                 target_country, story_id,       sentence_number, publisher, city,
                 district,       province,       country,         latitude,  longitude};
  read_coded_rows(in, table, options, sink, [&](const CodedRow& row, std::uint64_t line) {
    EventRecord record;
    record.id = "icews:" + std::string(row.needed_text(event_id));
    row.needed_text(event_date);
    record.time = row.time(event_date);
    const std::string_view code = row.needed_text(cameo_code);
    set_cameo(record, code, names[cameo_code]);
    // Programs that take codes for numbers write 10 for 010, which is another code.
    if (const std::string whole = Codes::get().with_lost_zero(code);
        !whole.empty() && Codes::get().cameo_named(row.text(event_text)) == whole)
      row.fail(cameo_code, "\"" + std::string(code) +
                               "\" contradicts Event Text: leading zeros were lost (\"" + whole + "\")");
    if (const auto scale = row.number(intensity, intensities)) record.intensity = scale;
    parties.add(row, source_name, source_sectors, source_country, record.actors);
    parties.add(row, target_name, target_sectors, target_country, record.recipients);
    add_field(record, "icews.source_sectors", row.text(source_sectors));
    add_field(record, "icews.target_sectors", row.text(target_sectors));
    add_field(record, "icews.event_text", row.text(event_text));
    add_place(row, parties, record);
    if (const std::string_view story = row.text(story_id); !story.empty()) {
      EventMention mention;
      mention.doc = "icews-story:" + std::string(story);
      if (const auto number = row.whole(sentence_number)) {
        if (*number < 1 || *number > 1'000'000) row.fail(sentence_number, "must be a number from 1");
        mention.sentence = static_cast<std::uint32_t>(*number - 1);
      }
      Document source;
      source.id = mention.doc;
      source.outlet = row.text(publisher);
      record.mentions.push_back(std::move(mention));
      sink.add_source(std::move(source));
    }
    finish_record(std::move(record), options, line, sink);
  });
}

}  // namespace

extern const Reader icews_reader = {"icews", "ICEWS events (.tab)",         suffixes, sniff, read, true,
                                    nullptr, std::span(names).first(needed)};

}  // namespace ekg
