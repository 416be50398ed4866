// Text for XML 1.0 documents. Characters that XML forbids are replaced by U+FFFD and counted: they must not
// leave, not even as references.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "graph/problem.hpp"

namespace ekg {

class XmlText {
 public:
  explicit XmlText(std::string& out) : out_(out) {}

  void raw(std::string_view markup) { out_.append(markup); }
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
  std::size_t replaced_ = 0;
};

}  // namespace ekg
