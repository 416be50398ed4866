#include "ingest/text/times/resolver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace ekg {
namespace {
using std::chrono::days;
using std::chrono::sys_days;

constexpr std::size_t narrative_reach = 6;  // sentences over which "two days later" looks back for a date

bool from_narrative(Pick pick) {
  return pick == Pick::previous || pick == Pick::same || pick == Pick::following;
}

// The value where the year or day is not known.
std::string open_value(const TimeMatch& match) {
  std::string value;
  if (match.weekday && !match.day) {
    value = fmt::format("XXXX-WXX-{}", *match.weekday);
  } else if (match.day && match.month) {
    value = fmt::format("XXXX-{:02}-{:02}", *match.month, *match.day);
  } else if (match.grain == Grain::season && match.month) {
    value = fmt::format("XXXX-{}", *match.month == 3   ? "SP"
                                   : *match.month == 6 ? "SU"
                                   : *match.month == 9 ? "FA"
                                                       : "WI");
  } else if (match.grain == Grain::quarter && match.month) {
    value = fmt::format("XXXX-Q{}", (*match.month - 1) / 3 + 1);
  } else if (match.month) {
    value = fmt::format("XXXX-{:02}", *match.month);
  } else if (match.grain == Grain::week || match.grain == Grain::weekend) {
    value = match.grain == Grain::week ? "XXXX-WXX" : "XXXX-WXX-WE";
  } else if (match.grain == Grain::day) {
    value = "XXXX-XX-XX";
  } else {
    value = match.grain == Grain::month ? "XXXX-XX" : "XXXX";
  }
  if (match.minute)
    value += fmt::format("T{:02}:{:02}", *match.minute / 60, *match.minute % 60);
  else if (match.part)
    value += fmt::format("T{}", part_code(*match.part));
  return value;
}

sys_days moved(sys_days from, Grain grain, std::int64_t count) {
  switch (grain) {
    case Grain::day:
      return from + days(count);
    case Grain::week:
    case Grain::weekend:
      return from + days(7 * count);
    default:
      break;
  }
  const std::int64_t months = count * (grain == Grain::month     ? 1
                                       : grain == Grain::quarter ? 3
                                       : grain == Grain::year    ? 12
                                       : grain == Grain::decade  ? 120
                                                                 : 1200);
  const std::chrono::year_month_day date{from};
  const std::optional<CalendarPeriod> month = shifted(from, Grain::month, months);
  if (!month) return from;
  const std::chrono::year_month_day first{month->day};
  const std::chrono::year_month_day_last last{first.year(), std::chrono::month_day_last{first.month()}};
  return sys_days{first.year() / first.month() / std::min(date.day(), last.day())};
}
}  // namespace

TimeResolver::TimeResolver(std::optional<TimeSpan> published, DateOrder order) : order_(order) {
  if (published) published_ = std::chrono::floor<days>(published->begin);
}

const CalendarPeriod* TimeResolver::narrative_within(std::size_t sentence, std::size_t sentences) const {
  return narrative_ && sentence - narrative_->sentence <= sentences ? &narrative_->period : nullptr;
}

const CalendarPeriod* TimeResolver::countable(Grain grain, std::size_t sentence) const {
  const CalendarPeriod* period = narrative_within(sentence, narrative_reach);
  if (period == nullptr) return nullptr;
  // Two days after "in 1999" is no day that anybody could name.
  const bool too_coarse = period->grain > grain && !(period->grain == Grain::weekend && grain == Grain::week);
  if (!too_coarse) return period;
  return day_ && grain >= Grain::day && sentence - day_->sentence <= narrative_reach ? &day_->period
                                                                                     : nullptr;
}

std::optional<sys_days> TimeResolver::base(Pick pick, std::size_t sentence) const {
  if (from_narrative(pick)) {
    if (const CalendarPeriod* period = narrative_within(sentence, narrative_reach)) return period->day;
  }
  return published_;
}

std::optional<CalendarPeriod> TimeResolver::counted(const TimeMatch& match, std::size_t sentence) const {
  // "170 years later" without a date before it is never counted from the day of publication.
  if (match.pick == Pick::following && *match.count > 1 && !narrative_within(sentence, narrative_reach))
    return std::nullopt;
  std::optional<sys_days> from = base(match.pick, sentence);
  if (!from) return std::nullopt;
  if (match.weekday) {
    const std::optional<CalendarPeriod> week = shifted(*from, Grain::week, *match.count);
    if (!week) return std::nullopt;
    return CalendarPeriod{week->day + days(*match.weekday - 1), Grain::day};
  }
  if (from_narrative(match.pick) && narrative_within(sentence, narrative_reach)) {
    const CalendarPeriod* period = countable(match.grain, sentence);
    if (period == nullptr) return std::nullopt;
    from = period->day;
    if (period->grain == Grain::quarter && match.grain == Grain::year && *match.count != 0)
      return shifted(*from, Grain::quarter, 4 * *match.count);
  }
  return shifted(*from, match.grain, *match.count);
}

std::optional<CalendarPeriod> TimeResolver::named_weekday(const TimeMatch& match, Tense tense,
                                                          std::size_t sentence) const {
  const std::optional<sys_days> from = base(match.pick, sentence);
  if (!from) return std::nullopt;
  const int back = (weekday_of(*from) - *match.weekday + 7) % 7;
  const int ahead = (7 - back) % 7;
  int shift = 0;
  switch (match.pick) {
    case Pick::by_tense:
      shift = tense == Tense::future || tense == Tense::present ? ahead : -back;
      break;
    case Pick::last:
      shift = back == 0 ? -7 : -back;
      break;
    case Pick::current:
      shift = *match.weekday - weekday_of(*from);
      break;
    case Pick::next:
      shift = 7 + *match.weekday - weekday_of(*from);
      break;
    case Pick::previous:
      shift = back == 0 ? -7 : -back;
      break;
    case Pick::same:
      shift = -back;
      break;
    case Pick::following:
      shift = ahead == 0 ? 7 : ahead;
      break;
  }
  return CalendarPeriod{*from + days(shift), Grain::day};
}

std::optional<CalendarPeriod> TimeResolver::in_year(const TimeMatch& match, int year) const {
  if (!match.holiday_rule.empty()) {
    const std::optional<sys_days> day = holiday(match.holiday_rule, year);
    return day ? std::optional(CalendarPeriod{*day, Grain::day}) : std::nullopt;
  }
  const std::optional<sys_days> day = calendar_day(year, match.month.value_or(1), match.day.value_or(1));
  if (!day) return std::nullopt;
  if (match.day) return CalendarPeriod{*day, Grain::day};
  return period_of(*day, match.grain == Grain::day ? Grain::month : match.grain);
}

// A month, day of a month, season, quarter, half or holiday without its year.
std::optional<CalendarPeriod> TimeResolver::named_period(const TimeMatch& match, Tense tense,
                                                         std::size_t sentence) const {
  const std::optional<sys_days> from = base(match.pick, sentence);
  if (!from) return std::nullopt;
  const int year = year_of(*from);
  const CalendarPeriod* narrative = narrative_within(sentence, past_years_told_ >= 2 ? narrative_reach : 1);
  if (match.pick == Pick::by_tense && tense == Tense::past && narrative != nullptr &&
      narrative->grain <= Grain::year && published_ && year_of(narrative->day) < year_of(*published_)) {
    const int told = year_of(narrative->day);
    std::optional<CalendarPeriod> period = in_year(match, told);
    if (narrative->grain < Grain::year && period && span_of_period(*period).end <= sys_days(narrative->day))
      period = in_year(match, told + 1);
    if (period && span_of_period(*period).begin <= std::chrono::sys_seconds(*published_)) return period;
  }
  std::vector<CalendarPeriod> candidates;
  for (const int at : {year - 1, year, year + 1}) {
    if (const std::optional<CalendarPeriod> period = in_year(match, at)) {
      if (match.weekday && match.day && weekday_of(period->day) != *match.weekday) continue;
      candidates.push_back(*period);
    }
  }
  if (candidates.empty() && match.weekday && match.day) {
    TimeMatch without = match;
    without.weekday.reset();
    return named_period(without, tense, sentence);
  }
  const std::chrono::sys_seconds now = *from, tomorrow = *from + days(1);
  std::optional<CalendarPeriod> chosen;
  const bool whole = match.grain == Grain::quarter || match.grain == Grain::half;
  const auto latest = [&](auto&& holds) {
    for (const CalendarPeriod& period : candidates) {
      if (holds(span_of_period(period))) chosen = period;
    }
  };
  const auto earliest = [&](auto&& holds) {
    for (auto period = candidates.rbegin(); period != candidates.rend(); ++period) {
      if (holds(span_of_period(*period))) chosen = *period;
    }
  };
  switch (match.pick) {
    case Pick::last:
    case Pick::previous:
      latest([&](const TimeSpan& span) { return span.end <= now; });
      break;
    case Pick::next:
    case Pick::following:
      earliest([&](const TimeSpan& span) { return span.begin >= tomorrow; });
      break;
    case Pick::current:
    case Pick::same:
      for (const CalendarPeriod& period : candidates) {
        if (year_of(period.day) == year) chosen = period;
      }
      break;
    case Pick::by_tense:
      if (tense == Tense::future) {
        earliest([&](const TimeSpan& span) { return span.end > (match.day ? now - days(7) : now); });
      } else if (tense == Tense::past || whole) {
        latest([&](const TimeSpan& span) {
          return whole ? span.end <= tomorrow : span.begin < tomorrow + days(1);
        });
      } else {
        const auto distance = [&](const CalendarPeriod& period) {
          return std::llabs((period.day - *from).count());
        };
        for (const CalendarPeriod& period : candidates) {
          if (!chosen || distance(period) < distance(*chosen)) chosen = period;
        }
      }
      break;
  }
  if (!chosen && !candidates.empty()) chosen = candidates[candidates.size() / 2];
  return chosen;
}

std::optional<CalendarPeriod> TimeResolver::date_of(const TimeMatch& match, Tense tense,
                                                    std::size_t sentence) const {
  if (match.year) return in_year(match, *match.year);
  if (match.year_shift)
    return published_ ? in_year(match, year_of(*published_) + *match.year_shift) : std::nullopt;
  if (match.told_year_shift) {
    const CalendarPeriod* told = narrative_within(sentence, narrative_reach);
    const std::optional<sys_days> from = told != nullptr ? std::optional(told->day) : published_;
    return from ? in_year(match, year_of(*from) + *match.told_year_shift) : std::nullopt;
  }
  if (match.count) return counted(match, sentence);
  if (match.month || match.day || !match.holiday_rule.empty()) return named_period(match, tense, sentence);
  if (match.weekday) return named_weekday(match, tense, sentence);
  if (match.grain == Grain::weekend) {
    if (!published_) return std::nullopt;
    const CalendarPeriod weekend = period_of(*published_, Grain::weekend);
    return tense != Tense::future && weekend.day > *published_ ? shifted(*published_, Grain::weekend, -1)
                                                               : weekend;
  }
  // A time of day: on the day that the narrative has reached.
  if (const CalendarPeriod* period = narrative_within(sentence, 1);
      period != nullptr && period->grain <= Grain::day)
    return period_of(period->day, Grain::day);
  if (!published_) return std::nullopt;
  // The midnight that ends the day of publication is still to come when it is published.
  const bool gone = match.minute == 1440 && tense == Tense::past;
  return CalendarPeriod{*published_ - days(gone ? 1 : 0), Grain::day};
}

std::optional<ResolvedTime> TimeResolver::resolve(const TimeMatch& given, Tense tense, std::size_t sentence) {
  if (given.kind == TimeMatch::Kind::set) return ResolvedTime{TimeType::set, given.value, std::nullopt};
  if (given.kind == TimeMatch::Kind::reference) {
    ResolvedTime resolved{TimeType::date, given.value, std::nullopt};
    if (given.value == "PRESENT_REF" && published_)
      resolved.interval = span_of_period({*published_, Grain::day});
    return resolved;
  }
  if (given.kind == TimeMatch::Kind::duration) {
    ResolvedTime resolved{TimeType::duration, given.value, std::nullopt};
    if (given.anchored != 0 && published_ && given.stretch_count <= 10000) {
      // What ends or begins now has the day of publication in it.
      const sys_days now = given.anchored < 0 ? *published_ + days(1) : *published_;
      const sys_days other = moved(now, given.stretch_grain, given.anchored * given.stretch_count);
      if (other != now)
        resolved.interval = TimeSpan{std::min(other, now), std::max(other, now), Precision::day};
    }
    return resolved;
  }
  TimeMatch match = given;
  if (match.numeric_ambiguous) {
    const bool first_is_month = *match.month > 12 || (*match.day <= 12 && order_ == DateOrder::month_first);
    if (*match.day <= 12 && *match.month <= 12 && *match.day != *match.month && order_ == DateOrder::unknown)
      return std::nullopt;
    if (first_is_month) std::swap(match.day, match.month);
  }
  std::optional<CalendarPeriod> period = date_of(match, tense, sentence);
  ResolvedTime resolved{match.minute || match.part ? TimeType::time : TimeType::date, {}, std::nullopt};
  if (!period) {
    if (match.year || (match.day && match.month && !calendar_day(2000, *match.month, *match.day)))
      return std::nullopt;
    resolved.value = open_value(match);
    return resolved;
  }
  if (match.has_date()) {
    narrative_ = Narrative{*period, sentence};
    if (period->grain <= Grain::day) day_ = narrative_;
    past_years_told_ = published_ && year_of(period->day) < year_of(*published_) ? past_years_told_ + 1 : 0;
  }
  if (match.minute) {
    period->day += days(match.day_shift);
    period->grain = Grain::minute;
    period->minute_of_day = *match.minute;
  } else if (match.part) {
    period->grain = Grain::part_of_day;
    period->part = match.part;
  }
  period->zone_minutes = match.zone;
  resolved.value = timex_value(*period);
  resolved.interval = span_of_period(*period, match.edge);
  return resolved;
}

}  // namespace ekg
