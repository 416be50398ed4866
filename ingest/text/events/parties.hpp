// From a phrase to the parties it names: partitives, coordination, phrases that only hold a party ("an Indian
// proposal").
#pragma once
#include <string>
#include <vector>

#include "ingest/text/events/arguments.hpp"

namespace ekg {

struct FoundParty {
  Party party;
  TokenIndex head = no_token;
  bool agent = false;  // somebody who can act: a person, a body, a state, an armed group, or what they steer
  bool projected = false;  // taken from inside the phrase
};

// The parties of a phrase, coordinated ones apart, in the order of the text. Never empty for a noun: what is
// not known to name anybody stands as itself, with kind `other`.
std::vector<FoundParty> parties_of(const Trees& trees, const FunctionWords& words, TokenIndex head);

// By name and state, not by the words of the mention.
bool same_who(const Party& a, const Party& b);
bool is_among(const std::vector<Party>& parties, const Party& party);
// Adds what is not among them yet; `heads` grows with `parties`.
void add_party(std::vector<Party>& parties, std::vector<TokenIndex>& heads, const FoundParty& found);

// The state in whose territory the phrase's or clause's place lies ("rebels in the Ivory Coast"); empty when
// none is named.
std::string country_inside(const Trees& trees, TokenIndex head, bool places_only);

// Places named in the predicate's own phrases.
std::vector<PlaceName> places_of(const Trees& trees, const Frame& frame);

}  // namespace ekg
