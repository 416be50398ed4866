// Finds expressions of time in the words of one sentence, without asking yet what day they mean.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ingest/text/parsed_document.hpp"
#include "ingest/text/times/calendar.hpp"
#include "ingest/text/times/time_words.hpp"

namespace ekg {

// Which of the periods of a name ("Friday", "March", "spring") is meant.
enum class Pick : std::uint8_t {
  by_tense,
  last,
  current,
  next,  // counted from the publication
  previous,
  same,
  following,  // counted from the last date in the narrative
};

struct TimeMatch {
  enum class Kind : std::uint8_t { point, duration, set, reference };

  std::size_t first = 0;  // words [first, last) of the sentence
  std::size_t last = 0;
  Kind kind = Kind::point;
  std::string value;  // TIMEX3 value of a duration, set or reference

  // A point by its parts.
  std::optional<int> year, month, day, weekday;
  std::optional<int> year_shift;       // years from the publication's: "January next year"
  std::optional<int> told_year_shift;  // years from the narrative's: "March the same year"
  std::string_view holiday_rule;
  Pick pick = Pick::by_tense;
  Grain grain = Grain::day;
  // A point by counting: `count` periods of `grain` from the base that `pick` says.
  std::optional<std::int64_t> count;

  std::optional<DayPart> part;
  std::optional<int> minute, zone;  // minutes of the day; minutes from UTC
  int day_shift = 0;  // days from the date that it takes to the clock's own: "1am (2200 GMT) on Monday"
  Edge edge = Edge::none;
  bool numeric_ambiguous =
      false;  // 05/06/2024: day and month wait for evidence, `day` holds the first number

  // A duration that is anchored: "the past three years" (-1), "the next two months" (1).
  int anchored = 0;
  std::int64_t stretch_count = 0;
  Grain stretch_grain = Grain::day;

  bool has_year() const { return year || year_shift || told_year_shift; }
  bool has_date() const {
    return year || month || day || weekday || count || !holiday_rule.empty() || grain == Grain::weekend;
  }
};

// In order, not overlapping. O(words).
std::vector<TimeMatch> match_times(const TimeWords& words, const std::vector<SeenWord>& sentence);

}  // namespace ekg
