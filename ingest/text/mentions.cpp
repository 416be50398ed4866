#include "ingest/text/mentions.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "ingest/text/acting_states.hpp"
#include "ingest/text/name_scanner.hpp"
#include "ingest/text/noun_phrases.hpp"
#include "ingest/text/place_words.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

class MentionFinder {
 public:
  MentionFinder(ParsedDocument& parsed, const ActorLexicon& lexicon)
      : parsed_(parsed),
        lexicon_(lexicon),
        has_tree_(std::ranges::any_of(parsed.tokens, [](const Token& t) { return t.head != no_token; })),
        scanner_(parsed, lexicon, has_tree_) {
    learned_.swap(parsed.mentions);
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
    found_ = scanner_.scan(sentence_, learned);
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

  void add_name(const Found& name) {
    const TokenIndex head = head_of(parsed_, name.first, name.last);
    Mention mention;
    mention.first = name.first, mention.last = name.last, mention.head = head, mention.kind = name.kind;
    mention.country = name.country, mention.sector = name.sector;
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
    take_in_direction(mention, name);
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

  // "northern Iraq": a part of the state, which does not act; "eastern Aleppo".
  void take_in_direction(Mention& mention, const Found& name) const {
    const bool state = name.entry != nullptr && name.entry->use == NameUse::state;
    const bool capital = name.entry != nullptr && name.entry->use == NameUse::capital;
    if ((!state && !capital && mention.kind != MentionKind::place) || mention.first == sentence_.first)
      return;
    const TokenIndex before = mention.first - 1;
    if (covered_[before] || !is_direction(ascii_lower(text(before)))) return;
    mention.first = before;
    mention.kind = MentionKind::place;
    mention.sector.clear();
    if (state) mention.name = plain_name(before, mention.last);
    if (capital) mention.name = name.entry->name;
  }

  void fill_from_office_holders(Mention& mention, std::string name) const {
    for (const LexiconEntry& entry : lexicon_.find(name)) {
      if (entry.use != NameUse::person || (!mention.country.empty() && mention.country != entry.country))
        continue;
      mention.name = entry.name, mention.country = entry.country;
      if (mention.sector.empty() && entry.valid_at(scanner_.published())) mention.sector = entry.sector;
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
    if (title == nullptr || title->entry == nullptr || title->name ||
        (title->entry->use != NameUse::title && title->entry->title != "person"))
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
    if (token(head).upos == Upos::DET) return;  // "A" of "a UN spokesperson"
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
  bool has_tree_;
  NameScanner scanner_;
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
