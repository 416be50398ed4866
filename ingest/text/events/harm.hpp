// One harm told by two words: "were *killed* when soldiers *opened fire*", "*died* in an air *raid*".
#pragma once
#include "ingest/text/events/draft.hpp"

namespace ekg {

// Where what happened to people and what caused it are two events of one clause, each gets the party that
// only the other names: who was harmed, and who did it. After fill_roles. O(events and their dependents).
void share_parties_of_harm(const Trees& trees, std::vector<EventDraft>& drafts);

}  // namespace ekg
