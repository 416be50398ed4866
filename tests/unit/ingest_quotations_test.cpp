#include "ingest/text/quotations.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <string>
#include <vector>

#include "ingest/text/english.hpp"

namespace ekg {
namespace {

using Strings = std::vector<std::string>;

// "kind|verb|speaker|words"
Strings quotations_of(const std::string& text) {
  static const EnglishReader reader;
  Document document;
  document.text = text;
  ProblemLog problems;
  const ParsedDocument parsed = reader.parse(document, problems);
  Strings rows;
  for (const Quotation& quotation : parsed.quotations) {
    const auto word = [&](TokenIndex i) {
      return i == no_token ? std::string("-") : std::string(parsed.text_of(i));
    };
    rows.push_back(fmt::format("{}|{}|{}|{}", to_string(quotation.kind), word(quotation.verb),
                               word(quotation.speaker), document.at(quotation.span)));
  }
  return rows;
}

TEST(quotations, a_direct_quotation_has_its_speaker_after_or_before_it) {
  EXPECT_EQ(quotations_of("“We have lost the town,” Dietz said."),
            Strings{"direct|said|Dietz|We have lost the town,"});
  EXPECT_EQ(quotations_of("“We have lost the town,” said the minister."),
            Strings{"direct|said|minister|We have lost the town,"});
  EXPECT_EQ(quotations_of("The minister said: \"We have lost the town.\""),
            Strings{"direct|said|minister|We have lost the town."});
}

TEST(quotations, the_next_quotation_of_a_paragraph_goes_on_in_the_same_voice) {
  EXPECT_EQ(
      quotations_of("“We have lost the town,” Dietz said. “Right now, our attention remains on the border.”"),
      (Strings{"direct|said|Dietz|We have lost the town,",
               "direct|said|Dietz|Right now, our attention remains on the border."}));
}

TEST(quotations, repeated_opening_marks_join_paragraphs) {
  EXPECT_EQ(quotations_of("A spokesman said:\n“The minister met the envoy. They talked about Mosul.\n“The "
                          "minister left for London.”"),
            (Strings{"direct|said|spokesman|The minister met the envoy. They talked about Mosul.",
                     "direct|said|spokesman|The minister left for London."}));
}

TEST(quotations, content_clauses_are_indirect) {
  EXPECT_EQ(quotations_of("The ministry said that the troops had left the town."),
            Strings{"indirect|said|ministry|the troops had left the town"});
  EXPECT_EQ(quotations_of("The minister told reporters that the troops had left."),
            Strings{"indirect|told|minister|the troops had left"});
  EXPECT_EQ(quotations_of("It has been reported that the troops had left."),
            Strings{"indirect|reported|-|the troops had left"});
  EXPECT_EQ(quotations_of("According to the ministry, the troops have left."),
            Strings{"indirect|-|ministry|the troops have left"});
}

TEST(quotations, words_in_marks_inside_a_content_clause_make_it_mixed) {
  EXPECT_EQ(quotations_of("The minister said that the army fought “small-scale clashes” near the border."),
            Strings{"mixed|said|minister|the army fought “small-scale clashes” near the border"});
}

TEST(quotations, words_in_marks_that_nobody_says_are_none) {
  EXPECT_EQ(quotations_of("The army calls its plan “Desert Storm” in public.").size(), 0u);
}

TEST(quotations, a_tweet_has_its_author_in_the_next_line) {
  EXPECT_EQ(quotations_of("The soldiers have never had access to the internet before.\n— Gideon Rachman "
                          "(@gideonrachman) November 5, 2024"),
            Strings{"direct|-|Gideon|The soldiers have never had access to the internet before."});
}

TEST(quotations, a_statement_after_a_colon_needs_no_marks) {
  EXPECT_EQ(quotations_of("The Foreign Secretary said:\n\nI welcome the report, which is clear.\n\nThe board "
                          "must act now.\n\nNotes to editors\n\nThe report was written by the board."),
            (Strings{"direct|said|Secretary|I welcome the report, which is clear.",
                     "direct|said|Secretary|The board must act now."}));
}

TEST(speech_verbs, stances) {
  const SpeechVerbs verbs;
  EXPECT_GE(verbs.size(), 120u);
  EXPECT_EQ(verbs.stance("say"), Stance::asserts);
  EXPECT_EQ(verbs.stance("deny"), Stance::denies);
  EXPECT_EQ(verbs.stance("verify"), Stance::confirms);
  EXPECT_EQ(verbs.stance("verify", true), Stance::cannot_verify);
  EXPECT_EQ(verbs.stance("eat"), std::nullopt);
}

}  // namespace
}  // namespace ekg
