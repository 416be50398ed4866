#include "ingest/text/coreference.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "ingest/text/chain_names.hpp"
#include "ingest/text/first_persons.hpp"
#include "ingest/text/person_names.hpp"
#include "ingest/text/pronouns.hpp"
#include "ingest/text/utf8.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

// A chain while it grows.
struct Chain {
  MentionKind kind = MentionKind::other;
  std::string country;
  Gender gender = Gender::unknown;
  bool plural = false;
  bool named = false;
  std::vector<PersonName> names;  // of a person
  std::set<std::string> nouns;    // lemmas of nominal heads and roles: "minister"
  TokenIndex last = 0;            // last word of the latest mention
  bool subject = false;           // the latest mention is a subject
  std::vector<std::size_t> mentions;
};

// How far back a pronoun or a definite noun looks, in sentences.
constexpr std::size_t pronoun_reach = 3;
constexpr std::size_t nominal_reach = 12;
// Bounds the work for each mention: names further back than this many chains are found by key only.
constexpr std::size_t chain_reach = 400;

bool is_person(MentionKind kind) { return kind == MentionKind::person; }
bool is_body(MentionKind kind) {
  return kind == MentionKind::organization || kind == MentionKind::government ||
         kind == MentionKind::military || kind == MentionKind::armed_group || kind == MentionKind::media;
}
bool is_scene(MentionKind kind) { return kind == MentionKind::country || kind == MentionKind::place; }

class Linker {
 public:
  Linker(ParsedDocument& parsed, const ActorLexicon& lexicon) : parsed_(parsed), lexicon_(lexicon) {}

  void link() {
    sentence_of_.reserve(parsed_.mentions.size());
    std::size_t sentence = 0;
    for (const Mention& mention : parsed_.mentions) {
      while (sentence + 1 < parsed_.sentences.size() && mention.first >= parsed_.sentences[sentence].last)
        ++sentence;
      sentence_of_.push_back(sentence);
    }
    for (std::size_t i = 0; i < parsed_.mentions.size(); ++i) link_one(i);
    link_handles();
    link_described();
    for (std::size_t i = 0; i < parsed_.mentions.size(); ++i) parsed_.mentions[i].chain = chain_of_[i];
    renumber();
  }

 private:
  const Mention& mention(std::size_t i) const { return parsed_.mentions[i]; }
  const Token& head(std::size_t i) const { return parsed_.tokens[mention(i).head]; }
  std::string lower(TokenIndex t) const { return ascii_lower(parsed_.text_of(t)); }

  void link_one(std::size_t i) {
    const Mention& m = mention(i);
    std::optional<std::size_t> chain;
    if (m.form == MentionForm::pronoun) {
      chain = antecedent_of_pronoun(i);
      if (!chain) {
        chain_of_.push_back(-1);
        return;
      }
    } else if (is_state(m)) {
      chain = by_key("state " + m.country);
    } else if (m.form == MentionForm::adjective) {
      chain = by_key("people " + m.name);
    } else if (is_person(m.kind) && m.form == MentionForm::named) {
      chain = person(i);
      if (chain) take_in_noun_before(i, *chain);
    } else if (m.form == MentionForm::named) {
      chain = named(i);
    } else {
      chain = nominal(i);
    }
    if (!chain) chain = fresh();
    join(i, *chain);
  }

  bool is_state(const Mention& m) const {
    return !m.country.empty() && !m.name.empty() && m.form != MentionForm::nominal &&
           m.name == lexicon_.state_name(m.country);
  }

  std::size_t fresh() {
    chains_.emplace_back();
    return chains_.size() - 1;
  }

  std::size_t by_key(const std::string& key) {
    const auto [at, added] = keys_.emplace(key, chains_.size());
    if (added) chains_.emplace_back();
    return at->second;
  }

  void join(std::size_t i, std::size_t number) {
    const Mention& m = mention(i);
    Chain& chain = chains_[number];
    if (chain.mentions.empty()) chain.kind = m.kind;
    if (m.form != MentionForm::pronoun && (!chain.named || m.form == MentionForm::named)) {
      if (m.form == MentionForm::named && !chain.named) chain.kind = m.kind;
      if (chain.kind == MentionKind::nationality || chain.kind == MentionKind::other) chain.kind = m.kind;
    }
    chain.named |= m.form == MentionForm::named;
    if (chain.country.empty()) chain.country = m.country;
    if (m.form != MentionForm::pronoun && m.form != MentionForm::adjective) chain.plural = is_plural(i);
    // "The Congolese army" may be "the army" later, "the Lake Front" "the Front".
    if (m.form == MentionForm::nominal || (m.form == MentionForm::named && !is_person(m.kind)))
      chain.nouns.insert(ascii_lower(head(i).lemma));
    if (is_person(m.kind) && m.form == MentionForm::named) {
      chain.names.push_back(person_name(m.name));
      note_roles(i, chain);
    }
    if (m.form == MentionForm::pronoun && chain.gender == Gender::unknown)
      chain.gender = gender_of_pronoun(lower(m.head));
    chain.last = m.last - 1;
    chain.subject = universal(head(i).deprel) == Deprel::nsubj;
    if (m.form != MentionForm::adjective) recent_.push_back(number);
    chain.mentions.push_back(i);
    chain_of_.push_back(static_cast<std::int32_t>(number));
  }

  bool is_plural(std::size_t i) const {
    const Xpos tag = head(i).xpos;
    return tag == Xpos::NNS || tag == Xpos::NNPS;
  }

  // "Mr" and "Mrs" tell the gender; "defence minister" before a name is a noun for the same man.
  void note_roles(std::size_t i, Chain& chain) {
    const Mention& m = mention(i);
    for (TokenIndex t = m.first; t < m.last; ++t) {
      const std::string word = lower(t);
      if (word == "mr" || word == "mr." || word == "sir" || word == "king" || word == "lord")
        chain.gender = Gender::male;
      if (word == "mrs" || word == "ms" || word == "mrs." || word == "ms." || word == "dame" ||
          word == "queen" || word == "miss")
        chain.gender = Gender::female;
      if (m.name.find(parsed_.text_of(t)) == std::string::npos)
        chain.nouns.insert(ascii_lower(parsed_.tokens[t].lemma));
    }
  }

  // The one chain of persons that the name fits: the same full name, or a surname that only one bears.
  std::optional<std::size_t> person(std::size_t i) {
    const Mention& m = mention(i);
    const PersonName name = person_name(m.name);
    if (name.handle) return std::nullopt;
    if (const auto apposed = apposed_person(i)) return apposed;
    const std::string key = name_key(m.name);
    if (const auto known = persons_.find(key); known != persons_.end() && name.full()) return known->second;
    std::vector<std::size_t> same, surname;
    std::size_t seen = 0;
    for (auto it = person_order_.rbegin(); it != person_order_.rend() && seen < chain_reach; ++it, ++seen) {
      const NameMatch match = best_match(chains_[*it], name);
      if (match == NameMatch::same) same.push_back(*it);
      if (match == NameMatch::surname_only) surname.push_back(*it);
    }
    const Gender gender = gender_of_titles(i);
    if (same.size() > 1 || (same.empty() && surname.size() > 1)) {
      auto& candidates = same.empty() ? surname : same;
      std::erase_if(candidates, [&](std::size_t c) {
        return gender != Gender::unknown && chains_[c].gender != Gender::unknown &&
               chains_[c].gender != gender;
      });
    }
    std::optional<std::size_t> chain;
    if (!same.empty()) {
      chain = same.front();
    } else if (surname.size() == 1) {
      chain = surname.front();
    }
    if (!chain) {
      chain = fresh();
      person_order_.push_back(*chain);
    }
    if (name.full()) persons_.emplace(key, *chain);
    return chain;
  }

  // A chain with a conflicting full name is not it, whatever its other names.
  static NameMatch best_match(const Chain& chain, const PersonName& name) {
    NameMatch best = NameMatch::conflict;
    for (const PersonName& other : chain.names) {
      if (other.handle) continue;
      const NameMatch match = compare_names(other, name);
      if (match == NameMatch::conflict && other.full() && name.full() && !other.transliterated &&
          !name.transliterated)
        return NameMatch::conflict;
      best = std::max(best, match);
    }
    if (best == NameMatch::same && !name.full()) {
      const bool chain_full =
          std::any_of(chain.names.begin(), chain.names.end(), [](const PersonName& n) { return n.full(); });
      if (chain_full) best = NameMatch::surname_only;
    }
    return best;
  }

  Gender gender_of_titles(std::size_t i) const {
    for (TokenIndex t = mention(i).first; t < mention(i).last; ++t) {
      const std::string word = lower(t);
      if (word == "mr" || word == "mr.") return Gender::male;
      if (word == "mrs" || word == "ms" || word == "mrs." || word == "ms.") return Gender::female;
    }
    return Gender::unknown;
  }

  // "His Egyptian counterpart, Sameh Shoukry": the noun that he stands in apposition to, where nothing else
  // is known of it, is he.
  void take_in_noun_before(std::size_t i, std::size_t number) {
    if (universal(head(i).deprel) != Deprel::appos) return;
    for (std::size_t j = i; j-- > 0 && sentence_of_[j] == sentence_of_[i];) {
      const Mention& noun = mention(j);
      if (noun.head != head(i).head || noun.form != MentionForm::nominal || chain_of_[j] < 0) continue;
      const auto other = static_cast<std::size_t>(chain_of_[j]);
      if (!is_person(noun.kind) || is_plural(j) || other == number || chains_[other].mentions.size() != 1)
        return;
      chains_[other].mentions.clear();
      std::erase(recent_, other);
      chain_of_[j] = static_cast<std::int32_t>(number);
      chains_[number].mentions.push_back(j);
      if (chains_[number].country.empty()) chains_[number].country = noun.country;
      return;
    }
  }

  // "X / Y", "X (Y)": two writings of one name, when the second is in another script or fits the first.
  std::optional<std::size_t> apposed_person(std::size_t i) {
    if (i == 0 || mention(i).first == 0) return std::nullopt;
    const std::string_view mark = parsed_.text_of(mention(i).first - 1);
    if (mark != "/" && mark != "(") return std::nullopt;
    for (std::size_t j = i; j-- > 0;) {
      if (mention(j).last + 1 < mention(i).first) break;
      const bool before = mention(j).last + 1 == mention(i).first && is_person(mention(j).kind) &&
                          mention(j).form == MentionForm::named;
      if (!before || chain_of_[j] < 0) continue;
      const PersonName name = person_name(mention(i).name);
      if (name.transliterated ||
          best_match(chains_[static_cast<std::size_t>(chain_of_[j])], name) != NameMatch::conflict)
        return static_cast<std::size_t>(chain_of_[j]);
    }
    return std::nullopt;
  }

  // The lexicon's name, else the words; an abbreviation joins the name that it shortens.
  std::optional<std::size_t> named(std::size_t i) {
    const Mention& m = mention(i);
    if (!m.name.empty()) return by_key((is_scene(m.kind) ? "place " : "body ") + m.name + ' ' + m.country);
    const std::string words = name_key(stripped_name(parsed_, m));
    if (words.empty()) return std::nullopt;
    const std::string key = "name " + words;
    if (const auto known = keys_.find(key); known != keys_.end()) return known->second;
    const std::string initials = initials_of(m);
    if (initials.size() >= 2) initials_.emplace(initials, by_key(key));
    const std::string text = ascii_lower(stripped_name(parsed_, m));
    if (text.find(' ') == std::string::npos && keys_.count(key) == 0) {
      if (const auto longer = initials_.find(words); longer != initials_.end()) {
        keys_.emplace(key, longer->second);
        return longer->second;
      }
    }
    return by_key(key);
  }

  std::string initials_of(const Mention& m) const {
    std::string initials;
    for (TokenIndex t = m.first; t < m.last; ++t) {
      const CodePoint first = code_point_at(parsed_.text_of(t), 0);
      if (is_upper(first.value) && first.value < 128) initials += static_cast<char>(first.value + 32);
    }
    return initials.size() == 1 ? std::string() : initials;
  }

  // "the minister", "the country", "North Korean troops", a role beside its holder.
  std::optional<std::size_t> nominal(std::size_t i) {
    const Mention& m = mention(i);
    if (const auto holder = holder_beside(i)) return holder;
    if (const auto troops = forces_key(i)) return by_key(*troops);
    if (!m.country.empty() && m.kind == MentionKind::government && m.last - m.first > 1 && !is_plural(i)) {
      const std::string words = body_words(i);
      if (!words.empty()) return by_key("of " + m.country + ' ' + words);
    }
    if (!is_definite(m)) return std::nullopt;
    return antecedent_of_noun(i);
  }

  bool is_definite(const Mention& m) const {
    const std::string first = lower(m.first);
    return first == "the" || first == "this" || first == "that" || first == "these" || first == "those";
  }

  // Forces of one state told without further words are one: "10,000 North Korean soldiers", "North Korean
  // troops".
  std::optional<std::string> forces_key(std::size_t i) const {
    const Mention& m = mention(i);
    if (m.kind != MentionKind::military || m.country.empty()) return std::nullopt;
    static const std::set<std::string, std::less<>> heads = {"soldier", "troop", "force", "troops", "forces"};
    if (heads.count(head(i).lemma) == 0) return std::nullopt;
    for (TokenIndex t = m.first; t < m.last; ++t) {
      const Token& token = parsed_.tokens[t];
      if (t == m.head || token.upos == Upos::DET || token.upos == Upos::NUM || token.upos == Upos::PROPN ||
          token.upos == Upos::PUNCT)
        continue;
      if (token.upos == Upos::ADJ && !lexicon_.find(parsed_.text_of(t)).empty()) continue;
      if (token.head != m.head && token.upos != Upos::NOUN) continue;  // "more than"
      if (token.upos == Upos::ADJ && (token.lemma == "more" || names_state(t, m))) continue;
      return std::nullopt;
    }
    return "forces " + m.country;
  }

  bool names_state(TokenIndex t, const Mention& m) const {
    for (std::size_t j = 0; j < parsed_.mentions.size(); ++j) {
      const Mention& other = mention(j);
      if (other.first > t) break;
      if (other.first <= t && t < other.last && other.form == MentionForm::adjective &&
          other.country == m.country)
        return true;
    }
    return false;
  }

  // "defence ministry" of "Seoul's defence ministry", in one spelling.
  std::string body_words(std::size_t i) const {
    const Mention& m = mention(i);
    std::string words;
    for (TokenIndex t = m.first; t <= m.head; ++t) {
      const Upos upos = parsed_.tokens[t].upos;
      if (upos != Upos::NOUN && upos != Upos::ADJ) continue;
      if (t != m.head && !lexicon_.find(parsed_.text_of(t)).empty() &&
          lexicon_.find(parsed_.text_of(t)).front().use == NameUse::adjective)
        continue;
      std::string lemma = parsed_.tokens[t].lemma;
      if (lemma == "defense") lemma = "defence";
      words += (words.empty() ? "" : " ") + lemma;
    }
    return words.find(' ') == std::string::npos ? std::string() : words;
  }

  // "Gideon Rachman, chief foreign affairs officer at …", "Dietz, a spokesman, …", "the spokesman, Dietz": by
  // the tree.
  std::optional<std::size_t> holder_beside(std::size_t i) {
    const Mention& m = mention(i);
    if (!is_person(m.kind)) return std::nullopt;
    const Token& token = head(i);
    for (std::size_t j = i; j-- > 0 && sentence_of_[j] == sentence_of_[i];) {
      const Mention& other = mention(j);
      if (!is_person(other.kind) || other.form == MentionForm::pronoun || chain_of_[j] < 0) continue;
      const bool apposition = universal(token.deprel) == Deprel::appos && token.head == other.head;
      const bool copula =
          head(j).head == m.head && universal(head(j).deprel) == Deprel::nsubj && has_copula(m.head, i);
      if (apposition || copula) return static_cast<std::size_t>(chain_of_[j]);
    }
    return std::nullopt;
  }

  bool has_copula(TokenIndex noun, std::size_t i) const {
    const Sentence& sentence = parsed_.sentences[sentence_of_[i]];
    for (TokenIndex t = sentence.first; t < noun; ++t) {
      if (parsed_.tokens[t].head == noun && parsed_.tokens[t].deprel == Deprel::cop) return true;
    }
    return false;
  }

  // The nearest chain of the same noun; "the country" and its like go to the nearest name of that kind.
  std::optional<std::size_t> antecedent_of_noun(std::size_t i) {
    const Mention& m = mention(i);
    const std::string noun = ascii_lower(head(i).lemma);
    const bool plain = m.last - m.first == 2;
    std::set<std::size_t> seen;
    for (auto it = recent_.rbegin(); it != recent_.rend() && seen.size() < 40; ++it) {
      if (!seen.insert(*it).second) continue;
      const Chain& chain = chains_[*it];
      if (sentence_of_[i] - sentence_of_[chain.mentions.back()] > nominal_reach) break;
      if (!m.country.empty() && !chain.country.empty() && m.country != chain.country) continue;
      if (is_inside(i, chain)) continue;
      if (chain.nouns.count(noun) != 0 && chain.plural == is_plural(i) && is_same_office(i, chain))
        return *it;
      if (plain && chain.named && !is_plural(i) && fits_common_noun(noun, chain)) return *it;
    }
    return std::nullopt;
  }

  // "the Foreign Secretary" is not the Defence Secretary whom the text named.
  bool is_same_office(std::size_t i, const Chain& chain) const {
    const Mention& m = mention(i);
    if (!is_person(m.kind) || !chain.named) return true;
    for (TokenIndex t = m.first; t < m.head; ++t) {
      const Token& token = parsed_.tokens[t];
      const bool content = token.upos == Upos::NOUN || token.upos == Upos::PROPN || token.upos == Upos::ADJ;
      if (content && token.head == m.head && lexicon_.find(parsed_.text_of(t)).empty() &&
          chain.nouns.count(ascii_lower(token.lemma)) == 0)
        return false;
    }
    return true;
  }

  bool fits_common_noun(const std::string& noun, const Chain& chain) const {
    if (noun == "country" || noun == "nation" || noun == "state" || noun == "kingdom" || noun == "republic")
      return chain_is_state(chain);
    if (noun == "city" || noun == "town" || noun == "village" || noun == "province" || noun == "region" ||
        noun == "area")
      return chain.kind == MentionKind::place;
    if (noun == "group" || noun == "movement" || noun == "militia")
      return chain.kind == MentionKind::armed_group || chain.kind == MentionKind::organization;
    if (noun == "organisation" || noun == "organization" || noun == "agency" || noun == "body" ||
        noun == "company" || noun == "party" || noun == "alliance" || noun == "bloc")
      return chain.kind == MentionKind::organization;
    if (noun == "newspaper" || noun == "paper" || noun == "broadcaster")
      return chain.kind == MentionKind::media;
    return false;
  }

  bool chain_is_state(const Chain& chain) const {
    return std::any_of(chain.mentions.begin(), chain.mentions.end(),
                       [&](std::size_t j) { return is_state(mention(j)); });
  }

  // A mention does not refer to what contains it or what it contains.
  bool is_inside(std::size_t i, const Chain& chain) const {
    const Mention &m = mention(i), &other = mention(chain.mentions.back());
    return other.first < m.last && m.first < other.last;
  }

  std::optional<std::size_t> antecedent_of_pronoun(std::size_t i) {
    const Mention& m = mention(i);
    const std::string word = lower(m.head);
    const Gender gender = gender_of_pronoun(word);
    const bool neuter = word == "it" || word == "its" || word == "itself";
    const bool many =
        word == "they" || word == "them" || word == "their" || word == "theirs" || word == "themselves";
    if (gender == Gender::unknown && !neuter && !many) return std::nullopt;
    const bool possessive = word == "his" || word == "her" || word == "its" || word == "their";
    const bool subject = universal(head(i).deprel) == Deprel::nsubj;
    const bool reflexive = word.ends_with("self") || word.ends_with("selves");
    const TokenIndex doer = possessive || reflexive || subject
                                ? no_token
                                : subject_of_clause(parsed_, parsed_.sentences[sentence_of_[i]], m.head);
    std::optional<std::size_t> best;
    double best_score = 0;
    std::set<std::size_t> seen;
    for (auto it = recent_.rbegin(); it != recent_.rend() && seen.size() < 24; ++it) {
      if (!seen.insert(*it).second) continue;
      const Chain& chain = chains_[*it];
      const std::size_t back = sentence_of_[i] - sentence_of_[chain.mentions.back()];
      if (back > pronoun_reach) break;
      if (is_inside(i, chain) && (!possessive || head(i).head == mention(chain.mentions.back()).head))
        continue;                                               // "its" of "its army" is not that army
      if (doer != no_token && has_head(chain, doer)) continue;  // "Kerry … urged him": him is not Kerry
      double score = agreement(chain, gender, neuter, many);
      if (score <= 0) continue;
      const TokenIndex distance = m.head - std::min(m.head, chain.last);
      score += back == 0 ? 1.0 : -0.8 * static_cast<double>(back - 1);
      if (chain.subject) score += subject || back > 0 ? 1.0 : 0.4;
      if (possessive && back == 0) score += 1.5 / (1.0 + distance / 3.0);
      score -= 0.01 * distance;
      score += 0.1 * static_cast<double>(std::min<std::size_t>(chain.mentions.size(), 5));
      if (!best || score > best_score) best = *it, best_score = score;
    }
    return best;
  }

  bool has_head(const Chain& chain, TokenIndex token) const {
    return std::any_of(chain.mentions.rbegin(), chain.mentions.rend(),
                       [&](std::size_t j) { return mention(j).head == token; });
  }

  // 0: cannot be; more: fits better.
  double agreement(const Chain& chain, Gender gender, bool neuter, bool many) const {
    if (gender != Gender::unknown) {
      if (!is_person(chain.kind) || chain.plural) return 0;
      if (chain.gender != Gender::unknown && chain.gender != gender) return 0;
      return chain.named ? 2.5 : 1.5;
    }
    if (neuter) {
      if (chain_is_state(chain)) return 2;  // "the Philippines" too
      if (chain.plural || is_person(chain.kind)) return 0;
      if (is_body(chain.kind)) return 2;
      return chain.kind == MentionKind::place ? 0.7 : 0;
    }
    if (many && chain.plural && !is_scene(chain.kind)) return 2;
    if (many && (is_body(chain.kind) || chain.kind == MentionKind::group)) return 1.2;
    return 0;
  }

  // A handle joins the one person whose surname it holds.
  void link_handles() {
    for (std::size_t i = 0; i < parsed_.mentions.size(); ++i) {
      const Mention& m = mention(i);
      if (m.form != MentionForm::named || !m.name.starts_with('@') || chain_of_[i] < 0) continue;
      const PersonName handle = person_name(m.name);
      const auto own = static_cast<std::size_t>(chain_of_[i]);
      std::vector<std::size_t> fits;
      for (std::size_t c = 0; c < chains_.size() && c < chain_reach; ++c) {
        if (c == own || !is_person(chains_[c].kind) || chains_[c].mentions.empty()) continue;
        const bool same =
            std::any_of(chains_[c].names.begin(), chains_[c].names.end(),
                        [&](const PersonName& n) { return compare_names(n, handle) == NameMatch::same; });
        if (same) fits.push_back(c);
      }
      if (fits.size() == 1) merge(own, fits.front());
    }
  }

  // "The town of Sake" is Sake, "rebels of the Lake Front" are the Lake Front, which so turns out to be
  // armed; "the coast of Lebanon" is not Lebanon.
  void link_described() {
    for (std::size_t i = 0; i + 1 < parsed_.mentions.size(); ++i) {
      const Mention& m = mention(i);
      const bool place = m.kind == MentionKind::place;
      if (m.form != MentionForm::nominal || chain_of_[i] < 0 ||
          (!place && m.kind != MentionKind::armed_group))
        continue;
      if (m.head + 2 >= m.last || parsed_.text_of(m.head + 1) != "of") continue;
      const TokenIndex name = m.head + 2 + (lower(m.head + 2) == "the" ? 1 : 0);
      for (std::size_t j = i + 1; j < parsed_.mentions.size() && mention(j).first <= name; ++j) {
        const Mention& inner = mention(j);
        if (inner.form != MentionForm::named || is_state(inner) || inner.last > m.last || chain_of_[j] < 0)
          continue;
        if (inner.head < name || (place && (inner.kind != MentionKind::place || inner.last != m.last)))
          continue;
        if (!place && !may_be_armed(inner)) continue;
        const auto from = static_cast<std::size_t>(chain_of_[i]),
                   into = static_cast<std::size_t>(chain_of_[j]);
        if (from != into) merge(from, into);
        if (!place)
          for (const std::size_t k : chains_[into].mentions)
            if (may_be_armed(mention(k))) parsed_.mentions[k].kind = MentionKind::armed_group;
        break;
      }
    }
  }

  // A name that says nothing else of itself.
  bool may_be_armed(const Mention& m) const {
    if (m.form != MentionForm::named) return false;
    if (m.kind == MentionKind::armed_group) return true;
    return (m.kind == MentionKind::organization || m.kind == MentionKind::place ||
            m.kind == MentionKind::other) &&
           lexicon_.find(m.name).empty() && lexicon_.find(stripped_name(parsed_, m)).empty();
  }

  void merge(std::size_t from, std::size_t into) {
    for (const std::size_t j : chains_[from].mentions) chain_of_[j] = static_cast<std::int32_t>(into);
    auto& all = chains_[into].mentions;
    all.insert(all.end(), chains_[from].mentions.begin(), chains_[from].mentions.end());
    std::sort(all.begin(), all.end());
    chains_[from].mentions.clear();
  }

  // Chains in the order of their first mention, and what each stands for.
  void renumber() {
    std::map<std::int32_t, std::int32_t> numbers;
    std::vector<std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < parsed_.mentions.size(); ++i) {
      std::int32_t& chain = parsed_.mentions[i].chain;
      if (chain < 0) continue;
      const auto [at, added] = numbers.emplace(chain, static_cast<std::int32_t>(members.size()));
      if (added) members.emplace_back();
      chain = at->second;
      members[static_cast<std::size_t>(chain)].push_back(i);
    }
    parsed_.parties.clear();
    for (const auto& chain : members) parsed_.parties.push_back(party_of_chain(parsed_, chain, lexicon_));
  }

  ParsedDocument& parsed_;
  const ActorLexicon& lexicon_;
  std::vector<Chain> chains_;
  std::vector<std::int32_t> chain_of_;
  std::vector<std::size_t> sentence_of_;
  std::vector<std::size_t> recent_;  // chains in the order of their mentions
  std::vector<std::size_t> person_order_;
  std::map<std::string, std::size_t> keys_, persons_, initials_;
};

}  // namespace

void link_mentions(ParsedDocument& parsed, const ActorLexicon& lexicon) {
  Linker(parsed, lexicon).link();
  link_first_persons(parsed);
  name_by_owner(parsed);
}

}  // namespace ekg
