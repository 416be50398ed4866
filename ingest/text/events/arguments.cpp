#include "ingest/text/events/arguments.hpp"

#include <algorithm>

namespace ekg {

TokenIndex antecedent(const Trees& trees, TokenIndex token) {
  if (!trees.is_relative_pronoun(token)) return token;
  TokenIndex at = token;
  for (int steps = 0; steps < 12 && at != no_token; ++steps, at = trees.head(at))
    if (trees.relation(at) == Deprel::acl && trees.head(at) != no_token) return trees.head(at);
  return token;
}

namespace {

// The content clause before a verb of speech whose subject the tree gave to that verb: in "the army killed
// ten, the police said" the first subject belongs to the first verb.
TokenIndex robbed_clause(const Trees& trees, TokenIndex speech, TokenIndex subject) {
  for (TokenIndex c : trees.children(speech))
    if (trees.relation(c) == Deprel::ccomp && subject < c && c < speech &&
        trees.child(c, Deprel::nsubj) == no_token)
      return c;
  return no_token;
}

// The subject of a noun's infinitive or participle: "its decision to send", "announced plans to send".
TokenIndex controller_of_noun(const Trees& trees, const FunctionWords& words, TokenIndex noun,
                              bool& inherited, int depth) {
  inherited = true;
  for (TokenIndex c : trees.children(noun))
    if (trees.at(c).deprel == Deprel::nmod_poss) return c;
  const TokenIndex verb = trees.head(noun);
  if (verb != no_token && trees.is_verb(verb))
    return surface_subject(trees, words, verb, inherited, depth + 1);
  return no_token;
}

// Who does what the clause says, where it is not the head's subject: "accused X of shelling", "stopped X from
// leaving", "urged X to leave", "called on X to leave".
TokenIndex controlling_object(const Trees& trees, const FunctionWords& words, TokenIndex head,
                              TokenIndex clause) {
  if (trees.passive(head)) return no_token;
  const bool infinitive = trees.at(clause).xpos == Xpos::VB, gerund = trees.at(clause).xpos == Xpos::VBG;
  const std::string_view marker = trees.marker(clause);
  const bool of_object =
      gerund && (marker == "of" || marker == "for" || marker == "from" || marker == "into");
  if (of_object || ((infinitive || gerund) && words.is("object_control", trees.lemma(head))))
    for (const Deprel relation : {Deprel::obj, Deprel::iobj})
      if (const TokenIndex object = trees.child(head, relation); object != no_token)
        return antecedent(trees, object);
  if (infinitive && words.is("oblique_control", trees.lemma(head)))
    for (TokenIndex c : trees.children(head)) {
      const std::string_view of = trees.marker(c);
      if (trees.relation(c) == Deprel::obl && c < clause &&
          (of == "on" || of == "upon" || of == "to" || of == "for"))
        return antecedent(trees, c);
    }
  return no_token;
}

}  // namespace

TokenIndex surface_subject(const Trees& trees, const FunctionWords& words, TokenIndex verb, bool& inherited,
                           int depth) {
  inherited = depth > 0;
  if (depth > 8) return no_token;
  for (TokenIndex c : trees.children(verb))
    if (trees.relation(c) == Deprel::nsubj && trees.at(c).deprel != Deprel::nsubj_outer) {
      if (robbed_clause(trees, verb, c) != no_token) continue;
      const TokenIndex who = antecedent(trees, c);
      if (who != c) inherited = true;
      return who;
    }
  if (trees.at(verb).upos == Upos::ADJ)  // "it is willing to": taken for an expletive by the parser
    if (const TokenIndex it = trees.child(verb, Deprel::expl); it != no_token) return it;
  const TokenIndex head = trees.head(verb);
  if (head == no_token) return no_token;
  inherited = true;
  switch (trees.relation(verb)) {
    case Deprel::conj:
      return surface_subject(trees, words, head, inherited, depth + 1);
    case Deprel::xcomp: {
      if (!trees.passive(head) && !words.is("subject_control", trees.lemma(head)))
        for (TokenIndex c : trees.children(head))
          if (trees.relation(c) == Deprel::obj || trees.relation(c) == Deprel::iobj)
            return antecedent(trees, c);
      return surface_subject(trees, words, head, inherited, depth + 1);
    }
    case Deprel::acl:
      if (trees.at(verb).deprel == Deprel::acl_relcl) return head;
      if (trees.at(verb).xpos == Xpos::VB) return controller_of_noun(trees, words, head, inherited, depth);
      if (!trees.marker(verb).empty()) return controller_of_noun(trees, words, head, inherited, depth);
      return head;
    case Deprel::amod:
      return head;
    case Deprel::advcl:
      if (trees.is_verb(head) || trees.at(head).upos == Upos::ADJ ||
          trees.child(head, Deprel::cop) != no_token) {
        if (const TokenIndex who = controlling_object(trees, words, head, verb); who != no_token) return who;
        return surface_subject(trees, words, head, inherited, depth + 1);
      }
      return no_token;
    case Deprel::ccomp:
      for (TokenIndex c : trees.children(head))
        if (trees.relation(c) == Deprel::nsubj && robbed_clause(trees, head, c) == verb) return c;
      if (trees.at(verb).xpos == Xpos::VB || trees.at(verb).xpos == Xpos::VBG)
        if (trees.is_verb(head) || trees.at(head).upos == Upos::ADJ) {
          if (const TokenIndex who = controlling_object(trees, words, head, verb); who != no_token)
            return who;
          return surface_subject(trees, words, head, inherited, depth + 1);
        }
      return no_token;
    default:
      return no_token;
  }
}

void add_noun_arguments(const Trees& trees, const FunctionWords&, TokenIndex noun, Frame& frame) {
  const bool own = noun == frame.trigger;
  for (TokenIndex c : trees.children(noun)) {
    const Deprel exact = trees.at(c).deprel;
    if (exact == Deprel::nmod_poss) {
      frame.arguments.push_back({Function::poss, {}, c, !own});
    } else if (trees.relation(c) == Deprel::amod || trees.relation(c) == Deprel::compound ||
               exact == Deprel::nmod_desc || exact == Deprel::nmod_unmarked) {
      if (!trees.in_time_expression(c)) frame.arguments.push_back({Function::mod, {}, c, !own});
    } else if (trees.relation(c) == Deprel::nmod || trees.relation(c) == Deprel::obl) {
      const std::string_view marker = trees.marker(c);
      if (!marker.empty() && !trees.in_time_expression(c))
        frame.arguments.push_back({Function::prep, marker, antecedent(trees, c), !own});
    } else if (trees.relation(c) == Deprel::acl && trees.at(c).xpos == Xpos::VB) {
      frame.arguments.push_back({Function::xcomp, {}, c, !own});
    } else if (trees.relation(c) == Deprel::acl && trees.has_child_lemma(c, Deprel::mark, "that")) {
      frame.arguments.push_back({Function::ccomp, {}, c, !own});
    } else if (trees.relation(c) == Deprel::ccomp) {
      frame.arguments.push_back({Function::ccomp, {}, c, !own});
    } else if (trees.relation(c) == Deprel::acl && !trees.marker(c).empty()) {
      frame.arguments.push_back({Function::prep, trees.marker(c), c, !own});
    }
  }
}

namespace {

bool has_object_after(const Trees& trees, TokenIndex verb, TokenIndex object) {
  return object > verb && std::ranges::any_of(trees.children(verb), [&](TokenIndex c) {
           return c > object && trees.relation(c) == Deprel::obj && trees.child(c, Deprel::cc) == no_token;
         });
}

void add_verb_arguments(const Trees& trees, const FunctionWords& words, TokenIndex verb, Frame& frame) {
  frame.passive = trees.passive(verb);
  bool inherited = false;
  const TokenIndex subject = surface_subject(trees, words, verb, inherited);
  if (subject != no_token && !(inherited && trees.in_time_expression(subject)))
    frame.arguments.push_back({frame.passive ? Function::obj : Function::subj, {}, subject, inherited});
  for (TokenIndex c : trees.children(verb)) {
    switch (trees.relation(c)) {
      case Deprel::obj:
        // "offered miners a rise": of two objects the first is whom it is given to.
        frame.arguments.push_back({has_object_after(trees, verb, c) ? Function::iobj : Function::obj,
                                   {},
                                   antecedent(trees, c),
                                   false});
        break;
      case Deprel::iobj:
        // "Asked the Union to send": with a clause alone beside it, who is asked is the object.
        frame.arguments.push_back(
            {trees.child(verb, Deprel::obj) == no_token ? Function::obj : Function::iobj,
             {},
             antecedent(trees, c),
             false});
        break;
      case Deprel::obl: {
        const std::string_view marker = trees.marker(c);
        if (trees.in_time_expression(c)) break;
        // "arrested more than 100 people": the comparator is no preposition.
        const bool counted =
            trees.extent(c, true).first == verb + 1 && trees.child(c, Deprel::nummod) != no_token &&
            (marker.empty() || marker == "up" || marker == "than" || marker == "about" || marker == "over");
        if (counted && !frame.passive && trees.child(verb, Deprel::obj) == no_token) {
          frame.arguments.push_back({Function::obj, {}, c, false});
          break;
        }
        if (marker.empty()) break;
        if (marker == "by" && frame.passive)
          frame.arguments.push_back({Function::subj, {}, antecedent(trees, c), false});
        else
          frame.arguments.push_back({Function::prep, marker, antecedent(trees, c), false});
        break;
      }
      case Deprel::advcl:
        if (const std::string_view marker = trees.marker(c); !marker.empty() && trees.at(c).xpos == Xpos::VBG)
          frame.arguments.push_back({Function::prep, marker, c, false});
        else if (trees.at(c).xpos == Xpos::VB && words.is("object_control", trees.lemma(verb)))
          frame.arguments.push_back({Function::xcomp, {}, c, false});
        break;
      case Deprel::xcomp:
        frame.arguments.push_back({Function::xcomp, {}, c, false});
        break;
      case Deprel::ccomp:
        frame.arguments.push_back({Function::ccomp, {}, c, false});
        break;
      case Deprel::compound:
      case Deprel::advmod:
      case Deprel::case_:
        frame.particles.push_back(c);
        break;
      default:
        break;
    }
  }
  // A name right after the verb that the tree hangs elsewhere is its object all the same.
  if (!frame.passive && !frame.first(Function::obj) && trees.relation(verb) != Deprel::amod) {
    const std::vector<Mention>& mentions = trees.parsed().mentions;
    const auto next = std::lower_bound(mentions.begin(), mentions.end(), verb + 1,
                                       [](const Mention& m, TokenIndex t) { return m.first < t; });
    if (next != mentions.end() && next->first == verb + 1 && next->form == MentionForm::named &&
        trees.sentence(next->first) == trees.sentence(verb) && !trees.dominates(verb, next->head) &&
        trees.relation(next->head) != Deprel::nsubj && trees.relation(next->head) != Deprel::root)
      frame.arguments.push_back({Function::obj, {}, next->head, false});
  }
  // The object of a relative clause: "whom they had taken", "the property they seized".
  if (trees.at(verb).deprel == Deprel::acl_relcl && !frame.passive && !frame.first(Function::obj) &&
      !inherited && trees.head(verb) != no_token && subject != trees.head(verb))
    frame.arguments.push_back({Function::obj, {}, trees.head(verb), true});
  // What follows the last of coordinated verbs belongs to all: "killed and wounded three".
  if (trees.relation(verb) == Deprel::conj && trees.head(verb) != no_token &&
      trees.is_verb(trees.head(verb)) && !frame.first(Function::obj) && !frame.passive)
    for (TokenIndex c : trees.children(trees.head(verb)))
      if (trees.relation(c) == Deprel::obj && c > verb)
        frame.arguments.push_back({Function::obj, {}, c, true});
  if (!frame.first(Function::obj))
    for (TokenIndex c : trees.children(verb))
      if (trees.relation(c) == Deprel::conj && trees.is_verb(c) &&
          trees.child(c, Deprel::nsubj) == no_token && c <= verb + 2)
        if (const TokenIndex object = trees.child(c, Deprel::obj); object != no_token && !frame.passive)
          frame.arguments.push_back({Function::obj, {}, object, true});
  // "Two soldiers killed in attack", "drivers abducted last week were found": such a verb never goes without
  // an object, so a past form without one is a participle.
  if (!frame.passive && !frame.first(Function::obj) && !frame.first(Function::ccomp) &&
      (trees.at(verb).xpos == Xpos::VBD || trees.at(verb).xpos == Xpos::VBN) &&
      trees.child(verb, Deprel::aux) == no_token && words.is("always_with_object", trees.lemma(verb))) {
    frame.passive = true;
    for (Argument& argument : frame.arguments) {
      if (argument.function == Function::subj) argument.function = Function::obj;
      if (argument.function == Function::prep && argument.preposition == "by")
        argument.function = Function::subj;
    }
  }
}

// The subject of the light verb whose object this noun is: "launched an offensive", "the demonstration staged
// by students".
void add_light_verb_subject(const Trees& trees, const FunctionWords& words, TokenIndex noun, Frame& frame) {
  TokenIndex verb = no_token;
  if (trees.relation(noun) == Deprel::nmod && trees.marker(noun) == "of" && trees.head(noun) != no_token &&
      words.is("partitives", trees.lemma(trees.head(noun))))  // "held two days of talks"
    noun = trees.head(noun);
  if (trees.relation(noun) == Deprel::obj) verb = trees.head(noun);
  if (trees.at(noun).deprel == Deprel::nsubj_pass) verb = trees.head(noun);
  if (verb == no_token)
    for (TokenIndex c : trees.children(noun))
      if (trees.relation(c) == Deprel::acl && trees.is_verb(c) && trees.passive(c)) verb = c;
  if (verb == no_token || !words.is("light_verbs", trees.lemma(verb))) return;
  Frame outer;
  outer.trigger = verb;
  add_verb_arguments(trees, words, verb, outer);
  for (Argument argument : outer.arguments) {
    if (argument.function == Function::subj || argument.function == Function::prep ||
        argument.function == Function::iobj) {
      if (argument.head == noun) continue;
      argument.inherited = true;
      frame.arguments.push_back(argument);
    }
  }
}

// What happens takes the phrases of its verb ("fighting *broke out* between A and B"), and "by", "between"
// and "against" after an object are the object's, wherever the tree hangs them ("survived a mutiny by
// officers").
void add_phrases_of_clause(const Trees& trees, const FunctionWords& words, TokenIndex noun, Frame& frame) {
  const TokenIndex verb = trees.head(noun);
  if (verb == no_token || !trees.is_verb(verb) || trees.passive(verb)) return;
  const bool happens = trees.relation(noun) == Deprel::nsubj && words.is("occurrence", trees.lemma(verb));
  if (!happens && trees.relation(noun) != Deprel::obj) return;
  for (TokenIndex c : trees.children(verb)) {
    if (trees.relation(c) != Deprel::obl || c < noun || trees.in_time_expression(c)) continue;
    const std::string_view marker = trees.marker(c);
    if (marker.empty() || (!happens && marker != "by" && marker != "between" && marker != "against"))
      continue;
    frame.arguments.push_back({Function::prep, marker, antecedent(trees, c), true});
  }
}

// Who says or does something "in a call with", "after talks with" somebody is the other party of it.
void add_subject_of_clause(const Trees& trees, const FunctionWords& words, TokenIndex noun, Frame& frame) {
  if (trees.relation(noun) == Deprel::nmod && trees.marker(noun) == "of" && trees.head(noun) != no_token &&
      words.is("partitives", trees.lemma(trees.head(noun))))  // "after two days of talks with"
    noun = trees.head(noun);
  const TokenIndex verb = trees.head(noun);
  if (verb == no_token || trees.relation(noun) != Deprel::obl || !trees.is_verb(verb) || trees.passive(verb))
    return;
  const std::string_view marker = trees.marker(noun);
  if (marker == "in" && words.is("in_stance", trees.lemma(noun))) {  // "walked out in protest at the arrests"
    bool inherited = false;
    const TokenIndex subject = surface_subject(trees, words, verb, inherited);
    if (subject != no_token) frame.arguments.push_back({Function::subj, {}, subject, true});
    for (TokenIndex c :
         trees.children(verb))  // "in protest at": the tree may hang what it is about on the verb
      if (trees.relation(c) == Deprel::obl && c > noun && !trees.marker(c).empty() &&
          !trees.in_time_expression(c))
        frame.arguments.push_back({Function::prep, trees.marker(c), antecedent(trees, c), true});
    return;
  }
  if (marker != "in" && marker != "during" && marker != "at" && marker != "after" && marker != "before" &&
      marker != "following" && marker != "on")
    return;
  const bool with_somebody = std::ranges::any_of(frame.arguments, [](const Argument& argument) {
    return argument.function == Function::prep && argument.preposition == "with";
  });
  if (!with_somebody || frame.first(Function::subj) || frame.first(Function::poss)) return;
  bool inherited = false;
  const TokenIndex subject = surface_subject(trees, words, verb, inherited);
  if (subject != no_token) frame.arguments.push_back({Function::subj, {}, subject, true});
}

}  // namespace

Frame frame_of(const Trees& trees, const FunctionWords& words, TokenIndex trigger, WordClass word_class) {
  Frame frame;
  frame.trigger = trigger;
  frame.word_class = word_class;
  if (word_class == WordClass::verb) {
    add_verb_arguments(trees, words, trigger, frame);
  } else if (word_class == WordClass::noun) {
    add_noun_arguments(trees, words, trigger, frame);
    add_light_verb_subject(trees, words, trigger, frame);
    add_phrases_of_clause(trees, words, trigger, frame);
    add_subject_of_clause(trees, words, trigger, frame);
    if (trees.child(trigger, Deprel::cop) != no_token)
      if (const TokenIndex subject = trees.child(trigger, Deprel::nsubj); subject != no_token)
        frame.arguments.push_back({Function::subj, {}, antecedent(trees, subject), false});
  } else {
    bool inherited = false;
    if (trees.relation(trigger) == Deprel::amod && trees.head(trigger) != no_token)
      frame.arguments.push_back({Function::subj, {}, trees.head(trigger), false});
    else if (const TokenIndex subject = surface_subject(trees, words, trigger, inherited);
             subject != no_token)
      frame.arguments.push_back({Function::subj, {}, subject, inherited});
    for (TokenIndex c : trees.children(trigger)) {
      const Deprel relation = trees.relation(c);
      if (relation == Deprel::obl && !trees.marker(c).empty() && !trees.in_time_expression(c))
        frame.arguments.push_back({Function::prep, trees.marker(c), antecedent(trees, c), false});
      if (relation == Deprel::xcomp || (relation == Deprel::advcl && trees.at(c).xpos == Xpos::VB))
        frame.arguments.push_back({Function::xcomp, {}, c, false});
      if (relation == Deprel::ccomp) frame.arguments.push_back({Function::ccomp, {}, c, false});
      if (relation == Deprel::advcl && trees.at(c).xpos == Xpos::VBG && !trees.marker(c).empty())
        frame.arguments.push_back({Function::prep, trees.marker(c), c, false});
    }
  }
  return frame;
}

}  // namespace ekg
