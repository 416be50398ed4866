// The golden inputs of coded event data, damaged at random: nothing is lost and nothing is told twice.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/coded/column_map.hpp"
#include "ingest/coded/column_reader.hpp"
#include "ingest/reader.hpp"

namespace ekg {
namespace {

namespace fs = std::filesystem;

struct CountingSink final : RecordSink {
  void add(Document) override { ++kept; }
  void add(EventRecord&& record) override {
    EXPECT_FALSE(record.type.empty());
    EXPECT_TRUE(!record.time || record.time->begin < record.time->end);
    if (record.line == own) return;
    lines.push_back(record.line);
    ++kept;
  }
  void add_row(Document document) override {  // with its events behind it: one row
    if (document.line != 0) lines.push_back(document.line), own = document.line;
    ++kept;
  }
  void add_row(Entity) override { ++kept; }
  void add_mention(std::string, EventMention) override { ++kept; }
  void add_source(Document) override {}
  void drop(Problem problem) override {
    EXPECT_GT(problem.line, 0u) << format_problem(problem);
    lines.push_back(problem.line);
    ++dropped;
  }
  void report(Problem) override {}
  std::uint64_t kept = 0, dropped = 0, own = 0;
  std::vector<std::uint64_t> lines;
};

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// The slow way: lines that are not empty. For tabs, where a line is a row.
std::uint64_t lines_with_content(const std::string& text) {
  std::uint64_t count = 0;
  std::istringstream in(text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text);
  const char end = text.find('\n') == std::string::npos && text.find('\r') != std::string::npos ? '\r' : '\n';
  for (std::string line; std::getline(in, line, end);) count += !line.empty() && line != "\r";
  return count;
}

std::string damaged(std::string text, std::mt19937& chance) {
  constexpr std::string_view bytes("\t\n\r\",;\0\xff 0-9a.", 15);
  const int damages = static_cast<int>(chance() % 6);
  for (int i = 0; i < damages && !text.empty(); ++i) {
    const std::size_t at = chance() % text.size();
    switch (chance() % 4) {
      case 0:
        text[at] = bytes[chance() % bytes.size()];
        break;
      case 1:
        text.insert(at, 1, bytes[chance() % bytes.size()]);
        break;
      case 2:
        text.erase(at, 1 + chance() % 20);
        break;
      default:
        text.resize(at);
    }
  }
  return text;
}

TEST(coded_rows, read_is_kept_and_dropped_whatever_the_damage) {
  std::mt19937 chance(8);
  int files = 0;
  for (const Reader* reader : readers()) {
    if (!reader->unmistakable && reader->name != "map") continue;
    for (const fs::directory_entry& folder :
         fs::directory_iterator(fs::path(EKG_SOURCE_DIR) / "tests/golden" / reader->name)) {
      for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
        if (!file.path().filename().string().starts_with("input.")) continue;
        ++files;
        ReadOptions options;
        options.file = "input";
        ColumnMap map;
        if (std::ifstream toml(file.path().parent_path() / "map.toml"); toml) {
          map = ColumnMap::read(toml, "map.toml");
          options.map = &map;
        }
        const std::string whole = contents(file.path());
        for (int round = 0; round < 300; ++round) {
          const std::string text = damaged(whole, chance);
          const std::string first = text.substr(0, text.find('\n'));
          std::istringstream in(text);
          CountingSink sink;
          bool broken = false;
          try {
            reader->read(in, options, sink);
          } catch (const BrokenInput& problem) {
            broken = true;
            EXPECT_GT(problem.problem.line, 0u);
            EXPECT_EQ(sink.kept + sink.dropped, 0u) << "only a header can make a text unreadable";
          }
          EXPECT_TRUE(std::ranges::is_sorted(sink.lines)) << "a row was told twice or out of order";
          EXPECT_EQ(std::ranges::adjacent_find(sink.lines), sink.lines.end());
          // A line is a row where the first one has a tab; a header is none.
          if (broken || first.find('\t') == std::string::npos) continue;
          const std::uint64_t rows = lines_with_content(text);
          const std::uint64_t read = sink.kept + sink.dropped;
          EXPECT_TRUE(read == rows || read + 1 == rows) << reader->name << ' ' << round;
          if (!reader->sniff(text)) continue;
          constexpr std::array<std::string_view, 2> gdelt = {"GLOBALEVENTID", "SQLDATE"};
          const bool header = reader->name == "icews" || reader->name == "polecat" ||
                              (reader->name == "gdelt" && has_columns(text, gdelt));
          EXPECT_EQ(read + header, rows) << reader->name << ' ' << round;
        }
      }
    }
  }
  EXPECT_GT(files, 8);
}

}  // namespace
}  // namespace ekg
