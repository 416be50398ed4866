// JSON as text, appended to a string: commas and escapes are taken care of, nothing is built in memory.
// Values are written without blanks; numbers are the shortest that read back the same.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ekg {

// "…" with the escapes that RFC 8259 demands; "<" is left alone. REQUIRES: valid UTF-8.
void append_json_string(std::string& out, std::string_view text);
// NaN and infinities, which JSON does not know, become null.
void append_json_number(std::string& out, double value);

// Keeps track of commas. REQUIRES: calls that make sense as JSON (a key before each value of an object).
class JsonText {
 public:
  explicit JsonText(std::string& out) : out_(out) {}

  JsonText& open_object() { return open('{'); }
  JsonText& close_object() { return close('}'); }
  JsonText& open_list() { return open('['); }
  JsonText& close_list() { return close(']'); }
  JsonText& key(std::string_view name);
  // The same for what is known to need no escape, which is not looked at again.
  JsonText& plain_key(std::string_view name);
  JsonText& plain_text(std::string_view value);
  JsonText& text(std::string_view value);
  JsonText& number(double value);
  JsonText& integer(std::int64_t value);
  JsonText& boolean(bool value);

  // Members of an object; absent values are left out.
  JsonText& member(std::string_view name, std::string_view value);
  JsonText& maybe(std::string_view name, std::string_view value) {
    return value.empty() ? *this : member(name, value);
  }
  JsonText& maybe(std::string_view name, const std::optional<double>& value);
  JsonText& maybe(std::string_view name, const std::optional<std::int64_t>& value);

 private:
  JsonText& open(char bracket);
  JsonText& close(char bracket);
  void separate();
  void quoted(std::string_view text, std::string_view before, std::string_view after);

  std::string& out_;
  bool comma_ = false;
};

}  // namespace ekg
