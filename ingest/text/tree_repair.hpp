// What a parser of news gets wrong again and again, and what the words around it settle.
#pragma once
#include "ingest/text/lemmas.hpp"
#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Hangs where they belong:
// - the second of "between A and B" that was hung on what A and B share ("talks between A and B broke down"),
// - "of shelling" in "accused the army of shelling" that was hung on the army: a clause of the verb,
// - the subject of "a ceasefire that A and B signed" that was taken for an apposition of the ceasefire,
// - "between A and B" that was hung on the hour ("fighting broke out at dawn between A and B"),
// - the verb of a clause that was taken for a participle of the noun beside it: "has *eased* restrictions",
//   "Ruritania *severed* relations", "troops *shelled* positions", "gunmen *beheaded* a hostage".
// After find_mentions, which says who can act. A token's head and relation change; what turns out to be a
// verb gets its tags and lemma. Linear in the tokens, but for the mentions asked about.
void repair_trees(ParsedDocument& parsed, const Lemmas& lemmas);

}  // namespace ekg
