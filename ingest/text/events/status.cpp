#include "ingest/text/events/status.hpp"

#include <algorithm>

namespace ekg {
namespace {

bool has_scope(const Operator& row, std::string_view scope) {
  return std::find(row.scopes.begin(), row.scopes.end(), scope) != row.scopes.end();
}

class ModalityReader {
 public:
  ModalityReader(const Trees& trees, const FunctionWords& words) : trees_(trees), words_(words) {}

  Modality read(TokenIndex trigger) {
    TokenIndex at = trigger;
    for (int steps = 0; steps < 6 && at != no_token; ++steps) {
      own_signs(at);
      at = governor(at, at == trigger);
    }
    return found_;
  }

 private:
  void apply(Effect effect, TokenIndex sign) {
    switch (effect) {
      case Effect::commit:
        found_.commits = true;
        if (found_.committed == no_token) found_.committed = sign;
        [[fallthrough]];
      case Effect::planned:
        found_.planned = true;
        break;
      case Effect::hypothetical:
        found_.hypothetical = true;
        break;
      case Effect::negated:
        found_.negated = !found_.negated;
        break;
      case Effect::requested:
        found_.obliged = true;
        break;
      case Effect::unverified:
        found_.unverified = true;
        break;
      case Effect::reported:
        found_.reported = true;
        break;
      case Effect::denied:  // by a verb it is somebody's stance (attribution); of others see governor()
      case Effect::confirmed:
      case Effect::begun:
      case Effect::factual:
        return;
    }
    if (found_.sign == no_token) found_.sign = sign;
  }

  void own_signs(TokenIndex token) {
    for (TokenIndex c : trees_.children(token)) {
      const Deprel relation = trees_.relation(c);
      char part = 0;
      switch (relation) {
        case Deprel::aux:
          part = 'm';
          break;
        case Deprel::advmod:
        case Deprel::det:
          part = 'r';
          break;
        case Deprel::amod:
          part = 'a';
          break;
        case Deprel::mark:
          part = 'c';
          break;
        default:
          continue;
      }
      std::string_view lemma = trees_.lemma(c);
      const std::string_view form = trees_.parsed().text_of(c);
      if (part == 'm' &&
          (form == "could" || form == "would" || form == "might" || form == "should" || form == "'d"))
        lemma = form == "'d" ? "would" : form;
      if (part == 'm' && lemma == "can") continue;
      if (part == 'm' && lemma == "be" && trees_.at(token).xpos == Xpos::VB) {  // "is to open an embassy"
        apply(Effect::commit, c);
        continue;
      }
      if (part == 'm' && lemma == "would") {
        would(token, c);
        continue;
      }
      for (const Operator& row : words_.operators(lemma))
        if (row.part_of_speech == part && has_scope(row, "head")) {
          if (row.effect == Effect::planned && part == 'c') continue;
          if (row.effect == Effect::planned && part == 'r' && found_.commits) continue;
          apply(row.effect, c);
          break;
        }
    }
    // "No group has claimed it", "nobody was hurt".
    for (TokenIndex c : trees_.children(token))
      if (trees_.relation(c) == Deprel::nsubj && trees_.is_verb(token) &&
          (trees_.has_child_lemma(c, Deprel::det, "no") || words_.is("nobody", trees_.lemma(c))))
        apply(Effect::negated, c);
    // "if X happens, Y will": the condition does not make the promise less a promise, but "would" needs one.
  }

  void would(TokenIndex token, TokenIndex sign) {
    bool condition = false;
    for (TokenIndex c : trees_.children(token))
      if (trees_.relation(c) == Deprel::advcl && (trees_.has_child_lemma(c, Deprel::mark, "if") ||
                                                  trees_.has_child_lemma(c, Deprel::mark, "unless")))
        condition = true;
    apply(!condition && reported(token) ? Effect::commit : Effect::hypothetical, sign);
  }

  bool reported(TokenIndex token) const {
    for (int steps = 0; steps < 6 && token != no_token; ++steps, token = trees_.head(token)) {
      if (trees_.relation(token) == Deprel::ccomp || trees_.relation(token) == Deprel::parataxis) return true;
      for (TokenIndex c : trees_.children(token))
        if (trees_.relation(c) == Deprel::parataxis) return true;
    }
    return false;
  }

  std::string_view scope_of(TokenIndex token) const {
    const Deprel relation = trees_.relation(token);
    const Token& t = trees_.at(token);
    switch (relation) {
      case Deprel::xcomp:
        return "xcomp";
      case Deprel::ccomp:
        return "ccomp";
      case Deprel::obj:
        return "obj";
      case Deprel::nsubj:
      case Deprel::csubj:
        return t.deprel == Deprel::nsubj_pass || t.deprel == Deprel::csubj_pass ? "obj" : "subj";
      case Deprel::obl:
      case Deprel::nmod:
        return trees_.marker(token);
      case Deprel::acl:
      case Deprel::advcl:
        if (t.deprel == Deprel::acl_relcl) return {};
        if (t.xpos == Xpos::VB) return "xcomp";
        if (t.xpos == Xpos::VBG) return trees_.marker(token);
        if (trees_.marker(token) == "that") return "ccomp";
        return {};
      default:
        return {};
    }
  }

  // "It is false that", "it is not true that"; "there is no evidence that" leaves it open.
  void truth(Effect effect, char part, TokenIndex word) {
    bool no = trees_.has_child_lemma(word, Deprel::det, "no");
    for (const std::string_view negation : {"not", "n't", "never", "hardly"})
      no = no || trees_.has_child_lemma(word, Deprel::advmod, negation);
    if (effect == Effect::confirmed && no) apply(part == 'n' ? Effect::unverified : Effect::negated, word);
    if (effect == Effect::denied && !no) apply(part == 'n' ? Effect::unverified : Effect::negated, word);
  }

  // The word whose modality reaches this one, after what it does itself is applied; no_token ends the chain.
  TokenIndex governor(TokenIndex token, bool trigger) {
    const TokenIndex head = trees_.head(token);
    if (head == no_token) return no_token;
    const Deprel relation = trees_.relation(token);
    if (relation == Deprel::conj && trees_.is_verb(token)) {
      for (TokenIndex c : trees_.children(token))
        if (trees_.relation(c) == Deprel::nsubj || trees_.relation(c) == Deprel::aux) return no_token;
      return head;
    }
    const std::string_view scope = scope_of(token);
    if (scope.empty()) return no_token;
    const char part = trees_.at(head).upos == Upos::ADJ ? 'a' : trees_.is_verb(head) ? 'v' : 'n';
    for (const Operator& row : words_.operators(trees_.lemma(head))) {
      if (row.part_of_speech != part || !has_scope(row, scope)) continue;
      if (!std::all_of(row.requirements.begin(), row.requirements.end(), [&](const std::string& word) {
            return trees_.has_child_lemma(head, Deprel::compound, word) ||
                   trees_.has_child_lemma(head, Deprel::advmod, word);
          }))
        continue;
      if (row.effect == Effect::commit && trees_.lemma(head) == "go" && trees_.at(head).xpos != Xpos::VBG)
        continue;
      if (part == 'v' && trees_.lemma(head) == "have" && !trees_.has_child_lemma(token, Deprel::mark, "to"))
        continue;  // "had two soldiers killed" is no duty
      if (part != 'v' && (row.effect == Effect::denied || row.effect == Effect::confirmed)) {
        truth(row.effect, part, head);
        return no_token;
      }
      apply(row.effect, head);
      // "Reports that … were untrue": a noun that only carries what is told may itself be judged.
      return scope == "xcomp" || scope == "obj" || (part == 'n' && row.effect == Effect::reported) ? head
                                                                                                   : no_token;
    }
    if (relation == Deprel::advcl && trees_.at(token).xpos == Xpos::VB && trigger) {
      found_.purpose = true;
      return no_token;
    }
    if (scope == "xcomp" && relation == Deprel::xcomp) return head;
    if (scope == "obj" && words_.is("light_verbs", trees_.lemma(head))) return head;
    return no_token;
  }

  const Trees& trees_;
  const FunctionWords& words_;
  Modality found_;
};

}  // namespace

Modality modality_of(const Trees& trees, const FunctionWords& words, TokenIndex trigger) {
  return ModalityReader(trees, words).read(trigger);
}

}  // namespace ekg
