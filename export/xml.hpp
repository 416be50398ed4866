// Text for XML 1.0 documents. Characters that XML forbids are replaced by U+FFFD and counted: they must not
// leave, not even as references.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "graph/problem.hpp"

namespace ekg {

// Pieces are short and many: they are gathered aside and reach the string by settle().
class XmlText {
 public:
  explicit XmlText(std::string& out) : out_(out) {}

  void raw(std::string_view markup) {
    if (markup.size() > sizeof line_ - used_) {
      settle();
      if (markup.size() > sizeof line_) {
        out_.append(markup);
        return;
      }
    }
    copy(line_ + used_, markup.data(), markup.size());
    used_ += markup.size();
  }
  // All that was written so far is in the string. REQUIRED before anybody else appends to it or reads it.
  void settle() {
    out_.append(line_, used_);
    used_ = 0;
  }
  void integer(std::int64_t value);
  // As the value of an attribute in double quotes, or as an element's text. Line ends and tabs survive as
  // references.
  void escaped(std::string_view text);
  // name="text", with a blank before it.
  void attribute(std::string_view name, std::string_view text);

  std::size_t replaced() const { return replaced_; }
  // "xml-characters-replaced", when there were any.
  void report(ProblemSink& problems) const;

 private:
  // memcpy for lengths that are mostly below 40: a call would cost more than the copy.
  static void copy(char* to, const char* from, std::size_t size) {
    if (size >= 16) {
      for (std::size_t at = 0; at + 16 <= size; at += 16) std::memcpy(to + at, from + at, 16);
      std::memcpy(to + size - 16, from + size - 16, 16);
    } else if (size >= 8) {
      std::memcpy(to, from, 8);
      std::memcpy(to + size - 8, from + size - 8, 8);
    } else if (size >= 4) {
      std::memcpy(to, from, 4);
      std::memcpy(to + size - 4, from + size - 4, 4);
    } else {
      for (std::size_t at = 0; at < size; ++at) to[at] = from[at];
    }
  }

  std::string& out_;
  std::size_t used_ = 0;
  std::size_t replaced_ = 0;
  char line_[4096];
};

}  // namespace ekg
