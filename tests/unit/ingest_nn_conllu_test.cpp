#include "ingest/text/nn/conllu.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace ekg {
namespace {

constexpr const char* two_sentences =
    "# newdoc id = d1\n"
    "# sent_id = s1\n"
    "1-2\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "1\tca\tcan\tAUX\tMD\t_\t3\taux\t_\t_\n"
    "2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n"
    "3\tstay\tstay\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n"
    "3.1\tghost\tghost\tVERB\tVB\t_\t_\t_\t_\t_\n"
    "4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n"
    "\n"
    "# newpar\n"
    "1\tKyiv\tKyiv\tPROPN\tNNP\t_\t0\troot\t_\tEntity=(1-place)\n"
    "\n";

std::vector<std::unique_ptr<ConlluDocument>> read(const std::string& text, ProblemLog& log) {
  std::istringstream in(text);
  return read_conllu(in, "test.conllu", "test", log);
}

TEST(conllu, rebuilds_the_text_from_forms_and_spaces) {
  ProblemLog log;
  const auto documents = read(two_sentences, log);
  ASSERT_EQ(documents.size(), 1u);
  EXPECT_EQ(documents[0]->document.id, "d1");
  EXPECT_EQ(documents[0]->document.text, "can't stay.\n\nKyiv");
  EXPECT_TRUE(log.empty());
}

TEST(conllu, words_of_a_multiword_token_touch) {
  ProblemLog log;
  const auto documents = read(two_sentences, log);
  const ParsedDocument& parsed = documents[0]->parsed;
  ASSERT_EQ(parsed.tokens.size(), 5u);
  EXPECT_EQ(parsed.text_of(0), "ca");
  EXPECT_EQ(parsed.text_of(1), "n't");
  EXPECT_EQ(parsed.tokens[0].span.end, parsed.tokens[1].span.begin);
}

TEST(conllu, heads_are_absolute_and_the_root_has_none) {
  ProblemLog log;
  const auto documents = read(two_sentences, log);
  const ParsedDocument& parsed = documents[0]->parsed;
  EXPECT_EQ(parsed.tokens[0].head, 2u);
  EXPECT_EQ(parsed.tokens[2].head, no_token);
  EXPECT_EQ(parsed.tokens[4].head, no_token);
  EXPECT_EQ(parsed.tokens[4].deprel, Deprel::root);
  EXPECT_EQ(documents[0]->misc[4], "Entity=(1-place)");
}

TEST(conllu, a_broken_sentence_is_dropped_whole_with_its_line) {
  ProblemLog log;
  const auto documents = read(std::string("1\tA\ta\tDET\tDT\t_\t7\tdet\t_\t_\n\n") + two_sentences, log);
  ASSERT_EQ(log.sorted().size(), 1u);
  EXPECT_EQ(log.sorted()[0].code, "conllu-line");
  EXPECT_EQ(log.sorted()[0].line, 1u);
  EXPECT_EQ(documents.back()->parsed.sentences.size(), 2u);
}

TEST(conllu, a_head_outside_and_bytes_that_are_no_text_are_told_with_their_own_line) {
  ProblemLog log;
  read(
      "1\tA\ta\tDET\tDT\t_\t7\tdet\t_\t_\n2\tb\tb\tNOUN\tNN\t_\t0\troot\t_\t_\n\n"
      "1\t\xff\ta\tDET\tDT\t_\t0\troot\t_\t_\n\n",
      log);
  ASSERT_EQ(log.sorted().size(), 2u);
  EXPECT_EQ(log.sorted()[0].line, 1u);
  EXPECT_EQ(log.sorted()[1].line, 4u);
  EXPECT_EQ(log.sorted()[1].file, "test.conllu");
}

TEST(conllu, an_unknown_tag_is_a_problem_and_the_token_stays) {
  ProblemLog log;
  const auto documents = read("1\tA\ta\tWHAT\tDT\t_\t0\troot\t_\t_\n", log);
  ASSERT_EQ(documents.size(), 1u);
  EXPECT_EQ(documents[0]->parsed.tokens.size(), 1u);
  ASSERT_EQ(log.sorted().size(), 1u);
  EXPECT_EQ(log.sorted()[0].code, "conllu-tag");
}

TEST(conllu, what_is_written_reads_back_the_same) {
  ProblemLog log;
  const auto documents = read(two_sentences, log);
  std::ostringstream out;
  write_conllu(out, documents[0]->parsed, documents[0]->sentence_ids);
  const auto again = read(out.str(), log);
  ASSERT_EQ(again.size(), 1u);
  const auto& a = documents[0]->parsed.tokens;
  const auto& b = again[0]->parsed.tokens;
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].lemma, b[i].lemma);
    EXPECT_EQ(a[i].upos, b[i].upos);
    EXPECT_EQ(a[i].head, b[i].head);
    EXPECT_EQ(a[i].deprel, b[i].deprel);
    EXPECT_EQ(documents[0]->parsed.text_of(i), again[0]->parsed.text_of(i));
  }
}

}  // namespace
}  // namespace ekg
