#include "ingest/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/coded/table_shape.hpp"
#include "ingest/input_stream.hpp"
#include "ingest/text/events/tsv.hpp"
#include "ingest/text/utf8.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {

#define READER(name) extern const Reader name##_reader;
#include "ingest/readers.def"
#undef READER

namespace {

const Reader* const all_readers[] = {
#define READER(name) &name##_reader,
#include "ingest/readers.def"
#undef READER
};

struct LowerName {
  std::string name;          // without the ending of a packed file
  std::string_view packing;  // that ending, or empty

  explicit LowerName(std::string_view file_name)
      : name(ascii_lower(file_name.substr(file_name.find_last_of('/') + 1))) {
    for (const std::string_view ending : {".gz", ".zst", ".zip"})
      if (packing.empty() && name.ends_with(ending)) packing = ending;
    name.resize(name.size() - packing.size());
  }
  bool has_ending_of(const Reader& reader) const {
    return std::ranges::any_of(reader.suffixes,
                               [&](std::string_view suffix) { return name.ends_with(suffix); });
  }
};

// What a failed download leaves under the name of a table or of a packed file: a page of its server. A page's
// own name may be that of a packed one, for browsers unpack what they fetch.
bool is_page_instead(const LowerName& called, std::string_view head, bool unpacked) {
  if (!html_reader.sniff(head) || called.has_ending_of(html_reader)) return false;
  return (!called.packing.empty() && !unpacked) || called.name.ends_with(".csv") ||
         called.name.ends_with(".tsv") || called.name.ends_with(".tab");
}

// What the content would be if it were a table.
struct Table {
  TableShape shape;  // separator 0: its lines are none
  // The reader most of whose columns the first line has, whatever divides it, and those that it lacks.
  const Reader* nearest = nullptr;
  std::vector<std::string_view> missing;
  char header_separator = 0;
  bool begins_with_a_row = false;  // a date is the name of no column

  explicit Table(std::string_view head) {
    const std::string text = to_utf8(std::string(head));
    shape = table_shape(text);
    const std::vector<std::string_view> first = first_lines(text, 1);
    if (first.empty()) return;
    if (shape.separator != 0)
      begins_with_a_row =
          std::ranges::any_of(split(first.front(), shape.separator), [](std::string_view cell) {
            const auto time = parse_time(cell);
            return time && time->precision == Precision::day;
          });
    for (const char separator : {'\t', ',', ';', '|'}) find_nearest(first.front(), separator);
  }
  bool is_one() const { return shape.separator != 0 || (nearest != nullptr && missing.empty()); }

 private:
  void find_nearest(std::string_view header, char separator) {
    std::vector<std::string_view> names = split(header, separator);
    for (std::string_view& name : names)
      if (name.size() > 1 && name.starts_with('"') && name.ends_with('"'))
        name = name.substr(1, name.size() - 2);
    std::size_t most = 1;  // one column alone, a date or a name, is anybody's
    for (const Reader* reader : all_readers) {
      std::vector<std::string_view> lost;
      const std::vector<std::size_t> at = find_columns(names, reader->columns);
      for (std::size_t i = 0; i < at.size(); ++i)
        if (at[i] == no_column) lost.push_back(reader->columns[i]);
      const std::size_t found = at.size() - lost.size();
      if (found <= most || found < lost.size() || (nearest != nullptr && lost.size() >= missing.size()))
        continue;
      most = found;
      nearest = reader, missing = std::move(lost), header_separator = separator;
    }
  }
};

}  // namespace

std::span<const Reader* const> readers() { return all_readers; }

const Reader* find_reader(std::string_view name) {
  const auto at = std::ranges::find(all_readers, name, &Reader::name);
  return at == std::ranges::end(all_readers) ? nullptr : *at;
}

const Reader* detect_reader(std::string_view file_name, std::string_view head, bool unpacked) {
  for (const Reader* reader : all_readers)
    if (reader->unmistakable && reader->sniff(head)) return reader;
  // A table of columns that nobody knows is no article, nor what its name says.
  std::optional<bool> is_table;
  const auto may_be_text = [&] {
    if (!is_table) is_table = Table(head).is_one();
    return !*is_table;
  };
  const LowerName called(file_name);
  const bool is_misnamed = !called.packing.empty() && !unpacked;
  if (is_page_instead(called, head, unpacked) || (is_misnamed && called.packing == ".zip")) return nullptr;
  const Reader* first = nullptr;
  for (const Reader* reader : all_readers) {
    if (reader->unmistakable || !called.has_ending_of(*reader)) continue;
    if (reader == &text_reader && html_reader.sniff(head)) return &html_reader;
    if (reader->sniff(head) && (reader != &text_reader || may_be_text())) return reader;
    if (first == nullptr) first = reader;
  }
  if (first != nullptr) return may_be_text() ? first : nullptr;
  if (is_misnamed) return nullptr;
  for (const Reader* reader : all_readers) {
    if (reader->unmistakable || (reader == &text_reader && called.name != "-")) continue;
    if (reader->sniff(head) && (reader != &text_reader || may_be_text())) return reader;
  }
  return nullptr;
}

std::string why_unknown(std::string_view head, std::string_view file_name, bool unpacked) {
  if (is_packed(head)) return "packed twice; unpack it once";
  const LowerName called(file_name);
  if (is_page_instead(called, head, unpacked))
    return "a web page, whatever its name says; where a download failed, do it again, else call it .html";
  if (!unpacked && !called.packing.empty())
    return "no packed file, whatever its name says; where a download failed, do it again, else give it the "
           "name of what it is";
  const Table table(head);
  std::string what;
  if (table.nearest != nullptr) {
    what = fmt::format("no reader knows this: the header of {}", table.nearest->name);
    for (std::size_t i = 0; i < table.missing.size(); ++i)
      what += fmt::format("{} \"{}\"", i == 0 ? ", without" : ",", table.missing[i]);
  } else if (table.shape.separator != 0) {
    what = fmt::format(
        "no reader knows this: a table of {} columns{}", table.shape.columns,
        table.begins_with_a_row ? " without a header; where its publisher has one, put it first" : "");
  } else {
    return "no reader knows this; `ekg formats` lists them, --from-format of ekg build, add, extract and "
           "parse names one";
  }
  if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff"))
    return what + "; in UTF-16, convert it, for example with iconv -f UTF-16 -t UTF-8";
  const char separator = table.nearest != nullptr ? table.header_separator : table.shape.separator;
  if (separator == ';' || separator == '|')
    return what + fmt::format("; divided by '{}', write it with commas or tabs", separator);
  return what +
         "; ekg build, add, extract and parse take --map FILE, which says what columns mean, and "
         "--from-format (text: it is prose)";
}

}  // namespace ekg
