// A document owns its text; everything found in it (sentences, mentions) is a byte range and owns nothing.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "graph/time_span.hpp"

namespace ekg {

// [begin, end) in bytes of Document::text, always on code point boundaries.
struct ByteRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t size() const { return end - begin; }
  bool overlaps(ByteRange other) const { return begin < other.end && other.begin < end; }
  bool contains(ByteRange other) const { return begin <= other.begin && other.end <= end; }
  friend auto operator<=>(const ByteRange&, const ByteRange&) = default;
};

struct Document {
  std::string id;  // unique in a graph: `id` in JSONL, the URL in a feed, else the file's name without suffix
  std::string title;  // empty: unknown
  std::string url;
  std::string outlet;
  std::string language;               // BCP 47, "en"; empty: unknown
  std::optional<TimeSpan> published;  // UTC; a day when only the date is known
  std::string text;                   // valid UTF-8, no NUL
  std::string sha256;                 // of the text, 64 hexadecimal digits; filled by the reader
  std::string file;                   // where it was read, for problems
  std::uint64_t line = 0;             // 1-based; 0: the whole file

  std::string_view at(ByteRange range) const {
    return std::string_view(text).substr(range.begin, range.size());
  }
};

}  // namespace ekg
