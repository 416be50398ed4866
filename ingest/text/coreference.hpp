// Who is who within one document: chains of mentions.
#pragma once
#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Sets Mention::chain: name variants, appositions, roles with their holder, pronouns and definite nominals.
// People of one surname whose first names differ stay apart. Linear in the mentions times the chains near
// them. REQUIRES: find_mentions ran.
void link_mentions(ParsedDocument& parsed, const ActorLexicon& lexicon);

}  // namespace ekg
