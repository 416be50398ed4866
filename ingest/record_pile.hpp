// Event records put away until the last is known: as bytes in memory, and what that does not hold in a
// temporary file without a name. One thread at a time.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/event_record.hpp"

namespace ekg {

class RecordPile {
 public:
  using Number = std::uint32_t;  // dense, in the order in which records were added
  static constexpr std::size_t usual_memory_bytes = std::size_t{64} << 20;

  explicit RecordPile(std::size_t memory_bytes = usual_memory_bytes) : memory_bytes_(memory_bytes) {}
  ~RecordPile();
  RecordPile(RecordPile&& other) noexcept;
  RecordPile& operator=(RecordPile&&) = delete;

  // Throws OutputError when the disk is full, and std::length_error
  // for more than 2^32 records.
  Number add(const EventRecord& record);
  Number size() const { return static_cast<Number>(begins_.size() - 1); }
  std::string_view id(Number number) const;  // until the next call
  // Overwrites `record`, but for file and line, which it has none of then: two records that tell the same are
  // equal. Reuses its memory. Fastest in ascending order.
  void read(Number number, EventRecord& record) const;
  struct Origin {
    std::string file;
    std::uint64_t line = 0;
  };
  Origin origin(Number number) const;  // as the record was added with

 private:
  void spill();
  std::string_view bytes(Number number) const;  // with the origin behind the row
  std::string_view row_bytes(Number number) const;
  const char* bytes_at(std::uint64_t begin, std::size_t size, bool next) const;

  const std::size_t memory_bytes_;
  std::vector<std::uint64_t> begins_{0};  // and where the last ends
  std::uint64_t filed_bytes_ = 0;         // of all; the others are in memory_
  std::string memory_;
  int file_ = -1;
  std::vector<std::string> files_;  // that records came from, one after another
  std::string row_;
  mutable std::string window_;  // bytes of the file from window_begin_
  mutable std::uint64_t window_begin_ = 0;
  mutable std::size_t ahead_bytes_ = 0;
  mutable Number last_read_ = 0;
};

}  // namespace ekg
