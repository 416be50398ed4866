// The rules by which words become expressions of time; used by matcher.cpp only. Every rule looks at a
// bounded number of words.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/text/times/matcher.hpp"

namespace ekg {

class MatchRules {
 public:
  MatchRules(const TimeWords& table, const std::vector<SeenWord>& words) : table_(table), words_(words) {}

  // The longest expression that begins at word i.
  std::optional<TimeMatch> match_at(std::size_t i) const;

  // The next day of a list or range that has its month once: "5" behind "Nov. 3" in "Nov. 3-5".
  std::optional<TimeMatch> day_joined_to(const TimeMatch& before) const;

 private:
  using Match = std::optional<TimeMatch>;
  // How many: halves count ("two and a half" is 5); nullopt inside a found amount means "several".
  struct Amount {
    std::size_t last = 0;
    std::optional<std::int64_t> halves;
    bool article = false;  // "a", "an"
  };

  // --- looking (match_points.cpp)
  bool is(std::size_t i, std::string_view text) const { return i < words_.size() && words_[i].text == text; }
  bool is_any(std::size_t i, std::initializer_list<std::string_view> texts) const;
  const TimeWord* in(std::size_t i, TimeClass cls) const;
  std::size_t comma(std::size_t i) const { return is(i, ",") ? i + 1 : i; }
  std::optional<int> digits(std::size_t i, std::size_t most) const;
  std::optional<int> day_number(std::size_t i) const;   // "5", "5th", "fifth"
  std::optional<int> year_number(std::size_t i) const;  // "2014", "'72"
  std::optional<int> month_at(std::size_t i, bool beside_number) const;
  bool begins_sentence(std::size_t i) const;
  bool given_name(std::size_t i, int month) const;
  bool day_of_name(std::size_t i) const;

  // --- points (match_points.cpp)
  Match edge_of_period(std::size_t i) const;
  Match numeric_date(std::size_t i) const;
  Match month_date(std::size_t i) const;
  Match day_month(std::size_t i) const;
  Match weekday_date(std::size_t i) const;
  Match bare_year(std::size_t i) const;
  Match decade(std::size_t i) const;
  Match fiscal_period(std::size_t i) const;
  Match season_of_year(std::size_t i) const;
  Match holiday_name(std::size_t i) const;
  std::size_t year_after(std::size_t i, TimeMatch& match) const;

  // --- lists and ranges (match_ranges.cpp)
  Match day_of_list(std::size_t i) const;
  bool joins_days(std::size_t i) const;

  // --- times of day (match_clock.cpp)
  Match clock(std::size_t i) const;
  Match part_of_day(std::size_t i) const;

  // --- relative points and durations (match_spans.cpp)
  Match deictic(std::size_t i) const;
  Match relative(std::size_t i) const;
  Match counted(std::size_t i) const;
  Match day_before_or_after(std::size_t i) const;
  std::size_t approximation(std::size_t i) const;
  std::optional<Amount> amount(std::size_t i) const;
  std::size_t thousands(std::size_t i) const;
  std::optional<char> unit(std::size_t i) const;

  // --- sets, vague durations, references (match_sets.cpp)
  Match vague_units(std::size_t i) const;
  Match set_expression(std::size_t i) const;
  Match reference(std::size_t i) const;

  const TimeWords& table_;
  const std::vector<SeenWord>& words_;
  mutable int depth_ = 0;  // of "the end of the beginning of …"
};

// The period that a unit's letter in time_words.tsv names; nullopt for hours and less.
std::optional<Grain> grain_of_unit(char unit);
DayPart part_from(std::string_view code);

bool all_digits(std::string_view text);
int to_int(std::string_view text);  // of its leading digits
TimeMatch point(std::size_t first, std::size_t last, Grain grain);
TimeMatch match_of(TimeMatch::Kind kind, std::size_t first, std::size_t last, std::string_view value = {});
// A duration in TIMEX3: "P3D", "PT2H30M", "P1DE", "PXW" when the amount is not told.
std::string duration_value(char unit, std::optional<std::int64_t> halves);

}  // namespace ekg
