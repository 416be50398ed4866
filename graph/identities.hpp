// What people have settled about who is who: an authority file's entries and single decisions. Resolution
// follows them before anything that it finds out itself.
#pragma once
#include <compare>
#include <string>
#include <vector>

#include "graph/entity.hpp"

namespace ekg {

// `a` and `b` are names, compared as names are, or ids of entities; a < b.
struct IdentityDecision {
  std::string a, b;
  bool same = false;  // else different
  friend auto operator<=>(const IdentityDecision&, const IdentityDecision&) = default;
};

struct Identities {
  // Ids are the user's own, not empty, unique; kind other and an empty country fit any.
  std::vector<Entity> authority;
  std::vector<IdentityDecision> decisions;  // two about one pair contradict: then they are different
  bool empty() const { return authority.empty() && decisions.empty(); }
};

// Both together, whichever comes first: of two entries with one id the lesser stays.
void add_identities(Identities& into, const Identities& more);

}  // namespace ekg
