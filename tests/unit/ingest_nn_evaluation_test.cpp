#include "ingest/text/nn/evaluation.hpp"

#include <gtest/gtest.h>

namespace ekg {
namespace {

Token token(Upos upos, TokenIndex head, Deprel deprel) {
  Token result;
  result.upos = upos;
  result.head = head;
  result.deprel = deprel;
  result.lemma = "x";
  return result;
}

TEST(evaluation, labels_are_compared_without_subtypes) {
  ParsedDocument gold, predicted;
  gold.tokens = {token(Upos::NOUN, 1, Deprel::nsubj_pass), token(Upos::VERB, no_token, Deprel::root)};
  predicted.tokens = {token(Upos::NOUN, 1, Deprel::nsubj), token(Upos::AUX, no_token, Deprel::root)};
  const TreeScore score = score_trees(gold, predicted);
  EXPECT_EQ(score.labelled, 2u);
  EXPECT_EQ(score.upos, 1u);
  EXPECT_DOUBLE_EQ(percent(score.upos, score.tokens), 50.0);
}

TEST(evaluation, a_right_label_on_a_wrong_head_counts_nowhere) {
  ParsedDocument gold, predicted;
  gold.tokens = {token(Upos::NOUN, 1, Deprel::nsubj), token(Upos::VERB, no_token, Deprel::root)};
  predicted.tokens = {token(Upos::NOUN, no_token, Deprel::nsubj), token(Upos::VERB, no_token, Deprel::root)};
  const TreeScore score = score_trees(gold, predicted);
  EXPECT_EQ(score.head, 1u);
  EXPECT_EQ(score.labelled, 1u);
}

TEST(evaluation, punctuation_is_left_out_of_words) {
  ParsedDocument gold, predicted;
  gold.tokens = {token(Upos::VERB, no_token, Deprel::root), token(Upos::PUNCT, 0, Deprel::punct)};
  predicted.tokens = gold.tokens;
  const TreeScore score = score_trees(gold, predicted);
  EXPECT_EQ(score.words, 1u);
  EXPECT_EQ(score.labelled_words, 1u);
  EXPECT_EQ(score.labelled, 2u);
}

TEST(evaluation, scores_add_up_over_documents) {
  ParsedDocument one;
  one.tokens = {token(Upos::VERB, no_token, Deprel::root)};
  TreeScore sum = score_trees(one, one);
  sum += score_trees(one, one);
  EXPECT_EQ(sum.tokens, 2u);
  EXPECT_EQ(sum.labelled, 2u);
  EXPECT_DOUBLE_EQ(percent(0, 0), 0.0);
}

}  // namespace
}  // namespace ekg
