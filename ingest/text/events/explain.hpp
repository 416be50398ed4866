// Why a record says what it says: for every field the words, the path in the tree and the rule.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "ingest/text/events/draft.hpp"

namespace ekg {

// Fills the draft's tree and the steps before the notes that the rules left. REQUIRES: the record is
// complete, its confidence set. O(tokens of the sentence).
void explain(const Trees& trees, std::vector<std::pair<std::string, double>> weighed, EventDraft& draft);

}  // namespace ekg
