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

// content_hash, a piece at a time.
class ContentHash {
 public:
  static constexpr std::uint64_t prime = 1099511628211ULL;
  ContentHash() = default;
  explicit ContentHash(std::uint64_t state) : state_(state) {}
  // The state goes on with (state ^ byte) * prime for each byte.
  void add(std::string_view bytes);
  std::uint64_t state() const { return state_; }
  std::uint64_t value() const;

 private:
  std::uint64_t state_ = 14695981039346656037ULL;
};

// Bytes that many contents share: added in O(1) when that happens often. Not safe to use from several
// threads.
class ContentPiece {
 public:
  explicit ContentPiece(std::string bytes);
  // The state behind the bytes.
  std::uint64_t after(std::uint64_t state) {
    if (!added_.empty()) {
      const std::uint64_t added = added_[static_cast<std::uint8_t>(state)];
      if (added != unknown) return state * factor_ + added;
    }
    return learn(state);
  }

 private:
  static constexpr std::uint64_t unknown = 0;
  static constexpr int often = 32;  // uses that are worth two kilobytes
  std::uint64_t learn(std::uint64_t state);

  std::string bytes_;
  std::uint64_t factor_ = 1;
  int uses_ = 0;
  std::vector<std::uint64_t> added_;  // by the lowest eight bits of the state before
};

// FNV-1a, 64 bits, finished with MurmurHash3's fmix64. Not for adversaries: the id of a fact, not its
// signature.
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
std::string circumstances(const EventRecord& record);  // places … quote
std::string sources(const EventRecord& record);        // mentions, confidence, fields
}  // namespace content

// content_id("ev", canonical_content(record)).
std::string derived_event_id(const EventRecord& record);

}  // namespace ekg
