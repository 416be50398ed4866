// PETRARCH's actor and agent dictionaries as rows of the actor lexicon. Format: the dictionaries'
// documentation of the Open Event Data Alliance (petrarch2, docs/dictionaries.rst); what is mapped how:
// docs/petrarch.md.
#pragma once
#include <iosfwd>
#include <string>
#include <vector>

#include "graph/problem.hpp"
#include "ingest/text/actor_lexicon.hpp"

namespace ekg {

// Adds a row for every name, synonym and dated code. Dates include both ends, two-digit years up to 30 are of
// this century. A line that cannot be used is a problem (code petrarch-row) and is left out. O(bytes).
void read_petrarch_actors(std::istream& in, const std::string& file, std::vector<OwnName>& names,
                          ProblemSink& problems);

// Adds a row for every agent noun and plural, substitution markers written out.
void read_petrarch_agents(std::istream& in, const std::string& file, std::vector<OwnName>& names,
                          ProblemSink& problems);

}  // namespace ekg
