#include <gtest/gtest.h>

#include "ingest/text/nn/learned_mentions.hpp"

namespace ekg {
namespace {

constexpr std::uint8_t person_begins = 1, person_goes_on = 2, organization_begins = 3;

// A document whose words stand between blanks; a sentence ends at "|". All words are proper nouns without a
// head.
struct Tagged {
  Document document;
  ParsedDocument parsed;
  LearnedTags tags;

  explicit Tagged(const std::string& text) {
    document.text = text;
    parsed.document = &document;
    TokenIndex first = 0;
    for (std::uint32_t at = 0; at < text.size();) {
      const auto end = static_cast<std::uint32_t>(std::min(text.find(' ', at), text.size()));
      if (text[at] == '|') {
        close(first);
      } else {
        Token token;
        token.span = {at, end};
        token.upos = Upos::PROPN;
        parsed.tokens.push_back(token);
      }
      at = end + 1;
    }
    close(first);
    for (auto& layer : tags.layer) layer.assign(parsed.tokens.size(), 0);
  }
  void close(TokenIndex& first) {
    const auto last = static_cast<TokenIndex>(parsed.tokens.size());
    parsed.sentences.push_back({{}, first, last});
    first = last;
  }
  std::vector<std::uint8_t>& names() { return tags.layer[learned_names]; }
  void read() { append_learned_mentions(tags, parsed); }
  std::string text_of(const Mention& mention) const {
    return document.text.substr(
        parsed.tokens[mention.first].span.begin,
        parsed.tokens[mention.last - 1].span.end - parsed.tokens[mention.first].span.begin);
  }
};

TEST(learned_mentions, a_name_takes_in_the_flat_rest_of_it) {
  Tagged doc("Debra Perlingiere Houston");
  doc.names()[0] = person_begins;
  doc.parsed.tokens[1].head = 0;
  doc.parsed.tokens[1].deprel = Deprel::flat;
  doc.read();
  ASSERT_EQ(doc.parsed.mentions.size(), 1u);
  EXPECT_EQ(doc.text_of(doc.parsed.mentions[0]), "Debra Perlingiere");
}

TEST(learned_mentions, names_around_a_hyphen_are_one_where_the_tree_says_so) {
  Tagged doc("Muqtada al - Sadr");
  doc.names() = {person_begins, person_goes_on, 0, organization_begins};
  doc.parsed.tokens[2].upos = Upos::PUNCT;
  doc.parsed.tokens[1].head = doc.parsed.tokens[3].head = 0;
  doc.parsed.tokens[1].deprel = doc.parsed.tokens[3].deprel = Deprel::flat;
  doc.read();
  ASSERT_EQ(doc.parsed.mentions.size(), 1u);
  EXPECT_EQ(doc.text_of(doc.parsed.mentions[0]), "Muqtada al - Sadr");
  EXPECT_EQ(doc.parsed.mentions[0].kind, MentionKind::person);
}

TEST(learned_mentions, an_arabic_article_is_one_with_the_names_around_it) {
  Tagged doc("Sheikh Wahhab al - Janabi met Ali");
  doc.names()[0] = doc.names()[2] = doc.names()[4] = doc.names()[6] = person_begins;
  doc.names()[1] = doc.names()[3] = person_goes_on;
  for (const TokenIndex t : {3U, 5U}) doc.parsed.tokens[t].upos = Upos::VERB;
  doc.read();
  ASSERT_EQ(doc.parsed.mentions.size(), 2u);
  EXPECT_EQ(doc.text_of(doc.parsed.mentions[0]), "Sheikh Wahhab al - Janabi");
  EXPECT_EQ(doc.text_of(doc.parsed.mentions[1]), "Ali");
}

TEST(learned_mentions, articles_without_end_are_read_in_linear_time) {
  std::string text = "al";
  for (int i = 0; i < 200'000; ++i) text += " - al";
  Tagged doc(text);
  doc.names()[0] = person_begins;
  doc.read();
  EXPECT_FALSE(doc.parsed.mentions.empty());
}

TEST(learned_mentions, a_head_word_tells_the_kind_of_a_longer_name) {
  Tagged doc("World Conservation Union | Anthony Hill | Bank of Ghana");
  doc.names()[0] = doc.names()[5] = 5;
  doc.names()[1] = doc.names()[2] = doc.names()[6] = doc.names()[7] = 6;
  doc.names()[3] = person_begins, doc.names()[4] = person_goes_on;
  doc.read();
  ASSERT_EQ(doc.parsed.mentions.size(), 3u);
  EXPECT_EQ(doc.parsed.mentions[0].kind, MentionKind::organization);
  EXPECT_EQ(doc.parsed.mentions[1].kind, MentionKind::person);
  EXPECT_EQ(doc.parsed.mentions[2].kind, MentionKind::organization);
}

TEST(learned_mentions, a_name_has_the_kind_that_most_of_its_places_have) {
  Tagged doc("Enron | Enron | Enron");
  doc.names() = {organization_begins, person_begins, organization_begins};
  doc.read();
  ASSERT_EQ(doc.parsed.mentions.size(), 3u);
  for (const Mention& mention : doc.parsed.mentions) EXPECT_EQ(mention.kind, MentionKind::organization);
}

TEST(learned_mentions, a_proper_noun_that_is_no_name_is_no_mention) {
  constexpr std::uint8_t person_head = 1;
  Tagged doc("Hidden Nook");
  doc.tags.layer[learned_heads][1] = person_head;
  doc.read();
  EXPECT_TRUE(doc.parsed.mentions.empty());
}

TEST(learned_mentions, only_the_layer_of_names_names) {
  Tagged doc("Umbrella Group");
  doc.parsed.tokens[0].head = 1;
  doc.parsed.tokens[0].deprel = Deprel::compound;
  doc.tags.layer[learned_outer] = {organization_begins, organization_begins + 1};
  doc.read();
  ASSERT_EQ(doc.parsed.mentions.size(), 1u);
  EXPECT_EQ(doc.parsed.mentions[0].form, MentionForm::nominal);
}

TEST(learned_mentions, a_span_never_ends_on_an_article) {
  Tagged doc("the WHO agreed");
  doc.parsed.tokens[0].upos = Upos::DET;
  doc.parsed.tokens[0].deprel = Deprel::det;
  doc.parsed.tokens[0].head = 1;
  doc.parsed.tokens[2].upos = Upos::VERB;
  doc.tags.layer[learned_outer][0] = organization_begins;
  doc.read();
  ASSERT_EQ(doc.parsed.mentions.size(), 1u);
  EXPECT_EQ(doc.text_of(doc.parsed.mentions[0]), "the WHO");
}

TEST(learned_mentions, several_people_are_a_group) {
  constexpr std::uint8_t person_head = 1;
  Tagged doc("soldiers");
  doc.parsed.tokens[0].upos = Upos::NOUN;
  doc.parsed.tokens[0].xpos = Xpos::NNS;
  doc.tags.layer[learned_heads][0] = person_head;
  doc.read();
  ASSERT_EQ(doc.parsed.mentions.size(), 1u);
  EXPECT_EQ(doc.parsed.mentions[0].kind, MentionKind::group);
  EXPECT_EQ(doc.parsed.mentions[0].form, MentionForm::nominal);
}

}  // namespace
}  // namespace ekg
