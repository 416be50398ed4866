#include "ingest/json_cursor.hpp"

#include <charconv>

namespace ekg {
namespace {

constexpr int deepest = 64;

bool digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  const auto follow = [&](int shift) { put(0x80 | ((c >> shift) & 0x3f)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | c >> 6);
    follow(0);
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    follow(6);
    follow(0);
  } else {
    put(0xf0 | c >> 18);
    follow(12);
    follow(6);
    follow(0);
  }
}

template <class Value>
Value value_of(std::string_view digits) {
  Value value{};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) throw NotPlain{};
  return value;
}

}  // namespace

void JsonCursor::pass_space() {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\r' || *at_ == '\n')) ++at_;
}

// The text that began at `begin` and is plain up to `plain_end`.
std::string_view JsonCursor::unescaped(const char* begin, const char* plain_end) {
  std::string& text = texts_.emplace_front();
  while (true) {
    text.append(begin, plain_end);
    at_ = plain_end + 1;
    if (*plain_end == '"') return text;
    if (*plain_end != '\\') throw NotPlain{};  // a control character
    append_utf8(text, escaped_character());
    begin = at_;
    plain_end = end_of_plain(begin);
  }
}

char32_t JsonCursor::escaped_character() {
  if (at_ == end_) throw NotPlain{};
  switch (*at_++) {
    case '"':
      return '"';
    case '\\':
      return '\\';
    case '/':
      return '/';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'u':
      break;
    default:
      throw NotPlain{};
  }
  const unsigned high = four_digits();
  if (high == 0 || (high >= 0xdc00 && high < 0xe000)) throw NotPlain{};
  if (high < 0xd800 || high >= 0xe000) return high;
  if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') throw NotPlain{};
  at_ += 2;
  const unsigned low = four_digits();
  if (low < 0xdc00 || low >= 0xe000) throw NotPlain{};
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

unsigned JsonCursor::four_digits() {
  unsigned value = 0;
  if (end_ - at_ < 4) throw NotPlain{};
  const auto [end, error] = std::from_chars(at_, at_ + 4, value, 16);
  if (error != std::errc() || end != at_ + 4) throw NotPlain{};
  at_ = end;
  return value;
}

// A number as RFC 8259 writes it.
std::string_view JsonCursor::digits() {
  space();
  const char* const begin = at_;
  const auto some = [this] {
    if (at_ == end_ || !digit(*at_)) throw NotPlain{};
    while (at_ != end_ && digit(*at_)) ++at_;
  };
  if (at_ != end_ && *at_ == '-') ++at_;
  if (at_ != end_ && *at_ == '0')
    ++at_;
  else
    some();
  if (at_ != end_ && *at_ == '.') {
    ++at_;
    some();
  }
  if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    some();
  }
  return {begin, static_cast<std::size_t>(at_ - begin)};
}

double JsonCursor::number() { return value_of<double>(digits()); }
std::int64_t JsonCursor::whole() { return value_of<std::int64_t>(digits()); }
std::uint64_t JsonCursor::natural() { return value_of<std::uint64_t>(digits()); }

void JsonCursor::literal(std::string_view word) {
  if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word)) throw NotPlain{};
  at_ += word.size();
}

bool JsonCursor::boolean() {
  space();
  const bool yes = at_ != end_ && *at_ == 't';
  literal(yes ? "true" : "false");
  return yes;
}

void JsonCursor::skip(int depth) {
  if (depth > deepest) throw NotPlain{};
  space();
  const char c = at_ == end_ ? '\0' : *at_;
  if (c == '{')
    members([&](std::string_view) { skip(depth + 1); });
  else if (c == '[')
    items([&] { skip(depth + 1); });
  else if (c == '"')
    text();
  else if (c == 't' || c == 'f')
    boolean();
  else if (c == 'n')
    null();
  else
    number();
}

}  // namespace ekg
