// Lines of event records wherever a block of the input or eight bytes of a line end.
#include <gtest/gtest.h>

#include <sstream>

#include "ingest/reader.hpp"

namespace ekg {
namespace {

struct Told final : RecordSink {
  void add(Document) override {}
  void add(EventRecord record) override {
    kept += std::to_string(record.line) + ":" + std::to_string(record.mentions.at(0).text.size()) + " ";
  }
  void add_row(Document) override {}
  void add_row(Entity) override {}
  void add_mention(std::string, EventMention) override {}
  void add_source(Document) override {}
  void drop(Problem problem) override {
    problems += problem.code + "@" + std::to_string(problem.line) + " " + problem.message + "\n";
  }
  void report(Problem) override {}
  std::string kept, problems;
};

Told read(const std::string& text) {
  std::istringstream in(text);
  Told told;
  find_reader("events")->read(in, {}, told);
  return told;
}

std::string line(std::string_view text, std::string_view rest = "") {
  std::string out = R"({"type":"meeting","doc":"d","text":")";
  ((out += text) += '"') += rest;
  return out + "}";
}

TEST(json_lines, a_line_is_read_whole_wherever_a_block_of_64_KiB_ends) {
  constexpr std::size_t block = 1 << 16;
  const std::size_t around = line("").size();
  for (std::size_t size = block - around - 3; size < block - around + 4; ++size) {
    const std::string text(size, 'x');
    const std::string size_text = std::to_string(size);
    for (const char* end : {"", "\n", "\r\n", "\n\n"}) {
      const Told told = read(line(text) + "\n\n" + line(text) + "\r\n" + line("short") + end);
      EXPECT_EQ(told.kept, "1:" + size_text + " 3:" + size_text + " 4:5 ");
      EXPECT_EQ(told.problems, "");
    }
  }
}

TEST(json_lines, what_is_no_text_is_found_at_every_place_of_a_line) {
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string plain(before, 'x');
    const auto problem_with = [&](const std::string& bytes) {
      return read(line("first") + "\n" + line(plain + bytes + "yz") + "\n" + line("last"));
    };
    const Told nul = problem_with(std::string(1, '\0'));
    EXPECT_EQ(nul.kept, "1:5 3:4 ");
    EXPECT_TRUE(nul.problems.starts_with("nul-byte@2 ")) << nul.problems;
    for (const char* bad : {"\xff", "\xc3", "\xe2\x82", "\x80"}) {
      const Told told = problem_with(bad);
      EXPECT_EQ(told.kept, "1:5 3:4 ");
      EXPECT_TRUE(told.problems.starts_with("invalid-utf8@2 ")) << told.problems;
    }
    EXPECT_EQ(problem_with("\xc3\xa9\xe2\x82\xac").problems, "");
  }
}

TEST(json_lines, a_problem_says_where_in_the_record_it_is) {
  EXPECT_EQ(read(line("a", R"(,"actors":[{"name":"A"},{"name":3}])")).problems,
            "bad-field@1 \"actors[1].name\" must be a string\n");
  EXPECT_EQ(read(line("a", R"(,"span":[1,"x"])")).problems,
            "bad-field@1 \"span[1]\" must be a whole number from 0 to 4294967295\n");
  EXPECT_EQ(read(line("a", R"(,"time":{"start":"yesterday"})")).problems,
            "bad-field@1 \"time.start\" \"yesterday\" is no time\n");
}

}  // namespace
}  // namespace ekg
