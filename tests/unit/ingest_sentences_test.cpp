#include "ingest/text/sentences.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

const Tokenizer& tokenizer() {
  static const Tokenizer instance;
  return instance;
}

ParsedDocument split(const Document& document) {
  ParsedDocument parsed;
  parsed.document = &document;
  split_sentences(tokenizer(), parsed);
  return parsed;
}

// Sentences as their tokens, joined by one space.
std::vector<std::string> sentences_of(const std::string& text) {
  Document document;
  document.text = text;
  const ParsedDocument parsed = split(document);
  std::vector<std::string> sentences;
  for (const Sentence& sentence : parsed.sentences) {
    std::string words;
    for (TokenIndex i = sentence.first; i < sentence.last; ++i) {
      if (!words.empty()) words += ' ';
      words += parsed.text_of(i);
    }
    sentences.push_back(words);
  }
  return sentences;
}

using Sentences = std::vector<std::string>;

TEST(sentences, clitics_and_contractions_are_tokens) {
  EXPECT_EQ(sentences_of("They don't know it's Moscow’s; we’ve gotta go, he cannot."),
            Sentences{"They do n't know it 's Moscow ’s ; we ’ve got ta go , he can not ."});
}

TEST(sentences, hyphens_split_except_after_prefixes) {
  EXPECT_EQ(
      sentences_of("A 14-year-old al-Qaeda member in anti-government, co-ordinated e-mail talks."),
      Sentences{"A 14 - year - old al - Qaeda member in anti-government , co-ordinated e-mail talks ."});
}

TEST(sentences, numbers_dates_addresses_and_handles_stay_whole) {
  EXPECT_EQ(sentences_of("On 05/06/2024 at 10:30 10,000.5 men (@dod_2) saw https://a.org/x(y)?z=1, #Kyiv and "
                         "bbc.co.uk 30th 1960s."),
            Sentences{"On 05/06/2024 at 10:30 10,000.5 men ( @dod_2 ) saw https://a.org/x(y)?z=1 , #Kyiv and "
                      "bbc.co.uk 30th 1960s ."});
  EXPECT_EQ(sentences_of("At 5pm 2024-11-05 it cost US$170m, 10% of $5bn, 10-12 men."),
            Sentences{"At 5 pm 2024-11-05 it cost US$ 170 m , 10 % of $ 5 bn , 10 - 12 men ."});
}

TEST(sentences, abbreviations_and_initials_do_not_end_a_sentence) {
  EXPECT_EQ(
      sentences_of("Maj. Gen. J. R. Smith met Lt. Col. Ali in St. Petersburg. He left the U.S. on Sept. 3."),
      (Sentences{"Maj. Gen. J. R. Smith met Lt. Col. Ali in St. Petersburg .",
                 "He left the U.S. on Sept. 3 ."}));
  EXPECT_EQ(sentences_of("He went back to the U.S. The army stayed. No. 5 was hit. He said no. They left."),
            (Sentences{"He went back to the U.S.", "The army stayed .", "No. 5 was hit .", "He said no .",
                       "They left ."}));
}

TEST(sentences, quotes_close_the_sentence_they_end) {
  EXPECT_EQ(
      sentences_of("“We won.” He smiled. “Stop!” he said. \"It is over.\" \"No.\""),
      (Sentences{"“ We won . ”", "He smiled .", "“ Stop ! ” he said .", "\" It is over . \"", "\" No . \""}));
}

TEST(sentences, lines_without_a_full_stop_are_sentences) {
  EXPECT_EQ(sentences_of(
                "Rebels seize town\nBy Ann Lee in Goma\nGOMA, Nov 5 (Agency) - Rebels took it.\n\nMore soon"),
            (Sentences{"Rebels seize town", "By Ann Lee in Goma", "GOMA , Nov 5 ( Agency ) -",
                       "Rebels took it .", "More soon"}));
}

TEST(sentences, wrapped_lines_are_joined) {
  EXPECT_EQ(
      sentences_of("The army said on Tuesday that the\nrebels had taken the town of Goma\nand the airport "
                   "near it. It\ngave no "
                   "toll of the fighting there.\n\nNext."),
      (Sentences{
          "The army said on Tuesday that the rebels had taken the town of Goma and the airport near it .",
          "It gave no toll of the fighting there .", "Next ."}));
}

TEST(sentences, spaces_of_every_kind_and_other_scripts) {
  EXPECT_EQ(sentences_of("Володимир\u00a0Зеленський (زيلينسكي)\u202fsaid…\u200b“fine”—he left."),
            Sentences{"Володимир Зеленський ( زيلينسكي ) said … “ fine ” — he left ."});
}

TEST(sentences, any_bytes_give_ordered_tokens_inside_the_text) {
  std::uint32_t state = 1;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    static constexpr std::string_view pieces[] = {
        "a",      "U.",    "S.", ".",      "\"", "’", "'s",       "n't",  "-",     "http://",
        "@",      "#",     "1",  ",",      "\n", " ", "\xE2\x80", "\xFF", "é",     "😀",
        "\u200d", "[...]", ":)", "cannot", "(",  "]", "$",        "No.",  "\u00a0"};
    for (int i = 0; i < 24; ++i) {
      state = state * 1664525u + 1013904223u;
      text += pieces[(state >> 16) % std::size(pieces)];
    }
    Document document;
    document.text = text;
    const ParsedDocument parsed = split(document);
    std::uint32_t at = 0;
    for (const Token& token : parsed.tokens) {
      ASSERT_LE(at, token.span.begin);
      ASSERT_LT(token.span.begin, token.span.end);
      for (; at < token.span.begin; at += code_point_at(text, at).size) {
        ASSERT_TRUE(is_space(code_point_at(text, at).value))
            << "a printed character is in no token: " << text;
      }
      at = token.span.end;
    }
    TokenIndex next = 0;
    for (const Sentence& sentence : parsed.sentences) {
      ASSERT_EQ(sentence.first, next);
      ASSERT_LT(sentence.first, sentence.last);
      next = sentence.last;
    }
    ASSERT_EQ(next, parsed.tokens.size());
  }
}

TEST(sentences, no_sentence_is_longer_than_the_limit) {
  Document document;
  for (int i = 0; i < 3000; ++i) document.text += "word, ";
  for (const Sentence& sentence : split(document).sentences)
    EXPECT_LE(sentence.last - sentence.first, longest_sentence);
}

// Inputs on which a careless walk looks at the same bytes again and again.
TEST(sentences, time_is_linear_in_the_text) {
  for (const std::string piece : {"a", "a.", "1-", "http://)", "((((", "“", "J. ", "'", "a@", ".", "\"",
                                  "[1]", "a\n", ") ", "x. [1] "}) {
    Document document;
    while (document.text.size() < 300'000) document.text += piece;
    const auto start = std::chrono::steady_clock::now();
    split(document);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10)) << piece;
  }
}

using Sentences = std::vector<std::string>;

TEST(sentences, a_dateline_is_no_part_of_the_sentence_behind_it) {
  EXPECT_EQ(sentences_of("KYIV, Ukraine, May 4 (Agency) - The army shelled a town."),
            (Sentences{"KYIV , Ukraine , May 4 ( Agency ) -", "The army shelled a town ."}));
  EXPECT_EQ(sentences_of("GENEVA (AP) — The delegates met."),
            (Sentences{"GENEVA ( AP ) —", "The delegates met ."}));
  EXPECT_EQ(sentences_of("NAIROBI: Police arrested two men."),
            (Sentences{"NAIROBI :", "Police arrested two men ."}));
  EXPECT_EQ(sentences_of("Nairobi, 3 June (Agency) – Police arrested two men."),
            (Sentences{"Nairobi , 3 June ( Agency ) –", "Police arrested two men ."}));
}

TEST(sentences, a_dash_behind_other_words_makes_no_dateline) {
  for (const char* text :
       {"Russia - which denied it - sent troops .", "The army — and the police — left .",
        "Ministers from Chad — Two of them — left .", "UN chief : Gaza needs aid", "MOSCOW —"})
    EXPECT_EQ(sentences_of(text), Sentences{text}) << text;
}

}  // namespace
}  // namespace ekg
