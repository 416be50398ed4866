// From many documents' records to one graph's rows: names become entities, events told twice become one. A
// merge that depends on content alone: any order of the records, cut into any shards, gives the same rows,
// byte for byte.
#pragma once
#include <vector>

#include "graph/entity.hpp"
#include "graph/event_record.hpp"
#include "graph/identities.hpp"

namespace ekg {

struct Resolution {
  std::vector<Entity> entities;     // sorted by id
  std::vector<EventRecord> events;  // sorted by id; party, place and speaker ids point into `entities`
  // Ids that records bear which tell of different events; of each the one that is first by content is kept.
  std::vector<std::string> contradicted;  // sorted
  // Ids that records without a type name and no event bears; sorted. Their mentions are left out.
  std::vector<std::string> unknown;
};

// Resolves all records at once. A record without a type and without anybody only adds its
// mentions to the events with its id. Of
// a data set that keeps ids of its own ("icews:32889836") no two rows become one event. Input ids of events
// may be empty; `about` follows its event into the merged one. Events of one type family, the same parties
// and place and overlapping times become one with all mentions, the tightest time, all voices, and a status
// that follows from them. Entities are one where a full name or an unambiguous alias says so and country and
// kind do not contradict; a bare surname joins only the one candidate of its documents. O(n log n) in the
// records.
Resolution resolve(std::vector<EventRecord> records, const Identities& identities = {});

}  // namespace ekg
