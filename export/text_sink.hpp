// Buffered text to a stream for writers: appends are cheap, memory stays small whatever the size of the
// graph.
#pragma once
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

#include "graph/problem.hpp"

namespace ekg {

class TextSink {
 public:
  explicit TextSink(std::ostream& out) : out_(out) { text_.reserve(2 * flush_bytes); }
  TextSink(const TextSink&) = delete;
  TextSink& operator=(const TextSink&) = delete;

  // What is not yet written; append to it, then call settle() now and then.
  std::string& text() { return text_; }
  void settle() {
    if (text_.size() >= flush_bytes) flush();
  }
  // Behind all that text() holds, with no copy made.
  void write(std::string_view bytes) {
    out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  // Must be called at the end. Throws OutputError when the stream does not take it all.
  void flush() {
    write({});
    if (!out_.flush()) throw OutputError("cannot write: the disk is full or the output was closed");
  }

 private:
  static constexpr std::size_t flush_bytes = 1 << 16;
  std::ostream& out_;
  std::string text_;
};

}  // namespace ekg
