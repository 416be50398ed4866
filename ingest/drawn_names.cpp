#include "ingest/drawn_names.hpp"

#include <algorithm>

#include "graph/content_id.hpp"

namespace ekg {
namespace {

bool awaits_name(const Party& party) { return !party.id.empty() && party.name == party.id; }

}  // namespace

std::string drawn_entity_id(const std::string& name) { return content_id("en", "drawn " + name); }

bool awaits_names(const EventRecord& record) {
  return std::ranges::any_of(record.actors, awaits_name) ||
         std::ranges::any_of(record.recipients, awaits_name);
}

DrawnNames::DrawnNames(std::vector<Entity>& entities) {
  std::map<std::string_view, std::string_view> first;  // name → id
  for (const Entity& entity : entities) {
    if (entity.name.empty() || entity.id == drawn_entity_id(entity.name)) continue;
    const auto [at, is_new] = first.emplace(entity.name, entity.id);
    if (!is_new) at->second = std::min<std::string_view>(at->second, entity.id);
  }
  for (const auto& [name, id] : first) known_as_.emplace(drawn_entity_id(std::string(name)), id);
  std::erase_if(entities, [&](const Entity& entity) { return known_as_.contains(entity.id); });
  for (const Entity& entity : entities) by_id_.emplace(entity.id, &entity);
}

// Is it a row's name? Then its id is the row's.
bool DrawnNames::meet(std::string& id, const std::string& name) const {
  if (name.empty() || id != drawn_entity_id(name)) return false;
  const auto known = known_as_.find(id);
  if (known == known_as_.end()) return false;
  id = known->second;
  return true;
}

void DrawnNames::describe(Party& party) const {
  const auto row = by_id_.find(party.id);
  if (row == by_id_.end()) return;
  const Entity& entity = *row->second;
  party.name = entity.name;
  party.kind = entity.kind;
  party.country = entity.country;
  party.sector = entity.sector;
}

void DrawnNames::complete(EventRecord& record) const {
  for (std::vector<Party>* parties : {&record.actors, &record.recipients})
    for (Party& party : *parties)
      if (awaits_name(party)) describe(party);
  for (PlaceName& place : record.places) meet(place.id, place.name);
  for (Attribution& said : record.attribution)
    if (meet(said.by.id, said.by.name)) describe(said.by);
}

}  // namespace ekg
