// Text for XML 1.0 documents. Characters that XML forbids are replaced by U+FFFD and counted: they must not
// leave, not even as references.
#pragma once
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <ostream>
#include <string_view>
#include <utility>

#include "export/copy_short.hpp"
#include "export/text_sink.hpp"
#include "graph/problem.hpp"

namespace ekg {

// Pieces are short and many: they are gathered in a block, which is written when it is full.
class XmlText {
 public:
  // REQUIRES: `out` outlives this.
  explicit XmlText(std::ostream& out) : sink_(out) {}
  XmlText(const XmlText&) = delete;
  XmlText& operator=(const XmlText&) = delete;

  void raw(std::string_view markup) {
    if (markup.size() > sizeof block_ - used_) {
      settle();
      if (markup.size() > sizeof block_) {
        sink_.write(markup);
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
  // Must be called at the end. Throws OutputError when the stream does not take it all.
  void flush() {
    settle();
    sink_.flush();
  }
  // Markup, formatted: nothing in it is escaped.
  template <class... Values>
  void format(fmt::format_string<Values...> markup, Values&&... values) {
    fmt::memory_buffer text;
    fmt::format_to(std::back_inserter(text), markup, std::forward<Values>(values)...);
    raw(std::string_view(text.data(), text.size()));
  }
  void integer(std::int64_t value);
  // As the value of an attribute in double quotes, or as an element's text. Line ends and tabs survive as
  // references.
  void escaped(std::string_view text);

  std::size_t replaced() const { return replaced_; }
  // "xml-characters-replaced", when there were any.
  void report(ProblemSink& problems) const;

 private:
  void settle() {
    sink_.write({block_, used_});
    used_ = 0;
  }

  TextSink sink_;
  std::size_t used_ = 0;
  std::size_t replaced_ = 0;
  char block_[1 << 16];
};

}  // namespace ekg
