#include "graph/identities.hpp"

#include <algorithm>
#include <tuple>

namespace ekg {

void add_identities(Identities& into, const Identities& more) {
  into.decisions.insert(into.decisions.end(), more.decisions.begin(), more.decisions.end());
  std::ranges::sort(into.decisions);
  into.decisions.erase(std::unique(into.decisions.begin(), into.decisions.end()), into.decisions.end());
  into.authority.insert(into.authority.end(), more.authority.begin(), more.authority.end());
  const auto content = [](const Entity& entry) {
    return std::tie(entry.id, entry.name, entry.aliases, entry.kind, entry.country, entry.wikidata,
                    entry.latitude, entry.longitude);
  };
  std::ranges::sort(into.authority, {}, content);
  const auto same = std::unique(into.authority.begin(), into.authority.end(),
                                [](const Entity& a, const Entity& b) { return a.id == b.id; });
  into.authority.erase(same, into.authority.end());
}

}  // namespace ekg
