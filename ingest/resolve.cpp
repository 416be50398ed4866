#include "ingest/resolve.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "graph/content_id.hpp"
#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/person_names.hpp"

namespace ekg {
namespace {

// All that the records say of one name, gathered before anything is decided, so that order cannot matter.
struct Evidence {
  std::map<std::string, int> names;  // spelling → times
  std::map<EntityKind, int> kinds;
  std::map<std::string, int> countries, sectors;
  std::set<std::string> aliases;
  std::set<OfficeRole> roles;
  std::optional<std::pair<double, double>> position;
  std::optional<std::int64_t> geonames;
};

template <typename Value>
std::optional<Value> most_frequent(const std::map<Value, int>& counts) {
  std::optional<Value> best;
  int most = 0;
  for (const auto& [value, count] : counts) {
    if (count > most) best = value, most = count;  // the first of equals: the map is sorted
  }
  return best;
}

const ActorLexicon& actors() {
  static const ActorLexicon lexicon;
  return lexicon;
}

class Registry {
 public:
  // A key that every mention of the same full name shares. "Soldiers" of one document, of nobody knows which
  // state, are not those of another.
  std::string key_of(const Party& party, const EventRecord& told) const {
    if (!party.country.empty() && !party.inferred) return key_of_name(party);
    if (party.name.empty() || told.mentions.empty() || !is_anonymous(party)) return key_of_name(party);
    return "n " + told.mentions.front().doc + ' ' + name_key(party.name);
  }

  std::string key_of_name(const Party& party) const {
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
      const bool body = entry.use == NameUse::institution || entry.use == NameUse::organization ||
                        entry.use == NameUse::armed_group || entry.use == NameUse::media;
      if (body && is_body(party.kind) &&
          (party.country.empty() || entry.country.empty() || party.country == entry.country))
        return "b " + name_key(entry.name);
    }
    if (party.kind == EntityKind::person) return "p " + name_key(party.name);
    if (party.kind == EntityKind::place) return key_of_place(party.name, party.country);
    return "b " + name_key(party.name) + ' ' + party.country;
  }

  static std::string key_of(const PlaceName& place) {
    return place.name.empty() ? std::string() : key_of_place(place.name, place.country);
  }

  // A state is one entity, whether it acts or is the scene.
  static std::string key_of_place(const std::string& name, const std::string& country) {
    if (const LexiconEntry* state = actors().find(name, NameUse::state);
        state != nullptr && (country.empty() || state->country == country))
      return "c " + std::string(state->country);
    return "s " + name_key(name) + ' ' + country;
  }

  static bool is_body(EntityKind kind) { return kind != EntityKind::person && kind != EntityKind::place; }

  // Common nouns only, and no body that the lexicon knows.
  static bool is_anonymous(const Party& party) {
    for (const LexiconEntry& entry : actors().find(party.name))
      if (entry.use != NameUse::agent && entry.use != NameUse::title && entry.use != NameUse::thing &&
          entry.use != NameUse::body)
        return false;
    return std::none_of(party.name.begin(), party.name.end(),
                        [](unsigned char c) { return c >= 0x80 || (c >= 'A' && c <= 'Z'); });
  }

  void add(const Party& party, const EventRecord& told) {
    const std::string key = key_of(party, told);
    if (key.empty()) return;
    Evidence& evidence = evidence_[key];
    ++evidence.names[party.name];
    ++evidence.kinds[party.kind];
    if (!party.country.empty() && !party.inferred) ++evidence.countries[party.country];
    if (!party.sector.empty()) ++evidence.sectors[party.sector];
    evidence.aliases.insert(party.aliases.begin(), party.aliases.end());
    evidence.roles.insert(party.roles.begin(), party.roles.end());
  }

  void add(const PlaceName& place) {
    const std::string key = key_of(place);
    if (key.empty()) return;
    Evidence& evidence = evidence_[key];
    ++evidence.names[place.name];
    ++evidence.kinds[EntityKind::place];
    if (!place.country.empty()) ++evidence.countries[place.country];
    if (place.latitude && place.longitude) {
      const std::pair position(*place.latitude, *place.longitude);
      if (!evidence.position || position < *evidence.position) evidence.position = position;
    }
    if (place.geonames && (!evidence.geonames || *place.geonames < *evidence.geonames))
      evidence.geonames = place.geonames;
  }

  // Persons whose full names agree and whose countries do not contradict are one; a bare surname joins the
  // only person that bears it and has an alias of it. Decided over groups of like names, never pair by pair
  // in the order of arrival.
  void settle() {
    for (const auto& [key, evidence] : evidence_) group_[key] = key;
    join_unsorted();
    join_persons();
    for (auto& [key, group] : group_) group = group_.at(group);
    for (const auto& [key, evidence] : evidence_) {
      Evidence& all = settled_[group_[key]];
      for (const auto& [name, count] : evidence.names) all.names[name] += count;
      for (const auto& [kind, count] : evidence.kinds) all.kinds[kind] += count;
      for (const auto& [country, count] : evidence.countries) all.countries[country] += count;
      for (const auto& [sector, count] : evidence.sectors) all.sectors[sector] += count;
      all.aliases.insert(evidence.aliases.begin(), evidence.aliases.end());
      all.roles.insert(evidence.roles.begin(), evidence.roles.end());
      if (evidence.position && (!all.position || *evidence.position < *all.position))
        all.position = evidence.position;
      if (evidence.geonames && (!all.geonames || *evidence.geonames < *all.geonames))
        all.geonames = evidence.geonames;
    }
    for (const auto& [group, evidence] : settled_) entities_.emplace(group, entity_of(group, evidence));
  }

  const Entity* find(const std::string& key) const {
    const auto group = group_.find(key);
    return group == group_.end() ? nullptr : &entities_.at(group->second);
  }

  std::vector<Entity> sorted() const {
    std::vector<Entity> out;
    for (const auto& [group, entity] : entities_) out.push_back(entity);
    std::sort(out.begin(), out.end(), [](const Entity& a, const Entity& b) { return a.id < b.id; });
    return out;
  }

 private:
  // A full name that one reading did not take for a person's and others did: the same person.
  void join_unsorted() {
    for (const auto& [key, evidence] : evidence_) {
      if (!key.starts_with("b ") || evidence.kinds.size() != 1 ||
          evidence.kinds.begin()->first != EntityKind::other)
        continue;
      const std::string name = name_key(evidence.names.begin()->first);
      if (name.find(' ') != std::string::npos && evidence_.count("p " + name) != 0) group_[key] = "p " + name;
    }
  }

  void join_persons() {
    std::map<std::string, std::vector<std::string>> full;  // surname's rough form → keys of full names
    std::vector<std::string> bare;
    for (const auto& [key, evidence] : evidence_) {
      if (!key.starts_with("p ")) continue;
      const PersonName name = person_name(evidence.names.begin()->first);
      if (name.full())
        full[rough(name.surname)].push_back(key);
      else
        bare.push_back(key);
    }
    for (auto& [surname, keys] : full) {
      // Keys are sorted, so the representative of each group is its least key whatever came first.
      for (std::size_t i = 0; i < keys.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          if (group_[keys[j]] != keys[j] || !one_person(keys[j], keys[i], keys)) continue;
          group_[keys[i]] = keys[j];
          break;
        }
      }
    }
    for (const std::string& key : bare) {
      const PersonName name = person_name(evidence_.at(key).names.begin()->first);
      std::set<std::string> fits;
      const auto candidates = full.find(rough(name.surname));
      if (name.handle || candidates == full.end()) continue;
      for (const std::string& other : candidates->second) {
        const bool alias_of =
            std::any_of(evidence_.at(other).aliases.begin(), evidence_.at(other).aliases.end(),
                        [&](const std::string& alias) { return name_key(alias) == key.substr(2); });
        if (alias_of && countries_agree(key, other)) fits.insert(group_[other]);
      }
      if (fits.size() == 1) group_[key] = *fits.begin();
    }
  }

  static std::string rough(const std::string& surname) { return surname.substr(0, 1); }

  bool countries_agree(const std::string& a, const std::string& b) const {
    const auto& x = evidence_.at(a).countries;
    const auto& y = evidence_.at(b).countries;
    if (x.empty() || y.empty()) return true;
    return std::any_of(x.begin(), x.end(), [&](const auto& country) { return y.count(country.first) != 0; });
  }

  // The same name in two spellings; an initial only when nobody else fits it.
  bool one_person(const std::string& a, const std::string& b, const std::vector<std::string>& all) const {
    const PersonName x = person_name(evidence_.at(a).names.begin()->first);
    const PersonName y = person_name(evidence_.at(b).names.begin()->first);
    if (!countries_agree(a, b) || compare_names(x, y) != NameMatch::same) return false;
    const bool initial = x.given.front().size() == 1 || y.given.front().size() == 1;
    if (!initial) return true;
    const PersonName& shorter = x.given.front().size() == 1 ? x : y;
    std::set<std::string> given;
    for (const std::string& key : all) {
      const PersonName other = person_name(evidence_.at(key).names.begin()->first);
      if (other.given.front().size() > 1 && compare_names(other, shorter) == NameMatch::same)
        given.insert(other.given.front());
    }
    return given.size() <= 1;
  }

  static Entity entity_of(const std::string& group, const Evidence& evidence) {
    Entity entity;
    entity.id = content_id("en", group);
    entity.kind = most_frequent(evidence.kinds).value_or(EntityKind::other);
    entity.country = most_frequent(evidence.countries).value_or("");
    entity.sector = most_frequent(evidence.sectors).value_or("");
    entity.name = most_frequent(evidence.names).value_or("");
    if (group.starts_with("c ")) {
      entity.kind = EntityKind::country, entity.country = group.substr(2);
      if (const auto state = actors().state_name(entity.country); !state.empty()) entity.name = state;
    }
    std::set<std::string> aliases = evidence.aliases;
    for (const auto& [name, count] : evidence.names) aliases.insert(name);
    aliases.erase(entity.name);
    aliases.erase("");
    entity.aliases.assign(aliases.begin(), aliases.end());
    entity.roles.assign(evidence.roles.begin(), evidence.roles.end());
    if (evidence.position)
      entity.latitude = evidence.position->first, entity.longitude = evidence.position->second;
    entity.geonames = evidence.geonames;
    if (entity.kind == EntityKind::place && !entity.latitude) locate(entity);
    return entity;
  }

  // A place of the lexicon, when the country agrees and only one fits.
  static void locate(Entity& entity) {
    const LexiconEntry* place = nullptr;
    for (const LexiconEntry& entry : actors().find(entity.name)) {
      if ((entry.use != NameUse::place && entry.use != NameUse::capital) || !entry.latitude) continue;
      if (!entity.country.empty() && entry.country != entity.country) continue;
      if (place != nullptr) return;
      place = &entry;
    }
    if (place == nullptr) return;
    entity.latitude = place->latitude, entity.longitude = place->longitude;
    if (entity.country.empty()) entity.country = place->country;
  }

  std::map<std::string, Evidence> evidence_, settled_;
  std::map<std::string, std::string> group_;
  std::map<std::string, Entity> entities_;
};

// A record that comes again with an id: what it tells of the same event is added, by whom and where it is
// told. False when it tells of another event.
bool unite(EventRecord& event, const EventRecord& again) {
  const auto add_new = [](auto& list, const auto& more) {
    for (const auto& one : more)
      if (std::ranges::find(list, one) == list.end()) list.push_back(one);
  };
  EventRecord a = event, b = again;
  for (EventRecord* record : {&a, &b}) {
    record->mentions.clear(), record->attribution.clear(), record->file.clear(), record->line = 0;
    record->quote.clear(), record->confidence.reset(), record->quantities.clear();
    for (auto* parties : {&record->actors, &record->recipients})
      for (Party& party : *parties) party.aliases.clear(), party.roles.clear();
  }
  if (a != b) return false;
  add_new(event.mentions, again.mentions);
  add_new(event.attribution, again.attribution);
  add_new(event.quantities, again.quantities);
  if (!event.confidence || (again.confidence && *again.confidence > *event.confidence))
    event.confidence = again.confidence;
  if (event.quote.empty()) event.quote = again.quote;
  return true;
}

void name_all(EventRecord& record, const Registry& registry) {
  const auto name = [&](Party& party) {
    const Entity* entity = registry.find(registry.key_of(party, record));
    if (entity == nullptr) return;
    party.id = entity->id;
    party.name = entity->name;
    if (party.kind == EntityKind::other) party.kind = entity->kind;
    party.aliases.clear();
    party.roles.clear();
    if (party.country.empty() || (party.inferred && !entity->country.empty())) {
      party.country = entity->country;
      party.inferred = false;
    }
  };
  for (auto* list : {&record.actors, &record.recipients}) {
    for (Party& party : *list) name(party);
    std::sort(list->begin(), list->end(), [](const Party& a, const Party& b) {
      return std::tie(a.id, a.name, a.mention) < std::tie(b.id, b.name, b.mention);
    });
  }
  for (Attribution& said : record.attribution) name(said.by);
  for (PlaceName& place : record.places) {
    const Entity* entity = registry.find(Registry::key_of(place));
    if (entity == nullptr) continue;
    place.id = entity->id;
    if (place.country.empty()) place.country = entity->country;
    if (!place.latitude) place.latitude = entity->latitude, place.longitude = entity->longitude;
  }
  std::sort(record.places.begin(), record.places.end(), [](const PlaceName& a, const PlaceName& b) {
    return std::tie(a.id, a.name) < std::tie(b.id, b.name);
  });
}

// Events that may be one: the same type, actors, recipients and places. Without parties or time nothing is
// merged.
std::optional<std::string> event_group(const EventRecord& record) {
  if (!record.time || record.time->precision == Precision::unknown || record.mentions.empty())
    return std::nullopt;
  if (record.actors.empty() || record.type == "statement") return std::nullopt;
  if (record.actors.empty() && record.recipients.empty()) return std::nullopt;
  std::string key = record.type;
  for (const auto* list : {&record.actors, &record.recipients}) {
    key += '|';
    std::string_view last;
    for (const Party& party : *list) {
      if (party.id != last) key += party.id + ' ';
      last = party.id;
    }
  }
  key += '|';
  for (const PlaceName& place : record.places) key += place.id + ' ';
  return key;
}

// How strongly a status speaks for the event; a denial stays visible in the attribution.
int weight(Status status) {
  switch (status) {
    case Status::confirmed:
      return 6;
    case Status::asserted:
      return 5;
    case Status::reported:
      return 4;
    case Status::unverified:
      return 3;
    case Status::denied:
      return 2;
    default:
      return 0;
  }
}

bool has_happened(Status status) { return weight(status) > 0; }

template <typename Value, typename Less>
void append_new(std::vector<Value>& into, std::vector<Value>& from, Less less) {
  into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  std::sort(into.begin(), into.end(), less);
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

auto mention_order(const EventMention& m) { return std::tie(m.doc, m.sentence, m.span, m.trigger, m.text); }

// `other` is told of the same event as `event`, which comes before it in the canonical order.
void absorb(EventRecord& event, EventRecord& other) {
  event.status = weight(other.status) > weight(event.status) ? other.status : event.status;
  const auto length = [](const TimeSpan& t) { return t.end - t.begin; };
  if (std::tuple(length(*other.time), *other.time) < std::tuple(length(*event.time), *event.time))
    event.time = other.time, event.time_text = other.time_text;
  append_new(event.mentions, other.mentions, [](const EventMention& a, const EventMention& b) {
    return mention_order(a) < mention_order(b);
  });
  append_new(event.attribution, other.attribution, [](const Attribution& a, const Attribution& b) {
    return std::tie(a.by.id, a.by.name, a.verb, a.stance, a.by.mention) <
           std::tie(b.by.id, b.by.name, b.verb, b.stance, b.by.mention);
  });
  append_new(event.quantities, other.quantities, [](const EventQuantity& a, const EventQuantity& b) {
    return std::tie(a.of, a.value, a.max, a.comparator, a.text) <
           std::tie(b.of, b.value, b.max, b.comparator, b.text);
  });
  if (other.confidence && (!event.confidence || *other.confidence > *event.confidence))
    event.confidence = other.confidence;
  if (event.about.empty()) event.about = other.about;
}

// Merges within each group: sorted by time and content, an event joins the one before it while all their
// times overlap.
std::vector<EventRecord> merge_events(std::vector<EventRecord> records,
                                      std::map<std::string, std::string>& merged) {
  std::map<std::string, std::vector<std::size_t>> groups;
  std::vector<bool> gone(records.size(), false);
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!has_happened(records[i].status)) continue;
    if (const auto key = event_group(records[i])) groups[*key].push_back(i);
  }
  for (auto& [key, members] : groups) {
    std::sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
      return std::tie(*records[a].time, records[a].id) < std::tie(*records[b].time, records[b].id);
    });
    std::optional<std::size_t> open;
    TimeSpan common{};
    for (const std::size_t i : members) {
      const TimeSpan time = *records[i].time;
      if (open && common.overlaps(time)) {
        common.begin = std::max(common.begin, time.begin), common.end = std::min(common.end, time.end);
        merged[records[i].id] = records[*open].id;
        absorb(records[*open], records[i]);
        gone[i] = true;
      } else {
        open = i, common = time;
      }
    }
  }
  std::vector<EventRecord> kept;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!gone[i]) kept.push_back(std::move(records[i]));
  }
  return kept;
}

// What canonical_content leaves out.
std::vector<std::vector<std::string>> aliases_of(const EventRecord& record) {
  std::vector<std::vector<std::string>> out;
  for (const auto* list : {&record.actors, &record.recipients}) {
    for (const Party& party : *list) out.push_back(party.aliases);
  }
  for (const Attribution& said : record.attribution) out.push_back(said.by.aliases);
  return out;
}

}  // namespace

Resolution resolve(std::vector<EventRecord> records) {
  for (EventRecord& record : records) {
    if (record.id.empty()) record.id = derived_event_id(record);
  }
  // One record may arrive twice, from two shards: it counts once, and which of two with the same id stays
  // must not depend on who came first.
  std::sort(records.begin(), records.end(), [](const EventRecord& a, const EventRecord& b) {
    if (a.id != b.id) return a.id < b.id;
    const std::string x = canonical_content(a), y = canonical_content(b);
    return x != y ? x < y : aliases_of(a) < aliases_of(b);
  });
  std::vector<EventRecord> unique;
  std::set<std::string> contradicted;
  for (EventRecord& record : records) {
    if (unique.empty() || unique.back().id != record.id)
      unique.push_back(std::move(record));
    else if (!unite(unique.back(), record))
      contradicted.insert(record.id);
  }
  Registry registry;
  for (const EventRecord& record : unique) {
    for (const auto* list : {&record.actors, &record.recipients}) {
      for (const Party& party : *list) registry.add(party, record);
    }
    for (const Attribution& said : record.attribution) registry.add(said.by, record);
    for (const PlaceName& place : record.places) registry.add(place);
  }
  registry.settle();
  for (EventRecord& record : unique) name_all(record, registry);

  std::map<std::string, std::string> merged;
  Resolution result{registry.sorted(), merge_events(std::move(unique), merged), {}};
  result.contradicted.assign(contradicted.begin(), contradicted.end());
  for (EventRecord& event : result.events) {
    if (const auto into = merged.find(event.about); into != merged.end()) event.about = into->second;
    if (event.about == event.id) event.about.clear();
  }
  std::sort(result.events.begin(), result.events.end(),
            [](const EventRecord& a, const EventRecord& b) { return a.id < b.id; });
  return result;
}

}  // namespace ekg
