// PETRARCH's verb dictionaries as rows of the event lexicon. Format: the dictionaries' documentation of the
// Open Event Data Alliance (petrarch2, docs/dictionaries.rst); what is mapped how: docs/petrarch.md.
#pragma once
#include <cstddef>
#include <iosfwd>
#include <string>

#include "graph/problem.hpp"
#include "ingest/text/event_lexicon.hpp"

namespace ekg {

// What became of a dictionary; patterns and verbs that cannot be used are problems too (code petrarch-row).
struct PetrarchVerbCounts {
  std::size_t verbs = 0;
  std::size_t patterns = 0;  // those that can be expressed; each serves all verbs of its block
  std::size_t dropped = 0;   // lines: patterns, verbs, transformations
};

// Every verb of the dictionary is read by its rows alone afterwards; what the lexicon says of other words
// stays. O(verbs × patterns of their block).
PetrarchVerbCounts read_petrarch_verbs(std::istream& in, const std::string& file, EventLexicon& lexicon,
                                       ProblemSink& problems);

}  // namespace ekg
