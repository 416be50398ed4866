#include "ingest/text/quantities.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <string>
#include <vector>

#include "ingest/text/english.hpp"
#include "ingest/text/sentences.hpp"
#include "ingest/text/times/times.hpp"

namespace ekg {
namespace {

using Strings = std::vector<std::string>;

// "words: comparator value[..max] unit"
Strings described(const ParsedDocument& parsed) {
  Strings rows;
  for (const QuantityExpression& quantity : parsed.quantities) {
    rows.push_back(fmt::format("{}: {} {}{} {}", parsed.document->at(quantity.span),
                               to_string(quantity.comparator), quantity.value,
                               quantity.max ? fmt::format("..{}", *quantity.max) : "",
                               quantity.unit == no_token ? "-" : std::string(parsed.text_of(quantity.unit))));
  }
  return rows;
}

Strings quantities_of(const std::string& text) {
  static const EnglishReader reader;
  Document document;
  document.text = text;
  document.published = parse_time("2024-11-06");
  ProblemLog problems;
  return described(reader.parse(document, problems));
}

Strings quantities_without_a_tree(const std::string& text) {
  static const Tokenizer tokenizer;
  static const TimeFinder times;
  static const QuantityFinder quantities;
  Document document;
  document.text = text;
  ParsedDocument parsed;
  parsed.document = &document;
  split_sentences(tokenizer, parsed);
  ProblemLog problems;
  times.find(parsed, problems);
  quantities.find(parsed);
  return described(parsed);
}

TEST(quantities, comparators_and_units) {
  EXPECT_EQ(quantities_of("More than 10,000 North Korean soldiers have arrived in Russia."),
            Strings{"More than 10,000: more_than 10000 soldiers"});
  EXPECT_EQ(quantities_of("The army sent two battalions and at least 12 tanks."),
            (Strings{"two: exactly 2 battalions", "at least 12: at_least 12 tanks"}));
  EXPECT_EQ(quantities_of("Up to 300 rebels and about fifty civilians died."),
            (Strings{"Up to 300: up_to 300 rebels", "about fifty: about 50 civilians"}));
}

TEST(quantities, number_words_are_added_up) {
  EXPECT_EQ(quantities_of("They freed three hundred and twenty-five prisoners."),
            Strings{"three hundred and twenty-five: exactly 325 prisoners"});
  EXPECT_EQ(quantities_of("Some 2.5 million people fled."),
            Strings{"Some 2.5 million: about 2500000 people"});
  EXPECT_EQ(quantities_of("A dozen soldiers and half a dozen officers fled."),
            (Strings{"A dozen: exactly 12 soldiers", "half a dozen: exactly 6 officers"}));
}

TEST(quantities, plurals_are_at_least_two_of_them) {
  EXPECT_EQ(quantities_of("Dozens of rebels were killed."), Strings{"Dozens: at_least 24 rebels"});
  EXPECT_EQ(quantities_of("Tens of thousands of people fled the city."),
            Strings{"Tens of thousands: at_least 20000 people"});
}

TEST(quantities, ranges_have_both_ends) {
  EXPECT_EQ(quantities_of("Between 10 and 12 soldiers died."),
            Strings{"Between 10 and 12: between 10..12 soldiers"});
  EXPECT_EQ(quantities_of("Police arrested 10-12 men."), Strings{"10-12: between 10..12 men"});
}

TEST(quantities, money_and_shares_count_no_people) {
  EXPECT_EQ(quantities_of("They sent more than $5 million and 30% of the soldiers."),
            (Strings{"more than $5 million: more_than 5000000 $", "30: exactly 30 %"}));
  EXPECT_EQ(quantities_of("They paid 200 euros."), Strings{"200: exactly 200 euros"});
}

TEST(quantities, times_and_numbers_of_things_are_none) {
  EXPECT_EQ(quantities_of("On 5 November 2024 an F-16 was lost after three days."), Strings{});
  EXPECT_EQ(quantities_of("The Council adopted Resolution 2328."), Strings{});
}

TEST(quantities, words_serve_where_there_is_no_tree) {
  EXPECT_EQ(quantities_without_a_tree("At least 40 Syrian soldiers died."),
            Strings{"At least 40: at_least 40 soldiers"});
}

}  // namespace
}  // namespace ekg
