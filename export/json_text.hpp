// JSON as text, appended to a string: commas and escapes are taken care of, nothing is built in memory.
// Values are written without blanks; numbers are the shortest that read back the same.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "export/copy_short.hpp"

namespace ekg {

// "…" with the escapes that RFC 8259 demands; "<" is left alone. REQUIRES: valid UTF-8.
void append_json_string(std::string& out, std::string_view text);
// NaN and infinities, which JSON does not know, become null.
void append_json_number(std::string& out, double value);

// Keeps track of commas. REQUIRES: calls that make sense as JSON (a key before each value of an object).
// Pieces are short and many: they are gathered aside and are in the string when the outermost object or list
// is closed, and when this dies. REQUIRED before anybody else appends to it or reads it.
class JsonText {
 public:
  explicit JsonText(std::string& out) : out_(out) {}
  ~JsonText() { settle(); }
  JsonText(const JsonText&) = delete;
  JsonText& operator=(const JsonText&) = delete;

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
  void put(std::string_view text) {
    if (text.size() > sizeof block_ - used_) {
      settle();
      if (text.size() > sizeof block_) {
        out_.append(text);
        return;
      }
    }
    copy_short(block_ + used_, text.data(), text.size());
    used_ += text.size();
  }
  void put(char c) {
    if (used_ == sizeof block_) settle();
    block_[used_++] = c;
  }
  void put_string(std::string_view text);
  void separate() {
    if (comma_) put(',');
    comma_ = true;
  }
  void settle() {
    out_.append(block_, used_);
    used_ = 0;
  }

  std::string& out_;
  std::size_t used_ = 0;
  int depth_ = 0;
  bool comma_ = false;
  char block_[1 << 11];
};

}  // namespace ekg
