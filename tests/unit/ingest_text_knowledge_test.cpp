// What texts are coded with: the lexicon of events, the ontology, the weights of the confidence.
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "ingest/text/event_lexicon.hpp"
#include "ingest/text/events/confidence.hpp"
#include "ingest/text/ontology.hpp"

namespace ekg {
namespace {

TEST(event_lexicon, a_row_that_cannot_be_used_is_a_problem_with_its_line) {
  EventLexicon lexicon;
  const std::size_t before = lexicon.find("zorbify", WordClass::verb).size();
  ProblemLog problems;
  std::istringstream in("# mine\nfoo\tv\tno-such-type\nzorbify\tv\tassault\nbaz +\tv\tassault\n");
  lexicon.read(in, "mine.tsv", problems);
  const auto found = problems.sorted();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].line, 2u);
  EXPECT_EQ(found[1].line, 4u);
  EXPECT_EQ(lexicon.find("zorbify", WordClass::verb).size(), before + 1);
}

TEST(event_lexicon, the_most_specific_row_comes_first) {
  const EventLexicon lexicon;
  const auto rows = lexicon.find("call", WordClass::verb);
  ASSERT_GT(rows.size(), 1u);
  for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_GE(rows[i - 1].specificity, rows[i].specificity);
}

TEST(event_lexicon, every_embedded_row_can_be_used) {
  EventLexicon lexicon;
  EXPECT_TRUE(lexicon.problems().empty()) << format_problem(lexicon.problems().front());
}

TEST(ontology, flags_say_what_a_type_does) {
  const Ontology ontology;
  EXPECT_TRUE(ontology.find("sanction")->harms);
  EXPECT_TRUE(ontology.find("sanction")->between_states);
  EXPECT_TRUE(ontology.find("assault.aerial")->on_a_state);
  EXPECT_TRUE(ontology.find("aid")->yields);
  EXPECT_FALSE(ontology.find("statement")->yields);
}

TEST(ontology, a_users_row_replaces_ours) {
  Ontology ontology;
  ProblemLog problems;
  std::istringstream in(
      "goal\t-\t-\t-\t-\t-\tsport\t-\tscores\nassault\t180\tASSAULT\t-\tmaterial-conflict\t-1\tviolence\t-"
      "\tx\n");
  ontology.read(in, "mine.tsv", problems);
  EXPECT_TRUE(problems.empty());
  ASSERT_TRUE(ontology.find("goal"));
  EXPECT_EQ(ontology.find("goal")->plover, "");
  EXPECT_EQ(ontology.find("assault")->intensity, -1.0);
}

TEST(confidence, a_sum_of_weights_becomes_a_probability) {
  std::istringstream in("# weights\nbias\t1\nthreshold\t0.25\nb\t-0.5\na\t0.5\n");
  const ConfidenceModel model(in, "w.tsv");
  EXPECT_EQ(model.threshold(), 0.25);
  EXPECT_NEAR(model.score({"a", "unknown"}), 1 / (1 + std::exp(-1.5)), 1e-12);
  const std::vector<std::pair<std::string, double>> rows{{"bias", 1}, {"b", -0.5}, {"unknown", 0}};
  EXPECT_EQ(model.weighed({"b", "unknown"}), rows);
}

TEST(confidence, a_row_without_a_number_is_refused) {
  for (const char* row : {"a\tmuch\n", "a\n", "a\t1\t2\n", "a\tnan\n"}) {
    std::istringstream in(row);
    EXPECT_THROW(ConfidenceModel(in, "w.tsv"), InputError) << row;
  }
}

}  // namespace
}  // namespace ekg
