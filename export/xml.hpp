// Text for XML 1.0 documents. Characters that XML forbids are replaced by U+FFFD and counted: they must not
// leave, not even as references.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "export/copy_short.hpp"
#include "graph/problem.hpp"

namespace ekg {

// Pieces are short and many: they are gathered aside and reach the string by settle(), or when there is no
// room.
class XmlText {
 public:
  explicit XmlText(std::string& out) : out_(out) {}
  XmlText(const XmlText&) = delete;
  XmlText& operator=(const XmlText&) = delete;

  void raw(std::string_view markup) {
    if (markup.size() > sizeof block_ - used_) {
      settle();
      if (markup.size() > sizeof block_) {
        out_.append(markup);
        return;
      }
    }
    copy_short(block_ + used_, markup.data(), markup.size());
    used_ += markup.size();
  }
  // The same for a literal, whose length the compiler knows.
  template <std::size_t size>
  void raw(const char (&markup)[size]) {
    if (size > sizeof block_ - used_) settle();
    std::memcpy(block_ + used_, markup, size - 1);
    used_ += size - 1;
  }
  // All that was written so far is in the string. REQUIRED before anybody else appends to it or reads it.
  void settle() {
    out_.append(block_, used_);
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
  std::string& out_;
  std::size_t used_ = 0;
  std::size_t replaced_ = 0;
  char block_[1 << 14];
};

}  // namespace ekg
