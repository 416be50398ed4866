// What the network takes for names, seen again with the trees and the rest of the document: names whole, and
// one kind a name.
#pragma once
#include <cstdint>
#include <vector>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Revises the BIO tags of the names' layer (0 is O, 1 + 2k is B and 2 + 2k is I of kind k: person,
// organization, place), one a token of the document. Near linear in the tokens.
void revise_names(std::vector<std::uint8_t>& tags, const ParsedDocument& parsed);

}  // namespace ekg
