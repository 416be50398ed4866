// The dependents of a predicate by function, after passive, relative and reduced clauses, control, raising
// and shared subjects are undone.
#pragma once
#include <string_view>
#include <vector>

#include "ingest/text/event_lexicon.hpp"
#include "ingest/text/events/trees.hpp"

namespace ekg {

struct Argument {
  Function function = Function::subj;
  std::string_view preposition;  // with Function::prep
  TokenIndex head = no_token;
  bool inherited = false;  // through control, a relative clause, coordination or a light verb
};

struct Frame {
  TokenIndex trigger = no_token;
  WordClass word_class = WordClass::verb;
  bool passive = false;
  std::vector<Argument> arguments;
  std::vector<TokenIndex> particles;  // verb particles and adverbs

  const Argument* first(Function function) const {
    for (const Argument& a : arguments)
      if (a.function == function) return &a;
    return nullptr;
  }
};

// The classes of words that the engine itself asks for (data/lexicon/function_classes.tsv). A missing class
// is empty.
struct FunctionWords {
  explicit FunctionWords(const EventLexicon& lexicon) : lexicon_(&lexicon) {}
  bool is(std::string_view word_class, std::string_view lemma) const {
    const auto* lemmas = lexicon_->word_class(word_class);
    return lemmas && lemmas->contains(std::string(lemma));
  }
  std::span<const Operator> operators(std::string_view lemma) const { return lexicon_->operators(lemma); }

 private:
  const EventLexicon* lexicon_;
};

// What stands as subject on the surface (of a passive: the one acted on), its own or inherited; no_token when
// there is none. Relative pronouns give their antecedent. `inherited` tells where it came from.
TokenIndex surface_subject(const Trees& trees, const FunctionWords& words, TokenIndex verb, bool& inherited,
                           int depth = 0);

// A relative pronoun's antecedent, else the token itself.
TokenIndex antecedent(const Trees& trees, TokenIndex token);

Frame frame_of(const Trees& trees, const FunctionWords& words, TokenIndex trigger, WordClass word_class);

// Adds what the noun brings: possessors, modifiers, prepositional phrases.
void add_noun_arguments(const Trees& trees, const FunctionWords& words, TokenIndex noun, Frame& frame);

}  // namespace ekg
