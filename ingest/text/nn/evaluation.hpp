// How good tags, lemmas and trees are, as the CoNLL 2018 shared task counts on gold tokens
// (https://universaldependencies.org/conll18/evaluation.html): universal relations, punctuation included.
#pragma once
#include <cstdint>
#include <vector>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Counts of right tokens; they add up over documents.
struct TreeScore {
  std::uint64_t tokens = 0;
  std::uint64_t words = 0;  // tokens that gold does not attach as punct
  std::uint64_t upos = 0;
  std::uint64_t xpos = 0;
  std::uint64_t lemma = 0;           // exact; gold "_" counts as right
  std::uint64_t head = 0;            // UAS
  std::uint64_t labelled = 0;        // LAS: head and universal relation
  std::uint64_t labelled_words = 0;  // LAS without gold punctuation

  TreeScore& operator+=(const TreeScore& other);
};

// In percent; 0 when nothing was counted.
double percent(std::uint64_t right, std::uint64_t all);

// REQUIRES: both have the same sentences and tokens.
TreeScore score_trees(const ParsedDocument& gold, const ParsedDocument& predicted);

}  // namespace ekg
