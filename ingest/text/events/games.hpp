// Sport speaks the language of war: "Chelsea thrashed Burnley", "the Blues attacked".
#pragma once
#include <vector>

#include "ingest/text/events/draft.hpp"
#include "ingest/text/events/trees.hpp"

namespace ekg {

// Events of violence in sentences that tell of a game get the confidence 0: where the sentence and those
// beside it in its paragraph have a score ("4-1") and a word of the class `games`, or three such words. Who
// bears arms or governs does not play, and nobody is killed in a game. REQUIRES: roles and confidence are
// set. Linear.
void doubt_games(const Trees& trees, const FunctionWords& words, std::vector<EventDraft>& drafts);

}  // namespace ekg
