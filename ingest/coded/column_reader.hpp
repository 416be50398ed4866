// Rows of columns, as event data sets are published: tab-separated lines, or RFC 4180 with commas and quotes.
// Fields are views into the reader's own buffer: nothing is copied.
#pragma once
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/reader.hpp"

namespace ekg {

enum class ColumnFormat : std::uint8_t {
  tab,            // no quotes: a '"' is a character as any other
  comma,          // RFC 4180: "a field", quotes in it doubled; may hold line ends
  quoted_tab,     // the same with tabs for commas
  by_first_line,  // with a tab in it tab, quoted_tab where its first cell stands in quotes; else comma
};

// What a UTF-8 text may begin with.
inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
inline std::string_view without_byte_order_mark(std::string_view text) {
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

// What ends the lines of a text that begins so: '\n', or '\r' where there is that alone, as old spreadsheets
// write. `quotes`: line ends in quotes are none.
char line_end_of(std::string_view head, bool quotes);

// The format that by_first_line stands for.
ColumnFormat format_of(std::string_view first_line);

class ColumnReader {
 public:
  enum class Result : std::uint8_t { row, bad, end };

  // `file`: for problems. REQUIRES: `in` outlives the reader.
  ColumnReader(std::istream& in, ColumnFormat format, std::string file);

  // The next row that is not empty. `bad`: problem() says why, and reading goes on with the next line. Ends
  // of lines are LF or CR LF, or CR where the first 64 KiB have that alone; a byte order mark is passed over.
  // Throws BrokenInput, with the line, when the stream breaks: rows that were whole before are given first.
  // O(bytes).
  Result next();

  // Another format than the constructor was given. REQUIRES: nothing was read yet.
  void read_as(ColumnFormat format);
  ColumnFormat format() const { return format_; }  // never by_first_line
  // What is not read yet: ten lines or more, unless the input ends before or they have more bytes. Valid
  // until the next call of next().
  std::string_view head(std::size_t most_bytes);

  // Valid until the next call of next().
  std::span<const std::string_view> fields() const { return fields_; }
  std::uint64_t line() const { return line_; }   // where the row begins, 1-based
  std::string_view row() const { return row_; }  // its bytes; quotes in it may have been taken out
  const Problem& problem() const {
    return problem_;
  }  // "nul-byte", "invalid-utf8", "stray-quote", "line-too-long"

 private:
  bool fill();
  bool next_plain();
  bool next_quoted();
  void pass_over_long_row();
  bool end_of_line(std::size_t from, std::size_t& end);
  void fail(const char* code, std::string message);

  std::streambuf& in_;
  ColumnFormat format_;
  char separator_ = '\t', line_end_ = '\n';
  const std::string file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;  // what is not read yet
  bool at_end_ = false;
  std::optional<Problem> broken_;
  std::uint64_t line_ = 0, next_line_ = 1;
  std::string_view row_;
  std::vector<std::string_view> fields_;
  struct Quoted {
    std::size_t field;
    bool escapes;
  };
  std::vector<Quoted> quoted_;
  Problem problem_;
  bool is_bad_ = false;
};

}  // namespace ekg
