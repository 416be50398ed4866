#include "ingest/text/times/times.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ingest/text/english.hpp"
#include "ingest/text/sentences.hpp"

namespace ekg {
namespace {

struct Read {
  std::vector<std::string> times;  // "words=value"
  std::vector<std::string> intervals;
  std::vector<std::string> codes;
};

Read shown(const ParsedDocument& parsed, const ProblemLog& problems) {
  Read result;
  for (const TimeExpression& time : parsed.times) {
    result.times.push_back(std::string(parsed.document->at(time.span)) + "=" + time.value);
    result.intervals.push_back(time.interval ? format_begin(*time.interval) + " " + format_end(*time.interval)
                                             : "none");
  }
  for (const Problem& problem : problems.sorted()) result.codes.push_back(problem.code);
  return result;
}

Read read(const std::string& text, const std::string& published = "2024-11-06",
          const std::string& language = "en", const std::string& outlet = {}) {
  static const Tokenizer tokenizer;
  static const TimeFinder finder;
  Document document;
  document.text = text;
  document.language = language;
  document.outlet = outlet;
  document.published = parse_time(published);
  ParsedDocument parsed;
  parsed.document = &document;
  split_sentences(tokenizer, parsed);
  ProblemLog problems;
  finder.find(parsed, problems);
  return shown(parsed, problems);
}

// With tags and trees.
Read read_whole(const std::string& text) {
  static const EnglishReader reader;
  Document document;
  document.text = text;
  document.published = parse_time("2024-11-06");
  ProblemLog problems;
  return shown(reader.parse(document, problems), problems);
}

using Strings = std::vector<std::string>;

TEST(times, weekdays_follow_the_tense) {
  EXPECT_EQ(read("On Tuesday, the minister said so.").times, Strings{"Tuesday=2024-11-05"});
  EXPECT_EQ(read("The ministers will meet on Tuesday.").times, Strings{"Tuesday=2024-11-12"});
  EXPECT_EQ(read("They met last Tuesday and will meet next Tuesday.").times,
            (Strings{"last Tuesday=2024-11-05", "next Tuesday=2024-11-12"}));
}

TEST(times, days_that_are_joined_share_the_tense) {
  EXPECT_EQ(read("The ministers will meet on Monday and Tuesday, officials said.").times,
            (Strings{"Monday=2024-11-11", "Tuesday=2024-11-12"}));
  EXPECT_EQ(read("Rain fell in May or June.").times, (Strings{"May=2024-05", "June=2024-06"}));
}

TEST(times, months_without_a_year_follow_the_tense) {
  EXPECT_EQ(read("We met back in September.").times, Strings{"September=2024-09"});
  EXPECT_EQ(read("We met in December.").times, Strings{"December=2023-12"});
  EXPECT_EQ(read("We will meet in March.").times, Strings{"March=2025-03"});
}

TEST(times, intervals_are_whole_periods) {
  EXPECT_EQ(read("He died in November 2023.").intervals, Strings{"2023-11-01 2023-11-30"});
  EXPECT_EQ(read("He died last week.").intervals, Strings{"2024-10-28 2024-11-03"});
  EXPECT_EQ(read("He died in early 2022.").intervals, Strings{"2022-01-01 2022-04-30"});
  EXPECT_EQ(read("He died in the 1990s.").times, Strings{"the 1990s=199X"});
  EXPECT_EQ(read("It began at 14:00 GMT.").intervals, Strings{"2024-11-06T14:00:00Z 2024-11-06T14:00:00Z"});
  EXPECT_EQ(read("It lasted three days.").intervals, Strings{"none"});
}

TEST(times, a_zone_moves_the_interval_and_not_the_value) {
  const Read result = read("It began at 3 p.m. EST on Tuesday.");
  EXPECT_EQ(result.times, Strings{"3 p.m. EST on Tuesday=2024-11-05T15:00"});
  EXPECT_EQ(result.intervals, Strings{"2024-11-05T20:00:00Z 2024-11-05T20:00:00Z"});
}

TEST(times, the_narrative_moves) {
  EXPECT_EQ(
      read("They signed on 12 October 2023. Two days later it rained. The following month they met.").times,
      (Strings{"12 October 2023=2023-10-12", "Two days later=2023-10-14", "The following month=2023-11"}));
  EXPECT_EQ(read("The king died in 1999. Two days later his son fled.").times,
            (Strings{"1999=1999", "Two days later=XXXX-XX-XX"}));
}

TEST(times, a_narrative_too_coarse_to_count_from_leaves_the_last_day_standing) {
  EXPECT_EQ(
      read("On Tuesday rebels struck the port. It was the worst raid this year. The next day they left.")
          .times,
      (Strings{"Tuesday=2024-11-05", "this year=2024", "The next day=2024-11-06"}));
}

TEST(times, a_century_dates_no_day) {
  EXPECT_EQ(read("It was a port in the 19th century. Fire struck it on Sept. 11.").times,
            (Strings{"the 19th century=18XX", "Sept. 11=2024-09-11"}));
}

TEST(times, the_present_and_the_distant_past_are_references) {
  EXPECT_EQ(read("At present, nobody rules there.").times, Strings{"present=PRESENT_REF"});
  EXPECT_EQ(read("Output stays at present levels.").times, Strings{});
  EXPECT_EQ(read("They left long ago.").times, Strings{"long ago=PAST_REF"});
  EXPECT_EQ(read("They left some time ago.").times, Strings{"some time ago=PAST_REF"});
  EXPECT_EQ(read("They left a long time ago.").times, Strings{"a long time ago=PAST_REF"});
}

TEST(times, the_middle_of_the_year_is_this_year) {
  EXPECT_EQ(read("The deal will close by mid-year.").times, Strings{"mid-year=2024"});
}

TEST(times, a_numeric_date_with_two_readings_is_a_problem_and_no_date) {
  const Read result = read("The strike of 05/06/2023 killed two.");
  EXPECT_TRUE(result.times.empty());
  EXPECT_EQ(result.codes, Strings{"time-order"});
}

TEST(times, evidence_orders_numeric_dates) {
  EXPECT_EQ(read("The strike of 05/06/2023 came after that of 25/12/2022.").times,
            (Strings{"05/06/2023=2023-06-05", "25/12/2022=2022-12-25"}));
  EXPECT_EQ(read("The strike of 05/06/2023 came after that of 12/25/2022.").times,
            (Strings{"05/06/2023=2023-05-06", "12/25/2022=2022-12-25"}));
  EXPECT_EQ(read("It came on 05/06/2023.", "2024-11-06", "en-GB").times, Strings{"05/06/2023=2023-06-05"});
  EXPECT_EQ(read("It came on 05/06/2023.", "2024-11-06", "en-US").times, Strings{"05/06/2023=2023-05-06"});
  EXPECT_EQ(read("It came on 05/06/2023.", "2024-11-06", "en", "The Guardian").times,
            Strings{"05/06/2023=2023-06-05"});
  EXPECT_EQ(read("It came on 05/06/2023, after 3 May 2023.").times,
            (Strings{"05/06/2023=2023-06-05", "3 May 2023=2023-05-03"}));
  EXPECT_EQ(read("Dated 05/06/2023.", "2023-06-05").times, Strings{"05/06/2023=2023-06-05"});
  EXPECT_EQ(read("It came on 05/05/2023.").times, Strings{"05/05/2023=2023-05-05"});
}

TEST(times, evidence_that_contradicts_itself_is_none) {
  const Read result = read("It was 05/06/2023, after 25/12/2022 and before 12/25/2023.");
  EXPECT_EQ(result.times, (Strings{"25/12/2022=2022-12-25", "12/25/2023=2023-12-25"}));
  EXPECT_EQ(result.codes, Strings{"time-order"});
}

TEST(times, a_day_that_the_calendar_lacks_is_a_problem) {
  const Read result = read("It happened on 31 June 2023.");
  EXPECT_TRUE(result.times.empty());
  EXPECT_EQ(result.codes, Strings{"time-calendar"});
}

TEST(times, without_a_publication_only_what_the_text_dates_has_an_interval) {
  const Read result = read("On Tuesday he said that he left on 3 May 2023 and came back last week.", "");
  EXPECT_EQ(result.times, (Strings{"Tuesday=XXXX-WXX-2", "3 May 2023=2023-05-03", "last week=XXXX-WXX"}));
  EXPECT_EQ(result.intervals, (Strings{"none", "2023-05-03 2023-05-03", "none"}));
}

TEST(times, years_of_a_range_a_heading_and_a_vintage) {
  EXPECT_EQ(read("Years active 1947 – 2012").times, (Strings{"1947=1947", "2012=2012"}));
  EXPECT_EQ(read("It was rebuilt ca 1907.").times, Strings{"1907=1907"});
  EXPECT_EQ(read("1596, dating from the old town, is the year of the bridge.").times, Strings{"1596=1596"});
  EXPECT_EQ(read("We walked 2000 miles.").times, Strings{});
}

TEST(times, this_day_is_that_of_the_publication_and_to_this_day_is_none) {
  EXPECT_EQ(read("We meet on this day in peace.").times, Strings{"this day=2024-11-06"});
  EXPECT_EQ(read("They fight to this day.").times, Strings{});
}

TEST(times, later_is_never_counted_from_the_publication) {
  EXPECT_EQ(read("Some 170 years later, they met.").intervals, Strings{"none"});
  EXPECT_EQ(read("He was born in 1726. Some 170 years later, they met.").intervals.back(),
            "1896-01-01 1896-12-31");
}

TEST(times, words_that_only_look_like_time_are_none) {
  EXPECT_TRUE(
      read("May said the second brigade of 1980 rifles may march in the fall of the wall.").times.empty());
  EXPECT_TRUE(read("The Daily Star paid $2000 for 1500 copies.").times.empty());
}

TEST(times, sets_and_references) {
  EXPECT_EQ(read("Every Tuesday the annual talks now resume; the past is gone.").times,
            (Strings{"Every Tuesday=XXXX-WXX-2", "annual=P1Y", "now=PRESENT_REF", "the past=PAST_REF"}));
}

TEST(times, the_year_of_the_last_date_of_a_range_is_that_of_the_first) {
  EXPECT_EQ(read("The siege lasted from June to September 2021.").times,
            (Strings{"June=2021-06", "September 2021=2021-09"}));
  EXPECT_EQ(read("It rained from 27 March to 2 April 2019.").times,
            (Strings{"27 March=2019-03-27", "2 April 2019=2019-04-02"}));
  EXPECT_EQ(read("Prices rose between May and July 2020.").times,
            (Strings{"May=2020-05", "July 2020=2020-07"}));
  EXPECT_EQ(read("They met in February, June and October 2018.").times,
            (Strings{"February=2018-02", "June=2018-06", "October 2018=2018-10"}));
  EXPECT_EQ(read("March and July 2020 were dry.").times, (Strings{"March=2020-03", "July 2020=2020-07"}));
  EXPECT_EQ(read("The talks ran from May until July last year.").times,
            (Strings{"May=2023-05", "July last year=2023-07"}));
}

TEST(times, a_range_over_the_turn_of_the_year_begins_in_the_year_before) {
  EXPECT_EQ(read("The port was closed from December to February 2020.").times,
            (Strings{"December=2019-12", "February 2020=2020-02"}));
  EXPECT_EQ(read("The port will be closed from October 2025 to January.").times,
            (Strings{"October 2025=2025-10", "January=2026-01"}));
}

TEST(times, dates_that_are_not_joined_keep_their_own_years) {
  EXPECT_EQ(read("He was freed in June, and in July 2019 he had been jailed.").times,
            (Strings{"June=2024-06", "July 2019=2019-07"}));
}

TEST(times, a_range_of_days_has_both_ends) {
  EXPECT_EQ(read("Shells fell on Oct. 7-9.").times, (Strings{"Oct. 7=2024-10-07", "9=2024-10-09"}));
  EXPECT_EQ(read("Shells fell on October 7 to 9, 2022.").times,
            (Strings{"October 7=2022-10-07", "9, 2022=2022-10-09"}));
  EXPECT_EQ(read("Between 7 and 9 October shells fell.").times,
            (Strings{"7=2024-10-07", "9 October=2024-10-09"}));
  EXPECT_EQ(read("Shells fell on 7–9 October 2022.").times,
            (Strings{"7=2022-10-07", "9 October 2022=2022-10-09"}));
  EXPECT_EQ(read("Shells fell on 7, 9 and 12 October.").times,
            (Strings{"7=2024-10-07", "9=2024-10-09", "12 October=2024-10-12"}));
}

TEST(times, a_number_behind_a_day_is_a_day_only_where_it_counts_nothing) {
  EXPECT_EQ(read_whole("Two men died on October 7 and 9 soldiers were hurt.").times,
            Strings{"October 7=2024-10-07"});
  EXPECT_EQ(read_whole("They arrived on October 7 and 9.").times,
            (Strings{"October 7=2024-10-07", "9=2024-10-09"}));
  EXPECT_EQ(read("It was shut from April 7 to 9 June.").times,
            (Strings{"April 7=2024-04-07", "9 June=2024-06-09"}));
}

TEST(times, midnight_in_the_past_lies_before_the_publication) {
  const Read past = read("The convoy crossed the border at midnight.");
  EXPECT_EQ(past.times, Strings{"midnight=2024-11-05T24:00"});
  EXPECT_EQ(read("The law will expire at midnight.").times, Strings{"midnight=2024-11-06T24:00"});
  EXPECT_EQ(read("On Monday they met. The convoy left at midnight.").times,
            (Strings{"Monday=2024-11-04", "midnight=2024-11-04T24:00"}));
}

TEST(times, a_clock_takes_the_day_behind_it) {
  const Read result = read("The bomb exploded at 6pm (1500 GMT) on Monday.");
  EXPECT_EQ(result.times,
            (Strings{"6pm=2024-11-04T18:00", "1500 GMT=2024-11-04T15:00", "Monday=2024-11-04"}));
  EXPECT_EQ(result.intervals,
            (Strings{"2024-11-04T15:00:00Z 2024-11-04T15:00:00Z", "2024-11-04T15:00:00Z 2024-11-04T15:00:00Z",
                     "2024-11-04 2024-11-04"}));
  EXPECT_EQ(read("It was shut from 9am to 5pm on Monday.").times,
            (Strings{"9am=2024-11-04T09:00", "5pm on Monday=2024-11-04T17:00"}));
}

TEST(times, a_clock_in_brackets_tells_the_same_instant_in_another_zone) {
  EXPECT_EQ(read("The bomb exploded at 1am (2200 GMT) on Monday.").intervals,
            (Strings{"2024-11-03T22:00:00Z 2024-11-03T22:00:00Z", "2024-11-03T22:00:00Z 2024-11-03T22:00:00Z",
                     "2024-11-04 2024-11-04"}));
}

TEST(times, a_clock_without_a_zone_is_known_to_the_day) {
  const Read result = read("The bomb exploded at 1815 local time.");
  EXPECT_EQ(result.times, Strings{"1815=2024-11-06T18:15"});
  EXPECT_EQ(result.intervals, Strings{"2024-11-06 2024-11-06"});
  EXPECT_EQ(read("The bomb exploded at midnight on Monday.").intervals, Strings{"2024-11-04 2024-11-05"});
}

TEST(times, a_month_that_is_a_given_name_is_none) {
  EXPECT_EQ(read_whole("The victims were April Brown, June Miller and August Weber.").times, Strings{});
  EXPECT_EQ(read_whole("In April Ukraine and Russia met.").times, Strings{"April=2024-04"});
}

TEST(times, a_weekday_in_a_name_is_none) {
  EXPECT_EQ(read_whole("He wrote about Bloody Sunday for the Sunday Telegraph.").times, Strings{});
  EXPECT_EQ(read_whole("President Joe Biden said Sunday that he would go.").times,
            Strings{"Sunday=2024-11-03"});
}

TEST(times, a_numeric_date_that_the_calendar_lacks_is_a_problem) {
  EXPECT_EQ(read("The report of 2023-14-02 came late.").codes, Strings{"time-calendar"});
  EXPECT_EQ(read("The report of 45/45/2023 came late.").codes, Strings{"time-calendar"});
  EXPECT_EQ(read("The report of 31/04/2023 came late.").codes, Strings{"time-calendar"});
  EXPECT_EQ(read("Call 20/30/40 or 4512-33-71.").codes, Strings{});
  // It shows no order either.
  EXPECT_EQ(read("It was 05/06/2023, not 45/45/2023.").codes, (Strings{"time-calendar", "time-order"}));
}

TEST(times, an_anchored_stretch_is_as_long_as_it_says) {
  EXPECT_EQ(read("In the last three weeks it rained.").intervals, Strings{"2024-10-17 2024-11-06"});
  EXPECT_EQ(read("It will rain over the next five days.").intervals, Strings{"2024-11-06 2024-11-10"});
  EXPECT_EQ(read("It rained over the past year.").intervals, Strings{"2023-11-07 2024-11-06"});
}

TEST(times, durations_of_spaced_thousands_are_whole) {
  EXPECT_EQ(read("The line ran for 12 000 hours.").times, Strings{"12 000 hours=PT12000H"});
}

TEST(times, quarters_of_something_are_a_fraction) {
  EXPECT_EQ(read("Three-quarters of voters and three quarters of the members stayed away.").times, Strings{});
  EXPECT_EQ(read("It shrank for three quarters.").times, Strings{"three quarters=P3Q"});
}

}  // namespace
}  // namespace ekg
