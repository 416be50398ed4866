// Turns matches into values and intervals: counted from the publication, or from the last date in the
// narrative.
#pragma once
#include <optional>
#include <string>

#include "ingest/text/parsed_document.hpp"
#include "ingest/text/times/calendar.hpp"
#include "ingest/text/times/matcher.hpp"
#include "ingest/text/times/tense.hpp"

namespace ekg {

enum class DateOrder : std::uint8_t { unknown, day_first, month_first };

struct ResolvedTime {
  TimeType type = TimeType::date;
  std::string value;
  std::optional<TimeSpan> interval;
};

// The state of one document's narrative; matches must come in the order of the text.
class TimeResolver {
 public:
  TimeResolver(std::optional<TimeSpan> published, DateOrder order);

  // nullopt when the date does not exist (31 June) or its order is not known.
  std::optional<ResolvedTime> resolve(const TimeMatch& match, Tense tense, std::size_t sentence);

 private:
  struct Narrative {
    CalendarPeriod period;
    std::size_t sentence = 0;
  };

  std::optional<CalendarPeriod> date_of(const TimeMatch& match, Tense tense, std::size_t sentence) const;
  std::optional<CalendarPeriod> counted(const TimeMatch& match, std::size_t sentence) const;
  std::optional<CalendarPeriod> named_weekday(const TimeMatch& match, Tense tense,
                                              std::size_t sentence) const;
  std::optional<CalendarPeriod> named_period(const TimeMatch& match, Tense tense, std::size_t sentence) const;
  std::optional<CalendarPeriod> in_year(const TimeMatch& match, int year) const;
  const CalendarPeriod* narrative_within(std::size_t sentence, std::size_t sentences) const;
  // The last date in the narrative that periods of `grain` can be counted from: "the next day" asks for a
  // day.
  const CalendarPeriod* countable(Grain grain, std::size_t sentence) const;
  std::optional<std::chrono::sys_days> base(Pick pick, std::size_t sentence) const;

  std::optional<std::chrono::sys_days> published_;
  DateOrder order_;
  std::optional<Narrative> narrative_;
  std::optional<Narrative> day_;  // the last date that is a day
  int past_years_told_ =
      0;  // dates one after the other that lie before the year of publication: the text tells of the past
};

}  // namespace ekg
