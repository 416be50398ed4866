#include "export/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace ekg {

namespace {

constexpr std::array<bool, 256> is_plain = [] {
  std::array<bool, 256> plain{};
  for (int c = 0x20; c < 0x100; ++c) plain[c] = c != '"' && c != '\\' && c != 0x7f;
  return plain;
}();

// "text" with its escapes, in pieces.
template <class Put>
void write_string(Put put, std::string_view text) {
  put("\"");
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (is_plain[c]) continue;
    put(text.substr(plain, i - plain));
    plain = i + 1;
    switch (c) {
      case '"':
        put("\\\"");
        break;
      case '\\':
        put("\\\\");
        break;
      case '\n':
        put("\\n");
        break;
      case '\r':
        put("\\r");
        break;
      case '\t':
        put("\\t");
        break;
      default:
        put(fmt::format("\\u{:04x}", c));
    }
  }
  put(text.substr(plain));
  put("\"");
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  write_string([&](std::string_view piece) { out.append(piece); }, text);
}

void append_json_number(std::string& out, double value) {
  if (!std::isfinite(value))
    out += "null";
  else
    fmt::format_to(std::back_inserter(out), "{}", value);
}

void JsonText::put_string(std::string_view text) {
  write_string([this](std::string_view piece) { put(piece); }, text);
}
JsonText& JsonText::open(char bracket) {
  separate();
  put(bracket);
  comma_ = false;
  ++depth_;
  return *this;
}
JsonText& JsonText::close(char bracket) {
  put(bracket);
  comma_ = true;
  if (--depth_ == 0) settle();
  return *this;
}
JsonText& JsonText::key(std::string_view name) {
  separate();
  put_string(name);
  put(':');
  comma_ = false;
  return *this;
}
JsonText& JsonText::plain_key(std::string_view name) {
  separate();
  put('"');
  put(name);
  put('"');
  put(':');
  comma_ = false;
  return *this;
}
JsonText& JsonText::plain_text(std::string_view value) {
  separate();
  put('"');
  put(value);
  put('"');
  return *this;
}
JsonText& JsonText::text(std::string_view value) {
  separate();
  put_string(value);
  return *this;
}
JsonText& JsonText::number(double value) {
  separate();
  if (!std::isfinite(value)) {
    put("null");
    return *this;
  }
  char digits[32];
  put({digits, static_cast<std::size_t>(fmt::format_to(digits, "{}", value) - digits)});
  return *this;
}
JsonText& JsonText::integer(std::int64_t value) {
  separate();
  const fmt::format_int digits(value);
  put({digits.data(), digits.size()});
  return *this;
}
JsonText& JsonText::boolean(bool value) {
  separate();
  put(value ? "true" : "false");
  return *this;
}
JsonText& JsonText::member(std::string_view name, std::string_view value) { return key(name).text(value); }
JsonText& JsonText::maybe(std::string_view name, const std::optional<double>& value) {
  return value && std::isfinite(*value) ? key(name).number(*value) : *this;
}
JsonText& JsonText::maybe(std::string_view name, const std::optional<std::int64_t>& value) {
  return value ? key(name).integer(*value) : *this;
}

}  // namespace ekg
