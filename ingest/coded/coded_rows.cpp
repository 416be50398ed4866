#include "ingest/coded/coded_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "ingest/coded/table_shape.hpp"
#include "ingest/text/events/tsv.hpp"

namespace ekg {
namespace {

std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == ' ' || c == '_' || c == '-') continue;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return out;
}

bool in_quotes(std::string_view cell) {
  return cell.size() > 1 && cell.starts_with('"') && cell.ends_with('"');
}

// What a spreadsheet put in quotes for a comma or a quote inside, which is doubled then; nullopt: not so.
std::optional<std::string> as_spreadsheets_quote(std::string_view cell) {
  if (!in_quotes(cell)) return std::nullopt;
  std::string text;
  bool needs_quotes = false;
  for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
    text.push_back(cell[i]);
    needs_quotes = needs_quotes || cell[i] == ',' || cell[i] == '"';
    if (cell[i] == '"' && (++i + 1 >= cell.size() || cell[i] != '"')) return std::nullopt;
  }
  return needs_quotes ? std::optional(std::move(text)) : std::nullopt;
}

// "sep=,": how spreadsheets are told what divides the columns, before the header.
bool is_separator_line(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.starts_with('"')) line.remove_prefix(1);
  return line.starts_with("sep=") && line.size() <= std::string_view("sep=,\"").size();
}

// The names of columns as a row in the middle, for two files were made one.
bool is_header(std::span<const std::string_view> cells, std::span<const std::string_view> names) {
  return !cells.empty() && folded(without_byte_order_mark(cells.front())) == folded(names.front()) &&
         (cells.size() < 2 || names.size() < 2 || folded(cells[1]) == folded(names[1]));
}

template <class Number>
bool parse_all(std::string_view text, Number& value) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

bool says_nothing(std::string_view cell) {
  constexpr std::array<std::string_view, 10> spellings = {"NA",   "N/A",  "n/a",  "#N/A", "<NA>",
                                                          "NULL", "null", "None", "NaN",  "nan"};
  return std::ranges::find(spellings, cell) != spellings.end();
}

void CodedRow::fail(std::size_t column, const std::string& message) const {
  throw FieldError{column < names_.size() ? std::string(names_[column]) : std::string(), message};
}

std::string_view CodedRow::needed_text(std::size_t column) const {
  const std::string_view cell = text(column);
  if (cell.empty()) fail(column, "is missing");
  return cell;
}

std::optional<double> CodedRow::number(std::size_t column) const {
  const std::string_view cell = text(column);
  if (cell.empty()) return std::nullopt;
  double value = 0;
  // "nan" and "inf" are no numbers of anything here.
  if (!parse_all(cell, value) || !finite_numbers.has(value))
    fail(column, fmt::format("\"{}\" is no number", cell));
  return value;
}

std::optional<double> CodedRow::number(std::size_t column, NumberRange range) const {
  const auto value = number(column);
  if (value && !range.has(*value)) fail(column, range.requirement());
  return value;
}

std::optional<std::int64_t> CodedRow::whole(std::size_t column) const {
  const std::string_view cell = text(column);
  if (cell.empty()) return std::nullopt;
  std::int64_t value = 0;
  if (!parse_all(without_zero_fraction(cell), value))
    fail(column, fmt::format("\"{}\" is no whole number", cell));
  return value;
}

std::optional<std::int64_t> CodedRow::count(std::size_t column) const {
  const auto value = whole(column);
  if (value && *value < 0) fail(column, "is below 0");
  return value;
}

std::optional<TimeSpan> CodedRow::time(std::size_t column) const {
  const std::string_view cell = text(column);
  if (cell.empty()) return std::nullopt;
  const auto time = date_in(cell);
  if (!time) fail(column, no_date(cell));
  return time;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_zero_fraction(std::string_view number) {
  const std::size_t point = number.find('.');
  const bool is_zero = point != 0 && point != std::string_view::npos && point + 1 < number.size() &&
                       number.find_first_not_of('0', point + 1) == std::string_view::npos;
  return is_zero ? number.substr(0, point) : number;
}

std::optional<TimeSpan> date_in(std::string_view cell) {
  constexpr std::size_t day_bytes = 10;
  constexpr std::string_view midnight = "00:00:00";
  if (cell.size() > day_bytes && (cell[day_bytes] == ' ' || cell[day_bytes] == 'T')) {
    std::string_view clock = cell.substr(day_bytes + 1);
    if (clock.starts_with(midnight)) {
      clock.remove_prefix(midnight.size());
      if (clock.empty() || (clock[0] == '.' && clock.find_first_not_of('0', 1) == std::string_view::npos))
        cell = cell.substr(0, day_bytes);
    }
  }
  return parse_time(cell);
}

std::string no_date(std::string_view text) {
  const auto is_written_as = [&](std::string_view digits) {
    return std::ranges::equal(text, digits, [](char a, char b) {
      return b == '0' ? is_digits({&a, 1}) : a == b;
    });
  };
  std::string message = fmt::format("\"{}\" is no date", text);
  if (!is_written_as("0000-00-00") && !is_written_as("00000000")) message += "; dates are written 2024-11-05";
  return message;
}

std::vector<std::size_t> find_columns(std::span<const std::string_view> header,
                                      std::span<const std::string_view> wanted) {
  std::vector<std::string> names;
  for (const std::string_view name : header) names.push_back(folded(name));
  std::vector<std::size_t> at;
  for (const std::string_view name : wanted) {
    const auto found = std::ranges::find(names, folded(name));
    at.push_back(found == names.end() ? no_column : static_cast<std::size_t>(found - names.begin()));
  }
  return at;
}

HeadLine first_row(std::string_view head) {
  HeadLine line;
  head = without_byte_order_mark(head);
  head.remove_prefix(std::min(head.find_first_not_of("\r\n"), head.size()));
  const char line_end = line_end_of(head, true);
  std::string_view first = head.substr(0, head.find(line_end));
  if (is_separator_line(first)) {
    head.remove_prefix(std::min(first.size() + 1, head.size()));
    first = head.substr(0, head.find(line_end));
  }
  line.format = format_of(first);
  // Of a quoted row the line is not yet the end.
  if (line.format == ColumnFormat::tab) head = head.substr(0, first.size() + 1);
  std::istringstream in{std::string(head)};
  ColumnReader rows(in, line.format, "");
  if (rows.next() == ColumnReader::Result::row)
    line.fields.assign(rows.fields().begin(), rows.fields().end());
  return line;
}

bool has_row(std::string_view head, bool (*is_row)(std::span<const std::string_view> cells)) {
  return std::ranges::any_of(first_lines(head, 10),
                             [&](std::string_view line) { return is_row(split(line, '\t')); });
}

bool has_columns(std::string_view head, std::span<const std::string_view> wanted) {
  const HeadLine line = first_row(head);
  const std::vector<std::string_view> fields(line.fields.begin(), line.fields.end());
  const std::vector<std::size_t> at = find_columns(fields, wanted);
  return std::ranges::find(at, no_column) == at.end();
}

std::size_t width_among(std::string_view head, std::span<const std::size_t> widths) {
  std::vector<std::size_t> rows(widths.size());
  std::size_t usual = 0, most = 0;
  for (const std::string_view line : first_lines(head, 10)) {
    const auto width = static_cast<std::size_t>(std::ranges::count(line, '\t')) + 1;
    const auto at = std::ranges::find(widths, width);
    if (at == widths.end()) continue;
    if (const std::size_t count = ++rows[static_cast<std::size_t>(at - widths.begin())]; count > most)
      most = count, usual = width;
  }
  return usual;
}

void read_coded_rows(std::istream& in, const RowTable& table, const ReadOptions& options, RecordSink& sink,
                     const RowFunction& each) {
  ColumnReader rows(in, table.format, options.file);
  std::vector<std::size_t> at;
  std::vector<std::string_view> cells;
  std::vector<std::size_t> widths = table.widths;
  bool awaits_header = table.header != RowTable::Header::no;
  if (widths.size() > 1) {
    const std::size_t width =
        options.width != 0 ? options.width : width_among(rows.head(most_head_bytes), widths);
    if (width != 0) widths = {width};
  }
  if (table.header == RowTable::Header::if_named &&
      has_columns(rows.head(most_head_bytes), table.names.first(table.needed)))
    rows.read_as(ColumnFormat::by_first_line);
  const auto report = [&](const char* code, std::string message) {
    sink.report({code, Severity::note, options.file, rows.line(), 0, std::move(message),
                 excerpt_of(rows.row().substr(0, 200))});
  };
  bool may_be_quoted = false, tells_quoted = true;  // told once a file
  std::vector<std::string> unquoted;
  while (true) {
    const auto result = rows.next();
    if (result == ColumnReader::Result::end) break;
    const auto problem = [&](const char* code, std::string message) {
      return Problem{code,
                     Severity::error,
                     options.file,
                     rows.line(),
                     0,
                     std::move(message),
                     excerpt_of(rows.row().substr(0, 200))};
    };
    if (awaits_header) {
      if (result == ColumnReader::Result::bad && table.header == RowTable::Header::yes)
        throw BrokenInput(rows.problem());
      if (is_separator_line(rows.row())) continue;
      awaits_header = false;
      at = find_columns(rows.fields(), table.names);
      const auto missing = std::find(at.begin(), at.begin() + table.needed, no_column) - at.begin();
      const bool named = missing == static_cast<std::ptrdiff_t>(table.needed);
      // Rows by position would say what others do if the order is another.
      if (named && result == ColumnReader::Result::bad) throw BrokenInput(rows.problem());
      if (!named && table.header == RowTable::Header::yes)
        throw BrokenInput(
            problem("missing-column", fmt::format("the header has no column \"{}\"", table.names[missing])));
      if (named) {
        widths = {rows.fields().size()};
        may_be_quoted = rows.format() == ColumnFormat::tab;
        std::string lacking;
        for (const std::size_t column : table.usual)
          if (at[column] == no_column)
            lacking += fmt::format("{}\"{}\"", lacking.empty() ? "" : ", ", table.names[column]);
        if (!lacking.empty())
          report(
              "lacking-columns",
              fmt::format("the header has no column {}; what they say, or one of another name, is not read",
                          lacking));
        for (std::size_t i = 0; i < at.size(); ++i) {
          if (at[i] == no_column) continue;
          const auto behind = rows.fields().subspan(at[i] + 1);
          if (find_columns(behind, table.names.subspan(i, 1)).front() == no_column) continue;
          Problem twice =
              problem("duplicate-column",
                      fmt::format("several columns are \"{}\"; the first is read", table.names[i]));
          twice.severity = Severity::warning;
          sink.report(std::move(twice));
        }
        continue;
      }
      at.clear();
    }
    if (result == ColumnReader::Result::bad) {
      sink.drop(rows.problem());
      continue;
    }
    if (std::ranges::find(widths, rows.fields().size()) == widths.end()) {
      std::string expected;
      for (const std::size_t width : widths)
        expected += (expected.empty() ? "" : " or ") + std::to_string(width);
      sink.drop(
          problem("wrong-columns", fmt::format("{} columns instead of {}", rows.fields().size(), expected)));
      continue;
    }
    std::span<const std::string_view> fields = rows.fields();
    if (!at.empty()) {
      cells.clear();
      for (const std::size_t column : at)
        cells.push_back(column == no_column ? std::string_view() : fields[column]);
      fields = cells;
    }
    if (may_be_quoted && std::ranges::any_of(cells, in_quotes)) {
      unquoted.clear();
      unquoted.reserve(cells.size());
      for (std::string_view& cell : cells) {
        if (auto text = as_spreadsheets_quote(cell)) {
          cell = unquoted.emplace_back(*std::move(text));
        } else if (tells_quoted && in_quotes(cell)) {
          report("quoted-cell",
                 "a cell in quotes: between tabs they are part of the value, unless the first column's name "
                 "stands in quotes too, or a spreadsheet wrote them for a comma or a quote inside");
          tells_quoted = false;
        }
      }
    }
    const auto names = table.names_of ? table.names_of(fields.size()) : table.names;
    try {
      each(CodedRow(names, fields), rows.line());
    } catch (const FieldError& error) {
      sink.drop(problem("bad-field", is_header(fields, names)
                                         ? "this looks like a second header, as where two files were made one"
                                         : fmt::format("\"{}\" {}", error.field, error.message)));
    }
  }
}

bool tells_place(const CodedRow& row, const PlaceName& place, std::size_t name, std::size_t latitude) {
  if (place.latitude.has_value() != place.longitude.has_value())
    row.fail(latitude, "gives half a position; latitude and longitude are needed together");
  if (place.name.empty() && place.latitude) row.fail(name, "is missing where coordinates are given");
  return !place.name.empty();
}

void add_field(EventRecord& record, std::string_view name, std::string_view value) {
  if (!value.empty()) record.fields.push_back({std::string(name), std::string(value)});
}

void finish_record(EventRecord record, const ReadOptions& options, std::uint64_t line, RecordSink& sink) {
  std::ranges::sort(record.fields);
  record.file = options.file;
  record.line = line;
  sink.add(std::move(record));
}

}  // namespace ekg
