// One line of JSON read from left to right, once, without a tree: for the millions of lines that are as they
// should be. It takes exactly what RFC 8259 allows but for what is rare (below), and tells no errors: whoever
// gets NotPlain reads the line again with a parser that does.
#pragma once
#include <array>
#include <cstdint>
#include <cstring>
#include <forward_list>
#include <string>
#include <string_view>

namespace ekg {

// Thrown where the line is no JSON, or of another type than was asked for, or holds a rarity: a key with an
// escape, U+0000, half a surrogate pair, a number beyond its type, a nesting beyond 64.
struct NotPlain {};

class JsonCursor {
 public:
  // REQUIRES: `line` is UTF-8, and 8 bytes behind it may be read. Must outlive the cursor.
  explicit JsonCursor(std::string_view line) : at_(line.data()), end_(at_ + line.size()) {}

  // Each takes the next value. A text lives as long as the line and this.
  std::string_view text();
  double number();
  std::int64_t whole();
  std::uint64_t natural();
  bool boolean();
  bool null() {  // takes it if it is
    space();
    if (at_ == end_ || *at_ != 'n') return false;
    literal("null");
    return true;
  }
  void skip() { skip(0); }
  // `use(key)` takes the value of each member; `use()` takes each item.
  template <class Use>
  void members(Use use) {
    expect('{');
    if (next('}')) return;
    do {
      const std::string_view key = plain_key();
      expect(':');
      use(key);
    } while (next(','));
    expect('}');
  }
  template <class Use>
  void items(Use use) {
    expect('[');
    if (next(']')) return;
    do use();
    while (next(','));
    expect(']');
  }
  // REQUIRED at the end.
  void finish() {
    space();
    if (at_ != end_) throw NotPlain{};
  }

 private:
  void space() {
    if (at_ != end_ && *at_ <= ' ') pass_space();
  }
  void pass_space();
  bool next(char c) {
    space();
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!next(c)) throw NotPlain{};
  }
  // Goes on to the next quote, backslash or control character.
  void pass_plain() {
    constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    const auto zero = [](std::uint64_t word) { return (word - ones) & ~word & highs; };
    for (; at_ < end_; at_ += 8) {
      std::uint64_t word;
      std::memcpy(&word, at_, sizeof word);
      // Exact up to the lowest byte found, which is the one that counts.
      const std::uint64_t found =
          zero(word ^ (ones * '"')) | zero(word ^ (ones * '\\')) | ((word - ones * 0x20) & ~word & highs);
      if (found == 0) continue;
      at_ += __builtin_ctzll(found) / 8;
      break;
    }
    if (at_ >= end_) throw NotPlain{};
  }
  std::string_view plain_key() {
    expect('"');
    const char* const begin = at_;
    pass_plain();
    if (*at_ != '"') throw NotPlain{};
    return {begin, static_cast<std::size_t>(at_++ - begin)};
  }
  std::string_view unescaped(const char* begin);
  char32_t escaped_character();
  unsigned four_digits();
  std::string_view digits();
  void skip(int depth);
  void literal(std::string_view word);

  const char* at_;
  const char* end_;
  std::forward_list<std::string> texts_;  // those that have escapes
};

}  // namespace ekg
