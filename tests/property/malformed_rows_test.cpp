// Every way in which a row can be malformed, for every reader of event data: it is one problem with its line,
// and the other rows are kept as if nothing were there.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ingest/coded/column_map.hpp"
#include "ingest/coded/column_reader.hpp"
#include "ingest/reader.hpp"

namespace ekg {
namespace {

namespace fs = std::filesystem;
using Row = std::vector<std::string>;

struct Format {
  std::string_view reader;
  bool header;
  std::string_view date, number;  // columns that are read as such: a name, or a number from 0; empty: none
};
constexpr Format formats[] = {{"icews", true, "Event Date", "Latitude"},
                              {"gdelt", false, "1", "30"},
                              {"gdelt-mentions", false, "", "6"},
                              {"gdelt-gkg", false, "1", "2"},
                              {"acled", true, "event_date", "fatalities"},
                              {"ucdp", true, "date_start", "best"},
                              {"polecat", true, "Event Date", "Latitude"},
                              {"petrarch", false, "0", "3"},
                              {"quadruples", false, "3", ""},
                              {"map", true, "From", "Hurt"}};

// How many records each line gave, and the problems as "CODE@LINE".
struct Told final : RecordSink {
  void add(Document) override {}
  void add(EventRecord&&) override { ++kept; }
  void add_row(Document) override { ++kept; }
  void add_row(Entity) override {}
  void add_mention(std::string, EventMention) override { ++kept; }
  void add_source(Document) override {}
  void drop(Problem problem) override { problems += problem.code + "@" + std::to_string(problem.line) + " "; }
  void report(Problem) override {}
  int kept = 0;
  std::string problems;
};

class Sample {
 public:
  explicit Sample(const Format& format) : format_(format), reader_(*find_reader(format.reader)) {
    const fs::path folder = fs::path(EKG_SOURCE_DIR) / "tests/golden" / format.reader / "rows";
    for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
      if (!file.path().filename().string().starts_with("input.")) continue;
      std::ifstream in(file.path(), std::ios::binary);
      ColumnReader rows(in, ColumnFormat::by_first_line, "input");
      while (rows.next() == ColumnReader::Result::row)
        rows_.emplace_back(rows.fields().begin(), rows.fields().end());
    }
    // Where one row has a tab the whole file is divided by tabs.
    std::ifstream toml(folder / "map.toml");
    if (toml) map_ = ColumnMap::read(toml, "map.toml");
    tabs_ = format.reader != "acled" && format.reader != "ucdp" && format.reader != "map";
  }

  std::size_t column(std::string_view name) const {
    if (!format_.header) return std::stoul(std::string(name));
    return static_cast<std::size_t>(std::ranges::find(rows_[0], name) - rows_[0].begin());
  }
  std::vector<Row> rows() const { return rows_; }
  bool tabs() const { return tabs_; }
  std::size_t first() const { return format_.header ? 1 : 0; }  // data row that is damaged

  std::string text(const std::vector<Row>& rows, const std::string& end = "\n") const {
    std::string out;
    for (const Row& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) out += tabs_ ? '\t' : ',';
        if (tabs_ || row[i].find_first_of(",\"\n") == std::string::npos) {
          out += row[i];
          continue;
        }
        out += '"';
        for (const char c : row[i]) out += c == '"' ? std::string("\"\"") : std::string(1, c);
        out += '"';
      }
      out += end;
    }
    return out;
  }
  Told read(const std::string& text) const {
    std::istringstream in(text);
    ReadOptions options;
    options.file = "input";
    if (!map_.columns.empty()) options.map = &map_;
    Told told;
    reader_.read(in, options, told);
    return told;
  }
  // What is told without the row that the tests damage.
  int kept_of_others() const {
    std::vector<Row> others = rows_;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(first()));
    return read(text(others)).kept;
  }
  // The damaged row is one problem and all others are as before.
  void expect_one(const std::vector<Row>& damaged, const char* code) const {
    const Told told = read(text(damaged));
    EXPECT_EQ(told.problems, std::string(code) + "@" + std::to_string(first() + 1) + " ") << format_.reader;
    EXPECT_EQ(told.kept, kept_of_others()) << format_.reader;
  }

 private:
  Format format_;
  const Reader& reader_;
  std::vector<Row> rows_;
  ColumnMap map_;
  bool tabs_ = true;
};

TEST(malformed_rows, a_row_that_is_too_short_or_too_long_is_one_problem) {
  for (const Format& format : formats) {
    const Sample sample(format);
    auto rows = sample.rows();
    // Of GDELT's three widths the next one down is a width too; one of two columns is no format's.
    rows[sample.first()].resize(2);
    sample.expect_one(rows, "wrong-columns");
    rows = sample.rows();
    rows[sample.first()].resize(rows[sample.first()].size() + 5, "x");
    sample.expect_one(rows, "wrong-columns");
  }
}

TEST(malformed_rows, what_is_no_date_or_no_number_is_one_problem) {
  for (const Format& format : formats) {
    const Sample sample(format);
    for (const auto& [column, wrong] :
         {std::pair(format.date, "20241399"), {format.date, "yesterday"}, {format.number, "many"}}) {
      if (column.empty()) continue;
      auto rows = sample.rows();
      rows[sample.first()].at(sample.column(column)) = wrong;
      sample.expect_one(rows, "bad-field");
    }
  }
}

TEST(malformed_rows, nul_bytes_and_what_is_not_utf8_are_one_problem) {
  for (const Format& format : formats) {
    const Sample sample(format);
    auto rows = sample.rows();
    rows[sample.first()][1] += '\0';
    sample.expect_one(rows, "nul-byte");
    rows = sample.rows();
    rows[sample.first()][1] += '\xff';
    sample.expect_one(rows, "invalid-utf8");
  }
}

TEST(malformed_rows, a_stray_quote_is_one_problem_where_quotes_mean_something_and_else_a_character) {
  for (const Format& format : formats) {
    const Sample sample(format);
    std::string text = sample.text(sample.rows());
    std::size_t at = 0;
    for (std::size_t line = 0; line < sample.first(); ++line) at = text.find('\n', at) + 1;
    at = text.find(sample.tabs() ? '\t' : ',', at) - 1;
    const Told told = sample.read(text.insert(at, 1, '"'));
    if (sample.tabs()) {
      EXPECT_EQ(told.problems.find("stray-quote"), std::string::npos) << format.reader;
      continue;
    }
    EXPECT_EQ(told.problems, "stray-quote@2 ") << format.reader;
    EXPECT_EQ(told.kept, sample.kept_of_others()) << format.reader;
  }
}

TEST(malformed_rows, ends_of_lines_and_a_byte_order_mark_change_nothing) {
  for (const Format& format : formats) {
    const Sample sample(format);
    const Told plain = sample.read(sample.text(sample.rows()));
    EXPECT_GT(plain.kept, 0) << format.reader;
    EXPECT_EQ(plain.problems, "") << format.reader;
    for (const std::string& text :
         {sample.text(sample.rows(), "\r\n"), sample.text(sample.rows(), "\r"),
          "\xef\xbb\xbf" + sample.text(sample.rows()), "\n\n" + sample.text(sample.rows(), "\n\n")}) {
      const Told told = sample.read(text);
      EXPECT_EQ(told.kept, plain.kept) << format.reader;
      EXPECT_EQ(told.problems, "") << format.reader;
    }
  }
}

}  // namespace
}  // namespace ekg
