#include "ingest/entity_registry.hpp"

#include <algorithm>
#include <tuple>

#include "graph/content_id.hpp"
#include "ingest/entity_names.hpp"
#include "ingest/text/person_names.hpp"

namespace ekg {
namespace {

// Between a name that may be somebody's surname and the document that uses it alone.
constexpr char of_document = '\x1f';

template <typename Value>
std::optional<Value> most_frequent(const std::map<Value, int>& counts) {
  std::optional<Value> best;
  int most = 0;
  for (const auto& [value, count] : counts) {
    if (count > most) best = value, most = count;  // the first of equals: the map is sorted
  }
  return best;
}

// A name in the group of others that may be spellings of the same surname.
std::string block_of(const PersonName& name) { return spelling_block(name.surname); }

std::uint64_t surname_hash(const PersonName& name) { return content_hash("surname " + block_of(name)); }

template <typename Map>
bool share_key(const Map& a, const Map& b) {
  return std::ranges::any_of(a, [&](const auto& one) { return b.count(one.first) != 0; });
}

bool share_value(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& one) { return b.count(one) != 0; });
}

// Both sorted.
bool share_value(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  return a.size() > b.size()
             ? share_value(b, a)
             : std::ranges::any_of(a, [&](std::uint64_t one) { return std::ranges::binary_search(b, one); });
}

template <typename Value>
void sort_unique(std::vector<Value>& values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

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
  if (const auto known = facts_.find(std::string_view(asked_)); known != facts_.end()) return known->second;
  NameFacts& facts = facts_[asked_];
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
    const std::string base = "n " + doc + ' ' + name_key(party.name);
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
      return "b " + name_key(entry.name);
    }
  }
  if (party.kind == EntityKind::person) return "p " + name_key(party.name);
  if (party.kind == EntityKind::place) return key_of_place(party.name, party.country);
  if (party.kind == EntityKind::military && !party.country.empty() &&
      is_armed_forces(party.name, party.country, false))
    return "f " + party.country;
  return "b " + name_key(party.name) + ' ' + party.country;
}

EntityRegistry::PlaceFacts& EntityRegistry::facts_of(const PlaceName& place) const {
  (asked_.assign(place.name) += '\x1f') += place.country;
  if (const auto known = place_facts_.find(std::string_view(asked_)); known != place_facts_.end())
    return known->second;
  PlaceFacts& facts = place_facts_[asked_];
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
    return "s " + name_key(place->name) + ' ' + std::string(place->country);
  return "s " + name_key(name) + ' ' + country;
}

void EntityRegistry::add(const EventRecord& record, int times) {
  told_in_.clear();
  for (const EventMention& mention : record.mentions) told_in_.push_back(content_hash(mention.doc));
  for (const auto* list : {&record.actors, &record.recipients}) {
    for (const Party& party : *list) add(party, record, told_in_, times);
  }
  for (const Attribution& said : record.attribution) add(said.by, record, told_in_, times);
  for (const PlaceName& place : record.places) add(place, times);
}

void EntityRegistry::add(const Party& party, const EventRecord& told, const std::vector<std::uint64_t>& docs,
                         int times) {
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
  const bool may_be_person = !is_body(party.kind) || party.kind == EntityKind::other;
  for (const std::uint64_t doc : docs) {
    if (may_be_person) evidence.docs.push_back(doc);
    if (shared) context_.emplace_back(doc, facts.base_hash);
    if (facts.surname_hash != 0) context_.emplace_back(doc, facts.surname_hash);
  }
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
  for (auto& [asked, facts] : facts_) count(facts, facts.kind);
  for (auto& [asked, facts] : place_facts_) count(facts, EntityKind::place);
}

const std::string& EntityRegistry::root(const std::string& key) const {
  const std::string* at = &key;
  for (auto up = parent_.find(*at); up != parent_.end(); up = parent_.find(*at)) at = &up->second;
  return *at;
}

std::string EntityRegistry::spelling_of(const std::string& key) const {
  const auto evidence = evidence_.find(key);
  if (evidence != evidence_.end() && !evidence->second.names.empty())
    return most_frequent(evidence->second.names).value_or("");
  const auto entry = entry_of_.find(root(key));
  return entry != entry_of_.end() ? entry->second->name : std::string();
}

bool EntityRegistry::join(const std::string& key, const std::string& to, std::string_view rule) {
  const std::string x = root(key), y = root(to);
  if (x == y) return true;
  const auto order = [](const std::string& key) {
    return std::tuple(key.find(of_document) != key.npos, key);
  };
  const std::string &low = order(x) < order(y) ? x : y, &high = order(x) < order(y) ? y : x;
  if (entry_of_.count(low) != 0 && entry_of_.count(high) != 0) return false;
  const auto kept = marks_.find(low), gone = marks_.find(high);
  if (kept != marks_.end() && gone != marks_.end() &&
      std::ranges::any_of(gone->second, [&](std::size_t mark) { return kept->second.count(mark ^ 1U) != 0; }))
    return false;
  if (NameMerge merge{spelling_of(key), spelling_of(to), std::string(rule)};
      !merge.name.empty() && !merge.with.empty())
    merges_.emplace_back(key, std::move(merge));
  parent_[high] = low;
  if (gone != marks_.end()) {
    std::set<std::size_t> moved = std::move(gone->second);
    marks_.erase(gone);
    marks_[low].merge(moved);
  }
  if (const auto entry = entry_of_.find(high); entry != entry_of_.end()) {
    entry_of_[low] = entry->second;
    entry_of_.erase(high);
  }
  return true;
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
}

// What was joined, and the names that one key stands for: those that the lexicon knows for one body, state or
// place.
void EntityRegistry::note_merges() {
  for (auto& [key, merge] : merges_)
    if (const auto entity = entities_.find(root(key)); entity != entities_.end())
      entity->second.merges.push_back(std::move(merge));
  for (const auto& [key, evidence] : evidence_) {
    if (evidence.names.size() < 2) continue;
    const auto entity = entities_.find(root(key));
    if (entity == entities_.end()) continue;
    const std::string most = spelling_of(key);
    for (const auto& [name, count] : evidence.names)
      if (name != most)
        entity->second.merges.push_back(
            {name, most, name_key(name) == name_key(most) ? "letters" : "lexicon"});
  }
  for (auto& [group, entity] : entities_) {
    std::ranges::sort(entity.merges);
    entity.merges.erase(std::unique(entity.merges.begin(), entity.merges.end()), entity.merges.end());
  }
}

void EntityRegistry::follow_decisions() {
  if (identities_.decisions.empty()) return;
  // Id or name → keys; a surname that stands alone belongs to all documents that leave it alone.
  std::map<std::string, std::set<std::string>> called, lone;
  for (const auto& [key, evidence] : evidence_) {
    const auto base = surnames_.find(key);
    if (base == surnames_.end()) called[content_id("en", key)].insert(key);
    for (const auto& [name, count] : evidence.names) {
      called[name_key(name)].insert(base == surnames_.end() ? key : base->second);
      if (base != surnames_.end()) lone[name_key(name)].insert(key);
    }
  }
  const auto keys_of = [](const auto& of, const std::string& who) {
    std::set<std::string> keys;
    for (const std::string& name : {who, name_key(who)})
      if (const auto found = of.find(name); found != of.end())
        keys.insert(found->second.begin(), found->second.end());
    return keys;
  };
  const auto& decisions = identities_.decisions;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    if (decisions[i].same) continue;
    for (const std::size_t side : {0, 1}) {
      const std::string& who = side == 0 ? decisions[i].a : decisions[i].b;
      for (const auto& keys : {keys_of(called, who), keys_of(lone, who)})
        for (const std::string& key : keys) marks_[key].insert(2 * i + side);
    }
  }
  for (const IdentityDecision& decision : decisions) {
    if (!decision.same) continue;
    for (const std::string& one : keys_of(called, decision.a))
      for (const std::string& other : keys_of(called, decision.b)) join(one, other, "decision");
  }
}

void EntityRegistry::follow_authority() {
  std::map<std::string, std::set<const Entity*>> called;
  for (const Entity& entry : identities_.authority) {
    entry_of_.emplace("a " + entry.id, &entry);
    called[name_key(entry.name)].insert(&entry);
    for (const std::string& alias : entry.aliases) called[name_key(alias)].insert(&entry);
  }
  if (called.empty()) return;
  for (const auto& [key, evidence] : evidence_) {
    std::set<const Entity*> fits;
    for (const auto& [name, count] : evidence.names) {
      const auto found = called.find(name_key(name));
      if (found == called.end()) continue;
      for (const Entity* entry : found->second) {
        const auto kind_fits = [&](const auto& seen) {
          const EntityKind kind = seen.first, wanted = entry->kind;
          return kind == EntityKind::other || wanted == EntityKind::other || kind == wanted ||
                 (is_body(kind) && is_body(wanted));
        };
        const bool country_fits = entry->country.empty() || evidence.countries.empty() ||
                                  evidence.countries.count(entry->country) != 0;
        if (country_fits && std::ranges::any_of(evidence.kinds, kind_fits)) fits.insert(entry);
      }
    }
    if (fits.size() == 1) join(key, "a " + (*fits.begin())->id, "authority");
  }
}

// What kind of thing a name is, is evidence and no part of who it is: a full name that one reading did not
// take for a person's and others did is the same person, and a known place stays one.
void EntityRegistry::join_kinds() {
  for (const auto& [key, evidence] : evidence_) {
    if (evidence.names.empty()) continue;
    const std::string& spelling = evidence.names.begin()->first;
    const std::string name = name_key(spelling), person = "p " + name;
    if (name.find(' ') == std::string::npos || key == person || evidence_.count(person) == 0) continue;
    const bool unsorted = key.starts_with("b ") && evidence.kinds.size() == 1 &&
                          evidence.kinds.begin()->first == EntityKind::other;
    if (unsorted || (key.starts_with("s ") && actors().find(spelling).empty())) join(key, person, "kind");
  }
  for (const auto& [key, evidence] : evidence_) {
    if (!key.starts_with("p ") || evidence.names.empty()) continue;
    const std::string& spelling = evidence.names.begin()->first;
    if (actors().find(spelling, NameUse::person) != nullptr) continue;
    const std::string place = key_of_place(spelling, "");
    if (known_place(spelling, "") != nullptr && evidence_.count(place) != 0) join(key, place, "kind");
  }
}

// A place or a body of which one reading does not know the state is the only one of that name.
void EntityRegistry::join_countries() {
  std::map<std::string, std::set<std::string>> with;  // key without its country → keys with one
  for (const auto& [key, evidence] : evidence_) {
    if ((!key.starts_with("s ") && !key.starts_with("b ")) || key.find(of_document) != std::string::npos)
      continue;
    if (const auto blank = key.rfind(' ');
        blank + 1 < key.size() && evidence_.count(key.substr(0, blank + 1)) != 0)
      with[key.substr(0, blank + 1)].insert(root(key));
  }
  for (const auto& [key, known] : with) {
    const Evidence& evidence = evidence_.at(key);
    const bool proper = !evidence.names.empty() && is_proper(evidence.names.begin()->first);
    if (known.size() == 1 && (key.starts_with("s ") || proper)) join(key, *known.begin(), "country");
  }
}

bool EntityRegistry::countries_agree(const std::string& a, const std::string& b) const {
  const auto &x = evidence_.at(a).countries, &y = evidence_.at(b).countries;
  return x.empty() || y.empty() || share_key(x, y);
}

// Persons whose full names agree and whose countries do not contradict are one. Every name is compared with
// the first of a group only, never with the last that joined it.
void EntityRegistry::join_full_names() {
  std::map<std::string, std::vector<std::pair<std::string, PersonName>>> blocks;
  for (const auto& [key, evidence] : evidence_) {
    if (!key.starts_with("p ") || evidence.names.empty() || surnames_.count(key) != 0) continue;
    PersonName name = person_name(evidence.names.begin()->first);
    if (!name.full()) continue;
    std::string block = block_of(name);
    full_[block].push_back(key);
    blocks[block].emplace_back(key, std::move(name));
  }
  for (const auto& [block, names] : blocks) {
    std::vector<bool> joined(names.size(), false);
    for (std::size_t i = 0; i < names.size(); ++i) {
      for (std::size_t j = 0; j < i && !joined[i]; ++j)
        joined[i] = !joined[j] && one_person(names[j], names[i], names) &&
                    join(names[i].first, names[j].first, "spelling");
    }
  }
}

// The same name in two spellings; an initial only when nobody else fits it.
bool EntityRegistry::one_person(const Named& a, const Named& b, const std::vector<Named>& all) const {
  const PersonName &x = a.second, &y = b.second;
  if (compare_names(x, y) != NameMatch::same || !countries_agree(a.first, b.first)) return false;
  const bool x_initial = x.given.front().size() == 1;
  if (!x_initial && y.given.front().size() != 1) return true;
  const PersonName& shorter = x_initial ? x : y;
  std::set<std::string> given;
  for (const auto& [key, other] : all) {
    if (other.given.front().size() > 1 && compare_names(other, shorter) == NameMatch::same)
      given.insert(other.given.front());
  }
  return given.size() <= 1;
}

// A surname that stands alone is the one person of its document that bears it; where the document names none,
// the only one that bears it at all, when the country, a title, what both documents name, or that the world
// knows the one leader by it speaks for that.
void EntityRegistry::join_surnames() {
  if (surnames_.empty()) return;
  for (const auto& [key, evidence] : evidence_) {
    auto& docs = docs_of_[root(key)];
    docs.insert(docs.end(), evidence.docs.begin(), evidence.docs.end());
  }
  for (auto& [group, docs] : docs_of_) sort_unique(docs);
  for (const auto& [own, base] : surnames_) {
    if (const auto person = person_called(own))
      join(own, *person, "surname");
    else
      join(own, base, "same-surname");
  }
}

std::optional<std::string> EntityRegistry::person_called(const std::string& own) const {
  const Evidence& evidence = evidence_.at(own);
  const PersonName name = person_name(evidence.names.begin()->first);
  const auto candidates = full_.find(block_of(name));
  if (candidates == full_.end()) return std::nullopt;
  std::map<std::string, bool> anywhere;  // root → something speaks for it
  std::set<std::string> here;
  for (const std::string& key : candidates->second) {
    const Evidence& other = evidence_.at(key);
    if (compare_names(name, person_name(other.names.begin()->first)) != NameMatch::surname_only ||
        !countries_agree(own, key))
      continue;
    const std::vector<std::uint64_t>& docs = docs_of_.at(root(key));
    if (share_value(evidence.docs, docs)) here.insert(root(key));
    const bool aliased = std::ranges::any_of(other.aliases, [&](const std::string& alias) {
      return same_spelling(name_key(alias), name.surname);
    });
    bool& speaks = anywhere[root(key)];
    speaks = speaks || aliased || share_key(evidence.countries, other.countries) ||
             share_value(evidence.titles, other.titles) ||
             share_context(evidence.docs, docs, surname_hash(name)) ||
             is_leader_by_surname(other.names.begin()->first);
  }
  if (here.size() == 1) return *here.begin();
  const bool person = evidence.kinds.count(EntityKind::person) != 0;
  if (here.empty() && person && anywhere.size() == 1 && anywhere.begin()->second)
    return anywhere.begin()->first;
  return std::nullopt;
}

bool EntityRegistry::share_context(const std::vector<std::uint64_t>& docs,
                                   const std::vector<std::uint64_t>& others, std::uint64_t except) const {
  const auto first_of = [&](std::uint64_t doc) {
    return std::lower_bound(context_.begin(), context_.end(), std::pair(doc, std::uint64_t{0}));
  };
  for (const std::uint64_t doc : docs) {
    for (auto named = first_of(doc); named != context_.end() && named->first == doc; ++named)
      for (const std::uint64_t other : others)
        if (named->second != except &&
            std::binary_search(context_.begin(), context_.end(), std::pair(other, named->second)))
          return true;
  }
  return false;
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
  if (!place.latitude) place.latitude = entity.latitude, place.longitude = entity.longitude;
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
    if (const Entity* entity = entity_of_facts(facts, facts.key)) name(place, *entity);
  }
  std::ranges::sort(record.places, [](const PlaceName& a, const PlaceName& b) {
    return std::tie(a.id, a.name) < std::tie(b.id, b.name);
  });
}

}  // namespace ekg
