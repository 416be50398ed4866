// What a parser of news gets wrong again and again, and what the words around it settle.
#pragma once
#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Hangs where they belong:
// - the second of "between A and B" that was hung on what A and B share ("talks between A and B broke down"),
// - "of shelling" in "accused the army of shelling" that was hung on the army: a clause of the verb,
// - the subject of "a ceasefire that A and B signed" that was taken for an apposition of the ceasefire.
// After find_mentions, which says who can act. A token's head and relation change, nothing else. Linear in
// the tokens, but for the mentions asked about.
void repair_trees(ParsedDocument& parsed);

}  // namespace ekg
