// Whether a state's or capital's name stands for the government that acts ("Moscow said") or for the place
// ("in Moscow").
#pragma once
#include "ingest/text/parsed_document.hpp"

namespace ekg {

// By the tree around the name's head; a scene without one. The words are those of data/actors/acting.tsv. A
// capital is more readily a place than a state is: what happens to it ("struck Kyiv") happens at a place.
bool state_acts(const ParsedDocument& parsed, TokenIndex head, bool capital);

}  // namespace ekg
