// One line of JSON read from left to right, once, without a tree: for the millions of lines that are as they
// should be. It takes exactly what RFC 8259 allows but for what is rare (below), and tells no errors: whoever
// gets NotPlain reads the line again with a parser that does.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace ekg {

// Thrown where the line is no JSON, or of another type than was asked for, or holds a rarity: a key with an
// escape, U+0000, half a surrogate pair, a number beyond its type, a nesting beyond 64.
struct NotPlain {};

class JsonCursor {
 public:
  static constexpr std::size_t step_bytes = 16;

  // REQUIRES: `line` is UTF-8, and step_bytes behind it may be read. Must outlive the cursor.
  explicit JsonCursor(std::string_view line) : at_(line.data()), end_(at_ + line.size()) {}

  // Each takes the next value. A text lives as long as the line and this.
  std::string_view text() {
    const char* const begin = behind('"');
    const char* const end = end_of_plain(begin);
    if (*end != '"') return unescaped(begin, end);
    at_ = end + 1;
    return {begin, static_cast<std::size_t>(end - begin)};
  }
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
    do use(key());
    while (next(','));
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
  // Behind `c`, which comes next.
  const char* behind(char c) {
    space();
    if (at_ == end_ || *at_ != c) throw NotPlain{};
    return at_ + 1;
  }
  // The next quote, backslash or control character.
  const char* end_of_plain(const char* at) const {
    for (; at < end_; at += step_bytes) {
      const unsigned found = ends_in(at);
      if (found == 0) continue;
      at += std::countr_zero(found);
      break;
    }
    if (at >= end_) throw NotPlain{};
    return at;
  }
  // A bit for each of step_bytes bytes that may end a stretch of plain text.
  static unsigned ends_in(const char* bytes) {
#ifdef __SSE2__
    const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    const __m128i marks =
        _mm_or_si128(_mm_cmpeq_epi8(part, _mm_set1_epi8('"')), _mm_cmpeq_epi8(part, _mm_set1_epi8('\\')));
    const __m128i last_control = _mm_set1_epi8(0x1f);
    const __m128i controls = _mm_cmpeq_epi8(_mm_max_epu8(part, last_control), last_control);
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(marks, controls)));
#else
    unsigned bits = 0;
    for (unsigned i = 0; i < step_bytes; ++i) {
      const auto c = static_cast<unsigned char>(bytes[i]);
      bits |= static_cast<unsigned>(c == '"' || c == '\\' || c < 0x20) << i;
    }
    return bits;
#endif
  }
  // A member's key and the colon behind it.
  std::string_view key() {
    const char* const begin = behind('"');
    const char* const end = end_of_plain(begin);
    if (*end != '"') throw NotPlain{};
    at_ = end + 1;
    at_ = behind(':');
    return {begin, static_cast<std::size_t>(end - begin)};
  }
  std::string_view unescaped(const char* begin, const char* plain_end);
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
