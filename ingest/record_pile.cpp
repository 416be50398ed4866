#include "ingest/record_pile.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <utility>

#include "graph/problem.hpp"
#include "graph/store/row_bytes.hpp"

namespace ekg {
namespace {

// Behind the row of each record: where in files_ its file is, and its line.
struct StoredOrigin {
  std::uint64_t line = 0;
  std::uint64_t file = 0;
};

constexpr std::size_t least_window_bytes = std::size_t{4} << 10, most_window_bytes = std::size_t{1} << 20;

std::string folder() {
  std::error_code none;
  const std::filesystem::path found = std::filesystem::temp_directory_path(none);
  return none ? "/tmp" : found.string();
}

[[noreturn]] void fail(int error) {
  throw OutputError(fmt::format("{}: {}; records wait there until all are read, TMPDIR names another folder",
                                folder(), std::strerror(error)));
}

int nameless_file() {
  std::string name = folder() + "/ekg-records-XXXXXX";
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) fail(errno);
  ::unlink(name.c_str());
  return file;
}

}  // namespace

RecordPile::~RecordPile() {
  if (file_ >= 0) ::close(file_);
}

RecordPile::RecordPile(RecordPile&& other) noexcept
    : memory_bytes_(other.memory_bytes_),
      begins_(std::exchange(other.begins_, {0})),
      filed_bytes_(std::exchange(other.filed_bytes_, 0)),
      memory_(std::exchange(other.memory_, {})),
      file_(std::exchange(other.file_, -1)),
      files_(std::exchange(other.files_, {})) {}

RecordPile::Number RecordPile::add(const EventRecord& record) {
  if (size() == std::numeric_limits<Number>::max()) throw std::length_error("more than 2^32 event records");
  encode_row(record, row_);
  if (files_.empty() || files_.back() != record.file) files_.push_back(record.file);
  const StoredOrigin origin{record.line, files_.size() - 1};
  row_.resize(row_.size() + sizeof origin);
  std::memcpy(row_.data() + row_.size() - sizeof origin, &origin, sizeof origin);
  if (!memory_.empty() && memory_.size() + row_.size() > memory_bytes_) spill();
  memory_ += row_;
  begins_.push_back(begins_.back() + row_.size());
  return size() - 1;
}

void RecordPile::spill() {
  if (file_ < 0) file_ = nameless_file();
  for (std::size_t done = 0; done < memory_.size();) {
    const ssize_t wrote = ::pwrite(file_, memory_.data() + done, memory_.size() - done,
                                   static_cast<off_t>(filed_bytes_ + done));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) fail(wrote < 0 ? errno : ENOSPC);
    done += static_cast<std::size_t>(wrote);
  }
  filed_bytes_ += memory_.size();
  memory_.clear();
}

// `next`: in ascending order, so that what follows is probably wanted too, the more so the longer it goes on.
const char* RecordPile::bytes_at(std::uint64_t begin, std::size_t size, bool next) const {
  if (begin >= filed_bytes_) return memory_.data() + (begin - filed_bytes_);
  if (begin >= window_begin_ && begin + size <= window_begin_ + window_.size())
    return window_.data() + (begin - window_begin_);
  const std::size_t most = static_cast<std::size_t>(filed_bytes_ - begin);
  ahead_bytes_ = next ? std::clamp(2 * ahead_bytes_, least_window_bytes, most_window_bytes) : 0;
  window_.resize(std::min(most, std::max(size, ahead_bytes_)));
  window_begin_ = begin;
  for (std::size_t done = 0; done < window_.size();) {
    const ssize_t got =
        ::pread(file_, window_.data() + done, window_.size() - done, static_cast<off_t>(begin + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      window_.clear();
      fail(got < 0 ? errno : EIO);
    }
    done += static_cast<std::size_t>(got);
  }
  return window_.data();
}

std::string_view RecordPile::bytes(Number number) const {
  assert(number < size());
  const std::uint64_t begin = begins_[number];
  const auto count = static_cast<std::size_t>(begins_[number + 1] - begin);
  const bool next = number == last_read_ + 1;
  last_read_ = number;
  return {bytes_at(begin, count, next), count};
}

std::string_view RecordPile::row_bytes(Number number) const {
  std::string_view row = bytes(number);
  row.remove_suffix(sizeof(StoredOrigin));
  return row;
}

RecordPile::Origin RecordPile::origin(Number number) const {
  const std::string_view row = bytes(number);
  StoredOrigin origin;
  std::memcpy(&origin, row.data() + row.size() - sizeof origin, sizeof origin);
  return {files_.at(origin.file), origin.line};
}

std::string_view RecordPile::id(Number number) const { return row_id(row_bytes(number)); }

void RecordPile::read(Number number, EventRecord& record) const {
  decode_row(row_bytes(number), record);
  record.file.clear();
  record.line = 0;
}

}  // namespace ekg
