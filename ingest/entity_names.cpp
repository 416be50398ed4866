#include "ingest/entity_names.hpp"

#include <algorithm>
#include <map>

#include "ingest/text/person_names.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {

const ActorLexicon& actors() {
  static const ActorLexicon lexicon;
  return lexicon;
}

std::string spelling_key(std::string_view name) {
  std::string key = name_key(name);
  if (key.empty()) key = name;
  return key;
}

bool is_body(EntityKind kind) { return kind != EntityKind::person && kind != EntityKind::place; }

bool is_proper(std::string_view name) {
  return std::ranges::any_of(name, [](unsigned char c) { return c >= 0x80 || (c >= 'A' && c <= 'Z'); });
}

bool is_anonymous(const Party& party) {
  for (const LexiconEntry& entry : actors().find(party.name))
    if (entry.use != NameUse::agent && entry.use != NameUse::title && entry.use != NameUse::thing &&
        entry.use != NameUse::body)
      return false;
  return !is_proper(party.name);
}

bool is_known_body(const LexiconEntry& entry) {
  return entry.use == NameUse::institution || entry.use == NameUse::organization ||
         entry.use == NameUse::armed_group || entry.use == NameUse::media;
}

bool is_armed_forces(std::string_view name, std::string_view country, bool known_body) {
  static const std::map<std::string, bool, std::less<>> words = [] {
    std::map<std::string, bool, std::less<>> out;
    for (const auto& row : read_table("actors/armed_forces.tsv")) out.emplace(row[0], row.size() > 1);
    return out;
  }();
  std::string plain(name);
  for (const std::string_view ending : {"'s", "’s"})
    if (const auto at = plain.find(ending); at != std::string::npos) plain.erase(at, ending.size());
  std::string state;
  bool forces = false;
  const std::string key = name_key(plain);
  for (const std::string_view word : split_fields(key, ' ')) {
    const auto found = words.find(word);
    if (found != words.end() && (found->second || !known_body)) {
      forces = true;
    } else if (word != "of" && word != "the" && word != "its") {
      state += (state.empty() ? "" : " ") + std::string(word);
    }
  }
  if (!forces) return false;
  return state.empty() || std::ranges::any_of(actors().find(state), [&](const LexiconEntry& entry) {
           return entry.country == country &&
                  (entry.use == NameUse::state || entry.use == NameUse::adjective ||
                   entry.use == NameUse::people);
         });
}

std::set<std::string> titles_in(std::string_view mention) {
  std::set<std::string> out;
  const std::string key = name_key(mention);
  const auto words = split_fields(key, ' ');
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    for (const std::string_view last : {words[i], words[i + 1]}) {
      const std::string phrase(words[i].data(), last.data() + last.size());
      if (actors().find(phrase, NameUse::title) != nullptr) out.insert(phrase);
    }
  }
  return out;
}

bool is_leader_by_surname(std::string_view name) {
  static const std::map<std::string, std::set<std::string>> leaders = [] {
    std::map<std::string, std::set<std::string>> out;
    for (const auto& row : read_table("actors/leaders.tsv"))
      out[spelling_block(person_name(row[0]).surname)].insert(name_key(row[0]));
    return out;
  }();
  const LexiconEntry* person = actors().find(name, NameUse::person);
  if (person == nullptr) return false;
  const auto same = leaders.find(spelling_block(person_name(person->name).surname));
  return same != leaders.end() && same->second.size() == 1 && *same->second.begin() == name_key(person->name);
}

std::string_view state_of_region(std::string_view name) {
  static const std::map<std::string, std::set<std::string>> regions = [] {
    std::map<std::string, std::set<std::string>> out;  // name and kind → states
    for (const auto& row : read_table("places/regions.tsv")) {
      const std::string kind = ' ' + name_key(row[2]);
      for (std::size_t column = 3; column < row.size(); ++column)
        for (const std::string_view one : split_fields(row[column], '|')) {
          std::string key = name_key(one);
          if (!key.ends_with(kind)) key += kind;
          out[std::move(key)].emplace(row[1]);
        }
    }
    return out;
  }();
  std::string key = name_key(name);
  if (key.starts_with("the ")) key.erase(0, 4);
  if (const std::size_t of = key.find(" of "); of != std::string::npos)
    key = key.substr(of + 4) + ' ' + key.substr(0, of);
  const auto found = regions.find(key);
  return found != regions.end() && found->second.size() == 1 ? *found->second.begin() : std::string_view();
}

const LexiconEntry* known_place(const std::string& name, const std::string& country) {
  const LexiconEntry* place = nullptr;
  for (const LexiconEntry& entry : actors().find(name)) {
    if (entry.use != NameUse::place && entry.use != NameUse::capital) continue;
    if (!country.empty() && entry.country != country) continue;
    if (place != nullptr && (place->name != entry.name || place->country != entry.country)) return nullptr;
    if (place == nullptr || !place->latitude) place = &entry;
  }
  return place;
}

}  // namespace ekg
