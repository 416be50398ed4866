#include "ingest/text/tree_repair.hpp"

#include "ingest/text/mentions.hpp"

namespace ekg {
namespace {

class Repair {
 public:
  Repair(ParsedDocument& parsed, const Sentence& sentence) : parsed_(parsed), sentence_(sentence) {}

  void run() {
    for (TokenIndex t = sentence_.first; t < sentence_.last; ++t) {
      const Deprel relation = universal(at(t).deprel);
      if (relation == Deprel::case_ && at(t).lemma == "between") hang_second_of_between(t);
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
  const Sentence sentence_;
};

}  // namespace

void repair_trees(ParsedDocument& parsed) {
  for (const Sentence& sentence : parsed.sentences) Repair(parsed, sentence).run();
}

}  // namespace ekg
