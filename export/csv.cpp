#include "export/csv.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace ekg {
namespace {

void append_first(std::string& out, std::initializer_list<std::string_view> first) {
  bool next = false;
  for (const std::string_view text : first) {
    if (std::exchange(next, true)) out.push_back(',');
    append_csv_text(out, text);
  }
}

}  // namespace

void append_csv_text(std::string& out, std::string_view text) {
  const std::size_t begin = text.find_first_not_of('\'');  // one more tells ours from those that were there
  const bool formula = begin != text.npos && std::string_view("=+-@\t\r").find(text[begin]) != text.npos;
  const bool quote = formula || text.find_first_of(",\"\n\r") != std::string_view::npos;
  if (quote) out.push_back('"');
  if (formula) out.push_back('\'');
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    if (c != '\0') out.push_back(c);
  }
  if (quote) out.push_back('"');
}

void append_csv_row(std::string& out, std::initializer_list<std::string_view> first,
                    std::span<const PictureColumn> names) {
  append_first(out, first);
  for (const PictureColumn& column : names) {
    out.push_back(',');
    out += column.name;
  }
  out.push_back('\n');
}

void append_csv_row(std::string& out, std::initializer_list<std::string_view> first,
                    std::span<const PictureColumn> columns, std::span<const PictureCell> cells) {
  append_first(out, first);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out.push_back(',');
    if (!cells[i].known) continue;
    switch (columns[i].type) {
      case PictureColumn::Type::text:
        append_csv_text(out, cells[i].text());
        break;
      case PictureColumn::Type::real:
        fmt::format_to(std::back_inserter(out), "{}", cells[i].real);
        break;
      case PictureColumn::Type::integer:
        fmt::format_to(std::back_inserter(out), "{}", cells[i].integer);
        break;
    }
  }
  out.push_back('\n');
}

}  // namespace ekg
