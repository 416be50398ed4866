#include "graph/problem.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace ekg {
namespace {

TEST(problem, is_one_line_for_a_person) {
  EXPECT_EQ(format_problem({"bad-json", Severity::error, "a.jsonl", 3, 7, "not JSON", "{\"id"}),
            "a.jsonl:3:7: error: not JSON [bad-json]: {\"id");
  EXPECT_EQ(format_problem({"empty-file", Severity::warning, "a.txt", 0, 0, "nothing in it", ""}),
            "a.txt: warning: nothing in it [empty-file]");
  EXPECT_EQ(format_problem({"x", Severity::note, "", 0, 0, "m", ""}), "note: m [x]");
}

TEST(problem, excerpt_is_short_valid_utf8_without_control_characters) {
  EXPECT_EQ(excerpt_of("Київ\n"), "Київ\\x0a");
  EXPECT_EQ(excerpt_of("a\xff\xc3"), "a\\xff\\xc3");
  EXPECT_EQ(excerpt_of("\xed\xa0\x80"), "\\xed\\xa0\\x80");
  std::string many;
  for (int i = 0; i < 50; ++i) many += "ї";
  EXPECT_EQ(excerpt_of(many).size(), 80U);
  many.insert(0, "a");
  EXPECT_EQ(excerpt_of(many).size(), 79U);
}

TEST(problem, log_gives_the_same_list_whatever_the_order_of_reports) {
  ProblemLog log;
  EXPECT_TRUE(log.empty());
  {
    std::jthread other([&] { log.report({"b", Severity::error, "f", 2, 0, "", ""}); });
    log.report({"c", Severity::error, "f", 1, 0, "", ""});
    log.report({"a", Severity::error, "f", 2, 0, "", ""});
  }
  std::string codes;
  for (const Problem& problem : log.sorted()) codes += problem.code;
  EXPECT_EQ(codes, "cab");
}

}  // namespace
}  // namespace ekg
