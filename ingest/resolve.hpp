// From many documents' records to one graph's rows: names become entities, events told twice become one. A
// merge that depends on content alone: any order of the records, cut into any shards, gives the same rows,
// byte for byte.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "graph/entity.hpp"
#include "graph/event_record.hpp"
#include "graph/identities.hpp"
#include "ingest/record_pile.hpp"

namespace ekg {

// Resolves all records of a pile at once. A record without a type and without anybody only adds its
// mentions to the events with its id. Of a data set that keeps ids of its own ("icews:32889836") no two rows
// become one event. `about` follows its event into the merged one. Events of one type family, the same
// parties and place and overlapping times become one with all mentions, the tightest time, all voices, and a
// status that follows from them. Entities are one where a full name or an unambiguous alias says so and
// country and kind do not contradict; a bare surname joins only the one candidate of its documents. O(n log
// n) in the records, of which it keeps about a hundred bytes each in memory.
class ResolvedRecords {
 public:
  // REQUIRES: the records have ids. `identities` must outlive this. Throws OutputError when the pile has no
  // room.
  ResolvedRecords(RecordPile records, const Identities& identities);
  ~ResolvedRecords();
  ResolvedRecords(const ResolvedRecords&) = delete;
  ResolvedRecords& operator=(const ResolvedRecords&) = delete;

  std::vector<Entity>& entities();  // sorted by id
  // Ids that records bear which tell of different events, with where the last of these was read; of each the
  // one that is first by content is kept, of rows that say when they were written ("acled.timestamp") the
  // last. Rows of one data set with other numbers are different events, too.
  struct Contradicted {
    std::string id;
    RecordPile::Origin last;
  };
  const std::vector<Contradicted>& contradicted() const;  // sorted by id
  // Ids that records without a type name and no event bears; sorted. Their mentions are left out.
  const std::vector<std::string>& unknown() const;

  std::uint32_t event_count() const;
  // Sorted by (begin, end, id), the undated last. Overwrites `event`.
  void read(std::uint32_t at, EventRecord& event) const;
  // Events that name somebody, or a place, of whom nothing is known, not even a name; ascending. Party, place
  // and speaker ids of all others point into entities().
  const std::vector<std::uint32_t>& incomplete() const;
  // What tells of each event that is not incomplete, in no certain order: O(n), and faster than read().
  void each_told(const std::function<void(const std::vector<EventMention>&)>& visit) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct Resolution {
  std::vector<Entity> entities;           // sorted by id
  std::vector<EventRecord> events;        // sorted by id
  std::vector<std::string> contradicted;  // the ids, as of ResolvedRecords
  std::vector<std::string> unknown;
};

// The same for a few records, whose ids may be empty.
Resolution resolve(const std::vector<EventRecord>& records, const Identities& identities = {});

}  // namespace ekg
