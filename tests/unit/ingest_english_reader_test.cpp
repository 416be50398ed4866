#include <gtest/gtest.h>

#include "ingest/text/english.hpp"

namespace ekg {
namespace {

const EnglishReader& reader() {
  static const EnglishReader instance;
  return instance;
}

TEST(english_reader, reads_tags_trees_and_times) {
  Document document;
  document.text = "On Tuesday, the minister will meet the rebels.\n\nThey fought on Tuesday.";
  document.published = parse_time("2024-11-06");
  ProblemLog problems;
  const ParsedDocument parsed = reader().parse(document, problems);
  ASSERT_EQ(parsed.sentences.size(), 2u);
  EXPECT_EQ(parsed.sentence_of(0), 0u);
  EXPECT_EQ(parsed.sentence_of(parsed.sentences[1].first), 1u);
  EXPECT_EQ(parsed.tokens[6].lemma, "meet");
  EXPECT_EQ(parsed.tokens[4].head, 6u);
  EXPECT_EQ(parsed.tokens[4].deprel, Deprel::nsubj);
  ASSERT_EQ(parsed.times.size(), 2u);
  EXPECT_EQ(parsed.times[0].value, "2024-11-12");
  EXPECT_EQ(parsed.times[1].value, "2024-11-05");
  EXPECT_TRUE(problems.empty());
}

TEST(english_reader, empty_and_odd_texts_are_read) {
  for (const std::string text : {"", " ", "\n\n", ".", "\xFF\xFE", "\u200b", "((((((((", "“", "a\tb\r\nc"}) {
    Document document;
    document.text = text;
    ProblemLog problems;
    const ParsedDocument parsed = reader().parse(document, problems);
    EXPECT_EQ(parsed.sentences.empty(), parsed.tokens.empty());
  }
}

}  // namespace
}  // namespace ekg
