// What a name tells by itself, by the built-in lexicon of actors and places. Internal to resolve.
#pragma once
#include <set>
#include <string>
#include <string_view>

#include "graph/event_record.hpp"
#include "ingest/text/actor_lexicon.hpp"

namespace ekg {

// The built-in lexicon, loaded at the first call; safe from any thread.
const ActorLexicon& actors();

// What spellings of a name have in common: name_key, or the name itself where it has no letter or digit
// ("***"), so that two of those are two.
std::string spelling_key(std::string_view name);

bool is_body(EntityKind kind);  // no person and no place

// Has a capital or a letter that is not ASCII.
bool is_proper(std::string_view name);

// Common nouns only, and no body that the lexicon knows.
bool is_anonymous(const Party& party);

bool is_known_body(const LexiconEntry& entry);

// Whether the name says "the armed forces of that state" and nothing narrower.
bool is_armed_forces(std::string_view name, std::string_view country, bool known_body);

// The titles before the last word of what the text calls a person: "Prime Minister Sunak" → "prime minister".
std::set<std::string> titles_in(std::string_view mention);

// Is that the full name of somebody in data/actors/leaders.tsv whose surname nobody else there bears?
bool is_leader_by_surname(std::string_view name);

// The state that alone has a first-level region of that name, said with the word for it as ISO 3166-2 does
// ("Badakhshan Province", "the province of Badakhshan"); else empty.
std::string_view state_of_region(std::string_view name);

// A place of the lexicon, when the country agrees and only one fits; else null.
const LexiconEntry* known_place(const std::string& name, const std::string& country);

}  // namespace ekg
