#include "ingest/text/events/intent.hpp"

#include <algorithm>

#include "ingest/text/events/parties.hpp"
#include "ingest/text/events/status.hpp"

namespace ekg {
namespace {

bool stands_for_speaker(std::string_view lemma) {
  for (std::string_view one : {"it", "he", "she", "they", "we", "I", "i"})
    if (lemma == one) return true;
  return false;
}

bool says_will(const Trees& trees, TokenIndex verb) {
  return std::ranges::any_of(trees.children(verb), [&](TokenIndex c) {
    const std::string_view form = trees.parsed().text_of(c);
    return trees.relation(c) == Deprel::aux && (form == "will" || form == "would" || form == "'ll");
  });
}

// "Syria says it is willing": a pronoun that no mention explains stands for who says so.
void speakers_as_subjects(const Trees& trees, std::vector<EventDraft>& drafts) {
  for (EventDraft& draft : drafts) {
    if (draft.record.attribution.empty()) continue;
    // "Ruritania told Lydia it would strike": who will is who says so, whatever the pronoun was taken for.
    const bool taken_for_listener =
        draft.outer != no_event && !draft.record.actors.empty() &&
        trees.child(draft.trigger.token, Deprel::aux) != no_token &&
        is_among(drafts[draft.outer].record.recipients, draft.record.actors.front());
    if (taken_for_listener && says_will(trees, draft.trigger.token)) {
      draft.record.actors.clear();
      draft.actor_heads.clear();
    }
    if (!draft.record.actors.empty()) continue;
    const Argument* subject = draft.trigger.frame.first(Function::subj);
    if (!subject || trees.at(subject->head).upos != Upos::PRON ||
        !stands_for_speaker(trees.lemma(subject->head)))
      continue;
    const bool takes = std::any_of(draft.trigger.predicate->roles.begin(),
                                   draft.trigger.predicate->roles.end(), [](const RoleRule& rule) {
                                     return rule.role == FrameRole::actor && !rule.sources.empty() &&
                                            rule.sources.front().function == Function::subj;
                                   });
    const Party& speaker = draft.record.attribution.front().by;
    if (!takes || speaker.name.empty()) continue;
    draft.record.actors.push_back(speaker);
    draft.actor_heads.push_back(subject->head);
    draft.notes.push_back("actor: the pronoun stands for the speaker");
  }
}

bool has_condition(const Trees& trees, TokenIndex verb) {
  for (TokenIndex c : trees.children(verb))
    if (trees.relation(c) == Deprel::advcl &&
        (trees.has_child_lemma(c, Deprel::mark, "if") || trees.has_child_lemma(c, Deprel::mark, "unless")))
      return true;
  return false;
}

// "would strike if it was attacked", and "could close the border" when those say so who could.
bool may_harm(const Trees& trees, const EventDraft& draft, const Modality& mode) {
  if (mode.negated || !mode.hypothetical || mode.sign == no_token || draft.record.actors.empty() ||
      trees.head(mode.sign) != draft.trigger.token || trees.relation(mode.sign) != Deprel::aux)
    return false;
  const auto own_side = [&](const Party& speaker) {
    return std::ranges::any_of(draft.record.actors, [&](const Party& actor) {
      return same_who(actor, speaker) || (!actor.country.empty() && actor.country == speaker.country);
    });
  };
  bool own = false;
  for (const Attribution& voice : draft.record.attribution) {
    if (!own_side(voice.by)) return false;
    own = true;
  }
  return own || has_condition(trees, draft.trigger.token);
}

// "was *behind* the bombing": the preposition of the predicate blames.
bool has_blame_marker(const Trees& trees, const FunctionWords& words, TokenIndex predicate) {
  if (trees.child(predicate, Deprel::cop) == no_token) return false;
  for (TokenIndex c : trees.children(predicate))
    if (trees.relation(c) == Deprel::case_ && words.is("to_blame", trees.lemma(c))) return true;
  return false;
}

// "will not", "would not": not willing.
bool will_not(const Trees& trees, TokenIndex verb) {
  bool will = false, is_not = false;
  for (TokenIndex c : trees.children(verb)) {
    const std::string_view form = trees.parsed().text_of(c);
    if (trees.relation(c) == Deprel::aux)
      will |= form == "will" || form == "would" || form == "wo" || form == "'ll";
    else if (trees.relation(c) == Deprel::advmod)
      is_not |= trees.lemma(c) == "not" || trees.lemma(c) == "n't" || trees.lemma(c) == "never";
  }
  return will && is_not;
}

}  // namespace

void bind_speakers(const Trees& trees, const FunctionWords& words, const Ontology& ontology,
                   std::vector<EventDraft>& drafts) {
  speakers_as_subjects(trees, drafts);
  const EventType* agreement = ontology.find("agreement");
  const EventType* threat = ontology.find("threat");
  const EventType* demand = ontology.find("demand");
  const EventType* rejection = ontology.find("rejection");
  const EventType* accusation = ontology.find("accusation");
  std::vector<std::size_t> at(trees.parsed().tokens.size(), no_event);
  for (std::size_t i = 0; i < drafts.size(); ++i) at[drafts[i].trigger.token] = i;
  for (EventDraft& draft : drafts) {
    if (draft.trigger.frame.word_class != WordClass::verb || draft.trigger.frame.passive) continue;
    const Modality mode = modality_of(trees, words, draft.trigger.token);
    if (threat && draft.type->harms && may_harm(trees, draft, mode)) {
      draft.type = threat;
      draft.rule = "may-harm";
      continue;
    }
    if (rejection && draft.type == agreement && mode.negated && !mode.hypothetical) {
      draft.type = rejection;  // "does not accept the plan"
      draft.rule = "does-not-agree";
      continue;
    }
    if (rejection && (draft.type->yields || draft.type->plover == "SUPPORT") && mode.negated &&
        !draft.record.actors.empty() && will_not(trees, draft.trigger.token)) {
      draft.type = rejection;
      draft.rule = "will-not-yield";
      continue;
    }
    if (!mode.commits || mode.negated || mode.hypothetical || draft.record.actors.empty()) continue;
    if (draft.outer != no_event && drafts[draft.outer].type->outer) continue;
    // "agreed to send": the agreement is an event of its own.
    if (mode.committed != no_token && at[mode.committed] != no_event &&
        drafts[at[mode.committed]].type->outer)
      continue;
    bool unless = false;
    for (TokenIndex c : trees.children(draft.trigger.token))
      if (trees.relation(c) == Deprel::advcl && trees.has_child_lemma(c, Deprel::mark, "unless"))
        unless = true;
    if (threat && unless && (draft.type->yields || draft.type->harms)) {
      draft.type = threat;
      draft.rule = "will-unless";
    } else if (agreement && draft.type->yields) {
      draft.type = agreement;
      draft.rule = "intent-to-cooperate";
    } else if (threat && draft.type->harms) {
      draft.type = threat;
      draft.rule = "intent-to-harm";
    }
  }
  // "decided to recall its ambassador", "promised to punish": the content harms.
  for (EventDraft& draft : drafts) {
    if (!threat || draft.type != agreement || words.is("consenting", trees.lemma(draft.trigger.token)))
      continue;
    const Argument* content = draft.trigger.frame.first(Function::xcomp);
    if (content == nullptr || at[content->head] == no_event) continue;
    if (drafts[at[content->head]].type->harms) {
      draft.type = threat;
      draft.rule = "intent-to-harm";
    }
  }
  // "said that Libya must hand over": a demand on the subject of what is said.
  if (!demand || !accusation) return;
  for (EventDraft& draft : drafts) {
    if (draft.type->name != "statement" || draft.record.actors.empty()) continue;
    for (const Argument& argument : draft.trigger.frame.arguments) {
      if (argument.function != Function::ccomp) continue;
      TokenIndex sign = no_token;
      for (TokenIndex c : trees.children(argument.head))
        if (trees.relation(c) == Deprel::aux &&
            (trees.lemma(c) == "must" || trees.lemma(c) == "should" || trees.lemma(c) == "ought"))
          sign = c;
      if (trees.lemma(argument.head) == "have" || trees.lemma(argument.head) == "need")
        if (trees.child(argument.head, Deprel::xcomp) != no_token) sign = argument.head;
      const TokenIndex subject = trees.child(argument.head, Deprel::nsubj);
      // "said that the rebels were behind it": blamed. "insists that they leave": a subjunctive.
      const bool blamed =
          words.is("to_blame", trees.lemma(argument.head)) ||
          (trees.lemma(argument.head) == "blame" && trees.child(argument.head, Deprel::cop) != no_token) ||
          has_blame_marker(trees, words, argument.head);
      if (words.is("demanding", trees.lemma(draft.trigger.token)) &&
          trees.at(argument.head).xpos == Xpos::VB && trees.child(argument.head, Deprel::aux) == no_token)
        sign = argument.head;
      if (subject == no_token || (sign == no_token && !blamed)) continue;
      std::vector<FoundParty> asked = parties_of(trees, words, subject);
      std::erase_if(asked, [&](const FoundParty& found) {
        return !found.agent || std::any_of(draft.record.actors.begin(), draft.record.actors.end(),
                                           [&](const Party& p) { return same_who(p, found.party); });
      });
      if (asked.empty()) continue;
      draft.type = sign == no_token ? accusation : demand;
      draft.rule = sign == no_token ? "says-who-is-to-blame" : "says-that-another-must";
      draft.record.recipients.clear();
      draft.recipient_heads.clear();
      for (const FoundParty& found : asked) add_party(draft.record.recipients, draft.recipient_heads, found);
    }
  }
}

}  // namespace ekg
