#include "ingest/text/lemmas.hpp"

#include <gtest/gtest.h>

namespace ekg {
namespace {

TEST(lemmas, irregular_and_regular_verbs_are_known) {
  const Lemmas lemmas;
  const std::pair<const char*, const char*> forms[] = {
      {"fought", "fight"},  {"struck", "strike"},     {"overran", "overrun"}, {"withdrew", "withdraw"},
      {"lent", "lend"},     {"retreated", "retreat"}, {"banned", "ban"},      {"based", "base"},
      {"denied", "deny"},   {"died", "die"},          {"lying", "lie"},       {"launches", "launch"},
      {"duelled", "duel"},  {"shot", "shoot"},        {"saw", "see"},         {"scuffled", "scuffle"},
      {"severed", "sever"}, {"killing", "kill"},      {"urges", "urge"},      {"vetoes", "veto"}};
  for (const auto& [form, lemma] : forms) EXPECT_EQ(lemmas.of_verb(form), lemma) << form;
}

TEST(lemmas, a_guess_that_the_form_allows_is_kept) {
  const Lemmas lemmas;
  EXPECT_EQ(lemmas.of_verb("lay", "lay"), "lay");
  EXPECT_EQ(lemmas.of_verb("lay", "lace"), "lie");
}

TEST(lemmas, what_no_list_knows_stays_unknown) {
  const Lemmas lemmas;
  EXPECT_EQ(lemmas.of_verb("zzyzxed"), "");
  EXPECT_EQ(lemmas.of_plural("zzyzxes"), "");
  EXPECT_EQ(lemmas.of_plural("troops"), "troop");
  EXPECT_EQ(lemmas.of_plural("embassies"), "embassy");
}

}  // namespace
}  // namespace ekg
