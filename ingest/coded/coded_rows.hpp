// What the readers of coded event data share: rows of columns to event records, one row at a time, kept or
// dropped whole.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/coded/column_reader.hpp"
#include "ingest/number_range.hpp"
#include "ingest/record_json.hpp"

namespace ekg {

// Is this what programs write for a value that is missing: NA (R), NULL (databases), nan and None (Python),
// #N/A (spreadsheets) …? Only whole cells, and only in the spellings that they write: "Nan" is a province.
bool says_nothing(std::string_view cell);

// One row whose columns are known by number. Each function that reads a value throws FieldError, with the
// column's name, when the cell is not what it must be; an empty cell, or one that says_nothing, is "not said"
// and reads as empty.
class CodedRow {
 public:
  CodedRow(std::span<const std::string_view> names, std::span<const std::string_view> cells)
      : names_(names), cells_(cells) {}

  // Without blanks at both ends. Columns that the file does not have read as empty.
  std::string_view text(std::size_t column) const {
    const std::string_view written = cell(column);
    return may_say_nothing(written) && says_nothing(written) ? written.substr(0, 0) : written;
  }
  // The same, but "NA" is "NA": for who knows better what it means there.
  std::string_view cell(std::size_t column) const {
    return column < cells_.size() ? without_blanks(cells_[column]) : std::string_view();
  }
  std::size_t width() const { return cells_.size(); }
  std::string_view needed_text(std::size_t column) const;
  std::optional<double> number(std::size_t column) const;
  std::optional<double> number(std::size_t column, NumberRange range) const;
  std::optional<std::int64_t> whole(std::size_t column) const;
  std::optional<std::int64_t> count(std::size_t column) const;  // whole, from 0
  // A day, month or year in digits ("20241105", "2024-11-05"), as date_in; nullopt when empty.
  std::optional<TimeSpan> time(std::size_t column) const;
  [[noreturn]] void fail(std::size_t column, const std::string& message) const;

 private:
  // Few cells are asked further.
  static bool may_say_nothing(std::string_view text) {
    return !text.empty() && text.size() <= 4 &&
           (text.front() == 'N' || text.front() == 'n' || text.front() == '#' || text.front() == '<');
  }
  static std::string_view without_blanks(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
  }
  std::span<const std::string_view> names_;
  std::span<const std::string_view> cells_;
};

inline constexpr std::size_t no_column = ~std::size_t{0};

// Nothing but digits, one at least.
bool is_digits(std::string_view text);

// "8" of "8.0": what programs write of a whole number in a column that lacks some.
std::string_view without_zero_fraction(std::string_view number);

// As parse_time, but for "2018-06-01 00:00:00", which programs make of a day: that is the day.
std::optional<TimeSpan> date_in(std::string_view cell);

// Why `text` is no day or date: that there is none, or how dates are written.
std::string no_date(std::string_view text);

// Where the columns of a file with a header stand: the n-th of `wanted` is in column [n], no_column when it
// is not there. Names are compared without case, blanks, '_' and '-'.
std::vector<std::size_t> find_columns(std::span<const std::string_view> header,
                                      std::span<const std::string_view> wanted);

// The first line of a head that may be cut, and how its columns are divided, by tabs (in quotes or not) or by
// commas.
struct HeadLine {
  std::vector<std::string> fields;
  ColumnFormat format = ColumnFormat::tab;
};
HeadLine first_row(std::string_view head);

// For data without a header: is one of the first ten lines, cells divided by tabs, such a row? So bad rows
// hide none of those behind them. A line that the head cuts counts only where it is the first.
bool has_row(std::string_view head, bool (*is_row)(std::span<const std::string_view> cells));

// Are all of `wanted` among the fields of the first row?
bool has_columns(std::string_view head, std::span<const std::string_view> wanted);

// How many columns most of the first ten rows divided by tabs have, of the numbers that rows may have; 0:
// none has one of these.
std::size_t width_among(std::string_view head, std::span<const std::size_t> widths);
inline constexpr std::size_t most_head_bytes = std::size_t{1} << 20;  // that are looked at for these rows

struct RowTable {
  // Of a table without a header; one with a header is read by_first_line.
  ColumnFormat format = ColumnFormat::by_first_line;
  // With a header: the names that each row gets, in this order, wherever the file has them; the first
  // `needed` must be there, else BrokenInput "missing-column". A row has as many cells as the header.
  // Without: the names of all columns.
  std::span<const std::string_view> names;
  std::size_t needed = 0;
  enum class Header : std::uint8_t {
    yes,
    no,
    if_named
  } header = Header::yes;  // if_named: when it has all `needed`
  // Without a header: the numbers of columns that rows may have. All rows of a file have one, width_among:
  // one that is cut is not taken for another version's.
  std::vector<std::size_t> widths;
  // Without a header, where widths differ in their names; empty: `names` for all.
  std::function<std::span<const std::string_view>(std::size_t width)> names_of = {};
  // With a header: the columns, by their numbers in `names`, that files of the kind have besides the needed
  // ones and that say what matters; those that one lacks are told, once ("lacking-columns").
  std::vector<std::size_t> usual = {};
};

// Calls each(row, line) for every row. What it throws as FieldError drops that row, one record ("bad-field");
// so it must give nothing to the sink before. Rows of another width are dropped as "wrong-columns".
using RowFunction = std::function<void(const CodedRow& row, std::uint64_t line)>;
// Two columns of one name are a warning ("duplicate-column"). In a table with a header and tabs, what a
// spreadsheet wrote in quotes, for a comma or a quote in it, is read without them; other cells in quotes are
// read as they stand, with a note ("quoted-cell").
void read_coded_rows(std::istream& in, const RowTable& table, const ReadOptions& options, RecordSink& sink,
                     const RowFunction& each);

// Does the row tell of a place, whose name and position were read from it into `place`? Throws FieldError,
// with these columns' names, for half a position and for a position without a name.
bool tells_place(const CodedRow& row, const PlaceName& place, std::size_t name, std::size_t latitude);

// Adds what the record has no other place for; empty values are left out.
void add_field(EventRecord& record, std::string_view name, std::string_view value);
// Sorts the fields and gives the record to the sink, with file and line.
void finish_record(EventRecord record, const ReadOptions& options, std::uint64_t line, RecordSink& sink);

}  // namespace ekg
