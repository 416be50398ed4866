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

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (is_plain[c]) continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    }
  }
  out.append(text, plain);
  out.push_back('"');
}

void append_json_number(std::string& out, double value) {
  if (!std::isfinite(value))
    out += "null";
  else
    fmt::format_to(std::back_inserter(out), "{}", value);
}

void JsonText::separate() {
  if (comma_) out_.push_back(',');
  comma_ = true;
}
JsonText& JsonText::open(char bracket) {
  separate();
  out_.push_back(bracket);
  comma_ = false;
  return *this;
}
JsonText& JsonText::close(char bracket) {
  out_.push_back(bracket);
  comma_ = true;
  return *this;
}
JsonText& JsonText::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_.push_back(':');
  comma_ = false;
  return *this;
}
// What is short is put together aside, so that the text grows once.
void JsonText::quoted(std::string_view text, std::string_view before, std::string_view after) {
  char piece[64];
  if (text.size() > sizeof piece - 4) {
    out_.append(before).append(text).append(after);
    return;
  }
  char* end = std::copy(before.begin(), before.end(), piece);
  end = std::copy(text.begin(), text.end(), end);
  end = std::copy(after.begin(), after.end(), end);
  out_.append(piece, static_cast<std::size_t>(end - piece));
}
JsonText& JsonText::plain_key(std::string_view name) {
  quoted(name, comma_ ? ",\"" : "\"", "\":");
  comma_ = false;
  return *this;
}
JsonText& JsonText::plain_text(std::string_view value) {
  quoted(value, comma_ ? ",\"" : "\"", "\"");
  comma_ = true;
  return *this;
}
JsonText& JsonText::text(std::string_view value) {
  separate();
  append_json_string(out_, value);
  return *this;
}
JsonText& JsonText::number(double value) {
  separate();
  append_json_number(out_, value);
  return *this;
}
JsonText& JsonText::integer(std::int64_t value) {
  separate();
  const fmt::format_int digits(value);
  out_.append(digits.data(), digits.size());
  return *this;
}
JsonText& JsonText::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
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
