#include "graph/event_record.hpp"

#include <cstddef>

namespace ekg {
namespace {

constexpr std::string_view kind_names[] = {"person",  "organization", "government", "military", "armed_group",
                                           "country", "place",        "media",      "group",    "other"};
constexpr std::string_view status_names[] = {"asserted",   "reported", "confirmed",    "denied",
                                             "unverified", "planned",  "hypothetical", "negated"};
constexpr std::string_view stance_names[] = {"asserts", "confirms",      "denies",
                                             "doubts",  "cannot_verify", "requests"};
constexpr std::string_view comparator_names[] = {"exactly", "about",     "more_than", "at_least",
                                                 "up_to",   "less_than", "between"};
constexpr std::string_view quad_names[] = {"verbal-cooperation", "material-cooperation", "verbal-conflict",
                                           "material-conflict"};

template <class Enum, std::size_t N>
std::optional<Enum> find_name(const std::string_view (&names)[N], std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(EntityKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::string_view to_string(Status status) { return status_names[static_cast<std::size_t>(status)]; }
std::string_view to_string(Stance stance) { return stance_names[static_cast<std::size_t>(stance)]; }
std::string_view to_string(Comparator comparator) {
  return comparator_names[static_cast<std::size_t>(comparator)];
}
std::string_view to_string(Quad quad) { return quad_names[static_cast<std::size_t>(quad)]; }

std::optional<EntityKind> entity_kind_from(std::string_view name) {
  return find_name<EntityKind>(kind_names, name);
}
std::optional<Status> status_from(std::string_view name) { return find_name<Status>(status_names, name); }
std::optional<Stance> stance_from(std::string_view name) { return find_name<Stance>(stance_names, name); }
std::optional<Comparator> comparator_from(std::string_view name) {
  return find_name<Comparator>(comparator_names, name);
}
std::optional<Quad> quad_from(std::string_view name) { return find_name<Quad>(quad_names, name); }

}  // namespace ekg
