// The same event told twice in one document becomes one with two mentions.
#pragma once
#include "ingest/text/events/draft.hpp"

namespace ekg {

// Merges drafts in place; `about` and `outer` are renumbered. Speech acts are never merged. Quadratic within
// a family, over at most the last `window` events of it.
void merge_drafts(const Trees& trees, std::vector<EventDraft>& drafts);

// Takes out what is no event of its own: speech of nobody, speech inside speech of the same speaker ("said he
// could not confirm" keeps the saying, with the stance), event nouns without any party or time, and what is
// less certain than `threshold`. What is said (statements and denials) is kept however certain.
void drop_empty(const Trees& trees, double threshold, std::vector<EventDraft>& drafts);

}  // namespace ekg
