// A resolved party or place: one row of the graph. An entity owns its strings.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/event_record.hpp"
#include "graph/time_span.hpp"

namespace ekg {

// Why two names are one entity, so that a person can check it.
struct NameMerge {
  std::string name;  // the one that was joined
  std::string with;  // the one that it was joined to
  std::string rule;  // one of docs/store.md's, "surname"
  friend auto operator<=>(const NameMerge&, const NameMerge&) = default;
};

struct Entity {
  std::string id;  // "en-…", derived from content, unique in a graph
  std::string name;
  EntityKind kind = EntityKind::other;
  std::string country;  // ISO 3166-1 alpha-3; empty: unknown
  std::string sector;
  std::vector<std::string> aliases;  // sorted, unique, `name` left out
  std::vector<OfficeRole> roles;     // sorted, unique
  std::vector<NameMerge> merges;     // sorted, unique
  std::string wikidata;              // "Q3874799"
  std::optional<double> latitude;    // degrees, WGS 84; both or none
  std::optional<double> longitude;
  std::optional<std::int64_t> geonames;
  friend bool operator==(const Entity&, const Entity&) = default;
};

}  // namespace ekg
