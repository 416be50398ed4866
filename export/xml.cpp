#include "export/xml.hpp"

#include <fmt/format.h>

#include <array>

namespace ekg {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Character {
  std::size_t bytes;
  bool allowed;
};

// The character at `at`, and whether XML 1.0 allows it (section 2.2, Char); a byte that is no UTF-8 counts as
// one.
Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(at);
  if (first < 0x80) return {1, first >= 0x20 || first == '\t' || first == '\n' || first == '\r'};
  if (first >= 0xC2 && first <= 0xDF) return follows(at + 1) ? Character{2, true} : Character{1, false};
  if (first >= 0xE0 && first <= 0xEF) {
    if (!follows(at + 1) || !follows(at + 2)) return {1, false};
    const unsigned code = (first & 0x0FU) << 12 | (byte(at + 1) & 0x3FU) << 6 | (byte(at + 2) & 0x3FU);
    return {3, code >= 0x800 && (code < 0xD800 || code > 0xDFFF) && code < 0xFFFE};
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!follows(at + 1) || !follows(at + 2) || !follows(at + 3)) return {1, false};
    const unsigned code = (first & 0x07U) << 18 | (byte(at + 1) & 0x3FU) << 12 | (byte(at + 2) & 0x3FU) << 6 |
                          (byte(at + 3) & 0x3FU);
    return {4, code >= 0x10000 && code <= 0x10FFFF};
  }
  return {1, false};
}

// Printable ASCII that means nothing in XML.
constexpr std::array<bool, 256> is_plain = [] {
  std::array<bool, 256> plain{};
  for (int c = 0x20; c < 0x7f; ++c) plain[c] = c != '&' && c != '<' && c != '>' && c != '"';
  return plain;
}();

// What XML writes for it instead; empty: itself, or nothing.
std::string_view reference_for(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    case '\t':
      return "&#9;";
    default:
      return {};
  }
}

}  // namespace

void XmlText::integer(std::int64_t value) {
  const fmt::format_int digits(value);
  raw(std::string_view(digits.data(), digits.size()));
}

void XmlText::escaped(std::string_view text) {
  std::size_t plain = 0, i = 0;
  while (true) {
    while (i < text.size() && is_plain[static_cast<unsigned char>(text[i])]) ++i;
    if (i == text.size()) break;
    std::string_view instead = reference_for(text[i]);
    std::size_t bytes = 1;
    if (instead.empty()) {
      const Character character = character_at(text, i);
      bytes = character.bytes;
      if (!character.allowed) {
        instead = replacement;
        ++replaced_;
      }
    }
    if (!instead.empty()) {
      raw(text.substr(plain, i - plain));
      raw(instead);
      plain = i + bytes;
    }
    i += bytes;
  }
  raw(text.substr(plain));
}

void XmlText::report(ProblemSink& problems) const {
  if (replaced_ == 0) return;
  Problem problem;
  problem.code = "xml-characters-replaced";
  problem.severity = Severity::warning;
  problem.message = fmt::format("characters that XML cannot hold, written as U+FFFD: {}", replaced_);
  problems.report(std::move(problem));
}

}  // namespace ekg
