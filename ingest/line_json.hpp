// The values of a line that is read but once, with the face of the values of a tree (record_json.cpp), so
// that what a field means is written once for both.
#pragma once
#include <cstdint>
#include <string_view>

#include "ingest/json_cursor.hpp"

namespace ekg {

// The next value of a line; what is of another type throws NotPlain. Each value is taken once.
class LineJson {
 public:
  static constexpr bool can_hold_nul = false;  // a text

  explicit LineJson(JsonCursor& line) : line_(line) {}

  bool get(std::string_view& out) const { return out = line_.text(), true; }
  bool get(double& out) const { return out = line_.number(), true; }
  bool get(bool& out) const { return out = line_.boolean(), true; }
  bool get(std::int64_t& out) const { return out = line_.whole(), true; }
  bool get(std::uint64_t& out) const { return out = line_.natural(), true; }
  template <class Use>
  bool members(Use use) const {
    line_.members([&](std::string_view key) {
      if (!line_.null()) use(key, *this);
    });
    return true;
  }
  template <class Use>
  bool items(Use use) const {
    line_.items([&] { use(*this); });
    return true;
  }
  void pass() const { line_.skip(); }

 private:
  JsonCursor& line_;
};

}  // namespace ekg
