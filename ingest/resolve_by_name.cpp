// resolve() by name and kind alone, where nothing better is there: one entity a (name, kind, country).
#include <algorithm>
#include <map>

#include "graph/content_id.hpp"
#include "ingest/resolve.hpp"

namespace ekg {
namespace {

class Names {
 public:
  std::string id_of(const std::string& name, EntityKind kind, const std::string& country,
                    const std::string& sector) {
    const std::string key = name + '\x1f' + std::string(to_string(kind)) + '\x1f' + country;
    Entity& entity = entities_[key];
    if (entity.id.empty()) {
      entity.id = content_id("en", key);
      entity.name = name;
      entity.kind = kind;
      entity.country = country;
    }
    if (!sector.empty() && (entity.sector.empty() || sector < entity.sector)) entity.sector = sector;
    return entity.id;
  }
  void resolve(Party& party) {
    if (party.name.empty()) return;
    party.id = id_of(party.name, party.kind, party.country, party.sector);
  }
  void resolve(PlaceName& place) {
    if (place.name.empty()) return;
    place.id = id_of(place.name, EntityKind::place, place.country, "");
  }
  std::vector<Entity> sorted() && {
    std::vector<Entity> out;
    for (auto& [key, entity] : entities_) out.push_back(std::move(entity));
    std::ranges::sort(out, {}, &Entity::id);
    return out;
  }

 private:
  std::map<std::string, Entity> entities_;
};

}  // namespace

Resolution resolve(std::vector<EventRecord> records) {
  Names names;
  std::ranges::for_each(records, [&](EventRecord& record) {
    for (Party& party : record.actors) names.resolve(party);
    for (Party& party : record.recipients) names.resolve(party);
    for (PlaceName& place : record.places) names.resolve(place);
    for (Attribution& said : record.attribution) names.resolve(said.by);
    if (record.id.empty()) record.id = derived_event_id(record);
  });
  std::ranges::sort(records, {}, &EventRecord::id);
  return {std::move(names).sorted(), std::move(records)};
}

}  // namespace ekg
