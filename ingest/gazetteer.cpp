#include "ingest/gazetteer.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <istream>
#include <map>
#include <mutex>
#include <set>

#include "graph/store/sqlite.hpp"
#include "ingest/entity_names.hpp"
#include "ingest/number_range.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

// "ekgg": what tells a gazetteer from other SQLite files.
constexpr std::int64_t application_id = 0x656b6767;

// Columns of a GeoNames dump.
constexpr std::size_t id_column = 0, name_column = 1, ascii_column = 2, alternate_column = 3,
                      latitude_column = 4, longitude_column = 5, class_column = 6, code_column = 7,
                      country_column = 8, population_column = 14, column_count = 19;

// Places closer than this, in degrees, are one: a town and the district that bears its name.
constexpr double same_spot = 0.25;
// Whom a bare name means when several bear it.
constexpr std::int64_t clearly_larger = 10;

template <class Value>
bool number(std::string_view text, Value& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

// "P", or "S AIRB" where only some of a class matter.
const std::set<std::string, std::less<>>& features() {
  static const std::set<std::string, std::less<>> wanted = [] {
    std::set<std::string, std::less<>> out;
    for (const auto& row : read_table("places/geonames_features.tsv"))
      out.insert(std::string(row[0]) + (row.size() > 1 && !row[1].empty() ? " " : "") +
                 std::string(row.size() > 1 ? row[1] : ""));
    return out;
  }();
  return wanted;
}

bool is_wanted(std::string_view feature_class, std::string_view code) {
  return features().contains(feature_class) ||
         features().contains(std::string(feature_class) + " " + std::string(code));
}

}  // namespace

GazetteerCounts import_geonames(std::istream& dump, const std::string& file, const std::string& path,
                                ProblemSink& problems) {
  GazetteerCounts counts;
  const std::string unfinished = path + ".part";
  std::remove(unfinished.c_str());
  const auto write = [&] {
    Database database(unfinished, Database::Mode::write);
    database.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = " +
                     std::to_string(application_id));
    database.execute(
        "CREATE TABLE places (geonames INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, "
        "class TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL, population INTEGER NOT NULL);"
        "CREATE TABLE names (key TEXT NOT NULL, geonames INTEGER NOT NULL, PRIMARY KEY (key, geonames)) "
        "WITHOUT ROWID; BEGIN");
    Statement place(database, "INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?, ?, ?, ?)");
    Statement called(database, "INSERT OR IGNORE INTO names VALUES (?, ?)");
    std::uint64_t line_number = 0;
    for (std::string line; std::getline(dump, line);) {
      ++line_number;
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (line.empty()) continue;
      ++counts.read;
      const auto drop = [&](const char* message) {
        ++counts.dropped;
        problems.report({"gazetteer-row", Severity::error, file, line_number, 0, message, excerpt_of(line)});
      };
      const auto field = split_fields(line, '\t');
      if (field.size() != column_count) {
        drop("a row of a GeoNames dump has 19 columns; the row is left out");
        continue;
      }
      std::int64_t id = 0, population = 0;
      double latitude = 0, longitude = 0;
      if (!number(field[id_column], id) || field[name_column].empty()) {
        drop("no number in the first column or no name in the second; the row is left out");
        continue;
      }
      if (!number(field[latitude_column], latitude) || !number(field[longitude_column], longitude) ||
          !latitudes.has(latitude) || !longitudes.has(longitude)) {
        drop("columns 5 and 6 are no latitude and longitude; the row is left out");
        continue;
      }
      if (!field[population_column].empty() && !number(field[population_column], population)) {
        drop("column 15 is no number of people; the row is left out");
        continue;
      }
      if (!is_wanted(field[class_column], field[code_column])) {
        ++counts.left_out;
        continue;
      }
      place.bind(1, id).bind(2, field[name_column]).bind(3, actors().alpha3_of(field[country_column]));
      place.bind(4, field[class_column]).bind(5, latitude).bind(6, longitude).bind(7, population).run();
      std::set<std::string> keys{name_key(field[name_column]), name_key(field[ascii_column])};
      for (const std::string_view other : split_fields(field[alternate_column], ','))
        keys.insert(name_key(other));
      keys.erase("");
      for (const std::string& key : keys) called.bind(1, key).bind(2, id).run();
    }
    database.execute("COMMIT");
  };
  try {
    write();
    if (counts.kept() == 0) throw InputError(file + ": no place of a GeoNames dump in it");
    std::filesystem::rename(unfinished, path);
  } catch (const std::filesystem::filesystem_error& error) {
    std::remove(unfinished.c_str());
    throw OutputError(path + ": " + error.code().message());
  } catch (...) {
    std::remove(unfinished.c_str());
    throw;
  }
  return counts;
}

struct Gazetteer::State {
  struct Place {
    std::int64_t geonames = 0;
    std::string country, feature_class;
    double latitude = 0, longitude = 0;
    std::int64_t population = 0;
  };

  Database database;
  std::mutex mutex;
  std::map<std::string, std::vector<Place>, std::less<>> seen;  // by name_key, the most people first

  explicit State(const std::string& path) : database(path, Database::Mode::read) {}

  // Stays where it is as long as the gazetteer lives.
  const std::vector<Place>& called(const std::string& key) {
    const std::lock_guard lock(mutex);
    const auto [at, is_new] = seen.try_emplace(key);
    if (!is_new) return at->second;
    Statement select(
        database,
        "SELECT p.geonames, p.country, p.class, p.latitude, p.longitude, p.population FROM names n "
        "JOIN places p USING (geonames) WHERE n.key = ? ORDER BY p.population DESC, "
        "p.class = 'P' DESC, p.geonames");
    select.bind(1, key);
    while (select.step())
      at->second.push_back({select.integer(0), std::string(select.text(1)), std::string(select.text(2)),
                            select.real(3), select.real(4), select.integer(5)});
    return at->second;
  }

  const Place* meant(const std::string& name, const std::set<std::string>& states) {
    const Place* best = nullptr;
    for (const Place& place : called(name_key(name))) {
      if (!states.empty() && !states.contains(place.country)) continue;
      if (best == nullptr) {
        best = &place;
        continue;
      }
      const bool same = best->country == place.country &&
                        std::abs(best->latitude - place.latitude) < same_spot &&
                        std::abs(best->longitude - place.longitude) < same_spot;
      if (!same && best->population < clearly_larger * std::max<std::int64_t>(place.population, 1))
        return nullptr;
    }
    return best;
  }
};

Gazetteer::Gazetteer(const std::string& path) {
  if (!std::filesystem::is_regular_file(path)) throw InputError(path + ": there is no such file");
  const auto is_gazetteer = [&] {
    try {
      state_ = std::make_unique<State>(path);
      return state_->database.integer("PRAGMA application_id") == application_id;
    } catch (const InputError&) {  // no SQLite file at all
      return false;
    }
  };
  if (!is_gazetteer())
    throw InputError(path + ": no gazetteer; ekg gazetteer import makes one of a GeoNames dump");
}

Gazetteer::~Gazetteer() = default;

void Gazetteer::locate(std::vector<EventRecord>& events) const {
  std::set<std::string> spoken_of;
  for (const EventRecord& event : events) {
    for (const auto* list : {&event.actors, &event.recipients})
      for (const Party& party : *list)
        if (!party.country.empty() && !party.inferred) spoken_of.insert(party.country);
    for (const PlaceName& place : event.places)
      if (!place.country.empty()) spoken_of.insert(place.country);
  }
  for (EventRecord& event : events) {
    for (PlaceName& place : event.places) {
      if (place.latitude || place.name.empty() || known_place(place.name, place.country) != nullptr ||
          actors().find(place.name, NameUse::state) != nullptr)
        continue;
      const std::set<std::string> own{place.country};
      const State::Place* found = state_->meant(place.name, place.country.empty() ? spoken_of : own);
      if (found == nullptr) continue;
      place.latitude = found->latitude, place.longitude = found->longitude;
      place.geonames = found->geonames;
      if (place.country.empty()) place.country = found->country;
    }
  }
}

}  // namespace ekg
