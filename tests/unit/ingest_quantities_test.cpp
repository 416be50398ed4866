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

TEST(quantities, money_has_letters_for_its_magnitudes) {
  EXPECT_EQ(quantities_of("They paid $2.5m in March and $4.5 m in May."),
            (Strings{"$2.5m: exactly 2500000 $", "$4.5 m: exactly 4500000 $"}));
  EXPECT_EQ(quantities_of("The plan costs more than £3tn and saves €40k."),
            (Strings{"more than £3tn: more_than 3000000000000 £", "€40k: exactly 40000 €"}));
  EXPECT_EQ(quantities_of("They spent between $5m and $10m."),
            Strings{"between $5m and $10m: between 5000000..10000000 $"});
  EXPECT_EQ(quantities_of("They spent $5-10m."), Strings{"$5-10m: between 5000000..10000000 $"});
  EXPECT_EQ(quantities_of("The fund holds 7m euros."), Strings{"7m: exactly 7000000 euros"});
  EXPECT_EQ(quantities_of("More than 1.5m people fled."),
            Strings{"More than 1.5m: more_than 1500000 people"});
}

TEST(quantities, thousands_are_parted_by_spaces_or_points) {
  EXPECT_EQ(quantities_of("The army lost 12\u00a0000 soldiers."),
            Strings{"12\u00a0000: exactly 12000 soldiers"});
  EXPECT_EQ(quantities_of("The war displaced 3 000 000 people."),
            Strings{"3 000 000: exactly 3000000 people"});
  EXPECT_EQ(quantities_of("The war displaced 3.000.000 people."),
            Strings{"3.000.000: exactly 3000000 people"});
  EXPECT_EQ(quantities_without_a_tree("The inflation is 2.500 now."), Strings{"2.500: exactly 2.5 -"});
}

TEST(quantities, fractions_are_shares_of_what_they_divide) {
  EXPECT_EQ(quantities_of("A quarter of the village was destroyed."),
            Strings{"A quarter: exactly 0.25 village"});
  EXPECT_EQ(quantities_of("More than half the district was flooded."),
            Strings{"More than half: more_than 0.5 district"});
  EXPECT_EQ(quantities_of("Three-quarters of voters stayed at home."),
            Strings{"Three-quarters: exactly 0.75 voters"});
  EXPECT_EQ(quantities_of("Fighting stopped in the first half of the match."), Strings{});
  EXPECT_EQ(quantities_of("A third man was arrested."), Strings{});
}

TEST(quantities, a_fraction_of_a_number_is_counted_out) {
  EXPECT_EQ(quantities_of("More than half of the 4,000 prisoners escaped."),
            Strings{"More than half of the 4,000: more_than 2000 prisoners"});
  EXPECT_EQ(quantities_of("A third of 900 soldiers deserted."),
            Strings{"A third of 900: exactly 300 soldiers"});
  EXPECT_EQ(quantities_of("A fifth of the 20-strong crew died.").front(), "A fifth: exactly 0.2 crew");
}

TEST(quantities, one_in_so_many_is_a_share) {
  EXPECT_EQ(quantities_of("One in four Syrians fled."), Strings{"One in four: exactly 0.25 Syrians"});
  EXPECT_EQ(quantities_of("Nearly four out of five voters stayed at home."),
            Strings{"Nearly four out of five: about 0.8 voters"});
}

TEST(quantities, results_of_games_are_none) {
  EXPECT_EQ(quantities_of("Chelsea won 2-0 at home."), Strings{});
  EXPECT_EQ(quantities_of("The court ruled 5–4 against him."), Strings{});
}

TEST(quantities, days_of_a_range_are_none) {
  EXPECT_EQ(quantities_of("Between 7 and 9 October shells fell on the town."), Strings{});
  EXPECT_EQ(quantities_of("Shells fell on the town on Oct. 7-9."), Strings{});
}

}  // namespace
}  // namespace ekg
