// What the words around a predicate say of its reality: negation, modality, tense, hedges
// (data/lexicon/operators.tsv).
#pragma once
#include "graph/event_record.hpp"
#include "ingest/text/events/arguments.hpp"

namespace ekg {

struct Modality {
  bool negated = false;
  bool planned = false;             // will, plans to, agreed to
  bool commits = false;             // planned, and the subject binds itself
  bool hypothetical = false;        // if, could, might
  bool obliged = false;             // must, should, needs to
  bool unverified = false;          // allegedly, seems to
  bool reported = false;            // reportedly, is said to
  bool purpose = false;             // the aim of another act: "to protest"
  TokenIndex sign = no_token;       // the first word that says so
  TokenIndex committed = no_token;  // the word that commits: "will", "plans"
};

// REQUIRES: `trigger` is a token of the trees. O(depth of the tree).
Modality modality_of(const Trees& trees, const FunctionWords& words, TokenIndex trigger);

}  // namespace ekg
