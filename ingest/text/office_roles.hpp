// The offices that a text says a person holds: "Ukrainian defence minister Rustem Umerov", "Gideon Rachman,
// chief foreign affairs officer at the Financial Times".
#pragma once
#include <vector>

#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/parsed_document.hpp"

namespace ekg {

// The offices told by the chain's own mentions: before the name, in apposition, as predicate. Former offices
// are left out. Sorted, each once. `chain` holds indices into parsed.mentions. Linear in the words.
std::vector<OfficeRole> offices_of(const ParsedDocument& parsed, const std::vector<std::size_t>& chain,
                                   const ActorLexicon& lexicon);

}  // namespace ekg
