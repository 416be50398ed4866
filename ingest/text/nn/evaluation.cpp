#include "ingest/text/nn/evaluation.hpp"

#include <cassert>

namespace ekg {

TreeScore& TreeScore::operator+=(const TreeScore& other) {
  tokens += other.tokens;
  words += other.words;
  upos += other.upos;
  xpos += other.xpos;
  lemma += other.lemma;
  head += other.head;
  labelled += other.labelled;
  labelled_words += other.labelled_words;
  return *this;
}

double percent(std::uint64_t right, std::uint64_t all) { return all ? 100.0 * right / all : 0.0; }

TreeScore score_trees(const ParsedDocument& gold, const ParsedDocument& predicted) {
  assert(gold.tokens.size() == predicted.tokens.size());
  TreeScore score;
  for (std::size_t i = 0; i < gold.tokens.size(); ++i) {
    const Token& g = gold.tokens[i];
    const Token& p = predicted.tokens[i];
    const bool head = g.head == p.head;
    const bool labelled = head && universal(g.deprel) == universal(p.deprel);
    const bool word = universal(g.deprel) != Deprel::punct;
    score.tokens += 1;
    score.words += word;
    score.upos += g.upos == p.upos;
    score.xpos += g.xpos == p.xpos;
    score.lemma += g.lemma == p.lemma || g.lemma == "_";
    score.head += head;
    score.labelled += labelled;
    score.labelled_words += labelled && word;
  }
  return score;
}

}  // namespace ekg
