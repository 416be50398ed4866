#include "cli/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <span>

#include "export/csv.hpp"

namespace ekg {
namespace {

constexpr std::string_view format_names[] = {"auto", "table", "jsonl", "json", "csv", "md"};

std::string text_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *number);
  if (const auto* number = std::get_if<double>(&cell)) return fmt::format("{:.6g}", *number);
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth ? "yes" : "no";
  if (const auto* ids = std::get_if<Ids>(&cell)) return fmt::format("{}", fmt::join(ids->list, ", "));
  return {};
}

nlohmann::ordered_json json_of(const Table& table, const std::vector<Cell>& row) {
  auto object = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < row.size(); ++i) {
    std::visit(
        [&]<class Value>(const Value& value) {
          if constexpr (std::is_same_v<Value, Ids>)
            object[table.columns[i]] = text_of(value);
          else if constexpr (!std::is_same_v<Value, std::monostate>)
            object[table.columns[i]] = value;
        },
        row[i]);
  }
  return object;
}

std::string dump(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Cuts text that is wider than `limit` and replaces what would break the line.
struct Fitted {
  std::string text;
  std::size_t width = 0;
};

bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
         (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd);
}

Fitted fit(std::string_view text, std::size_t limit) {
  Fitted out;
  std::size_t cut_bytes = 0, cut_width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char first = static_cast<unsigned char>(text[i]);
    const std::size_t length = std::min<std::size_t>(first < 0x80   ? 1
                                                     : first < 0xe0 ? 2
                                                     : first < 0xf0 ? 3
                                                                    : 4,
                                                     text.size() - i);
    char32_t c = length == 1 ? first : first & (0x7f >> length);
    for (std::size_t k = 1; k < length; ++k) c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3f);
    const std::size_t width = is_wide(c) ? 2 : 1;
    if (out.width + width > limit) {
      out.text.resize(cut_bytes);
      return {out.text + "…", cut_width + 1};
    }
    const bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);  // bidi controls
    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || turns)
      out.text += ' ';
    else
      out.text += text.substr(i, length);
    out.width += width;
    if (out.width + 1 <= limit) {
      cut_bytes = out.text.size();
      cut_width = out.width;
    }
    i += length;
  }
  return out;
}

constexpr std::size_t no_limit = ~std::size_t{0};

std::size_t width_of(std::string_view text) { return fit(text, no_limit).width; }

// As many of the ids as fit, the first in any case.
std::string whole_ids(const Ids& ids, std::size_t limit) {
  std::string text;
  for (std::size_t i = 0; i < ids.list.size(); ++i) {
    const std::string longer = text + (i == 0 ? "" : ", ") + ids.list[i];
    const bool last = i + 1 == ids.list.size();
    if (i > 0 && width_of(longer) + (last ? 0 : 3) > limit) return text + ", …";
    text = longer;
  }
  return text;
}

// How narrow a cell may become: a text as narrow as it must, ids that the first of them and ", …" are seen.
std::size_t least_width(const Cell& cell) {
  const auto* ids = std::get_if<Ids>(&cell);
  return ids == nullptr ? 0 : width_of(whole_ids(*ids, 0));
}

std::string shown_in(const Cell& cell, std::size_t width) {
  const auto* ids = std::get_if<Ids>(&cell);
  return ids == nullptr ? text_of(cell) : whole_ids(*ids, width);
}

bool is_number(const Cell& cell) {
  return std::holds_alternative<std::int64_t>(cell) || std::holds_alternative<double>(cell);
}

void print_aligned(const Table& table, std::ostream& out, unsigned width) {
  const std::size_t columns = table.columns.size() - table.ids;
  constexpr std::size_t readable = 12;
  std::vector<std::size_t> widths(columns), least(columns, readable);
  for (std::size_t i = 0; i < columns; ++i) {
    widths[i] = width_of(table.columns[i]);
    for (const auto& row : table.rows) {
      widths[i] = std::max(widths[i], width_of(text_of(row[i])));
      least[i] = std::max(least[i], least_width(row[i]));
    }
  }
  if (width != 0) {
    std::size_t total = 2 * (columns - 1);
    for (const std::size_t w : widths) total += w;
    while (total > width) {
      std::optional<std::size_t> widest;
      for (std::size_t i = 0; i < columns; ++i)
        if (widths[i] > least[i] && (!widest || widths[i] > widths[*widest])) widest = i;
      if (!widest) break;
      --widths[*widest];
      --total;
    }
  }
  const auto line = [&](auto&& text, auto&& right) {
    std::string whole;
    for (std::size_t i = 0; i < columns; ++i) {
      const Fitted cell = fit(text(i), widths[i]);
      const std::string gap(widths[i] - std::min(widths[i], cell.width), ' ');
      whole += right(i) ? gap + cell.text : cell.text + gap;
      if (i + 1 < columns) whole += "  ";
    }
    whole.resize(whole.find_last_not_of(' ') + 1);
    out << whole << "\n";
  };
  const auto numeric = [&](std::size_t i) { return !table.rows.empty() && is_number(table.rows[0][i]); };
  line([&](std::size_t i) { return table.columns[i]; }, numeric);
  for (const auto& row : table.rows)
    line([&](std::size_t i) { return shown_in(row[i], widths[i]); },
         [&](std::size_t i) { return is_number(row[i]); });
  if (!table.note.empty()) out << table.note << "\n";
}

// A number is no formula, though it begins with a minus.
std::string csv_field(const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  if (const auto* number = std::get_if<double>(&cell)) return fmt::format("{}", *number);  // as in JSON
  if (text == nullptr) return text_of(cell);
  std::string field;
  append_csv_text(field, *text);
  return field;
}

std::string markdown_field(const std::string& text) {
  std::string out;
  for (const char c : fit(text, std::string::npos).text) {
    if (c == '<') {  // markup, to many who show Markdown
      out += "&lt;";
      continue;
    }
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

template <class Fields, class Field>
void print_joined(const Fields& fields, std::ostream& out, std::string_view before, std::string_view between,
                  std::string_view after, Field field) {
  out << before;
  for (std::size_t i = 0; i < fields.size(); ++i) out << (i == 0 ? "" : between) << field(fields[i]);
  out << after;
}

std::vector<std::string> texts_of(const std::vector<Cell>& row) {
  std::vector<std::string> texts;
  texts.reserve(row.size());
  for (const Cell& cell : row) texts.push_back(text_of(cell));
  return texts;
}

}  // namespace

std::optional<TableFormat> table_format_from(std::string_view name) {
  const auto at = std::ranges::find(format_names, name);
  if (at == std::ranges::end(format_names)) return std::nullopt;
  return static_cast<TableFormat>(at - std::begin(format_names));
}

void print_table(const Table& table, TableFormat format, std::ostream& out, unsigned width) {
  switch (format) {
    case TableFormat::automatic:
    case TableFormat::table:
      print_aligned(table, out, width);
      break;
    case TableFormat::jsonl:
      for (const auto& row : table.rows) out << dump(json_of(table, row)) << "\n";
      break;
    case TableFormat::json: {
      out << "[";
      for (std::size_t i = 0; i < table.rows.size(); ++i)
        out << (i == 0 ? "\n" : ",\n") << dump(json_of(table, table.rows[i]));
      out << "\n]\n";
      break;
    }
    case TableFormat::csv:
      print_joined(table.columns, out, "", ",", "\n", csv_field);
      for (const auto& row : table.rows) print_joined(row, out, "", ",", "\n", csv_field);
      break;
    case TableFormat::md: {
      const std::span columns = std::span(table.columns).first(table.columns.size() - table.ids);
      print_joined(columns, out, "| ", " | ", " |\n", markdown_field);
      print_joined(columns, out, "|", "|", "|\n", [](const std::string&) { return "---"; });
      for (const auto& row : table.rows) {
        const std::vector<std::string> texts = texts_of(row);
        print_joined(std::span(texts).first(columns.size()), out, "| ", " | ", " |\n", markdown_field);
      }
      break;
    }
  }
}

}  // namespace ekg
