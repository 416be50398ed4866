#include "ingest/ambiguity.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/person_names.hpp"

namespace ekg {

std::vector<Ambiguity> ambiguous_entities(const EventGraph& graph) {
  std::map<std::string, std::vector<EntityId>> full, located;
  std::vector<EntityId> lone, stateless;
  for (EntityId id = 0; id < graph.entity_count(); ++id) {
    const Entity& entity = graph.entity(id);
    if (entity.kind == EntityKind::person) {
      const PersonName name = person_name(entity.name);
      if (name.full())
        full[spelling_block(name.surname)].push_back(id);
      else if (!name.handle)
        lone.push_back(id);
    } else if (!std::ranges::any_of(entity.name,
                                    [](unsigned char c) { return c >= 0x80 || (c >= 'A' && c <= 'Z'); })) {
      continue;  // "separatists": of each document others
    } else if (entity.country.empty()) {
      stateless.push_back(id);
    } else {
      located[name_key(entity.name)].push_back(id);
    }
  }
  std::vector<Ambiguity> out;
  const auto busier = [&](EntityId a, EntityId b) {
    return graph.events_of(a).size() != graph.events_of(b).size()
               ? graph.events_of(a).size() > graph.events_of(b).size()
               : a < b;
  };
  const auto add = [&](EntityId entity, std::vector<EntityId> candidates) {
    if (candidates.empty()) return;
    std::ranges::sort(candidates, busier);
    out.push_back({entity, std::move(candidates)});
  };
  for (const EntityId id : lone) {
    const Entity& entity = graph.entity(id);
    const PersonName name = person_name(entity.name);
    const auto block = full.find(spelling_block(name.surname));
    if (block == full.end()) continue;
    std::vector<EntityId> candidates;
    for (const EntityId other : block->second) {
      const Entity& person = graph.entity(other);
      const bool states_agree =
          entity.country.empty() || person.country.empty() || entity.country == person.country;
      if (states_agree && compare_names(name, person_name(person.name)) == NameMatch::surname_only)
        candidates.push_back(other);
    }
    add(id, std::move(candidates));
  }
  for (const EntityId id : stateless) {
    const auto namesakes = located.find(name_key(graph.entity(id).name));
    if (namesakes == located.end()) continue;
    std::vector<EntityId> candidates;
    const bool place = graph.entity(id).kind == EntityKind::place;
    for (const EntityId other : namesakes->second)
      if (place == (graph.entity(other).kind == EntityKind::place)) candidates.push_back(other);
    add(id, std::move(candidates));
  }
  std::ranges::sort(out, [&](const Ambiguity& a, const Ambiguity& b) { return busier(a.entity, b.entity); });
  return out;
}

}  // namespace ekg
