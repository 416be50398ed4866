// ACLED's event files: comma-separated with a header (docs/formats/acled.md).
#include <array>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/coded/codes.hpp"
#include "ingest/text/events/tsv.hpp"

namespace ekg {
namespace {

enum Column : std::size_t {
  event_id,
  event_date,
  sub_event_type,
  actor1,
  event_type,
  time_precision,
  disorder_type,
  assoc_actor_1,
  inter1,
  actor2,
  assoc_actor_2,
  inter2,
  civilian_targeting,
  country,
  region,
  admin1,
  admin2,
  admin3,
  location,
  latitude,
  longitude,
  geo_precision,
  source,
  source_scale,
  notes,
  fatalities,
  tags,
  timestamp,
};
constexpr std::array<std::string_view, 28> names = {"event_id_cnty",
                                                    "event_date",
                                                    "sub_event_type",
                                                    "actor1",
                                                    "event_type",
                                                    "time_precision",
                                                    "disorder_type",
                                                    "assoc_actor_1",
                                                    "inter1",
                                                    "actor2",
                                                    "assoc_actor_2",
                                                    "inter2",
                                                    "civilian_targeting",
                                                    "country",
                                                    "region",
                                                    "admin1",
                                                    "admin2",
                                                    "admin3",
                                                    "location",
                                                    "latitude",
                                                    "longitude",
                                                    "geo_precision",
                                                    "source",
                                                    "source_scale",
                                                    "notes",
                                                    "fatalities",
                                                    "tags",
                                                    "timestamp"};
constexpr std::size_t needed = 4;

bool sniff(std::string_view head) { return has_columns(head, std::span(names).first(needed)); }

// "05 November 2024", or a date in digits.
std::optional<TimeSpan> day_of(std::string_view text) {
  using namespace std::chrono;
  constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};
  const auto word = split(text, ' ');
  if (word.size() != 3) {
    const auto time = date_in(text);
    return time && time->precision == Precision::day ? time : std::nullopt;
  }
  for (unsigned i = 0; i < months.size(); ++i) {
    if (word[1] != months[i]) continue;
    const std::string day = std::string(word[0].size() == 1 ? "0" : "") + std::string(word[0]);
    return parse_time(std::string(word[2]) + (i < 9 ? "-0" : "-") + std::to_string(i + 1) + "-" + day);
  }
  return std::nullopt;
}

void set_time(const CodedRow& row, EventRecord& record) {
  using namespace std::chrono;
  const std::string_view text = row.needed_text(event_date);
  const auto day = day_of(text);
  if (!day) row.fail(event_date, no_date(text));
  const auto precision = row.whole(time_precision);
  record.time = day;
  if (!precision || *precision == 1) return;
  // The date stands for a stretch around it: the week or the month in which it lies.
  const sys_days date = floor<days>(day->begin);
  const year_month_day calendar(date);
  if (*precision == 2) {
    const sys_days monday = date - (weekday(date) - Monday);
    record.time = TimeSpan{monday, monday + days(7), Precision::week};
  } else if (*precision == 3) {
    const auto month = calendar.year() / calendar.month();
    record.time = TimeSpan{sys_days(month / 1), sys_days((month + months(1)) / 1), Precision::month};
  } else {
    row.fail(time_precision, "must be from 1 to 3");
  }
  record.time_text = text;
}

struct Side {
  Column name, associated, inter;
};

void add_parties(const CodedRow& row, const Side& side, EventRecord& record, std::vector<Party>& to) {
  const auto& [name, associated, inter] = side;
  if (const std::string_view called = row.text(name); !called.empty()) {
    Party party = Codes::get().actor_called(called);
    if (party.kind == EntityKind::other)
      if (const auto role = Codes::get().acled_inter(without_zero_fraction(row.text(inter))))
        party.sector = role->sector, party.kind = role->kind;
    to.push_back(std::move(party));
  }
  for (const std::string_view one : split(row.text(associated), ';'))
    if (!trim(one).empty() && !says_nothing(trim(one))) to.push_back(Codes::get().actor_called(trim(one)));
  // Lists of parties have an order of their own.
  if (to.size() > 1) add_field(record, "acled." + std::string(names[name]), row.text(name));
  add_field(record, "acled." + std::string(names[inter]), row.text(inter));
}

void add_place(const CodedRow& row, EventRecord& record) {
  PlaceName place;
  place.latitude = row.number(latitude, latitudes);
  place.longitude = row.number(longitude, longitudes);
  for (const Column column : {location, admin3, admin2, admin1, country}) {
    if (place.name.empty()) place.name = row.text(column);
  }
  if (!tells_place(row, place, location, latitude)) return;
  place.country = Codes::get().country(row.text(country));
  record.places.push_back(std::move(place));
}

void read_row(const CodedRow& row, std::uint64_t line, const ReadOptions& options, RecordSink& sink) {
  EventRecord record;
  const std::string id(row.needed_text(event_id));
  record.id = "acled:" + id;
  const auto meaning = Codes::get().acled_event(row.needed_text(sub_event_type));
  if (!meaning)
    row.fail(sub_event_type, "\"" + std::string(row.text(sub_event_type)) + "\" has no type in the ontology");
  set_type(record, *meaning);
  set_time(row, record);
  add_parties(row, {actor1, assoc_actor_1, inter1}, record, record.actors);
  add_parties(row, {actor2, assoc_actor_2, inter2}, record, record.recipients);
  add_place(row, record);
  if (const auto dead = row.count(fatalities)) {
    record.quantities.push_back(
        {.value = static_cast<double>(*dead), .of = "deaths", .text = std::string(row.text(fatalities))});
  }
  for (const Column column :
       {event_type, sub_event_type, disorder_type, time_precision, geo_precision, admin1, admin2, admin3,
        region, civilian_targeting, source_scale, tags, timestamp})
    add_field(record, "acled." + std::string(names[column]), row.text(column));
  for (const Column column : {time_precision, geo_precision, timestamp}) row.whole(column);
  Document document;
  document.id = "acled:" + id;
  document.outlet = row.text(source);
  record.mentions.push_back({.doc = document.id, .text = std::string(row.text(notes))});
  sink.add_source(std::move(document));
  finish_record(std::move(record), options, line, sink);
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  RowTable table{ColumnFormat::by_first_line, names, needed, RowTable::Header::yes, {}};
  table.usual = {time_precision, inter1,    actor2, inter2, country,   location,
                 latitude,       longitude, source, notes,  fatalities};
  read_coded_rows(in, table, options, sink,
                  [&](const CodedRow& row, std::uint64_t line) { read_row(row, line, options, sink); });
}

}  // namespace

extern const Reader acled_reader = {"acled", "ACLED events (.csv)",         {}, sniff, read, true,
                                    nullptr, std::span(names).first(needed)};

}  // namespace ekg
