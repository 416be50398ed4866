// What people have settled about who is who: an authority file's entries and single decisions. Resolution
// follows them before anything that it finds out itself.
#pragma once
#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "graph/event_record.hpp"

namespace ekg {

struct AuthorityEntry {
  std::string id;  // the user's own, not empty; unique in a list of entries
  std::string name;
  std::vector<std::string> aliases;
  std::optional<EntityKind> kind;  // nullopt: any
  std::string country;             // ISO 3166-1 alpha-3; empty: any
  std::string wikidata;
  friend auto operator<=>(const AuthorityEntry&, const AuthorityEntry&) = default;
};

// `a` and `b` are names in any spelling that is compared alike, or ids of entities; a < b.
struct IdentityDecision {
  std::string a, b;
  bool same = false;  // else different
  friend auto operator<=>(const IdentityDecision&, const IdentityDecision&) = default;
};

struct Identities {
  std::vector<AuthorityEntry> authority;
  std::vector<IdentityDecision> decisions;  // two about one pair contradict: then they are different
  bool empty() const { return authority.empty() && decisions.empty(); }
};

}  // namespace ekg
