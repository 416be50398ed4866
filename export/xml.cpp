#include "export/xml.hpp"

#include <fmt/format.h>

namespace ekg {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// Bytes of the character at `at` when XML 1.0 allows it (section 2.2, Char), else 0.
std::size_t allowed_bytes(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(at);
  if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  if (first >= 0xC2 && first <= 0xDF) return follows(at + 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!follows(at + 1) || !follows(at + 2)) return 0;
    const unsigned code = (first & 0x0FU) << 12 | (byte(at + 1) & 0x3FU) << 6 | (byte(at + 2) & 0x3FU);
    return code < 0x800 || (code >= 0xD800 && code <= 0xDFFF) || code >= 0xFFFE ? 0 : 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!follows(at + 1) || !follows(at + 2) || !follows(at + 3)) return 0;
    const unsigned code = (first & 0x07U) << 18 | (byte(at + 1) & 0x3FU) << 12 | (byte(at + 2) & 0x3FU) << 6 |
                          (byte(at + 3) & 0x3FU);
    return code < 0x10000 || code > 0x10FFFF ? 0 : 4;
  }
  return 0;
}

}  // namespace

void XmlText::escaped(std::string_view text) {
  std::size_t plain = 0;
  const auto put = [&](std::size_t at, std::string_view instead) {
    out_.append(text, plain, at - plain);
    out_.append(instead);
  };
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    std::string_view instead;
    switch (c) {
      case '&':
        instead = "&amp;";
        break;
      case '<':
        instead = "&lt;";
        break;
      case '>':
        instead = "&gt;";
        break;
      case '"':
        instead = "&quot;";
        break;
      case '\n':
        instead = "&#10;";
        break;
      case '\r':
        instead = "&#13;";
        break;
      case '\t':
        instead = "&#9;";
        break;
      default:
        break;
    }
    std::size_t bytes = 1;
    if (instead.empty() && (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f)) {
      bytes = allowed_bytes(text, i);
      if (bytes == 0) {
        instead = replacement;
        ++replaced_;
        bytes = 1;
      }
    }
    if (!instead.empty()) {
      put(i, instead);
      plain = i + bytes;
    }
    i += bytes;
  }
  out_.append(text, plain);
}

void XmlText::attribute(std::string_view name, std::string_view text) {
  out_.push_back(' ');
  out_.append(name);
  out_.append("=\"");
  escaped(text);
  out_.push_back('"');
}

void XmlText::report(ProblemSink& problems) const {
  if (replaced_ == 0) return;
  Problem problem;
  problem.code = "xml-characters-replaced";
  problem.severity = Severity::warning;
  problem.message = fmt::format("{} characters that XML cannot hold were written as U+FFFD", replaced_);
  problems.report(std::move(problem));
}

}  // namespace ekg
