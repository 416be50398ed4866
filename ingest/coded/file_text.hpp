// All bytes of an input in memory, unpacked: rows stay where they were read.
#pragma once
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace ekg {

class FileText {
 public:
  static constexpr std::size_t padding_bytes = 64;  // zeros that may be read behind the text

  // Reads the file at `path`, on several threads where it is not packed. Throws BrokenInput as InputStream
  // does.
  static FileText read(const std::string& path, unsigned threads);
  static FileText of(std::string_view text);

  std::string_view bytes() const { return {data_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* data) const { std::free(data); }
  };
  void resize(std::size_t capacity_bytes);

  std::unique_ptr<char, Free> data_;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace ekg
