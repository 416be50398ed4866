// GDELT events, 1.0 (57 or 58 columns) and 2.0 (61): tab-separated without a header as published, or with one
// (docs/formats/gdelt.md).
#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/coded/codes.hpp"
#include "ingest/coded/row_lane.hpp"

namespace ekg {
namespace {

// The first 35 columns are those of every version.
constexpr std::array<std::string_view, 61> names = {"GLOBALEVENTID",
                                                    "SQLDATE",
                                                    "MonthYear",
                                                    "Year",
                                                    "FractionDate",
                                                    "Actor1Code",
                                                    "Actor1Name",
                                                    "Actor1CountryCode",
                                                    "Actor1KnownGroupCode",
                                                    "Actor1EthnicCode",
                                                    "Actor1Religion1Code",
                                                    "Actor1Religion2Code",
                                                    "Actor1Type1Code",
                                                    "Actor1Type2Code",
                                                    "Actor1Type3Code",
                                                    "Actor2Code",
                                                    "Actor2Name",
                                                    "Actor2CountryCode",
                                                    "Actor2KnownGroupCode",
                                                    "Actor2EthnicCode",
                                                    "Actor2Religion1Code",
                                                    "Actor2Religion2Code",
                                                    "Actor2Type1Code",
                                                    "Actor2Type2Code",
                                                    "Actor2Type3Code",
                                                    "IsRootEvent",
                                                    "EventCode",
                                                    "EventBaseCode",
                                                    "EventRootCode",
                                                    "QuadClass",
                                                    "GoldsteinScale",
                                                    "NumMentions",
                                                    "NumSources",
                                                    "NumArticles",
                                                    "AvgTone",
                                                    "Actor1Geo_Type",
                                                    "Actor1Geo_FullName",
                                                    "Actor1Geo_CountryCode",
                                                    "Actor1Geo_ADM1Code",
                                                    "Actor1Geo_ADM2Code",
                                                    "Actor1Geo_Lat",
                                                    "Actor1Geo_Long",
                                                    "Actor1Geo_FeatureID",
                                                    "Actor2Geo_Type",
                                                    "Actor2Geo_FullName",
                                                    "Actor2Geo_CountryCode",
                                                    "Actor2Geo_ADM1Code",
                                                    "Actor2Geo_ADM2Code",
                                                    "Actor2Geo_Lat",
                                                    "Actor2Geo_Long",
                                                    "Actor2Geo_FeatureID",
                                                    "ActionGeo_Type",
                                                    "ActionGeo_FullName",
                                                    "ActionGeo_CountryCode",
                                                    "ActionGeo_ADM1Code",
                                                    "ActionGeo_ADM2Code",
                                                    "ActionGeo_Lat",
                                                    "ActionGeo_Long",
                                                    "ActionGeo_FeatureID",
                                                    "DATEADDED",
                                                    "SOURCEURL"};
// GDELT 1.0 has no ADM2 codes, and before April 2013 no address either.
constexpr auto names_1 = [] {
  std::array<std::string_view, 58> out;
  std::size_t to = 0;
  for (const std::string_view name : names)
    if (!name.ends_with("ADM2Code")) out[to++] = name;
  return out;
}();

constexpr std::array<std::size_t, 3> widths = {57, 58, 61};

enum Column : std::size_t {
  event_id = 0,
  day = 1,
  actor1 = 5,
  actor2 = 15,
  is_root = 25,
  event_code = 26,
  base_code = 27,
  root_code = 28,
  quad_class = 29,
  goldstein = 30,
  mentions = 31,
  sources = 32,
  articles = 33,
  tone = 34,
  geo = 35,
};
// From the first column of an actor and of a place.
enum ActorColumn : std::size_t { code, name, country, group, type1 = 7 };

const std::string id_prefix = "gdelt:";

bool is_row(std::span<const std::string_view> field) {
  return (field.size() == 57 || field.size() == 58 || field.size() == 61) && is_digits(field[event_id]) &&
         is_digits(field[day]) && field[day].size() == 8 && Codes::get().cameo(field[event_code]) != nullptr;
}
// Republished tables have a header, and commas or the columns in another order.
constexpr std::array<std::string_view, 3> header = {names[event_id], names[day], names[event_code]};
constexpr std::size_t needed = day + 1;

bool sniff(std::string_view head) { return has_row(head, is_row) || has_columns(head, header); }

class Columns {
 public:
  constexpr explicit Columns(std::size_t width)
      : wide_(width == names.size()), action_(geo + 2 * block()), added_(geo + 3 * block()) {}
  constexpr std::size_t type() const { return action_; }
  constexpr std::size_t full_name() const { return action_ + 1; }
  constexpr std::size_t country() const { return action_ + 2; }
  constexpr std::size_t adm1() const { return action_ + 3; }
  constexpr std::size_t adm2() const { return wide_ ? action_ + 4 : no_column; }
  constexpr std::size_t latitude() const { return action_ + (wide_ ? 5 : 4); }
  constexpr std::size_t longitude() const { return latitude() + 1; }
  constexpr std::size_t feature() const { return latitude() + 2; }
  constexpr std::size_t added() const { return added_; }
  constexpr std::size_t url() const { return added_ + 1; }

 private:
  constexpr std::size_t block() const { return wide_ ? 8 : 7; }
  bool wide_;
  std::size_t action_, added_;
};

void add_party(const CodedRow& row, std::size_t first, std::string_view field, EventRecord& record,
               std::vector<Party>& to) {
  const std::string_view actor_code = row.text(first + code);
  Party party;
  party.name = row.text(first + name);
  if (party.name.empty()) party.name = actor_code;
  if (party.name.empty()) return;
  const Codes& codes = Codes::get();
  const std::string_view state = row.text(first + country);
  party.country = codes.cameo_country(state);
  std::string roles;
  for (std::size_t i = 0; i < 3; ++i) roles += row.text(first + type1 + i);
  roles += row.text(first + group);
  if (!party.country.empty() && actor_code == state) {
    party.kind = EntityKind::country;
  } else if (const auto role = codes.roles(roles)) {
    party.sector = role->sector;
    party.kind = role->kind;
  }
  add_field(record, field, actor_code);
  to.push_back(std::move(party));
}

// "Bakhmut, Donets'ka Oblast', Ukraine": the first is the place, the others are where it lies. Pieces may be
// empty.
std::string_view first_name(std::string_view full) {
  while (full.starts_with(", ")) full.remove_prefix(2);
  return full.substr(0, full.find(", "));
}

void add_place(const CodedRow& row, const Columns& at, EventRecord& record) {
  const std::string_view full = row.text(at.full_name());
  PlaceName place;
  place.latitude = row.number(at.latitude(), latitudes);
  place.longitude = row.number(at.longitude(), longitudes);
  place.name = first_name(full);
  if (!tells_place(row, place, at.full_name(), at.latitude())) return;
  place.country = Codes::get().fips_country(row.text(at.country()));
  record.places.push_back(std::move(place));
  add_field(record, "gdelt.place_type", row.text(at.type()));
  if (record.places.back().name.size() != full.size()) add_field(record, "gdelt.place_name", full);
  add_field(record, "gdelt.place_adm1", row.text(at.adm1()));
  add_field(record, "gdelt.place_adm2", row.text(at.adm2()));
  add_field(record, "gdelt.place_feature", row.text(at.feature()));
  if (record.places.back().country.empty()) add_field(record, "gdelt.place_country", row.text(at.country()));
}

std::optional<Quad> quad_of(const CodedRow& row) {
  const auto number = row.whole(quad_class);
  if (!number) return std::nullopt;
  if (*number < 1 || *number > 4) row.fail(quad_class, "must be from 1 to 4");
  return static_cast<Quad>(*number - 1);  // in GDELT's order
}

// Programs that take codes for numbers write 10 for 010, which is another code. The codes beside it, which
// are its front, then have too few digits.
void check_zeros(const CodedRow& row) {
  const std::string_view written = row.text(event_code), base = row.text(base_code),
                         root = row.text(root_code);
  const bool agrees =
      (base.empty() || base == written.substr(0, 3)) && (root.empty() || root == written.substr(0, 2));
  if (agrees) return;
  const std::string whole = Codes::get().with_lost_zero(written);
  if (!whole.empty())
    row.fail(event_code, "\"" + std::string(written) +
                             "\" contradicts EventBaseCode and EventRootCode: leading zeros were lost (\"" +
                             whole + "\")");
}

void set_kind(const CodedRow& row, EventRecord& record) {
  set_cameo(record, row.needed_text(event_code), names[event_code]);
  check_zeros(row);
  if (const auto quad = quad_of(row)) record.quad = quad;
  if (const auto scale = row.number(goldstein, intensities)) record.intensity = scale;
}

RowStore::Source source_of(const CodedRow& row, const Columns& at) {
  const std::string_view url = row.text(at.url());
  return {url, url.find("://") == std::string_view::npos ? std::string_view() : url, {}};
}

void read_row(const CodedRow& row, const Columns& at, std::uint64_t line, const ReadOptions& options,
              RecordSink& sink) {
  EventRecord record;
  const std::string_view id = row.needed_text(event_id);
  if (!is_digits(id)) row.fail(event_id, "is no number");
  record.id = id_prefix + std::string(id);
  row.needed_text(day);
  record.time = row.time(day);
  if (record.time->precision != Precision::day) row.fail(day, "is no day");
  set_kind(row, record);
  add_party(row, actor1, "gdelt.actor1_code", record, record.actors);
  add_party(row, actor2, "gdelt.actor2_code", record, record.recipients);
  add_place(row, at, record);
  const auto number_field = [&](std::size_t column, std::string_view name) {
    row.number(column);  // a number, or the row is bad; kept in its own digits
    add_field(record, name, row.text(column));
  };
  number_field(is_root, "gdelt.is_root_event");
  number_field(mentions, "gdelt.mentions");
  number_field(sources, "gdelt.sources");
  number_field(articles, "gdelt.articles");
  number_field(tone, "gdelt.tone");
  number_field(at.added(), "gdelt.date_added");
  if (const RowStore::Source told = source_of(row, at); !told.id.empty()) {
    Document source;
    source.id = told.id, source.url = told.url;
    record.mentions.push_back({.doc = source.id});
    sink.add_source(std::move(source));
  }
  finish_record(std::move(record), options, line, sink);
}

// 1.0's files are named in 1.0's columns: of the widths that a row may have, each has its own names.
std::span<const std::string_view> names_of(std::size_t width) {
  return width == names.size() ? std::span<const std::string_view>(names)
                               : std::span<const std::string_view>(names_1);
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  constexpr Columns at(names.size());
  RowTable table{
      ColumnFormat::tab, names, needed, RowTable::Header::if_named, {widths.begin(), widths.end()}};
  table.usual = {actor1,         actor1 + std::size_t{name},
                 actor2,         actor2 + std::size_t{name},
                 base_code,      root_code,
                 quad_class,     goldstein,
                 at.full_name(), at.latitude(),
                 at.longitude(), at.url()};
  table.names_of = names_of;
  read_coded_rows(in, table, options, sink, [&](const CodedRow& row, std::uint64_t line) {
    read_row(row, Columns(row.width()), line, options, sink);
  });
}

// Digits as four bits each, from the top, one more than they are: in the order of the texts.
constexpr std::size_t id_digits = 16;
std::uint64_t packed_digits(std::string_view text) {
  std::uint64_t packed = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    packed |= static_cast<std::uint64_t>(text[i] - '0' + 1) << (60 - 4 * i);
  return packed;
}
std::string id_of(std::uint64_t packed) {
  std::string id = id_prefix;
  for (; packed != 0; packed <<= 4) id.push_back(static_cast<char>('0' + (packed >> 60) - 1));
  return id;
}

class Lane final : public RowLane {
 public:
  bool read(std::span<const std::string_view> cells, std::uint64_t at_byte, EventRow& out) override {
    const CodedRow row({}, cells);
    const Columns at(cells.size());
    const std::string_view id = row.text(event_id);
    if (!is_digits(id) || id.size() > id_digits || !read_day(row.text(day), out.day)) return false;
    out.id = packed_digits(id);
    std::uint32_t kind = 0;
    try {
      for (const std::size_t column : {std::size_t{is_root}, std::size_t{mentions}, std::size_t{sources},
                                       std::size_t{articles}, std::size_t{tone}, at.added()})
        row.number(column);
      if (!kind_of(row, cells, kind) || !place_of(row, cells, at, out.place)) return false;
    } catch (const FieldError&) {
      return false;
    }
    out.actor = party_of(row, cells, actor1);
    out.recipient = party_of(row, cells, actor2);
    out.set(at_byte, !row.text(at.url()).empty(), kind);
    return true;
  }

 private:
  // The bytes from one cell to another: what they say is said by these alone.
  static std::string_view between(std::span<const std::string_view> cells, std::size_t first,
                                  std::size_t last) {
    return {cells[first].data(),
            static_cast<std::size_t>(cells[last].data() + cells[last].size() - cells[first].data())};
  }

  bool kind_of(const CodedRow& row, std::span<const std::string_view> cells, std::uint32_t& kind) {
    const std::string_view key = between(cells, event_code, goldstein);
    kind = kind_keys_.find(key);
    if (kind != KeyTable::unknown) return true;
    if (kinds_.size() >= EventRow::kind_limit) return false;
    EventRecord record;
    set_kind(row, record);
    kind = kind_keys_.add(key);
    kinds_.push_back({record.type, record.quad, record.intensity});
    return true;
  }

  std::uint32_t party_of(const CodedRow& row, std::span<const std::string_view> cells, std::size_t first) {
    const std::string_view key = between(cells, first, first + type1 + 2);
    std::uint32_t known = party_keys_.find(key);
    if (known == KeyTable::unknown) {
      known = party_keys_.add(key);
      EventRecord record;
      add_party(row, first, "", record, record.actors);
      party_numbers_.push_back(EventRow::none);
      if (!record.actors.empty()) {
        party_numbers_.back() = static_cast<std::uint32_t>(parties_.size());
        parties_.push_back(std::move(record.actors.front()));
      }
    }
    return party_numbers_[known];
  }

  bool place_of(const CodedRow& row, std::span<const std::string_view> cells, const Columns& at,
                std::uint32_t& number) {
    number = EventRow::none;
    const auto latitude = row.number(at.latitude(), latitudes),
               longitude = row.number(at.longitude(), longitudes);
    const std::string_view full = row.text(at.full_name());
    if (latitude.has_value() != longitude.has_value() || (full.empty() && latitude)) return false;
    if (full.empty()) return true;
    const std::string_view key = between(cells, at.full_name(), at.country());
    number = place_keys_.find(key);
    if (number == KeyTable::unknown) {
      number = place_keys_.add(key);
      EventRecord record;
      add_place(row, at, record);
      places_.push_back({record.places.front(), 0});
    }
    Place& place = places_[number];
    ++place.rows;
    if (latitude && (!place.name.latitude || std::pair(*latitude, *longitude) <
                                                 std::pair(*place.name.latitude, *place.name.longitude)))
      place.name.latitude = latitude, place.name.longitude = longitude;
    return true;
  }

  KeyTable kind_keys_, party_keys_, place_keys_;
  std::vector<std::uint32_t> party_numbers_;  // of party_keys_
};

constexpr RowLanes lanes = {widths, []() -> std::unique_ptr<RowLane> { return std::make_unique<Lane>(); },
                            [](std::span<const std::string_view> cells, std::uint64_t line,
                               const ReadOptions& options, RecordSink& sink) {
                              read_row(CodedRow(names_of(cells.size()), cells), Columns(cells.size()), line,
                                       options, sink);
                            },
                            [](std::span<const std::string_view> cells) {
                              return source_of(CodedRow({}, cells), Columns(cells.size()));
                            },
                            id_of};

}  // namespace

extern const Reader gdelt_reader = {"gdelt", "GDELT events 1.0 and 2.0", {}, sniff, read, true, &lanes,
                                    header};

}  // namespace ekg
