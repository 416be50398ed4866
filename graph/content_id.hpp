// Ids that depend on content alone: the same input gives the same id in any order, on any machine, in any
// shard.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace ekg {

struct EventRecord;

// FNV-1a, 64 bits, finished with MurmurHash3's fmix64. Not for adversaries: the id of a fact, not its
// signature.
std::uint64_t content_hash(std::string_view content);

// PREFIX, "-" and 16 hexadecimal digits: content_id("ev", …) is "ev-3f9c0a51d2e7b846".
std::string content_id(std::string_view prefix, std::string_view content);

// All that a record says, as text that is equal for equal records and gives a total order; the id, the file
// and the line where it was read, and the parties' aliases and offices are left out. For ids and for deciding
// ties, not for people.
std::string canonical_content(const EventRecord& record);

// content_id("ev", canonical_content(record)).
std::string derived_event_id(const EventRecord& record);

}  // namespace ekg
