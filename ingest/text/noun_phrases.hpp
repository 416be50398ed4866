// The stretch of tokens that a noun heads.
#pragma once
#include "ingest/text/parsed_document.hpp"

namespace ekg {

struct Span {
  TokenIndex first = 0;  // tokens [first, last)
  TokenIndex last = 0;
};

// The token of [first, last) whose head lies outside; without trees the last. REQUIRES: first < last.
TokenIndex head_of(const ParsedDocument& parsed, TokenIndex first, TokenIndex last);

// The noun phrase around `head` inside its sentence: determiners, modifiers and attached prepositional
// phrases, without relative and participle clauses, appositions, coordinated phrases and a preposition in
// front. Without a tree: the modifiers to the left. O(length of the phrase times the depth of the tree).
Span noun_phrase(const ParsedDocument& parsed, TokenIndex head, const Sentence& sentence, bool has_tree);

}  // namespace ekg
