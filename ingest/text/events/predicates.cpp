#include "ingest/text/events/predicates.hpp"

#include <algorithm>

#include "ingest/text/mentions.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

bool in(const std::unordered_set<std::string>* lemmas, std::string_view word, std::string_view lemma) {
  return lemmas ? lemmas->contains(std::string(lemma)) : word == lemma;
}

bool same(const Source& source, const Argument& argument) {
  return source.function == argument.function &&
         (source.function != Function::prep || source.preposition == argument.preposition);
}

// The noun itself, what it is a part of ("a series of strikes"), and what is coordinated with it.
template <typename Test>
TokenIndex find_noun(const Trees& trees, const FunctionWords& words, TokenIndex head, Test test) {
  for (TokenIndex noun : trees.conjuncts(head)) {
    if (test(noun)) return noun;
    if (words.is("partitives", trees.lemma(noun)))
      for (TokenIndex c : trees.children(noun))
        if (trees.relation(c) == Deprel::nmod && trees.marker(c) == "of" && test(c)) return c;
  }
  return no_token;
}

class Matcher {
 public:
  Matcher(const Trees& trees, const FunctionWords& words) : trees_(trees), words_(words) {}

  bool matches(const Predicate& row, const Frame& frame, std::vector<TokenIndex>& consumed) const {
    consumed.clear();
    std::vector<std::string_view> markers;
    for (const Requirement& need : row.requirements)
      if (need.kind == Requirement::Kind::marker) {
        if (need.lemmas) markers.insert(markers.end(), need.lemmas->begin(), need.lemmas->end());
        markers.push_back(need.word);
      }
    for (const Requirement& need : row.requirements)
      if (!requirement(need, frame, markers, consumed) &&
          !(need.loose && on_the_object(need, frame, markers, consumed)))
        return false;
    return std::all_of(row.conditions.begin(), row.conditions.end(), [&](const Condition& condition) {
      return std::any_of(condition.begin(), condition.end(),
                         [&](const Test& test) { return holds(test, frame); });
    });
  }

 private:
  bool requirement(const Requirement& need, const Frame& frame, const std::vector<std::string_view>& markers,
                   std::vector<TokenIndex>& consumed) const {
    switch (need.kind) {
      case Requirement::Kind::next: {
        const TokenIndex next = frame.trigger + 1;
        return next < trees_.parsed().tokens.size() && in(need.lemmas, need.word, trees_.lemma(next));
      }
      case Requirement::Kind::marker: {
        for (TokenIndex particle : frame.particles)
          if (in(need.lemmas, need.word, trees_.lemma(particle))) return true;
        for (const Argument& argument : frame.arguments) {
          if (argument.function == Function::prep && in(need.lemmas, need.word, argument.preposition))
            return true;
          if ((argument.function == Function::xcomp || argument.function == Function::ccomp) &&
              in(need.lemmas, need.word, trees_.marker(argument.head)))
            return true;
        }
        const TokenIndex next = frame.trigger + 1;  // a particle that the tree hangs elsewhere
        return next < trees_.parsed().tokens.size() && trees_.at(next).upos == Upos::ADP &&
               trees_.sentence(next) == trees_.sentence(frame.trigger) &&
               in(need.lemmas, need.word, trees_.lemma(next));
      }
      case Requirement::Kind::object:
        for (const Argument& argument : frame.arguments) {
          const bool fits =
              argument.function == Function::obj ||
              (argument.function == Function::xcomp && !trees_.is_verb(argument.head)) ||
              (argument.function == Function::mod && frame.word_class != WordClass::verb) ||
              (argument.function == Function::prep &&
               std::find(markers.begin(), markers.end(), argument.preposition) != markers.end());
          if (!fits) continue;
          const TokenIndex noun = find_noun(trees_, words_, argument.head, [&](TokenIndex t) {
            return (in(need.lemmas, need.word, trees_.lemma(t)) || is_phrase_of(need.lemmas, t)) &&
                   std::all_of(need.modifiers.begin(), need.modifiers.end(),
                               [&](const Requirement& word) { return modified_by(t, word); });
          });
          if (noun == no_token) continue;
          consumed.push_back(noun);
          return true;
        }
        return false;
    }
    return false;
  }

  // The phrase that the requirement asks for, where the tree hangs it on the object.
  bool on_the_object(const Requirement& need, const Frame& frame,
                     const std::vector<std::string_view>& markers, std::vector<TokenIndex>& consumed) const {
    const Argument* object = frame.first(Function::obj);
    if (!object || frame.word_class != WordClass::verb) return false;
    Frame hanging;
    hanging.trigger = frame.trigger;
    for (TokenIndex c : trees_.children(object->head))
      if (trees_.relation(c) == Deprel::nmod && !trees_.marker(c).empty())
        hanging.arguments.push_back({Function::prep, trees_.marker(c), c, true});
    return requirement(need, hanging, markers, consumed);
  }

  bool modified_by(TokenIndex noun, const Requirement& need) const {
    const auto children = trees_.children(noun);
    return std::any_of(children.begin(), children.end(), [&](TokenIndex c) {
      return in(need.lemmas, need.word, trees_.lemma(c)) ||
             in(need.lemmas, need.word, ascii_lower(trees_.parsed().text_of(c)));
    });
  }

  // Classes may hold phrases: "peace talks" by its last word.
  bool is_phrase_of(const std::unordered_set<std::string>* lemmas, TokenIndex noun) const {
    if (!lemmas || noun == 0 || trees_.sentence(noun - 1) != trees_.sentence(noun)) return false;
    return lemmas->contains(std::string(trees_.lemma(noun - 1)) + " " + std::string(trees_.lemma(noun)));
  }

  bool holds(const Test& test, const Frame& frame) const {
    if (test.kind == Test::Kind::passive) return frame.passive == test.wanted;
    bool found = false;
    for (const Argument& argument : frame.arguments) {
      if (test.kind == Test::Kind::has && test.source.preposition == "that" &&
          argument.function == Function::ccomp && trees_.marker(argument.head) == "that")
        found = true;
      if (found) break;
      if (!same(test.source, argument)) continue;
      if (test.kind == Test::Kind::has) {
        found = true;
      } else if (test.kind == Test::Kind::lemma) {
        found = find_noun(trees_, words_, argument.head, [&](TokenIndex t) {
                  return in(test.lemmas, test.word, trees_.lemma(t)) || is_phrase_of(test.lemmas, t);
                }) != no_token;
      } else {
        found = find_noun(trees_, words_, argument.head,
                          [&](TokenIndex t) { return is_kind(t, test.word); }) != no_token;
      }
      if (found) break;
    }
    if (test.kind == Test::Kind::mention && test.word == "none")
      found = std::none_of(frame.arguments.begin(), frame.arguments.end(),
                           [&](const Argument& argument) { return same(test.source, argument); });
    return found == test.wanted;
  }

  bool is_kind(TokenIndex token, std::string_view kind) const {
    if (kind == "quantity" || kind == "money") return trees_.in_quantity(token);
    const auto mention = mention_headed_by(trees_.parsed(), token);
    if (!mention) return false;
    const MentionKind found = trees_.parsed().mentions[*mention].kind;
    if (to_string(found) == kind) return true;
    if (kind == "person") return found == MentionKind::group || trees_.at(token).upos == Upos::PRON;
    return false;
  }

  const Trees& trees_;
  const FunctionWords& words_;
};

// The classes under which a word may be looked up, the likelier first. Taggers take nouns for verbs and the
// reverse in headlines and noun compounds, so what stands as a noun phrase is tried as a noun as well.
std::vector<WordClass> classes_of(const Trees& trees, TokenIndex token) {
  const Token& t = trees.at(token);
  switch (t.upos) {
    case Upos::VERB:
      if (t.deprel == Deprel::amod || t.deprel == Deprel::compound)
        return {WordClass::adjective, WordClass::verb, WordClass::noun};
      if (trees.child(token, Deprel::det) != no_token || trees.child(token, Deprel::nmod_poss) != no_token)
        return {WordClass::noun, WordClass::verb};
      return {WordClass::verb, WordClass::adjective};
    case Upos::NOUN:
      // "rebels swap prisoners": what has a subject and an object is no noun.
      if (trees.child(token, Deprel::nsubj) != no_token && trees.child(token, Deprel::obj) != no_token)
        return {WordClass::verb, WordClass::noun};
      return {WordClass::noun};
    case Upos::PROPN:
      return {WordClass::noun};
    case Upos::ADJ:
      return {WordClass::adjective};
    default:
      return {};
  }
}

// "president-elect": a bare verb behind a hyphen is the end of a noun.
bool ends_compound(const Trees& trees, TokenIndex token) {
  if (token == 0 || trees.at(token).upos != Upos::VERB || trees.at(token).xpos != Xpos::VB) return false;
  const Token& hyphen = trees.at(token - 1);
  return hyphen.lemma == "-" && hyphen.span.end == trees.at(token).span.begin && token > 1 &&
         trees.at(token - 2).span.end == hyphen.span.begin;
}

}  // namespace

std::vector<Trigger> find_triggers(const Trees& trees, const FunctionWords& words,
                                   const EventLexicon& lexicon) {
  const Matcher matcher(trees, words);
  std::vector<Trigger> triggers;
  std::vector<bool> taken(trees.parsed().tokens.size(), false);
  std::vector<TokenIndex> consumed;
  const auto look_up = [&](TokenIndex token) {
    for (WordClass word_class : classes_of(trees, token)) {
      const std::span<const Predicate> rows = lexicon.find(trees.lemma(token), word_class);
      if (rows.empty()) continue;
      Frame frame = frame_of(trees, words, token, word_class);
      for (const Predicate& row : rows) {
        if (!matcher.matches(row, frame, consumed)) continue;
        for (TokenIndex noun : consumed) taken[noun] = true;
        if (row.type) {
          for (TokenIndex noun : consumed) add_noun_arguments(trees, words, noun, frame);
          triggers.push_back({token, &row, std::move(frame), consumed});
        }
        return;
      }
    }
  };
  const auto count = static_cast<TokenIndex>(trees.parsed().tokens.size());
  for (TokenIndex t = 0; t < count; ++t) {
    if (ends_compound(trees, t)) taken[t] = true;
    if (trees.at(t).upos == Upos::VERB && !taken[t]) look_up(t);
  }
  for (TokenIndex t = 0; t < count; ++t)
    if (trees.at(t).upos != Upos::VERB && !taken[t]) look_up(t);
  std::erase_if(triggers, [&](const Trigger& trigger) { return taken[trigger.token]; });
  std::sort(triggers.begin(), triggers.end(),
            [](const Trigger& a, const Trigger& b) { return a.token < b.token; });
  return triggers;
}

}  // namespace ekg
