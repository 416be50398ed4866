// Which keys of the registry are one entity, rule by rule (docs/store.md, "Who is who").
#include <algorithm>
#include <tuple>

#include "graph/content_id.hpp"
#include "ingest/entity_evidence.hpp"
#include "ingest/entity_names.hpp"
#include "ingest/entity_registry.hpp"

namespace ekg {
namespace {

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

}  // namespace

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

void EntityRegistry::follow_decisions() {
  if (identities_.decisions.empty()) return;
  // Id or name → keys; a surname that stands alone belongs to all documents that leave it alone.
  std::map<std::string, std::set<std::string>> called, lone;
  for (const auto& [key, evidence] : evidence_) {
    const auto base = surnames_.find(key);
    if (base == surnames_.end()) called[content_id("en", key)].insert(key);
    for (const auto& [name, count] : evidence.names) {
      called[spelling_key(name)].insert(base == surnames_.end() ? key : base->second);
      if (base != surnames_.end()) lone[spelling_key(name)].insert(key);
    }
  }
  const auto keys_of = [](const auto& of, const std::string& who) {
    std::set<std::string> keys;
    for (const std::string& name : {who, spelling_key(who)})
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
    called[spelling_key(entry.name)].insert(&entry);
    for (const std::string& alias : entry.aliases) called[spelling_key(alias)].insert(&entry);
  }
  if (called.empty()) return;
  for (const auto& [key, evidence] : evidence_) {
    std::set<const Entity*> fits;
    for (const auto& [name, count] : evidence.names) {
      const auto found = called.find(spelling_key(name));
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
    const std::string name = spelling_key(spelling), person = "p " + name;
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
    std::string block = spelling_block(name.surname);
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
  const auto candidates = full_.find(spelling_block(name.surname));
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
      return same_spelling(spelling_key(alias), name.surname);
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
            {name, most, spelling_key(name) == spelling_key(most) ? "letters" : "lexicon"});
  }
  for (auto& [group, entity] : entities_) {
    std::ranges::sort(entity.merges);
    entity.merges.erase(std::unique(entity.merges.begin(), entity.merges.end()), entity.merges.end());
  }
}

}  // namespace ekg
