// The user's own list of who is who (docs/store.md): CSV with a header line, or JSONL with one entity a line
// in the form of the native graph.
#pragma once
#include <iosfwd>
#include <string>
#include <vector>

#include "graph/entity.hpp"
#include "graph/problem.hpp"

namespace ekg {

// Columns of CSV, in any order: id and name, and where known aliases (separated by "|"), kind, country (ISO
// 3166-1 alpha-3) and wikidata; quotes as in RFC 4180. A row that cannot be used is a problem and left out
// whole; of two with one id the first is kept. Throws InputError for a header without id or name.
std::vector<Entity> read_authority(std::istream& in, const std::string& file, ProblemSink& problems);

}  // namespace ekg
