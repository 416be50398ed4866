// Reading UTF-8 code point by code point and the few character classes that the tokenizer asks about.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ekg {

// One code point of a text and where it stands. An ill-formed byte reads as U+FFFD of size 1, so that any
// bytes can be walked. `size` is 0 only at the end of the text.
struct CodePoint {
  char32_t value = 0;
  std::uint32_t size = 0;
};

CodePoint code_point_at(std::string_view text, std::size_t offset);

// Offset of the code point before `offset`. REQUIRES: offset > 0.
std::size_t previous_offset(std::string_view text, std::size_t offset);

bool is_letter(char32_t c);  // letters and marks of any script, joiners, the soft hyphen
bool is_digit(char32_t c);   // decimal digits of any script
bool is_upper(char32_t c);   // upper or title case
bool is_lower(char32_t c);
bool is_space(char32_t c);  // every white space, no-break and zero-width spaces, control characters
bool is_word(char32_t c);   // letter or digit

bool is_apostrophe(char32_t c);   // ' ’ ʼ `
bool is_open_quote(char32_t c);   // “ ‘ « „ ‚
bool is_close_quote(char32_t c);  // ” ’ »
bool is_quote(char32_t c);        // open, close, and the straight ones
bool is_dash(char32_t c);         // hyphen, en dash, em dash and their kin

// Lower case of ASCII letters only; other bytes stay. Word lists of data/english are looked up with it.
std::string ascii_lower(std::string_view text);

// As ascii_lower, with typographic apostrophes, quotes, dashes and no-break spaces written in ASCII as well.
std::string fold_word(std::string_view text);

}  // namespace ekg
