// The bytes of an input, unpacked. Those of a plain file stay where they are and are read again when somebody
// asks for them, those of a packed one lie in memory.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "graph/large_array.hpp"

namespace ekg {

// Memory for bytes that are read, used again and again; not initialised.
class TextRoom {
 public:
  TextRoom() = default;
  TextRoom(const TextRoom&) = delete;
  TextRoom& operator=(const TextRoom&) = delete;
  ~TextRoom();
  // At least that many bytes; what was there before is lost.
  char* of(std::size_t bytes);
  // Bytes of a file where the system has them, which saves copying them; null: they must be read, which also
  // tells why. Valid until the next call. A file that somebody makes shorter is noticed here, and not in the
  // moment that what is returned takes to be used.
  const char* mapped(int fd, std::uint64_t at, std::size_t count);

 private:
  std::unique_ptr<char[]> data_;
  std::size_t bytes_ = 0;
  void unmap();
  char* window_ = nullptr;
  int window_of_ = -1;
  std::uint64_t window_at_ = 0;
  std::size_t window_bytes_ = 0;
};

class FileText {
 public:
  static constexpr std::size_t padding_bytes = 64;  // that may be read behind what read() gives

  // `stay_open`: a plain file keeps a descriptor instead of its bytes. Throws BrokenInput as InputStream
  // does.
  static FileText open(const std::string& path, bool stay_open);
  FileText(FileText&&) noexcept;
  FileText& operator=(FileText&&) = delete;
  ~FileText();

  std::uint64_t size() const { return size_; }
  bool stays_open() const { return fd_ >= 0; }
  // The bytes [at, at + count), fewer at the end, valid until `room` is used again. Safe from several
  // threads. Throws InputError when the file has become shorter.
  std::string_view read(std::uint64_t at, std::size_t count, TextRoom& room) const;
  // The line that begins at `at`, without its end.
  std::string_view line(std::uint64_t at, TextRoom& room) const;
  [[noreturn]] void fail_as_changed() const;

 private:
  explicit FileText(std::string path) : path_(std::move(path)) {}
  void unpack();

  std::string path_;
  int fd_ = -1;
  LargeArray<char> data_;  // of what does not stay open
  std::uint64_t size_ = 0;
};

// Up to its first line feed, without carriage returns at its end.
std::string_view first_line_of(std::string_view text);

}  // namespace ekg
