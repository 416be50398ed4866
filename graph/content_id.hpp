// Ids that depend on content alone: the same input gives the same id in any order, on any machine, in any
// shard.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ekg {

struct EventRecord;
struct Party;

// FNV-1a, 64 bits, finished with MurmurHash3's fmix64. Neither this nor event_hash is for adversaries: the id
// of a fact, not its signature.
std::uint64_t content_hash(std::string_view content);

// PREFIX, "-" and 16 hexadecimal digits: content_id("ev", …) is "ev-3f9c0a51d2e7b846".
std::string content_id(std::string_view prefix, std::string_view content);

// All that a record says, as text that is equal for equal records and gives a total order; the id, the file
// and the line where it was read, and the parties' aliases and offices are left out. For ids and for deciding
// ties, not for people.
std::string canonical_content(const EventRecord& record);

// The parts of canonical_content, in this order; `parties` of the actors, then of the recipients.
namespace content {
std::string kind(const EventRecord& record);  // type … intensity
std::string time(const EventRecord& record);
std::string parties(const std::vector<Party>& parties);
std::string rest(const EventRecord& record);  // places … fields
}  // namespace content

// XXH3, 64 bits, of one part: millions of events share most of theirs.
std::uint64_t part_hash(std::string_view part);

struct EventParts {
  std::uint64_t kind, time, actors, recipients, rest;  // the part_hash of each
};
// XXH3, 64 bits, of the five numbers, lowest byte first.
std::uint64_t event_hash(const EventParts& parts);

// "ev-" and the sixteen digits of the event_hash of the record's parts. O(canonical_content).
std::string derived_event_id(const EventRecord& record);

}  // namespace ekg
