#include "ingest/entity_registry.hpp"

#include <algorithm>
#include <tuple>

#include "graph/content_id.hpp"
#include "ingest/entity_evidence.hpp"
#include "ingest/entity_names.hpp"
#include "ingest/text/person_names.hpp"

namespace ekg {
namespace {

void locate(Entity& entity) {
  const LexiconEntry* place = known_place(entity.name, entity.country);
  if (place == nullptr) {
    if (entity.country.empty()) entity.country = state_of_region(entity.name);
    return;
  }
  entity.latitude = place->latitude, entity.longitude = place->longitude;
  if (entity.country.empty()) entity.country = place->country;
}

}  // namespace

void EntityRegistry::Evidence::add(const Evidence& more) {
  for (const auto& [name, count] : more.names) names[name] += count;
  for (const auto& [kind, count] : more.kinds) kinds[kind] += count;
  for (const auto& [country, count] : more.countries) countries[country] += count;
  for (const auto& [sector, count] : more.sectors) sectors[sector] += count;
  aliases.insert(more.aliases.begin(), more.aliases.end());
  roles.insert(more.roles.begin(), more.roles.end());
  if (more.position && (!position || *more.position < *position)) position = more.position;
  if (more.geonames && (!geonames || *more.geonames < *geonames)) geonames = more.geonames;
}

EntityRegistry::NameFacts& EntityRegistry::facts_of(const Party& party) const {
  asked_.assign(party.name) += '\x1f';
  (asked_ += party.country) += static_cast<char>('a' + 2 * static_cast<int>(party.kind) + party.inferred);
  const auto [facts, is_new] = facts_.of(asked_);
  if (!is_new) return facts;
  facts.base = key_of_name(party);
  if (facts.base.empty()) return facts;
  facts.base_hash = content_hash(facts.base);
  facts.name = party.name, facts.kind = party.kind;
  if (!party.inferred) facts.country = party.country;
  facts.anonymous = (party.country.empty() || party.inferred) && is_anonymous(party);
  if (party.kind == EntityKind::person) {
    const PersonName name = person_name(party.name);
    facts.may_be_surname = !name.full() && !name.handle;
    if (!name.handle) facts.surname_hash = surname_hash(name);
  } else if (party.kind == EntityKind::other || party.kind == EntityKind::place) {
    facts.may_be_surname = is_proper(party.name) && party.name.find(' ') == std::string::npos &&
                           actors().find(party.name).empty();
  }
  return facts;
}

// Is the name of one key in whatever document it stands?
bool EntityRegistry::is_shared(const NameFacts& facts, const EventRecord& told) {
  return told.mentions.empty() || (!facts.anonymous && !facts.may_be_surname);
}

// "Soldiers" of one document, of nobody knows which state, are not those of another. A lone surname belongs
// to its document until the persons are known.
EntityRegistry::Key EntityRegistry::key_of(const Party& party, const EventRecord& told) const {
  const NameFacts& facts = facts_of(party);
  if (facts.base.empty() || is_shared(facts, told)) return {facts.base, facts.base};
  const std::string& doc = told.mentions.front().doc;
  if (facts.anonymous) {
    const std::string base = "n " + doc + ' ' + spelling_key(party.name);
    return {base, base};
  }
  return {facts.base, facts.base + of_document + doc};
}

std::string EntityRegistry::key_of_name(const Party& party) {
  if (party.name.empty()) return {};
  if (party.inferred && party.kind != EntityKind::country && !party.country.empty()) {
    Party told = party;  // a state that only the clause suggests is no evidence of who somebody is
    told.inferred = false;
    told.country.clear();
    return key_of_name(told);
  }
  if (party.kind == EntityKind::country && !party.country.empty()) return "c " + party.country;
  for (const LexiconEntry& entry : actors().find(party.name)) {
    if (entry.use == NameUse::state && party.kind != EntityKind::person)
      return "c " + std::string(entry.country);
    if (is_known_body(entry) && is_body(party.kind) &&
        (party.country.empty() || entry.country.empty() || party.country == entry.country)) {
      if (party.kind == EntityKind::military && is_armed_forces(entry.name, entry.country, true))
        return "f " + std::string(entry.country);
      return "b " + spelling_key(entry.name);
    }
  }
  if (party.kind == EntityKind::person) return "p " + spelling_key(party.name);
  if (party.kind == EntityKind::place) return key_of_place(party.name, party.country);
  if (party.kind == EntityKind::military && !party.country.empty() &&
      is_armed_forces(party.name, party.country, false))
    return "f " + party.country;
  return "b " + spelling_key(party.name) + ' ' + party.country;
}

EntityRegistry::PlaceFacts& EntityRegistry::facts_of(const PlaceName& place) const {
  (asked_.assign(place.name) += '\x1f') += place.country;
  const auto [facts, is_new] = place_facts_.of(asked_);
  if (!is_new) return facts;
  facts.name = place.name, facts.country = place.country;
  if (!place.name.empty()) facts.key = key_of_place(place.name, place.country);
  return facts;
}

// A state is one entity, whether it acts or is the scene. Spellings of a place that the lexicon knows are
// one.
std::string EntityRegistry::key_of_place(const std::string& name, const std::string& country) {
  if (const LexiconEntry* state = actors().find(name, NameUse::state);
      state != nullptr && (country.empty() || state->country == country))
    return "c " + std::string(state->country);
  if (const LexiconEntry* place = known_place(name, country); place != nullptr)
    return "s " + spelling_key(place->name) + ' ' + std::string(place->country);
  return "s " + spelling_key(name) + ' ' + country;
}

void EntityRegistry::add(const EventRecord& record, int times) {
  for (const auto* list : {&record.actors, &record.recipients}) {
    for (const Party& party : *list) add(party, record, times);
  }
  for (const Attribution& said : record.attribution) add(said.by, record, times);
  for (const PlaceName& place : record.places) add(place, times);
}

void EntityRegistry::add(const Party& party, const EventRecord& told, int times) {
  NameFacts& facts = facts_of(party);
  if (facts.base.empty()) return;
  const bool shared = is_shared(facts, told);
  Evidence* known = facts.evidence;
  if (!shared) {
    const Key key = key_of(party, told);
    if (key.own != key.base) surnames_.emplace(key.own, key.base);
    known = &evidence_[key.own];
    known->names[party.name] += times;
    known->kinds[party.kind] += times;
    if (!party.country.empty() && !party.inferred) known->countries[party.country] += times;
  } else {
    if (known == nullptr) known = facts.evidence = &evidence_[facts.base];
    facts.times += times;
  }
  Evidence& evidence = *known;
  if (!party.sector.empty()) evidence.sectors[party.sector] += times;
  evidence.aliases.insert(party.aliases.begin(), party.aliases.end());
  evidence.roles.insert(party.roles.begin(), party.roles.end());
  if (party.kind == EntityKind::person && (!shared || facts.mentions.insert(party.mention).second))
    evidence.titles.merge(titles_in(party.mention));
}

void EntityRegistry::add_context(const EventRecord& record) {
  told_in_.clear();
  for (const EventMention& mention : record.mentions) told_in_.push_back(content_hash(mention.doc));
  const auto add = [&](const Party& party) {
    const NameFacts& facts = facts_of(party);
    if (facts.base.empty()) return;
    const bool shared = is_shared(facts, record);
    Evidence& evidence = shared ? *facts.evidence : evidence_[key_of(party, record).own];
    const bool may_be_person = !is_body(party.kind) || party.kind == EntityKind::other;
    for (const std::uint64_t doc : told_in_) {
      if (may_be_person) evidence.docs.push_back(doc);
      if (shared) context_.emplace_back(doc, facts.base_hash);
      if (facts.surname_hash != 0) context_.emplace_back(doc, facts.surname_hash);
    }
  };
  for (const auto* list : {&record.actors, &record.recipients}) std::ranges::for_each(*list, add);
  for (const Attribution& said : record.attribution) add(said.by);
}

void EntityRegistry::add(const PlaceName& place, int times) {
  PlaceFacts& facts = facts_of(place);
  if (facts.key.empty()) return;
  if (facts.evidence == nullptr) facts.evidence = &evidence_[facts.key];
  facts.times += times;
  Evidence& evidence = *facts.evidence;
  if (place.latitude && place.longitude) {
    const std::pair position(*place.latitude, *place.longitude);
    if (!evidence.position || position < *evidence.position) evidence.position = position;
  }
  if (place.geonames && (!evidence.geonames || *place.geonames < *evidence.geonames))
    evidence.geonames = place.geonames;
}

// What add() counted by name goes to the keys.
void EntityRegistry::add_counts() {
  const auto count = [](auto& facts, EntityKind kind) {
    if (facts.times == 0) return;
    facts.evidence->names[facts.name] += facts.times;
    facts.evidence->kinds[kind] += facts.times;
    if (!facts.country.empty()) facts.evidence->countries[facts.country] += facts.times;
    facts.times = 0;
  };
  for (NameFacts& facts : facts_) count(facts, facts.kind);
  for (PlaceFacts& facts : place_facts_) count(facts, EntityKind::place);
}

// The least name in a group, lone surnames last, is its root whatever came first: ids depend on content
// alone.
void EntityRegistry::settle() {
  add_counts();
  for (const auto& [own, base] : surnames_) evidence_[base];
  if (!surnames_.empty()) {
    sort_unique(context_);
    for (auto& [key, evidence] : evidence_) sort_unique(evidence.docs);
  }
  follow_decisions();
  follow_authority();
  join_kinds();
  join_countries();
  join_full_names();
  join_surnames();
  std::set<std::string> named;  // roots of groups with more than lone surnames
  for (const auto& [key, evidence] : evidence_)
    if (surnames_.count(key) == 0 && !evidence.names.empty()) named.insert(root(key));
  std::map<std::string, Evidence> settled;
  for (const auto& [key, evidence] : evidence_) {
    if (evidence.names.empty()) continue;
    const std::string& group = root(key);
    Evidence& all = settled[group];
    all.add(evidence);
    if (surnames_.count(key) == 0 || named.count(group) == 0) continue;
    for (const auto& [name, count] : evidence.names) {  // a surname is what a person is called, not the name
      all.aliases.insert(name);
      if ((all.names[name] -= count) == 0) all.names.erase(name);
    }
  }
  for (const auto& [key, evidence] : evidence_)
    if (key.starts_with("c ")) state_of_.emplace(root(key), key.substr(2));
  for (const auto& [group, evidence] : settled) entities_.emplace(group, entity_of(group, evidence));
  note_merges();
  evidence_ = {}, context_ = {}, docs_of_ = {}, surnames_ = {};  // what follows needs names alone
}

Entity EntityRegistry::entity_of(const std::string& root, const Evidence& evidence) const {
  Entity entity;
  entity.id = content_id("en", root);
  entity.kind = most_frequent(evidence.kinds).value_or(EntityKind::other);
  entity.country = most_frequent(evidence.countries).value_or("");
  entity.sector = most_frequent(evidence.sectors).value_or("");
  std::map<std::string, int> proper;  // "Sudanese army" before "its soldiers"
  for (const auto& [name, count] : evidence.names)
    if (is_proper(name)) proper.emplace(name, count);
  entity.name = most_frequent(proper.empty() ? evidence.names : proper).value_or("");
  if (const auto state = state_of_.find(root); state != state_of_.end()) {
    entity.kind = EntityKind::country, entity.country = state->second;
    if (const auto name = actors().state_name(entity.country); !name.empty()) entity.name = name;
  }
  std::set<std::string> aliases = evidence.aliases;
  for (const auto& [name, count] : evidence.names) aliases.insert(name);
  if (const auto found = entry_of_.find(root); found != entry_of_.end()) {
    const Entity& entry = *found->second;
    entity.name = entry.name;
    if (entry.kind != EntityKind::other) entity.kind = entry.kind;
    if (!entry.country.empty()) entity.country = entry.country;
    entity.wikidata = entry.wikidata;
    if (entry.latitude) entity.latitude = entry.latitude, entity.longitude = entry.longitude;
    aliases.insert(entry.aliases.begin(), entry.aliases.end());
  }
  aliases.erase(entity.name);
  aliases.erase("");
  entity.aliases.assign(aliases.begin(), aliases.end());
  entity.roles.assign(evidence.roles.begin(), evidence.roles.end());
  if (evidence.position && !entity.latitude)
    entity.latitude = evidence.position->first, entity.longitude = evidence.position->second;
  entity.geonames = evidence.geonames;
  if (entity.kind == EntityKind::place && !entity.latitude) locate(entity);
  return entity;
}

std::vector<Entity> EntityRegistry::sorted() const {
  std::vector<Entity> out;
  for (const auto& [group, entity] : entities_) out.push_back(entity);
  std::ranges::sort(out, {}, &Entity::id);
  return out;
}

void EntityRegistry::name(Party& party, const Entity& entity) {
  party.id = entity.id;
  party.name = entity.name;
  if (party.kind == EntityKind::other) party.kind = entity.kind;
  party.aliases.clear();
  party.roles.clear();
  if (party.country.empty() || (party.inferred && !entity.country.empty())) {
    party.country = entity.country;
    party.inferred = false;
  }
}

void EntityRegistry::name(PlaceName& place, const Entity& entity) {
  place.id = entity.id;
  if (place.country.empty()) place.country = entity.country;
  // Other places of that name may have told the entity's position: only what is known of the name goes on.
  if (place.latitude) return;
  const LexiconEntry* known = known_place(entity.name, entity.country);
  if (known != nullptr && entity.latitude == known->latitude && entity.longitude == known->longitude)
    place.latitude = entity.latitude, place.longitude = entity.longitude;
}

const Entity* EntityRegistry::find_entity(const std::string& key) const {
  const auto found = key.empty() ? entities_.end() : entities_.find(root(key));
  return found == entities_.end() ? nullptr : &found->second;
}

void EntityRegistry::name(EventRecord& record) const {
  const auto entity_of_facts = [&](auto& facts, const std::string& key) {
    if (facts.entity == nullptr) facts.entity = find_entity(key);
    return facts.entity;
  };
  const auto name_party = [&](Party& party) {
    NameFacts& facts = facts_of(party);
    const Entity* entity = is_shared(facts, record) ? entity_of_facts(facts, facts.base)
                                                    : find_entity(key_of(party, record).own);
    if (entity != nullptr) name(party, *entity);
  };
  for (auto* list : {&record.actors, &record.recipients}) {
    for (Party& party : *list) name_party(party);
    std::ranges::sort(*list, [](const Party& a, const Party& b) {
      return std::tie(a.id, a.name, a.mention) < std::tie(b.id, b.name, b.mention);
    });
  }
  for (Attribution& said : record.attribution) name_party(said.by);
  for (PlaceName& place : record.places) {
    PlaceFacts& facts = facts_of(place);
    const Entity* entity = entity_of_facts(facts, facts.key);
    if (entity == nullptr) continue;
    name(place, *entity);
    if (place.latitude || entry_of_.empty()) continue;
    if (const auto entry = entry_of_.find(root(facts.key)); entry != entry_of_.end())
      place.latitude = entry->second->latitude, place.longitude = entry->second->longitude;
  }
  std::ranges::sort(record.places, [](const PlaceName& a, const PlaceName& b) {
    return std::tie(a.id, a.name) < std::tie(b.id, b.name);
  });
}

}  // namespace ekg
