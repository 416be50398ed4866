// Whether the clause around an expression of time speaks of what was, is, or will be.
#pragma once
#include <vector>

#include "ingest/text/parsed_document.hpp"
#include "ingest/text/times/time_words.hpp"

namespace ekg {

enum class Tense : std::uint8_t { unknown, past, present, future };

// By the verb that governs words [first, last) of the sentence in the tree; where the text has no tags, by
// the nearest cue word.
Tense tense_around(const TimeWords& table, const ParsedDocument& parsed, const Sentence& sentence,
                   const std::vector<SeenWord>& words, std::size_t first, std::size_t last);

}  // namespace ekg
