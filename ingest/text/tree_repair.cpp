#include "ingest/text/tree_repair.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>

#include "ingest/text/mentions.hpp"
#include "ingest/text/utf8.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

// Hours, days and units of time: "dawn", "Monday", "week".
bool is_time_word(std::string_view lemma) {
  static const std::unordered_set<std::string_view> words = [] {
    std::unordered_set<std::string_view> found;
    for (const auto& row : read_table("english/time_words.tsv"))
      if (row[1] == "weekday" || row[1] == "unit" || row[1] == "part" || row[1] == "clock")
        found.insert(row[0]);
    return found;
  }();
  return words.contains(lemma);
}

class Repair {
 public:
  Repair(ParsedDocument& parsed, const Lemmas& lemmas, const Sentence& sentence)
      : parsed_(parsed), lemmas_(lemmas), sentence_(sentence) {}

  void run() {
    for (TokenIndex t = sentence_.first; t < sentence_.last; ++t) {
      const Deprel relation = universal(at(t).deprel);
      if (at(t).deprel == Deprel::amod) find_verb_before_object(t);
      const bool follows_noun = at(t).deprel == Deprel::amod && head(t) < t;
      if (at(t).deprel == Deprel::acl || follows_noun) find_verb_after_subject(t);
      if (relation == Deprel::xcomp) join_perfect(t);
      if (at(t).deprel == Deprel::compound && at(t).upos == Upos::PROPN) make_subject(t);
      if (at(t).upos == Upos::ADJ) find_verb_after_modal(t);
      if (relation == Deprel::case_ && at(t).lemma == "between") {
        hang_between_on_event(t);
        hang_second_of_between(t);
      }
      if (relation == Deprel::mark && (at(t).lemma == "of" || at(t).lemma == "from")) hang_gerund_on_verb(t);
      if (at(t).deprel == Deprel::acl_relcl) find_subject_of_relative(t);
    }
  }

 private:
  const Token& at(TokenIndex t) const { return parsed_.tokens[t]; }
  TokenIndex head(TokenIndex t) const {
    const TokenIndex head = at(t).head;
    return head >= sentence_.first && head < sentence_.last && head != t ? head : no_token;
  }
  bool is_above(TokenIndex ancestor, TokenIndex token) const {
    for (int steps = 0; token != no_token && steps < 100; ++steps, token = head(token))
      if (token == ancestor) return true;
    return false;
  }
  void hang(TokenIndex token, TokenIndex new_head, Deprel relation) {
    if (is_above(token, new_head)) return;
    parsed_.tokens[token].head = new_head;
    parsed_.tokens[token].deprel = relation;
  }
  bool is_nominal(TokenIndex t) const {
    return at(t).upos == Upos::NOUN || at(t).upos == Upos::PROPN || at(t).upos == Upos::PRON;
  }

  std::string lower_lemma(TokenIndex t) const { return ascii_lower(at(t).lemma); }

  bool has_child(TokenIndex t, Deprel relation) const {
    for (TokenIndex c = sentence_.first; c < sentence_.last; ++c)
      if (head(c) == t && universal(at(c).deprel) == relation) return true;
    return false;
  }

  // The verb of which the token may be a past or -ing form; empty when it is none.
  std::string verb_lemma(TokenIndex t) const {
    const std::string lower = ascii_lower(parsed_.text_of(t));
    if (!lower.ends_with("ed") && at(t).xpos != Xpos::VBN && at(t).xpos != Xpos::VBD &&
        at(t).xpos != Xpos::VBG)
      return {};
    std::string lemma = lemmas_.of_verb(lower, at(t).lemma);
    return lemma == lower ? std::string() : lemma;
  }

  // The token is the verb of the clause that `old` headed.
  void make_verb(TokenIndex verb, TokenIndex old, std::string lemma) {
    Token& token = parsed_.tokens[verb];
    token.upos = Upos::VERB;
    if (token.xpos != Xpos::VBG && token.xpos != Xpos::VBN) token.xpos = Xpos::VBD;
    token.lemma = std::move(lemma);
    token.head = at(old).head;
    token.deprel = at(old).deprel;
  }

  bool is_clause_without_verb(TokenIndex noun) const {
    const Deprel relation = universal(at(noun).deprel);
    return (relation == Deprel::root || relation == Deprel::ccomp || relation == Deprel::parataxis) &&
           !has_child(noun, Deprel::nsubj) && !has_child(noun, Deprel::cop) &&
           !has_child(noun, Deprel::case_);
  }

  void find_verb_before_object(TokenIndex verb) {
    const TokenIndex object = head(verb);
    if (object == no_token || object < verb || at(object).upos == Upos::PROPN) return;
    std::string lemma = verb_lemma(verb);
    if (lemma.empty()) return;
    TokenIndex before = verb;
    while (before > sentence_.first && at(before - 1).upos == Upos::ADV) --before;
    if (before == sentence_.first) return;
    --before;
    if (at(before).lemma == "have" && at(before).upos == Upos::VERB && head(object) == before &&
        at(verb).xpos != Xpos::VBG) {  // "has eased restrictions"
      become_auxiliary(before, verb, std::move(lemma));
      parsed_.tokens[object].head = verb;
      parsed_.tokens[object].deprel = Deprel::obj;
      return;
    }
    const bool perfect = at(before).lemma == "be" && at(before).xpos == Xpos::VBN && head(before) == object &&
                         at(verb).xpos == Xpos::VBG;  // "have been burning villages"
    bool own_subject = false;                         // "*Ruritania* expelled two diplomats"
    for (TokenIndex c = sentence_.first; c < verb; ++c)
      if (head(c) == verb && universal(at(c).deprel) == Deprel::nsubj) own_subject = true;
    // "Ruritania severed relations", "troops shelled positions": no adjective follows a name or a plural that
    // modifies the same noun.
    const bool after_name = (head(before) == object || head(before) == verb) &&
                            (at(before).upos == Upos::PROPN || at(before).xpos == Xpos::NNS) &&
                            at(before).deprel == Deprel::compound && before + 1 == verb &&
                            at(verb).xpos != Xpos::VBG && at(object).lemma != "force" &&
                            is_clause_without_verb(object);
    if (!perfect && !own_subject && !after_name) return;
    make_verb(verb, object, std::move(lemma));
    for (TokenIndex c = sentence_.first; c < sentence_.last; ++c) {
      if (head(c) != object || c == verb) continue;
      const Deprel relation = universal(at(c).deprel);
      if (c > verb && c < object) continue;
      if (c > object && relation != Deprel::punct && relation != Deprel::advcl && relation != Deprel::obl &&
          relation != Deprel::parataxis && !(relation == Deprel::conj && at(c).upos == Upos::VERB))
        continue;
      parsed_.tokens[c].head = verb;
      if (relation == Deprel::cop) parsed_.tokens[c].deprel = Deprel::aux;
    }
    parsed_.tokens[object].head = verb;
    parsed_.tokens[object].deprel = Deprel::obj;
    if (!after_name) return;
    end_mentions_at(verb, object);
    // What stood before the verb is its subject, under its last word.
    for (TokenIndex c = sentence_.first; c < before; ++c)
      if (head(c) == verb && universal(at(c).deprel) != Deprel::punct) parsed_.tokens[c].head = before;
    parsed_.tokens[before].head = verb;
    parsed_.tokens[before].deprel = Deprel::nsubj;
  }

  // "*Ruritania* voiced support": a verb is no part of a name.
  void make_subject(TokenIndex name) {
    const TokenIndex verb = head(name);
    if (verb == no_token || verb < name || at(verb).upos != Upos::VERB || has_child(verb, Deprel::nsubj) ||
        universal(at(verb).deprel) == Deprel::amod)
      return;
    parsed_.tokens[name].deprel = Deprel::nsubj;
  }

  // "had *armed* the rebels" with "had" for the verb.
  void join_perfect(TokenIndex verb) {
    const TokenIndex have = head(verb);
    if (have == no_token || have > verb || at(have).lemma != "have" || at(have).upos != Upos::VERB ||
        at(verb).xpos != Xpos::VBN)
      return;
    for (TokenIndex t = have + 1; t < verb; ++t)
      if (at(t).upos != Upos::ADV && at(t).lemma != "not") return;
    std::string lemma = verb_lemma(verb);
    if (!lemma.empty()) become_auxiliary(have, verb, std::move(lemma));
  }

  void become_auxiliary(TokenIndex have, TokenIndex verb, std::string lemma) {
    make_verb(verb, have, std::move(lemma));
    for (TokenIndex c = sentence_.first; c < sentence_.last; ++c)
      if (head(c) == have && c != verb) parsed_.tokens[c].head = verb;
    parsed_.tokens[have].head = verb;
    parsed_.tokens[have].deprel = Deprel::aux;
    parsed_.tokens[have].upos = Upos::AUX;
  }

  // "would *free* the prisoners": what a modal precedes and an object follows is a verb.
  void find_verb_after_modal(TokenIndex verb) {
    bool modal = false, object = false;
    for (TokenIndex c = sentence_.first; c < sentence_.last; ++c) {
      if (head(c) != verb) continue;
      modal |= c < verb && at(c).xpos == Xpos::MD;
      object |= c > verb && at(c).deprel == Deprel::obj;
    }
    if (!modal || !object) return;
    parsed_.tokens[verb].upos = Upos::VERB;
    parsed_.tokens[verb].xpos = Xpos::VB;
  }

  // A phrase that reached over the verb begins behind it.
  void end_mentions_at(TokenIndex verb, TokenIndex object) {
    for (Mention& mention : parsed_.mentions) {
      if (mention.head != object || mention.first > verb) continue;
      mention.first = verb + 1;
      mention.country.clear();
      for (const Mention& inner : parsed_.mentions)
        if (inner.first > verb && inner.last <= object && !inner.country.empty())
          mention.country = inner.country;
    }
    std::ranges::stable_sort(parsed_.mentions, {}, &Mention::first);
  }

  // "gunmen beheaded a hostage": a participle with an object is no passive.
  void find_verb_after_subject(TokenIndex verb) {
    const TokenIndex subject = head(verb);
    if (subject == no_token || subject > verb || at(verb).xpos != Xpos::VBN || !is_nominal(subject) ||
        !is_clause_without_verb(subject))
      return;
    TokenIndex object = no_token;
    for (TokenIndex c = verb + 1; c < sentence_.last; ++c) {
      if (head(c) != verb || !is_nominal(c) || is_time_word(lower_lemma(c))) continue;  // "captured Monday"
      const bool bare = at(c).deprel == Deprel::obj ||
                        (universal(at(c).deprel) == Deprel::obl && !has_child(c, Deprel::case_));
      if (bare && object == no_token && (at(c).deprel == Deprel::obj || can_act(c))) object = c;
    }
    std::string lemma = verb_lemma(verb);
    if (object == no_token || lemma.empty()) return;
    for (TokenIndex t = subject + 1; t < verb; ++t)  // "the man, wounded by …": set off, no clause of its own
      if (at(t).upos == Upos::PUNCT || at(t).upos == Upos::VERB) return;
    make_verb(verb, subject, std::move(lemma));
    parsed_.tokens[verb].xpos = Xpos::VBD;
    for (TokenIndex c = verb + 1; c < sentence_.last; ++c)
      if (head(c) == subject) parsed_.tokens[c].head = verb;
    parsed_.tokens[subject].head = verb;
    parsed_.tokens[subject].deprel = Deprel::nsubj;
    parsed_.tokens[object].deprel = Deprel::obj;
  }

  // "broke out at dawn between A and B": what is between them is the fighting, not the dawn.
  void hang_between_on_event(TokenIndex between) {
    const TokenIndex first = head(between);
    if (first == no_token || first < between || at(first).deprel != Deprel::nmod) return;
    const TokenIndex hour = head(first);
    if (hour == no_token || hour > between || universal(at(hour).deprel) != Deprel::obl || can_act(hour))
      return;
    const TokenIndex verb = head(hour);
    if (verb == no_token || at(verb).upos != Upos::VERB || !is_time_word(at(hour).lemma)) return;
    hang(first, verb, Deprel::obl);
  }

  void hang_second_of_between(TokenIndex between) {
    const TokenIndex first = head(between);
    if (first == no_token || first < between) return;
    const TokenIndex shared = head(first);
    const Deprel relation = universal(at(first).deprel);
    if (shared == no_token || shared > between || (relation != Deprel::nmod && relation != Deprel::obl))
      return;
    TokenIndex second = no_token;
    for (TokenIndex t = first + 1; t < sentence_.last; ++t) {
      if (universal(at(t).deprel) != Deprel::conj) continue;
      if (head(t) == first) return;
      if (head(t) == shared && second == no_token && is_nominal(t)) second = t;
    }
    if (second != no_token) hang(second, first, Deprel::conj);
  }

  void hang_gerund_on_verb(TokenIndex mark) {
    const TokenIndex gerund = head(mark);
    if (gerund == no_token || gerund < mark || at(gerund).xpos != Xpos::VBG ||
        at(gerund).deprel != Deprel::acl)
      return;
    const TokenIndex object = head(gerund);
    if (object == no_token || universal(at(object).deprel) != Deprel::obj || object > mark) return;
    const TokenIndex verb = head(object);
    if (verb == no_token || at(verb).upos != Upos::VERB || !can_act(object)) return;
    hang(gerund, verb, Deprel::advcl);
  }

  bool can_act(TokenIndex noun) const {
    const auto mention = mention_headed_by(parsed_, noun);
    if (!mention) return false;
    switch (parsed_.mentions[*mention].kind) {
      case MentionKind::person:
      case MentionKind::organization:
      case MentionKind::government:
      case MentionKind::military:
      case MentionKind::armed_group:
      case MentionKind::group:
      case MentionKind::country:
      case MentionKind::media:
        return true;
      default:
        return false;
    }
  }

  void find_subject_of_relative(TokenIndex verb) {
    const TokenIndex antecedent = head(verb);
    if (antecedent == no_token || antecedent > verb) return;
    TokenIndex pronoun = no_token, subject = no_token;
    for (TokenIndex t = antecedent + 1; t < verb; ++t) {
      const Deprel relation = universal(at(t).deprel);
      if (head(t) == verb && relation == Deprel::nsubj) return;
      if (head(t) == verb && relation == Deprel::obj &&
          (at(t).xpos == Xpos::WDT || at(t).xpos == Xpos::WP || at(t).lemma == "that"))
        pronoun = t;
      if (pronoun != no_token && head(t) == antecedent && relation == Deprel::appos && is_nominal(t) &&
          subject == no_token)
        subject = t;
    }
    if (subject != no_token) hang(subject, verb, Deprel::nsubj);
  }

  ParsedDocument& parsed_;
  const Lemmas& lemmas_;
  const Sentence sentence_;
};

}  // namespace

void repair_trees(ParsedDocument& parsed, const Lemmas& lemmas) {
  for (const Sentence& sentence : parsed.sentences) Repair(parsed, lemmas, sentence).run();
}

}  // namespace ekg
