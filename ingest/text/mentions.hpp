// From tokens and trees to mentions: who and what the text names, with kind, country and sector. Nested
// mentions are kept ("[[Ukrainian] defence minister [Rustem Umerov]]").
#pragma once
#include <cstddef>
#include <optional>
#include <span>

#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Completes parsed.mentions: what the neural reader left there, the lexicon's names and the agent nouns
// become the final rows, sorted as Mention demands, each span once. Works without trees too (tokens whose
// heads are no_token), by capitals and neighbours. Linear in the tokens.
void find_mentions(ParsedDocument& parsed, const ActorLexicon& lexicon);

// The mentions that begin at a token of [first, last), in the order of the text. O(log n).
std::span<const Mention> mentions_between(const ParsedDocument& parsed, TokenIndex first, TokenIndex last);

// The widest mention whose head is this token; index into parsed.mentions. Pronouns count. O(log n) on
// average.
std::optional<std::size_t> mention_headed_by(const ParsedDocument& parsed, TokenIndex head);

}  // namespace ekg
