// The event record: what a reader yields and what every extractor can write (docs/event-record.md). One event
// with its parties as names, not yet resolved. A record owns its strings.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/document.hpp"
#include "graph/time_span.hpp"

namespace ekg {

enum class EntityKind : std::uint8_t {
  person,
  organization,
  government,
  military,
  armed_group,
  country,
  place,
  media,
  group,
  other
};
// What the report says of the event's reality; the meaning of each stands in docs/event-record.md.
enum class Status : std::uint8_t {
  asserted,
  reported,
  confirmed,
  denied,
  unverified,
  planned,
  hypothetical,
  negated
};
enum class Stance : std::uint8_t { asserts, confirms, denies, doubts, cannot_verify, requests };
enum class Comparator : std::uint8_t { exactly, about, more_than, at_least, up_to, less_than, between };
enum class Quad : std::uint8_t {
  verbal_cooperation,
  material_cooperation,
  verbal_conflict,
  material_conflict
};

std::string_view to_string(EntityKind);
std::string_view to_string(Status);
std::string_view to_string(Stance);
std::string_view to_string(Comparator);
std::string_view to_string(Quad);  // "verbal-cooperation" …
std::optional<EntityKind> entity_kind_from(std::string_view);
std::optional<Status> status_from(std::string_view);
std::optional<Stance> stance_from(std::string_view);
std::optional<Comparator> comparator_from(std::string_view);
std::optional<Quad> quad_from(std::string_view);

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

struct Party {
  std::string id;    // "en-…"; empty before resolve
  std::string name;  // the canonical name as far as the document tells it
  EntityKind kind = EntityKind::other;
  std::string country;    // ISO 3166-1 alpha-3 of the state it belongs to; empty: unknown
  std::string sector;     // CAMEO/PLOVER sector (GOV MIL REB CVL MED …); empty: unknown
  std::string mention;    // the text's own words
  bool inferred = false;  // its state, or the party itself, is not told: it follows from the clause
  std::vector<std::string> aliases;  // all names that the document gives it, `name` left out; sorted
  std::vector<OfficeRole> roles;     // the offices that the document says it holds; sorted
  friend bool operator==(const Party&, const Party&) = default;
};

struct PlaceName {
  std::string id;
  std::string name;
  std::string country;
  std::optional<double> latitude;  // degrees, WGS 84; both or none
  std::optional<double> longitude;
  std::optional<std::int64_t> geonames;
  friend bool operator==(const PlaceName&, const PlaceName&) = default;
};

struct EventQuantity {
  double value = 0;
  std::optional<double> max;  // only with Comparator::between
  Comparator comparator = Comparator::exactly;
  std::string of;  // what is counted: "soldiers"
  std::string text;
  friend bool operator==(const EventQuantity&, const EventQuantity&) = default;
};

struct Attribution {
  Party by;          // empty name: said by nobody named ("it has been reported")
  std::string verb;  // the text's own word
  Stance stance = Stance::asserts;
  friend bool operator==(const Attribution&, const Attribution&) = default;
};

// One place in one document that tells of the event. Ranges are in Unicode CODE POINTS of the document's
// text, as the record writes them, so that Python's text[begin:end] is the words.
struct EventMention {
  std::string doc;
  std::optional<std::uint32_t> sentence;  // 0-based
  std::optional<std::array<std::uint32_t, 2>> span;
  std::optional<std::array<std::uint32_t, 2>> trigger;
  std::string text;
  friend bool operator==(const EventMention&, const EventMention&) = default;
};

// What a data set says of an event and no other field of the record holds, in its own words and digits.
struct SourceField {
  std::string name;  // "acled.geo_precision"
  std::string value;
  friend auto operator<=>(const SourceField&, const SourceField&) = default;
};

struct EventRecord {
  // "ev-" and 16 hexadecimal digits, derived from content; "DATASET:KEY" for a row of a data set that keeps
  // ids of its own ("icews:32889836"): two of its rows are two events; empty: to be derived.
  std::string id;
  std::string type;  // one of the ontology's types
  std::string mode;
  std::string cameo;
  std::string plover;  // root in capitals; empty where PLOVER has none
  std::optional<Quad> quad;
  std::optional<double> intensity;  // Goldstein scale, -10 … 10
  std::optional<TimeSpan> time;     // nullopt: the text does not say; never invented
  std::string time_text;
  std::vector<Party> actors;
  std::vector<Party> recipients;
  std::vector<PlaceName> places;
  std::vector<EventQuantity> quantities;
  Status status = Status::asserted;
  std::vector<Attribution> attribution;
  std::string about;  // id of the event that this one speaks of
  std::string quote;
  std::vector<EventMention>
      mentions;  // at least one when it comes from a document; the first is the record's own
  std::optional<double> confidence;  // 0 … 1
  std::vector<SourceField> fields;   // sorted by name, each name once
  // Where the record was read, for problems and provenance; not written.
  std::string file;
  std::uint64_t line = 0;
  friend bool operator==(const EventRecord&, const EventRecord&) = default;
};

}  // namespace ekg
