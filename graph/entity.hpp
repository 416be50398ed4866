// A resolved party or place: one row of the graph. An entity owns its strings.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/event_record.hpp"
#include "graph/time_span.hpp"

namespace ekg {

// An office that somebody held. `from` is the stretch in which it began, `to` the one in which it ended, as
// precisely as known; nullopt: not known, never "always".
struct OfficeRole {
  std::string title;  // "president"
  std::string of;     // "Ukraine"; empty: not said
  std::optional<TimeSpan> from;
  std::optional<TimeSpan> to;
  std::string doc;  // id of the document that says so
  friend auto operator<=>(const OfficeRole&, const OfficeRole&) = default;
};

struct Entity {
  std::string id;  // "en-…", derived from content, unique in a graph
  std::string name;
  EntityKind kind = EntityKind::other;
  std::string country;  // ISO 3166-1 alpha-3; empty: unknown
  std::string sector;
  std::vector<std::string> aliases;  // sorted, unique, `name` left out
  std::vector<OfficeRole> roles;     // sorted, unique
  std::string wikidata;              // "Q3874799"
  std::optional<double> latitude;    // degrees, WGS 84; both or none
  std::optional<double> longitude;
  std::optional<std::int64_t> geonames;
  friend bool operator==(const Entity&, const Entity&) = default;
};

}  // namespace ekg
