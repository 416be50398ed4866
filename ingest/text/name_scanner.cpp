#include "ingest/text/name_scanner.hpp"

#include <algorithm>
#include <utility>

#include "ingest/text/place_words.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {

bool is_common(NameUse use) { return use == NameUse::agent || use == NameUse::body || use == NameUse::thing; }
bool is_adjective(NameUse use) { return use == NameUse::adjective || use == NameUse::community; }

NameScanner::NameScanner(const ParsedDocument& parsed, const ActorLexicon& lexicon, bool has_tree)
    : parsed_(parsed), lexicon_(lexicon), has_tree_(has_tree) {
  if (parsed.document->published)
    published_ = std::chrono::floor<std::chrono::days>(parsed.document->published->begin);
}

std::vector<Found> NameScanner::scan(const Sentence& sentence, const std::vector<Mention>& learned) {
  sentence_ = sentence;
  scan_lexicon();
  join_learned_names(learned);
  add_handles_and_foreign_scripts();
  return std::exchange(found_, {});
}

// The longest names and nouns, from left to right.
void NameScanner::scan_lexicon() {
  std::vector<LexiconMatch> matches;
  for (TokenIndex t = sentence_.first; t < sentence_.last;) {
    matches.clear();
    lexicon_.matches_at(parsed_, t, sentence_.last, matches);
    TokenIndex next = t + 1;
    for (const LexiconMatch& match : matches) {
      if (const LexiconEntry* entry = choose(match)) {
        found_.push_back({match.first, match.last, entry, entry->kind,
                          !is_common(entry->use) && entry->use != NameUse::title});
        next = match.last;
        break;
      }
    }
    t = next;
  }
}

// The entry that fits the words as they stand here, or nullptr.
const LexiconEntry* NameScanner::choose(const LexiconMatch& match) const {
  const bool one = match.last == match.first + 1;
  const Upos upos = token(match.last - 1).upos;
  const LexiconEntry* adjective = nullptr;
  for (const LexiconEntry& entry : match.entries) {
    const bool dated = entry.use == NameUse::person || entry.use == NameUse::organization ||
                       entry.use == NameUse::armed_group;
    if (dated && !entry.valid_at(published_)) continue;
    if (one && tagged(match.first)) {
      // "WHO" in capitals is no pronoun, whatever the tagger says.
      const bool acronym = text(match.first).size() > 1 && std::ranges::all_of(text(match.first), [](char c) {
                             return c >= 'A' && c <= 'Z';
                           });
      const bool noun = upos == Upos::PROPN || upos == Upos::NOUN || upos == Upos::X || acronym;
      const bool modifier = upos == Upos::ADJ;
      if (is_common(entry.use) ? !noun && !(modifier && entry.use == NameUse::agent && is_head(match.first))
          : is_adjective(entry.use) ? !noun && !modifier
          : entry.use == NameUse::place || entry.use == NameUse::capital || entry.use == NameUse::person ||
                  (entry.use == NameUse::media && has_small_letter(match.first))
              ? upos != Upos::PROPN
              : !noun && !modifier)
        continue;
    }
    if (is_adjective(entry.use)) {
      if (adjective == nullptr) adjective = &entry;
      continue;
    }
    if (entry.use == NameUse::media && goes_on(match)) continue;
    // "the Dutch said" are people, "Dutch troops" are not.
    if (entry.use == NameUse::people && adjective != nullptr && !is_head(match.last - 1)) return adjective;
    return &entry;
  }
  return adjective;
}

// "the National" of "the National Liberation Army".
bool NameScanner::goes_on(const LexiconMatch& match) const {
  if (!has_tree_) return false;
  const Token& last = token(match.last - 1);
  const Deprel relation = universal(last.deprel);
  return last.head != no_token && last.head >= match.last && last.head < sentence_.last &&
         token(last.head).upos == Upos::PROPN &&
         (relation == Deprel::compound || relation == Deprel::amod || relation == Deprel::flat);
}

bool NameScanner::has_small_letter(TokenIndex t) const {
  return std::any_of(text(t).begin(), text(t).end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool NameScanner::is_head(TokenIndex t) const {
  if (!has_tree_) return t + 1 == sentence_.last || !is_letter(code_point_at(text(t + 1), 0).value);
  const Deprel relation = universal(token(t).deprel);
  return relation != Deprel::amod && relation != Deprel::compound && relation != Deprel::flat &&
         relation != Deprel::det;
}

// The network's names join the lexicon's: a person's name eats a place in it ("Paris Hilton"), a longer
// name wins.
void NameScanner::join_learned_names(const std::vector<Mention>& learned) {
  for (const Mention& mention : learned) {
    if (mention.form != MentionForm::named || mention.first >= mention.last) continue;
    Found name{mention.first, mention.last, nullptr, mention.kind, true};
    extend(name);
    trim(name);
    if (name.first >= name.last || is_no_name(name) || is_known_behind_direction(name)) continue;
    bool rejected = false;
    for (const Found& other : found_) {
      if (other.last <= name.first || name.last <= other.first) continue;
      if (is_people_behind_common_words(other, name)) rejected = true;
      if (!other.name) continue;
      const bool same_size_or_longer = other.last - other.first >= name.last - name.first;
      const bool modifies =
          other.entry != nullptr && is_adjective(other.entry->use) && other.last < name.last;
      const bool surname =
          name.kind == MentionKind::person && other.entry != nullptr && other.entry->use == NameUse::place;
      if (same_size_or_longer && !modifies && !surname) rejected = true;
    }
    if (rejected) continue;
    // "UN" of "UN envoy", which the lexicon knows as one noun.
    name.entry =
        lexicon_.find(parsed_.document->at({token(name.first).span.begin, token(name.last - 1).span.end}),
                      NameUse::organization);
    name.country = state_inside(name);
    if (const Found* body = body_inside(name)) name.kind = body->kind, name.sector = body->entry->sector;
    std::erase_if(found_, [&](const Found& other) {
      if (other.last <= name.first || name.last <= other.first) return false;
      if (!other.name)
        return name.first <= other.first && other.last <= name.last &&
               other.last - other.first < name.last - name.first && name.kind != MentionKind::person;
      return !(other.entry != nullptr && is_adjective(other.entry->use));
    });
    found_.push_back(name);
  }
  std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
    return a.first != b.first ? a.first < b.first : a.last > b.last;
  });
  std::vector<Found> kept;
  for (const Found& found : found_) {
    const bool repeated = !kept.empty() && found.name && kept.back().name &&
                          kept.back().first == found.first && kept.back().last == found.last;
    if (!repeated) kept.push_back(found);
  }
  found_.swap(kept);
}

// The one state that the name's last word names; empty for persons ("Paul Ireland").
std::string_view NameScanner::state_inside(const Found& name) const {
  if (name.kind == MentionKind::person) return {};
  for (const Found& other : found_) {
    if (other.entry == nullptr || other.last != name.last || other.first <= name.first) continue;
    if (other.entry->use == NameUse::state) return other.entry->country;
  }
  return {};
}

// "ministry of defence" of a longer name of an organization that begins with it or ends on it.
const Found* NameScanner::body_inside(const Found& name) const {
  if (name.kind != MentionKind::organization) return nullptr;
  for (const Found& other : found_) {
    if (other.entry == nullptr || other.entry->use != NameUse::body || other.first < name.first ||
        other.last > name.last)
      continue;
    if (other.first == name.first || other.last == name.last) return &other;
  }
  return nullptr;
}

// "South Beirut": a place of the lexicon and a direction.
bool NameScanner::is_known_behind_direction(const Found& name) const {
  if (!is_direction(ascii_lower(text(name.first)))) return false;
  return std::ranges::any_of(found_, [&](const Found& other) {
    return other.entry != nullptr && other.first == name.first + 1 && other.last == name.last &&
           (other.entry->use == NameUse::place || other.entry->use == NameUse::state ||
            other.entry->use == NameUse::capital);
  });
}

// "Palestinians", "more than 100 Palestinians": the people of a state, whatever the network takes them for.
bool NameScanner::is_people_behind_common_words(const Found& people, const Found& name) const {
  if (people.entry == nullptr || people.entry->use != NameUse::people || people.last != name.last)
    return false;
  for (TokenIndex t = name.first; t < people.first; ++t) {
    if (token(t).upos == Upos::PROPN) return false;
  }
  return true;
}

// "@ZelenskyyUa"; "Володимир Зеленський" among Latin letters.
void NameScanner::add_handles_and_foreign_scripts() {
  const auto foreign = [&](TokenIndex t) {
    const char32_t first = code_point_at(text(t), 0).value;
    return first >= 0x370 && first < 0x1e00 && is_letter(first) && (is_upper(first) || first >= 0x590);
  };
  bool added = false;
  for (TokenIndex t = sentence_.first; t < sentence_.last;) {
    TokenIndex last = t + 1;
    const bool handle = text(t).size() > 2 && text(t)[0] == '@';
    if (!handle && foreign(t)) {
      while (last < sentence_.last && foreign(last)) ++last;
    }
    const bool taken = std::any_of(found_.begin(), found_.end(),
                                   [&](const Found& f) { return f.first < last && t < f.last; });
    if (!taken && (handle || (last - t >= 2 && last - t <= 4))) {
      found_.push_back({t, last, nullptr, MentionKind::person, true});
      added = true;
    }
    t = last;
  }
  if (added)
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Found& a, const Found& b) { return a.first < b.first; });
}

// "Mr", "Ukraine-U.S.", "North Korea's soldiers": titles alone, two names, or a possessor with a common
// noun.
bool NameScanner::is_no_name(const Found& name) const {
  int locations = 0;
  bool whole_body = false;  // "Defence Ministry": whose it is tells the phrase around it
  bool possessive = false, hyphen = false, common = false, all_title = false;
  std::vector<bool> known(name.last - name.first, false);  // a state's or an office's word: "US President"
  for (TokenIndex t = name.first; t < name.last; ++t) {
    possessive |= text(t) == "'s" || text(t) == "’s";
    hyphen |= text(t) == "-" || text(t) == "/" || text(t) == "–";
  }
  for (const Found& other : found_) {
    if (other.first < name.first || other.last > name.last || other.entry == nullptr) continue;
    locations += other.entry->use == NameUse::state || other.entry->use == NameUse::capital;
    common |= !other.name;
    whole_body |= other.entry->use == NameUse::body && other.first == name.first && other.last == name.last;
    for (TokenIndex t = other.first; t < other.last; ++t)
      known[t - name.first] = known[t - name.first] || !other.name || other.entry->use == NameUse::state ||
                              is_adjective(other.entry->use);
    all_title |= !other.name && other.first == name.first && other.last == name.last &&
                 (other.entry->use == NameUse::title || name.kind == MentionKind::person);
  }
  const bool all_known = std::find(known.begin(), known.end(), false) == known.end();
  const bool office = std::ranges::any_of(found_, [&](const Found& other) {
    return other.first > name.first && other.last == name.last && title_at(other.first) == name.last;
  });
  if (common && all_known && (name.kind == MentionKind::person || office)) return true;
  return all_title || whole_body || (possessive && common) || (hyphen && locations > 1);
}

// An emoji, a flag, a bullet: nothing that a name begins or ends with.
bool NameScanner::is_sign(TokenIndex t) const {
  const char32_t first = code_point_at(text(t), 0).value;
  return first >= 0x2000 && !is_word(first);
}

// A person's name without the titles that the network took in; a name without its article and possessive.
void NameScanner::trim(Found& name) const {
  while (name.first < name.last && (token(name.first).upos == Upos::DET ||
                                    token(name.first).upos == Upos::PUNCT || is_sign(name.first)))
    ++name.first;
  while (name.last > name.first && is_sign(name.last - 1)) --name.last;
  while (name.last > name.first + 1 &&
         (text(name.last - 1) == "'s" || text(name.last - 1) == "’s" || text(name.last - 1) == "’" ||
          (token(name.last - 1).upos == Upos::PUNCT && text(name.last - 1) != ".")))
    --name.last;
  if (name.kind != MentionKind::person) return;
  for (bool again = true; again;) {
    again = false;
    for (const Found& title : found_) {
      if (title.entry == nullptr || title.first > name.first || title.last <= name.first ||
          title.last >= name.last)
        continue;
      // "U.S. Secretary of State Antony Blinken", of which the network may take "State Antony Blinken".
      const bool state_of_title = title.entry->use == NameUse::state && title_at(title.last) < name.last;
      if (title.name && !is_adjective(title.entry->use) && !state_of_title) continue;
      name.first = end_of_office(title, name.last), again = true;
    }
  }
}

// Where the name behind a title begins: in "Minister for the Middle East Tobias Ellwood" not at "for".
TokenIndex NameScanner::end_of_office(const Found& title, TokenIndex end) const {
  if (token(title.last).upos != Upos::ADP) return title.last;
  const auto of_title = [&](TokenIndex t) {
    const Deprel relation = universal(token(t).deprel);
    return (relation == Deprel::flat || relation == Deprel::appos) && token(t).head >= title.first &&
           token(t).head < title.last;
  };
  for (TokenIndex t = title.last + 1; t < end; ++t)
    if (of_title(t)) return t;
  return end;
}

// Where the common noun for a person that begins here ends; no_token when there is none.
TokenIndex NameScanner::title_at(TokenIndex first) const {
  for (const Found& found : found_)
    if (found.first == first && found.entry != nullptr && !found.name && found.entry->title == "person")
      return found.last;
  return no_token;
}

bool NameScanner::touches(TokenIndex a, TokenIndex b) const {
  return token(a).span.end == token(b).span.begin;
}

// "Sameh", of whose name the next word is the head: a person's name whole.
void NameScanner::extend(Found& name) const {
  if (name.kind != MentionKind::person || !has_tree_) return;
  const auto taken = [&](TokenIndex t) {
    return std::ranges::any_of(found_, [&](const Found& f) { return f.first <= t && t < f.last; });
  };
  // "Kim Yong-hyun", not "Kim-led".
  while (name.last + 1 < sentence_.last && text(name.last) == "-" && !taken(name.last + 1) &&
         token(name.last + 1).upos == Upos::PROPN && touches(name.last - 1, name.last) &&
         touches(name.last, name.last + 1))
    name.last += 2;
  while (name.last < sentence_.last && token(name.last).upos == Upos::PROPN && !taken(name.last)) {
    const Token& inside = token(name.last - 1);
    const Token& next = token(name.last);
    const auto joins = [](Deprel relation) {
      return relation == Deprel::compound || relation == Deprel::flat;
    };
    const bool headed = inside.head == name.last && joins(universal(inside.deprel));
    const bool follows = next.head >= name.first && next.head < name.last && joins(universal(next.deprel));
    if (!headed && !follows) break;
    ++name.last;
  }
}

}  // namespace ekg
