#include "ingest/coded/table_shape.hpp"

#include <algorithm>
#include <map>

#include "ingest/coded/column_reader.hpp"
#include "ingest/reader.hpp"
#include "ingest/text/events/tsv.hpp"

namespace ekg {
namespace {

constexpr std::size_t lines_looked_at = 1000;

// How many cells a line has. In tables of commas and semicolons what stands in quotes divides nothing.
std::size_t width_of(std::string_view line, char separator) {
  std::size_t width = 1;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && separator != '\t') quoted = !quoted;
    if (line[i] != separator || quoted) continue;
    const bool punctuation =
        separator != '\t' && separator != '|' && i + 1 < line.size() && line[i + 1] == ' ';
    if (!punctuation) ++width;
  }
  return width;
}

bool ends_as_a_sentence(std::string_view line) {
  while (line.ends_with('"') || line.ends_with(' ') || line.ends_with(')')) line.remove_suffix(1);
  return line.ends_with('.') || line.ends_with('!') || line.ends_with('?') || line.ends_with("\u201d") ||
         line.ends_with("\u2026");
}

struct Rows {
  std::size_t lines = 0, bytes = 0, sentences = 0;

  void add(const Rows& more) { lines += more.lines, bytes += more.bytes, sentences += more.sentences; }
};

// Few columns need many rows: what looks like one might be chance. Lines of two or three of which the last is
// a sentence are a list or what speakers say.
bool are_enough(char separator, std::size_t width, const Rows& rows) {
  if (separator == '\t') return width >= 4 || (rows.lines >= 2 && rows.sentences * 2 < rows.lines);
  return width >= 4 ? rows.lines >= 2 : width == 3 && rows.lines >= 5;
}

bool is_identifier(std::string_view cell) {
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  if (cell.size() > 1 && cell.starts_with('"') && cell.ends_with('"')) cell = cell.substr(1, cell.size() - 2);
  return !cell.empty() && is_letter(cell.front()) && std::ranges::all_of(cell, [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
  });
}

// No article begins with a line of bare words that nothing but commas without blanks divides, and goes on in
// lines that are all divided as often: so begins a table, be it of two columns and a row.
bool names_its_columns(std::string_view first, char separator) {
  std::vector<std::string_view> names = split(first, separator);
  if (!std::ranges::all_of(names, is_identifier)) return false;
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) == names.end();
}

// How wide most lines are that are divided at all; 1: none is.
std::size_t commonest_width(const std::map<std::size_t, Rows>& by_width) {
  std::size_t usual = 1, most = 0;
  for (const auto& [width, rows] : by_width)
    if (width > 1 && rows.lines > most) usual = width, most = rows.lines;
  return usual;
}

}  // namespace

std::vector<std::string_view> first_lines(std::string_view head, std::size_t limit) {
  std::vector<std::string_view> lines;
  const bool cut = head.size() >= sniff_bytes;
  head = without_byte_order_mark(head);
  const char end = line_end_of(head, false);
  while (!head.empty() && lines.size() < limit) {
    const std::size_t size = head.find(end);
    if (size == std::string_view::npos && cut && !lines.empty()) break;
    std::string_view line = head.substr(0, size);
    while (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) lines.push_back(line);
    head.remove_prefix(size == std::string_view::npos ? head.size() : size + 1);
  }
  return lines;
}

TableShape table_shape(std::string_view head) {
  const std::vector<std::string_view> lines = first_lines(head, lines_looked_at);
  // JSON, one object a line, has commas enough.
  if (lines.empty() || lines.front().starts_with('{') || lines.front().starts_with('[')) return {};
  for (const char separator : {'\t', ';', ',', '|'}) {
    std::map<std::size_t, Rows> by_width;
    for (std::string_view line : lines) {
      line.remove_prefix(std::min(line.find_first_not_of(separator), line.size()));
      by_width[width_of(line, separator)].add({1, line.size(), ends_as_a_sentence(line) ? 1U : 0U});
    }
    const std::size_t usual = commonest_width(by_width);
    Rows all, rows;
    for (const auto& [width, some] : by_width) {
      all.add(some);
      // Tables may have rows of several widths, but no article has three tabs in line after line.
      if (width > 1 && (width == usual || (separator == '\t' && width >= 4))) rows.add(some);
    }
    if (rows.lines * 4 >= all.lines * 3 && rows.bytes * 4 >= all.bytes * 3 &&
        (are_enough(separator, usual, rows) ||
         (usual > 1 && rows.lines >= 2 && rows.lines == all.lines && rows.sentences == 0 &&
          names_its_columns(lines.front(), separator))))
      return {separator, usual};
  }
  return {};
}

}  // namespace ekg
