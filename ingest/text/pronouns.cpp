#include "ingest/text/pronouns.hpp"

namespace ekg {

Gender gender_of_pronoun(std::string_view word) {
  if (word == "he" || word == "him" || word == "his" || word == "himself") return Gender::male;
  if (word == "she" || word == "her" || word == "hers" || word == "herself") return Gender::female;
  return Gender::unknown;
}

TokenIndex subject_of_clause(const ParsedDocument& parsed, const Sentence& sentence, TokenIndex argument) {
  TokenIndex verb = parsed.tokens[argument].head;
  for (int steps = 0; verb != no_token && steps < 4; ++steps) {
    for (TokenIndex t = sentence.first; t < sentence.last; ++t)
      if (parsed.tokens[t].head == verb && universal(parsed.tokens[t].deprel) == Deprel::nsubj) return t;
    if (universal(parsed.tokens[verb].deprel) != Deprel::conj) break;
    verb = parsed.tokens[verb].head;
  }
  return no_token;
}

}  // namespace ekg
