// Events that several records tell become one. The result depends on the records alone, not on their order.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/event_record.hpp"
#include "graph/string_table.hpp"

namespace ekg {

// `other` tells of the same event as `into` and is to be absorbed by it.
struct EventJoin {
  std::uint32_t into, other;
};

// Records of one type family (speech: of one type), the same actors and overlapping times are one event when
// they agree on recipients and places. What tells fewer recipients or places, or only the day of publication
// (which an event of the day before may share), joins the one event that it fits, and stays apart when it
// fits several. An event without actors needs a place that is no state.
//
// Keeps of a record what decides, 40 bytes and what its parties and places are that no record before had.
class EventMerger {
 public:
  void reserve(std::size_t records) { rows_.reserve(records); }
  // `number`: the record's rank by id among all that are added. REQUIRES: parties and places have ids, and
  // ids of events are unique.
  void add(std::uint32_t number, const EventRecord& record);
  // `use` gets those of one group after the other, in the order in which they are to be done: `other` may
  // have absorbed others before. O(n log n). This is spent.
  void join(const std::function<void(std::span<const EventJoin>)>& use);

  // A record in a few words. Of its group are those with which it has in common what must be.
  struct Row {
    std::uint64_t group;
    std::chrono::sys_seconds begin, end;
    std::uint32_t number;
    StringTable::Id parties;  // recipients, places, and is the time told, packed
    std::uint32_t dataset : 24, precision : 8;
  };

 private:
  std::uint32_t key_of(const Party& party);

  std::vector<Row> rows_;
  StringTable names_, parties_, datasets_;
  std::vector<std::uint32_t> actors_, recipients_, places_;  // memory for add()
  std::string text_;
};

// `other`, which is spent, is told of the same event as `event`, which knows more or comes first in the order
// of times and ids: its mentions, voices and quantities are added, the tighter time stays.
void absorb(EventRecord& event, EventRecord& other);

// REQUIRES: as EventMerger. `merged` gets the ids that are gone and those that took them in.
std::vector<EventRecord> merge_events(std::vector<EventRecord> records,
                                      std::map<std::string, std::string>& merged);

}  // namespace ekg
