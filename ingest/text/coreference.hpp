// Who is who within one document: chains of mentions, and the party that a chain stands for.
#pragma once
#include <cstddef>
#include <vector>

#include "graph/event_record.hpp"
#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Sets Mention::chain: name variants, appositions, roles with their holder, pronouns and definite nominals.
// People of one surname whose first names differ stay apart. Linear in the mentions times the chains near
// them. REQUIRES: find_mentions ran.
void link_mentions(ParsedDocument& parsed, const ActorLexicon& lexicon);

// The party that the mention stands for: the best name of its chain, kind, country and sector as far as the
// document tells, `mention` the mention's own words, all names of the chain as aliases. A mention without a
// chain stands for itself. REQUIRES: mention < parsed.mentions.size().
Party party_of(const ParsedDocument& parsed, std::size_t mention);

// The mentions of each chain, ascending; the index is the chain's number.
std::vector<std::vector<std::size_t>> chains_of(const ParsedDocument& parsed);

}  // namespace ekg
