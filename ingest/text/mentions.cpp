#include "ingest/text/mentions.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "ingest/text/acting_states.hpp"
#include "ingest/text/noun_phrases.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

// A name or common noun found by the lexicon, or a name found by the network (entry == nullptr).
struct Found {
  TokenIndex first;
  TokenIndex last;
  const LexiconEntry* entry;
  MentionKind kind;
  bool name;  // a name or an adjective, not a common noun
  std::string_view country =
      {};  // of the state inside a name that the lexicon does not know: "South Lebanon"
};

bool is_common(NameUse use) { return use == NameUse::agent || use == NameUse::body || use == NameUse::thing; }
bool is_adjective(NameUse use) { return use == NameUse::adjective || use == NameUse::community; }

class MentionFinder {
 public:
  MentionFinder(ParsedDocument& parsed, const ActorLexicon& lexicon) : parsed_(parsed), lexicon_(lexicon) {
    learned_.swap(parsed.mentions);
    has_tree_ = std::any_of(parsed.tokens.begin(), parsed.tokens.end(),
                            [](const Token& t) { return t.head != no_token; });
    if (parsed.document->published) {
      published_ = std::chrono::floor<std::chrono::days>(parsed.document->published->begin);
    }
    covered_.assign(parsed.tokens.size(), false);
    adjective_.assign(parsed.tokens.size(), {});
  }

  void find() {
    std::size_t next = 0;
    for (const Sentence& sentence : parsed_.sentences) {
      std::vector<Mention> learned;
      while (next < learned_.size() && learned_[next].first < sentence.last)
        learned.push_back(learned_[next++]);
      sentence_ = sentence;
      find_in_sentence(learned);
    }
    finish();
  }

 private:
  const Token& token(TokenIndex t) const { return parsed_.tokens[t]; }
  std::string_view text(TokenIndex t) const { return parsed_.text_of(t); }
  bool tagged(TokenIndex t) const { return has_tree_ || token(t).upos != Upos::X; }

  void find_in_sentence(const std::vector<Mention>& learned) {
    found_.clear();
    scan_lexicon();
    join_learned_names(learned);
    add_handles_and_foreign_scripts();
    for (const Found& name : found_) {
      if (name.name) add_name(name);
    }
    for (const Found& noun : found_) {
      if (!noun.name) add_noun(noun);
    }
    for (const Mention& mention : learned) {
      if (mention.form == MentionForm::nominal) add_learned_nominal(mention);
    }
    for (TokenIndex t = sentence_.first; t < sentence_.last; ++t) add_pronoun(t);
  }

  // The longest names and nouns, from left to right.
  void scan_lexicon() {
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
  const LexiconEntry* choose(const LexiconMatch& match) const {
    const bool one = match.last == match.first + 1;
    const Upos upos = token(match.last - 1).upos;
    const LexiconEntry* adjective = nullptr;
    for (const LexiconEntry& entry : match.entries) {
      const bool dated = entry.use == NameUse::person || entry.use == NameUse::organization ||
                         entry.use == NameUse::armed_group;
      if (dated && !entry.valid_at(published_)) continue;
      if (one && tagged(match.first)) {
        // "WHO" in capitals is no pronoun, whatever the tagger says.
        const bool acronym =
            text(match.first).size() > 1 &&
            std::ranges::all_of(text(match.first), [](char c) { return c >= 'A' && c <= 'Z'; });
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
  bool goes_on(const LexiconMatch& match) const {
    if (!has_tree_) return false;
    const Token& last = token(match.last - 1);
    const Deprel relation = universal(last.deprel);
    return last.head != no_token && last.head >= match.last && last.head < sentence_.last &&
           token(last.head).upos == Upos::PROPN &&
           (relation == Deprel::compound || relation == Deprel::amod || relation == Deprel::flat);
  }

  bool has_small_letter(TokenIndex t) const {
    return std::any_of(text(t).begin(), text(t).end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  bool is_head(TokenIndex t) const {
    if (!has_tree_) return t + 1 == sentence_.last || !is_letter(code_point_at(text(t + 1), 0).value);
    const Deprel relation = universal(token(t).deprel);
    return relation != Deprel::amod && relation != Deprel::compound && relation != Deprel::flat &&
           relation != Deprel::det;
  }

  // The network's names join the lexicon's: a person's name eats a place in it ("Paris Hilton"), a longer
  // name wins.
  void join_learned_names(const std::vector<Mention>& learned) {
    for (const Mention& mention : learned) {
      if (mention.form != MentionForm::named || mention.first >= mention.last) continue;
      Found name{mention.first, mention.last, nullptr, mention.kind, true};
      extend(name);
      trim(name);
      if (name.first >= name.last || is_no_name(name)) continue;
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
      name.country = state_inside(name);
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
  std::string_view state_inside(const Found& name) const {
    if (name.kind == MentionKind::person) return {};
    for (const Found& other : found_) {
      if (other.entry == nullptr || other.last != name.last || other.first <= name.first) continue;
      if (other.entry->use == NameUse::state) return other.entry->country;
    }
    return {};
  }

  // "Palestinians", "more than 100 Palestinians": the people of a state, whatever the network takes them for.
  bool is_people_behind_common_words(const Found& people, const Found& name) const {
    if (people.entry == nullptr || people.entry->use != NameUse::people || people.last != name.last)
      return false;
    for (TokenIndex t = name.first; t < people.first; ++t) {
      if (token(t).upos == Upos::PROPN) return false;
    }
    return true;
  }

  // "@ZelenskyyUa"; "Володимир Зеленський" among Latin letters.
  void add_handles_and_foreign_scripts() {
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
  bool is_no_name(const Found& name) const {
    int locations = 0;
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
    return all_title || (possessive && common) || (hyphen && locations > 1);
  }

  // An emoji, a flag, a bullet: nothing that a name begins or ends with.
  bool is_sign(TokenIndex t) const {
    const char32_t first = code_point_at(text(t), 0).value;
    return first >= 0x2000 && !is_word(first);
  }

  // A person's name without the titles that the network took in; a name without its article and possessive.
  void trim(Found& name) const {
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
        if (!title.name || is_adjective(title.entry->use) || state_of_title)
          name.first = title.last, again = true;
      }
    }
  }

  // Where the common noun for a person that begins here ends; no_token when there is none.
  TokenIndex title_at(TokenIndex first) const {
    for (const Found& found : found_)
      if (found.first == first && found.entry != nullptr && !found.name && found.entry->title == "person")
        return found.last;
    return no_token;
  }

  bool touches(TokenIndex a, TokenIndex b) const { return token(a).span.end == token(b).span.begin; }

  // "Sameh", of whose name the next word is the head: a person's name whole.
  void extend(Found& name) const {
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

  void add_name(const Found& name) {
    const TokenIndex head = head_of(parsed_, name.first, name.last);
    Mention mention;
    mention.first = name.first, mention.last = name.last, mention.head = head, mention.kind = name.kind;
    mention.country = name.country;
    mention.name_first = name.first, mention.name_last = name.last;
    if (const LexiconEntry* entry = name.entry) {
      mention.country = entry->country, mention.sector = entry->sector, mention.name = entry->name;
      if (is_adjective(entry->use)) {
        mention.kind = MentionKind::nationality;
        mention.form = MentionForm::adjective;
        for (TokenIndex t = name.first; t < name.last; ++t) adjective_[t] = entry->country;
        mark(mention);
        out_.push_back(mention);
        return;
      }
      if (entry->use == NameUse::state || entry->use == NameUse::capital || entry->use == NameUse::seat) {
        const bool acts =
            entry->use == NameUse::seat || state_acts(parsed_, head, entry->use == NameUse::capital);
        for (TokenIndex t = name.first; t < name.last; ++t) adjective_[t] = entry->country;
        mention.kind = acts                           ? MentionKind::government
                       : entry->use == NameUse::state ? MentionKind::country
                                                      : MentionKind::place;
        if (acts && entry->use != NameUse::state && !entry->country.empty()) {
          mention.name = lexicon_.state_name(entry->country);
          mention.sector = "GOV";
        }
      } else if (entry->kind == MentionKind::place) {
        for (TokenIndex t = name.first; t < name.last; ++t) adjective_[t] = entry->country;
      }
    }
    if (mention.kind == MentionKind::person) {
      take_in_titles(mention);
      if (mention.name.empty()) fill_from_office_holders(mention, plain_name(name.first, name.last));
    } else if (mention.kind != MentionKind::nationality) {
      take_in_article(mention);
      if (mention.country.empty()) mention.country = country_of_phrase(mention);
    }
    if (covered_[mention.head] && mention.kind == MentionKind::place && name.entry == nullptr) return;
    mark(mention);
    out_.push_back(mention);
  }

  void fill_from_office_holders(Mention& mention, std::string name) const {
    for (const LexiconEntry& entry : lexicon_.find(name)) {
      if (entry.use != NameUse::person || (!mention.country.empty() && mention.country != entry.country))
        continue;
      mention.name = entry.name, mention.country = entry.country;
      if (mention.sector.empty() && entry.valid_at(published_)) mention.sector = entry.sector;
      return;
    }
    mention.name = std::move(name);
  }

  std::string plain_name(TokenIndex first, TokenIndex last) const {
    return std::string(parsed_.document->at({token(first).span.begin, token(last - 1).span.end}));
  }

  const Found* ending_at(TokenIndex last) const {
    for (const Found& found : found_) {
      if (found.last == last) return &found;
    }
    return nullptr;
  }

  // "Ukrainian defence minister Rustem Umerov", "Minister for the Middle East Tobias Ellwood", "Mr Ellwood".
  void take_in_titles(Mention& mention) {
    TokenIndex first = mention.first;
    bool titled = false;
    for (;;) {
      if (first == sentence_.first) break;
      const Found* left = ending_at(first);
      const bool common = left != nullptr && left->entry != nullptr && !left->name;
      if (common && (left->kind == MentionKind::person || left->entry->use == NameUse::title ||
                     left->entry->title == "person")) {
        if (!left->entry->sector.empty() && mention.sector.empty()) mention.sector = left->entry->sector;
        first = left->first, titled = true;
        continue;
      }
      if (left != nullptr && left->name && left->kind != MentionKind::person) {
        if (titled || (left->entry != nullptr && is_adjective(left->entry->use))) {
          first = left->first;
          continue;
        }
        if (const auto title = title_before_preposition(left->first)) {
          first = *title, titled = true;
          continue;
        }
        break;
      }
      const Upos upos = token(first - 1).upos;
      if (titled && (upos == Upos::ADJ || upos == Upos::NOUN || upos == Upos::PROPN) &&
          !covered_[first - 1]) {
        --first;
        continue;
      }
      if (titled && text(first - 1) == "-" && first - 1 > sentence_.first) {
        --first;
        continue;
      }
      if (titled && (text(first - 1) == "'s" || text(first - 1) == "’s") && ending_at(first - 1) != nullptr) {
        first = ending_at(first - 1)->first;
        continue;
      }
      if (titled && upos == Upos::DET) --first;
      break;
    }
    mention.first = first;
    if (titled) mention.head = head_of(parsed_, mention.first, mention.last);
    for (TokenIndex t = first; t < mention.last && mention.country.empty(); ++t)
      mention.country = adjective_[t];
  }

  // The start of "Minister for (the)" before a name at `first`.
  std::optional<TokenIndex> title_before_preposition(TokenIndex first) const {
    TokenIndex t = first;
    if (t > sentence_.first && token(t - 1).upos == Upos::DET) --t;
    if (t == sentence_.first || (text(t - 1) != "for" && text(t - 1) != "of" && text(t - 1) != "to"))
      return std::nullopt;
    const Found* title = ending_at(t - 1);
    if (title == nullptr || title->entry == nullptr || title->name || title->entry->title != "person")
      return std::nullopt;
    return title->first;
  }

  void take_in_article(Mention& mention) const {
    if (mention.first == sentence_.first) return;
    const std::string before = ascii_lower(text(mention.first - 1));
    if (before == "the") --mention.first;
  }

  // The state that the words of a phrase name, unless they name two.
  std::string country_of_phrase(const Mention& mention) const {
    const std::size_t inside = mention.last - mention.first;
    std::string_view found;
    for (std::size_t i = 0; i < inside; ++i) {
      const TokenIndex t = mention.first + static_cast<TokenIndex>(i);
      if (adjective_[t].empty() || adjective_[t] == found) continue;
      if (!found.empty()) return {};
      found = adjective_[t];
    }
    return std::string(found);
  }

  void add_noun(const Found& noun) {
    if (noun.entry->use == NameUse::title) return;
    const TokenIndex head = noun_head(noun);
    if (covered_[head] && !only_adjectives_cover(head)) return;
    if (modifies_a_noun(head)) return;
    const Span phrase = noun_phrase(parsed_, head, sentence_, has_tree_);
    Mention mention;
    mention.first = std::min(phrase.first, noun.first), mention.last = std::max(phrase.last, head + 1),
    mention.head = head;
    mention.form = MentionForm::nominal;
    mention.kind = noun.kind;
    mention.sector = noun.entry->sector;
    if (noun.entry->title == "person" && !is_plural(head)) mention.kind = MentionKind::person;
    if (noun.entry->title == "person" && noun.kind == MentionKind::person && is_plural(head))
      mention.kind = MentionKind::group;
    mention.country = country_of_nominal(mention);
    mark(mention);
    out_.push_back(mention);
  }

  void add_learned_nominal(const Mention& learned) {
    const TokenIndex head = learned.head;
    if (covered_[head] || learned.kind == MentionKind::other || modifies_a_noun(head)) return;
    const Span phrase = noun_phrase(parsed_, head, sentence_, has_tree_);
    Mention mention = learned;
    mention.first = phrase.first, mention.last = phrase.last;
    mention.country = country_of_nominal(mention);
    mark(mention);
    out_.push_back(mention);
  }

  void add_pronoun(TokenIndex t) {
    static constexpr std::string_view persons[] = {
        "he", "him", "his", "himself", "she", "her", "hers", "herself", "i", "me", "my", "myself", "mine"};
    static constexpr std::string_view others[] = {"it",    "its",    "itself",     "they", "them",
                                                  "their", "theirs", "themselves", "we",   "us",
                                                  "our",   "ours",   "ourselves"};
    if (covered_[t] || text(t).size() > 10 || (tagged(t) && token(t).upos != Upos::PRON)) return;
    const std::string word = ascii_lower(text(t));
    const bool person = std::find(std::begin(persons), std::end(persons), word) != std::end(persons);
    if (!person && std::find(std::begin(others), std::end(others), word) == std::end(others)) return;
    if (universal(token(t).deprel) == Deprel::expl) return;
    Mention mention;
    mention.first = t, mention.last = t + 1, mention.head = t;
    mention.kind = person ? MentionKind::person : MentionKind::other;
    mention.form = MentionForm::pronoun;
    out_.push_back(mention);
  }

  TokenIndex noun_head(const Found& noun) const {
    return has_tree_ ? head_of(parsed_, noun.first, noun.last) : noun.last - 1;
  }

  bool is_plural(TokenIndex t) const {
    const Xpos tag = token(t).xpos;
    if (tagged(t)) return tag == Xpos::NNS || tag == Xpos::NNPS || text(t) == "people";
    return text(t).ends_with("s") || text(t).ends_with("men") || text(t) == "people";
  }

  bool only_adjectives_cover(TokenIndex t) const {
    for (auto it = out_.rbegin(); it != out_.rend() && it->first >= sentence_.first; ++it) {
      if (it->first <= t && t < it->last && it->form != MentionForm::adjective) return false;
    }
    return true;
  }

  // "rebel" of "rebel leader", where the leader is the mention.
  bool modifies_a_noun(TokenIndex t) const {
    if (!has_tree_ || token(t).head == no_token) return false;
    const Deprel relation = universal(token(t).deprel);
    if (relation != Deprel::compound && relation != Deprel::flat && relation != Deprel::amod) return false;
    const TokenIndex head = token(t).head;
    for (const Found& other : found_) {
      if (other.first <= head && head < other.last) return true;
    }
    return covered_[head];
  }

  // From the modifiers of the head; what stands nearer decides.
  std::string country_of_nominal(const Mention& mention) const {
    std::string_view left, right;
    for (TokenIndex t = mention.first; t < mention.last; ++t) {
      if (adjective_[t].empty()) continue;
      std::string_view& side = t < mention.head ? left : right;
      if (side.empty()) {
        side = adjective_[t];
      } else if (side != adjective_[t]) {
        if (t < mention.head) return {};
      }
    }
    return std::string(left.empty() ? right : left);
  }

  void mark(const Mention& mention) {
    if (mention.form == MentionForm::nominal) {
      covered_[mention.head] = true;
      return;
    }
    for (TokenIndex t = mention.first; t < mention.last; ++t) covered_[t] = true;
  }

  // "Rustem Umerov … Umerov": the last word of a person's full name is that person where it stands alone,
  // unless the lexicon knows better (one sense per discourse: Gale, Church and Yarowsky 1992).
  void agree_on_surnames() {
    std::set<std::string_view> surnames;
    for (const Mention& m : out_) {
      if (m.kind == MentionKind::person && m.name_last > m.name_first + 1)
        surnames.insert(text(m.name_last - 1));
    }
    for (Mention& m : out_) {
      const bool alone = m.form == MentionForm::named && m.name_last == m.name_first + 1;
      if (!alone || !m.name.empty() || m.kind == MentionKind::person ||
          !surnames.contains(text(m.name_first)))
        continue;
      m.kind = MentionKind::person;
      m.name = text(m.name_first);
    }
  }

  void finish() {
    agree_on_surnames();
    std::stable_sort(out_.begin(), out_.end(), [](const Mention& a, const Mention& b) {
      return a.first != b.first ? a.first < b.first : a.last > b.last;
    });
    out_.erase(std::unique(
                   out_.begin(), out_.end(),
                   [](const Mention& a, const Mention& b) { return a.first == b.first && a.last == b.last; }),
               out_.end());
    parsed_.mentions = std::move(out_);
  }

  ParsedDocument& parsed_;
  const ActorLexicon& lexicon_;
  std::optional<std::chrono::sys_days> published_;
  bool has_tree_ = false;
  std::vector<Mention> learned_;
  std::vector<Mention> out_;
  std::vector<Found> found_;  // of the sentence
  Sentence sentence_;
  std::vector<bool> covered_;                // a name or a nominal's head is there
  std::vector<std::string_view> adjective_;  // the state that the token names
};

}  // namespace

void find_mentions(ParsedDocument& parsed, const ActorLexicon& lexicon) {
  MentionFinder(parsed, lexicon).find();
}

std::span<const Mention> mentions_between(const ParsedDocument& parsed, TokenIndex first, TokenIndex last) {
  const auto begins_at = [&](TokenIndex token) {
    return std::ranges::lower_bound(parsed.mentions, token, {}, &Mention::first);
  };
  return {begins_at(first), begins_at(std::max(first, last))};
}

std::optional<std::size_t> mention_headed_by(const ParsedDocument& parsed, TokenIndex head) {
  std::optional<std::size_t> widest;
  const auto past =
      std::upper_bound(parsed.mentions.begin(), parsed.mentions.end(), head,
                       [](TokenIndex token, const Mention& mention) { return token < mention.first; });
  const std::size_t sentence = parsed.sentences.empty() ? 0 : parsed.sentence_of(head);
  for (auto it = past; it != parsed.mentions.begin();) {
    --it;
    if (!parsed.sentences.empty() && it->first < parsed.sentences[sentence].first) break;
    if (it->head != head || it->last <= head) continue;
    const auto index = static_cast<std::size_t>(it - parsed.mentions.begin());
    if (!widest || it->last - it->first > parsed.mentions[*widest].last - parsed.mentions[*widest].first)
      widest = index;
  }
  return widest;
}

}  // namespace ekg
