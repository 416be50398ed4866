#include "ingest/text/acting_states.hpp"

#include <string_view>
#include <unordered_map>

#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

enum WordClass : unsigned { scene = 1, party = 2, address = 4, travel = 8 };

unsigned classes_of(std::string_view lemma) {
  static const std::unordered_map<std::string_view, unsigned> words = [] {
    std::unordered_map<std::string_view, unsigned> table;
    for (const auto& row : read_table("actors/acting.tsv")) {
      table[row[1]] |= row[0] == "scene"     ? scene
                       : row[0] == "party"   ? party
                       : row[0] == "address" ? address
                                             : travel;
    }
    return table;
  }();
  const auto found = words.find(lemma);
  return found == words.end() ? 0U : found->second;
}

}  // namespace

bool state_acts(const ParsedDocument& parsed, TokenIndex head, bool capital) {
  // A coordinated name acts as the first one does; depth is bounded, a broken tree ends the walk.
  TokenIndex t = head;
  for (int steps = 0;
       steps < 16 && universal(parsed.tokens[t].deprel) == Deprel::conj && parsed.tokens[t].head < t; ++steps)
    t = parsed.tokens[t].head;
  const Token& token = parsed.tokens[t];
  if (token.head == no_token) return false;
  std::string_view preposition;
  for (TokenIndex c = t; c-- > 0 && t - c < 8;) {
    if (parsed.tokens[c].head == t && parsed.tokens[c].deprel == Deprel::case_)
      preposition = parsed.tokens[c].lemma;
  }
  const Token& governor = parsed.tokens[token.head];
  const unsigned governed_by = classes_of(governor.lemma);
  if (token.deprel == Deprel::nmod_poss) return true;
  switch (universal(token.deprel)) {
    case Deprel::nsubj:
      return governor.upos == Upos::VERB || !capital;
    case Deprel::iobj:
      return true;
    case Deprel::obj:
      return capital ? (governed_by & address) != 0 : (governed_by & travel) == 0;
    case Deprel::compound:
    case Deprel::amod: {
      const unsigned place_words = governed_by & scene;
      return place_words == 0 && !capital;
    }
    case Deprel::obl:
    case Deprel::nmod: {
      const unsigned kind = classes_of(preposition);
      if ((kind & scene) != 0) return false;
      if ((kind & party) != 0) return true;
      if (preposition == "to" || preposition == "on" || preposition == "for")
        return (governed_by & address) != 0;
      return false;
    }
    default:
      return false;
  }
}

}  // namespace ekg
