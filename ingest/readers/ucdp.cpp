// UCDP Georeferenced Event Dataset: comma-separated with a header (docs/formats/ucdp.md).
#include <array>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/coded/codes.hpp"

namespace ekg {
namespace {

enum Column : std::size_t {
  id,
  type_of_violence,
  side_a,
  side_b,
  date_start,
  date_end,
  date_prec,
  where_prec,
  where_coordinates,
  adm_1,
  adm_2,
  latitude,
  longitude,
  country,
  region,
  deaths_a,
  deaths_b,
  deaths_civilians,
  deaths_unknown,
  best,
  high,
  low,
  conflict_name,
  dyad_name,
  event_clarity,
  code_status,
  number_of_sources,
  source_article,
  source_office,
  source_date,
  source_headline,
  source_original,
  where_description,
};
constexpr std::array<std::string_view, 33> names = {"id",
                                                    "type_of_violence",
                                                    "side_a",
                                                    "side_b",
                                                    "date_start",
                                                    "date_end",
                                                    "date_prec",
                                                    "where_prec",
                                                    "where_coordinates",
                                                    "adm_1",
                                                    "adm_2",
                                                    "latitude",
                                                    "longitude",
                                                    "country",
                                                    "region",
                                                    "deaths_a",
                                                    "deaths_b",
                                                    "deaths_civilians",
                                                    "deaths_unknown",
                                                    "best",
                                                    "high",
                                                    "low",
                                                    "conflict_name",
                                                    "dyad_name",
                                                    "event_clarity",
                                                    "code_status",
                                                    "number_of_sources",
                                                    "source_article",
                                                    "source_office",
                                                    "source_date",
                                                    "source_headline",
                                                    "source_original",
                                                    "where_description"};
constexpr std::size_t needed = 6;

bool sniff(std::string_view head) { return has_columns(head, std::span(names).first(needed)); }

// "2014-05-02" or "2014-05-02 00:00:00.000".
TimeSpan day_of(const CodedRow& row, Column column) {
  const auto time = date_in(row.needed_text(column));
  if (!time || time->precision != Precision::day) row.fail(column, no_date(row.text(column)));
  return *time;
}

constexpr std::string_view government = "Government of ";

Party party_called(std::string_view name) {
  Party party;
  party.name = name;
  if (name.starts_with(government)) {
    party.kind = EntityKind::government;
    party.sector = "GOV";
    party.country = Codes::get().country(name.substr(government.size()));
  } else if (name == "Civilians") {
    party.kind = EntityKind::group;
    party.sector = "CVL";
  } else {
    party.kind = EntityKind::armed_group;
    party.sector = "REB";
  }
  return party;
}

// "Government of Australia, Government of United Kingdom" are two.
void add_side(std::string_view name, std::vector<Party>& to) {
  const std::string next = ", " + std::string(government);
  while (name.starts_with(government)) {
    const std::size_t end = name.find(next);
    to.push_back(party_called(name.substr(0, end)));
    if (end == std::string_view::npos) return;
    name.remove_prefix(end + 2);
  }
  to.push_back(party_called(name));
}

void add_deaths(const CodedRow& row, EventRecord& record) {
  const auto add = [&](Column column, const char* of) {
    if (const auto dead = row.count(column))
      record.quantities.push_back(
          {.value = static_cast<double>(*dead), .of = of, .text = std::string(row.text(column))});
  };
  add(best, "deaths");
  const auto least = row.count(low), most = row.count(high);
  if (least && most) {
    if (*most < *least) row.fail(high, "is below the low estimate");
    record.quantities.push_back({.value = static_cast<double>(*least),
                                 .max = static_cast<double>(*most),
                                 .comparator = Comparator::between,
                                 .of = "deaths",
                                 .text = std::string(row.text(low)) + " to " + std::string(row.text(high))});
  }
  add(deaths_a, "deaths of side a");
  add(deaths_b, "deaths of side b");
  add(deaths_civilians, "deaths of civilians");
  add(deaths_unknown, "deaths of unknown side");
}

void add_place(const CodedRow& row, EventRecord& record) {
  PlaceName place;
  place.latitude = row.number(latitude, latitudes);
  place.longitude = row.number(longitude, longitudes);
  for (const Column column : {where_coordinates, adm_2, adm_1, country}) {
    if (place.name.empty()) place.name = row.text(column);
  }
  if (!tells_place(row, place, where_coordinates, latitude)) return;
  place.country = Codes::get().country(row.text(country));
  record.places.push_back(std::move(place));
}

void read_row(const CodedRow& row, std::uint64_t line, const ReadOptions& options, RecordSink& sink) {
  EventRecord record;
  const std::string key(row.needed_text(id));
  record.id = "ucdp:" + key;
  row.needed_text(type_of_violence);
  const auto violence = row.whole(type_of_violence);
  if (*violence < 1 || *violence > 3) row.fail(type_of_violence, "must be from 1 to 3");
  set_type(record, *violence == 3 ? "assault.killing" : "clash");
  const TimeSpan first = day_of(row, date_start), last = day_of(row, date_end);
  if (last.begin < first.begin) row.fail(date_end, "lies before date_start");
  record.time = TimeSpan{first.begin, last.end, Precision::day};
  add_side(row.needed_text(side_a), record.actors);
  add_side(row.needed_text(side_b), record.recipients);
  add_place(row, record);
  add_deaths(row, record);
  for (const Column column : {type_of_violence, date_prec, where_prec, event_clarity, number_of_sources})
    row.whole(column);
  for (const Column column : {type_of_violence, date_prec, where_prec, event_clarity, number_of_sources,
                              conflict_name, dyad_name, code_status, adm_1, adm_2, region, where_description,
                              source_article, source_office, source_date, source_original})
    add_field(record, "ucdp." + std::string(names[column]), row.text(column));
  Document document;
  document.id = "ucdp:" + key;
  record.mentions.push_back({.doc = document.id, .text = std::string(row.text(source_headline))});
  sink.add_source(std::move(document));
  finish_record(std::move(record), options, line, sink);
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  RowTable table{ColumnFormat::by_first_line, names, needed, RowTable::Header::yes, {}};
  table.usual = {date_prec, where_prec, where_coordinates, latitude, longitude, country, best, high, low};
  read_coded_rows(in, table, options, sink,
                  [&](const CodedRow& row, std::uint64_t line) { read_row(row, line, options, sink); });
}

}  // namespace

extern const Reader ucdp_reader = {"ucdp",  "UCDP Georeferenced Event Dataset (.csv)",
                                   {},      sniff,
                                   read,    true,
                                   nullptr, std::span(names).first(needed)};

}  // namespace ekg
