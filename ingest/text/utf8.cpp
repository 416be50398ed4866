#include "ingest/text/utf8.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace ekg {

CodePoint code_point_at(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return {};
  const auto first = static_cast<unsigned char>(text[offset]);
  if (first < 0x80) return {first, 1};
  const std::string_view rest = text.substr(offset, 4);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(rest.data());
  std::int32_t position = 0;
  UChar32 value = 0;
  U8_NEXT(bytes, position, static_cast<std::int32_t>(rest.size()), value);
  if (value < 0) return {0xFFFD, 1};
  return {static_cast<char32_t>(value), static_cast<std::uint32_t>(position)};
}

std::size_t previous_offset(std::string_view text, std::size_t offset) {
  for (std::size_t back = 1; back <= 4 && back <= offset; ++back) {
    if ((static_cast<unsigned char>(text[offset - back]) & 0xC0) == 0x80) continue;
    if (code_point_at(text, offset - back).size == back) return offset - back;
    break;
  }
  return offset - 1;
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  const auto mask = U_MASK(u_charType(static_cast<UChar32>(c)));
  return (mask & (U_GC_L_MASK | U_GC_M_MASK)) != 0 || c == 0x200C || c == 0x200D || c == 0xAD;
}
bool is_digit(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  return u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER;
}
bool is_upper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return u_isUUppercase(static_cast<UChar32>(c)) || u_istitle(static_cast<UChar32>(c));
}
bool is_lower(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z';
  return u_isULowercase(static_cast<UChar32>(c));
}
bool is_space(char32_t c) {
  if (c < 0x80) return c <= ' ' || c == 0x7F;
  return c <= 0xA0 || c == 0xFEFF || c == 0x200B || c == 0x200E || c == 0x200F || c == 0x2060 ||
         (c >= 0x202A && c <= 0x202E) || u_isUWhiteSpace(static_cast<UChar32>(c));
}
bool is_word(char32_t c) { return is_letter(c) || is_digit(c); }

bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019 || c == 0x02BC || c == '`'; }
bool is_open_quote(char32_t c) {
  return c == 0x201C || c == 0x2018 || c == 0xAB || c == 0x201E || c == 0x201A;
}
bool is_close_quote(char32_t c) { return c == 0x201D || c == 0x2019 || c == 0xBB; }
bool is_quote(char32_t c) {
  return c == '"' || c == '\'' || c == '`' || is_open_quote(c) || is_close_quote(c);
}
bool is_dash(char32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string fold_word(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = code_point_at(text, i);
    if (c.value < 0x80) {
      folded += c.value >= 'A' && c.value <= 'Z' ? static_cast<char>(c.value - 'A' + 'a') : text[i];
    } else if (c.value == 0x2018 || is_apostrophe(c.value)) {
      folded += '\'';
    } else if (is_quote(c.value)) {
      folded += '"';
    } else if (is_dash(c.value)) {
      folded += '-';
    } else if (is_space(c.value)) {
      folded += ' ';
    } else {
      folded += text.substr(i, c.size);
    }
    i += c.size;
  }
  return folded;
}

}  // namespace ekg
