// Rows of a result and the forms in which they are printed: a table for a person, JSONL, JSON, CSV, Markdown.
#pragma once
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ekg {

enum class TableFormat : std::uint8_t { automatic, table, jsonl, json, csv, md };
std::optional<TableFormat> table_format_from(std::string_view name);

// What a person takes into the next command: in a table cut between two of them, never within one.
struct Ids {
  std::vector<std::string> list;
  friend bool operator==(const Ids&, const Ids&) = default;
};

// std::monostate: absent; left out of JSON, an empty field elsewhere.
using Cell = std::variant<std::monostate, bool, std::int64_t, double, std::string, Ids>;

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;  // each as long as `columns`
  std::string note;  // for a person below the table, such as "… 120 more rows: --limit"; not printed as data
  std::size_t ids = 0;  // so many columns at the end are for programs: left out of tables for a person
};

// REQUIRES: format is not automatic. `width` is how many columns a terminal has: longer texts are cut with
// "…", and rows with long ids are longer than it; 0: no limit. Widths count code points, the East Asian wide
// ones twice.
void print_table(const Table& table, TableFormat format, std::ostream& out, unsigned width = 0);

}  // namespace ekg
