// The party that a chain of mentions stands for: its best name, kind, country and aliases.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "graph/event_record.hpp"
#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/parsed_document.hpp"

namespace ekg {

std::string mention_text(const ParsedDocument& parsed, const Mention& mention);

// The words without article, number and "more than" in front: "North Korean soldiers".
std::string stripped_name(const ParsedDocument& parsed, const Mention& mention);

// Where a nominal mention ends without the place that it stands in: "the opposition in Riyadh" before "in".
// Of others the mention's end.
TokenIndex end_before_scene(const ParsedDocument& parsed, const Mention& mention);

EntityKind entity_kind_of(MentionKind kind);

// One mention on its own.
Party party_of_mention(const ParsedDocument& parsed, const Mention& mention);

// The chain of these mentions; Party::mention stays empty. REQUIRES: mentions is not empty.
Party party_of_chain(const ParsedDocument& parsed, const std::vector<std::size_t>& mentions,
                     const ActorLexicon& lexicon);

// The party that the mention stands for: the best name of its chain, kind, country and sector as far as the
// document tells, `mention` the mention's own words, all names of the chain as aliases. A mention without a
// chain stands for itself. REQUIRES: mention < parsed.mentions.size().
Party party_of(const ParsedDocument& parsed, std::size_t mention);

// Parties that only their owner's pronoun tells apart get the owner's name: "its coast guard" becomes "Chad's
// coast guard" where "its" is Chad, and "coast guard" where nobody knows. REQUIRES: chains have their
// parties.
void name_by_owner(ParsedDocument& parsed);

}  // namespace ekg
