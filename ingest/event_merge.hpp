// Events that several records tell become one. The result depends on the records alone, not on their order.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "graph/event_record.hpp"

namespace ekg {

// REQUIRES: ids of events are unique, parties and places have ids. Records of one type family (speech: of one
// type), the same actors and overlapping times are one event when they agree on recipients and places. What
// tells fewer recipients or places, or only the day of publication (which an event of the day before may
// share), joins the one event that it fits, and stays apart when it fits several. An event without actors
// needs a place that is no state. `merged` gets the ids that are gone and those that took them in.
std::vector<EventRecord> merge_events(std::vector<EventRecord> records,
                                      std::map<std::string, std::string>& merged);

}  // namespace ekg
