#include "ingest/text/times/calendar.hpp"

#include <fmt/format.h>

#include <charconv>

namespace ekg {
namespace {
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

sys_days first_of_month(int year, int month) { return sys_days{std::chrono::year{year} / month / 1}; }
// The month `count` months after year-month, as its first day.
sys_days month_after(int year, int month, std::int64_t count) {
  const std::int64_t index = static_cast<std::int64_t>(year) * 12 + (month - 1) + count;
  return first_of_month(static_cast<int>(index / 12), static_cast<int>(index % 12) + 1);
}
constexpr int months_of(Grain grain) {
  switch (grain) {
    case Grain::month:
      return 1;
    case Grain::season:
    case Grain::quarter:
      return 3;
    case Grain::half:
      return 6;
    case Grain::year:
      return 12;
    case Grain::decade:
      return 120;
    case Grain::century:
      return 1200;
    default:
      return 0;
  }
}
std::string iso_week(sys_days day) {
  const sys_days thursday = day + days(4 - weekday_of(day));
  const int year = year_of(thursday);
  const auto week = (thursday - first_of_month(year, 1)).count() / 7 + 1;
  return fmt::format("{:04}-W{:02}", year, week);
}
}  // namespace

std::string_view part_code(DayPart part) {
  static constexpr std::string_view codes[] = {"MO", "MI", "AF", "EV", "NI"};
  return codes[static_cast<int>(part)];
}

int year_of(sys_days day) { return static_cast<int>(year_month_day{day}.year()); }
int month_of(sys_days day) { return static_cast<int>(static_cast<unsigned>(year_month_day{day}.month())); }
int weekday_of(sys_days day) { return static_cast<int>(std::chrono::weekday{day}.iso_encoding()); }

std::optional<sys_days> calendar_day(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                            std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return sys_days{date};
}

CalendarPeriod period_of(sys_days day, Grain grain) {
  const int year = year_of(day), month = month_of(day);
  switch (grain) {
    case Grain::week:
      return {day - days(weekday_of(day) - 1), grain};
    case Grain::weekend:
      return {day - days(weekday_of(day) - 1) + days(5), grain};
    case Grain::month:
      return {first_of_month(year, month), grain};
    case Grain::quarter:
      return {first_of_month(year, (month - 1) / 3 * 3 + 1), grain};
    case Grain::season:
      return {month_after(year, month, -(month % 3)), grain};
    case Grain::half:
      return {first_of_month(year, month <= 6 ? 1 : 7), grain};
    case Grain::year:
      return {first_of_month(year, 1), grain};
    case Grain::decade:
      return {first_of_month(year / 10 * 10, 1), grain};
    case Grain::century:
      return {first_of_month(year / 100 * 100, 1), grain};
    default:
      return {day, Grain::day};
  }
}

std::optional<CalendarPeriod> shifted(sys_days day, Grain grain, std::int64_t count) {
  if (count > 4'000'000 || count < -4'000'000) return std::nullopt;
  CalendarPeriod period = period_of(day, grain);
  if (const int months = months_of(grain); months != 0) {
    const std::int64_t index =
        static_cast<std::int64_t>(year_of(period.day)) * 12 + month_of(period.day) - 1 + count * months;
    if (index < 12 || index / 12 > 9999) return std::nullopt;
    period.day = month_after(year_of(period.day), month_of(period.day), count * months);
  } else {
    const std::int64_t shift = count * (grain == Grain::week || grain == Grain::weekend ? 7 : 1);
    static const sys_days earliest = first_of_month(1, 1), latest = first_of_month(9999, 12);
    if (shift < (earliest - period.day).count() || shift > (latest - period.day).count()) return std::nullopt;
    period.day += days(shift);
  }
  return period;
}

std::string timex_value(const CalendarPeriod& period) {
  const year_month_day date{period.day};
  const int year = year_of(period.day), month = month_of(period.day);
  std::string day = fmt::format("{:04}-{:02}-{:02}", year, month, static_cast<unsigned>(date.day()));
  switch (period.grain) {
    case Grain::minute:
      return fmt::format("{}T{:02}:{:02}", day, period.minute_of_day / 60, period.minute_of_day % 60);
    case Grain::part_of_day:
      return fmt::format("{}T{}", day, part_code(period.part.value_or(DayPart::morning)));
    case Grain::day:
      return day;
    case Grain::week:
      return iso_week(period.day);
    case Grain::weekend:
      return iso_week(period.day) + "-WE";
    case Grain::month:
      return fmt::format("{:04}-{:02}", year, month);
    case Grain::season:
      return fmt::format("{:04}-{}", year, month == 3 ? "SP" : month == 6 ? "SU" : month == 9 ? "FA" : "WI");
    case Grain::quarter:
      return fmt::format("{:04}-Q{}", year, (month - 1) / 3 + 1);
    case Grain::half:
      return fmt::format("{:04}-H{}", year, month == 1 ? 1 : 2);
    case Grain::year:
      return fmt::format("{:04}", year);
    case Grain::decade:
      return fmt::format("{:03}X", year / 10);
    case Grain::century:
      return fmt::format("{:02}XX", year / 100);
  }
  return day;
}

TimeSpan span_of_period(const CalendarPeriod& period, Edge edge) {
  using std::chrono::hours;
  using std::chrono::minutes;
  const sys_seconds begin = period.day;
  const int zone = period.zone_minutes.value_or(0);
  const auto months_later = [&](int count) -> sys_seconds {
    return month_after(year_of(period.day), month_of(period.day), count);
  };
  switch (period.grain) {
    case Grain::minute: {
      if (!period.zone_minutes)
        return {begin, begin + days(period.minute_of_day == 1440 ? 2 : 1), Precision::day};
      const sys_seconds instant = begin + minutes(period.minute_of_day - zone);
      return {instant, instant + minutes(1), Precision::minute};
    }
    case Grain::part_of_day: {
      static constexpr int from[] = {0, 11, 12, 18, 18}, to[] = {12, 14, 18, 24, 30};
      const int part = static_cast<int>(period.part.value_or(DayPart::morning));
      return {begin + hours(from[part]) - minutes(zone), begin + hours(to[part]) - minutes(zone),
              Precision::hour};
    }
    case Grain::day:
      return {begin, begin + days(1), Precision::day};
    case Grain::weekend:
      return {begin, begin + days(2), Precision::day};
    case Grain::week:
      return {begin, begin + days(7), Precision::week};
    case Grain::month:
      if (edge == Edge::start) return {begin, begin + days(10), Precision::day};
      if (edge == Edge::middle) return {begin + days(10), begin + days(20), Precision::day};
      if (edge == Edge::end) return {begin + days(20), months_later(1), Precision::day};
      return {begin, months_later(1), Precision::month};
    case Grain::season:
      return {begin, months_later(3), Precision::month};
    case Grain::quarter:
      return {begin, months_later(3), Precision::quarter};
    case Grain::half:
      return {begin, months_later(6), Precision::month};
    case Grain::year:
      if (edge == Edge::start) return {begin, months_later(4), Precision::month};
      if (edge == Edge::middle) return {months_later(4), months_later(8), Precision::month};
      if (edge == Edge::end) return {months_later(8), months_later(12), Precision::month};
      return {begin, months_later(12), Precision::year};
    case Grain::decade:
      if (edge == Edge::start) return {begin, months_later(4 * 12), Precision::year};
      if (edge == Edge::middle) return {months_later(3 * 12), months_later(7 * 12), Precision::year};
      if (edge == Edge::end) return {months_later(6 * 12), months_later(120), Precision::year};
      return {begin, months_later(120), Precision::decade};
    case Grain::century:
      return {begin, months_later(1200), Precision::year};
  }
  return {begin, begin + days(1), Precision::day};
}

std::optional<sys_days> holiday(std::string_view rule, int year) {
  if (year < 1583 || year > 9998) return std::nullopt;
  const auto weekday_from = [&](int month, int day, int weekday) {
    const sys_days from = *calendar_day(year, month, day);
    return from + days((weekday - weekday_of(from) + 7) % 7);
  };
  if (rule == "thanksgiving") return weekday_from(11, 22, 4);
  if (rule == "blackfriday") return weekday_from(11, 22, 4) + days(1);
  if (rule == "memorial") return weekday_from(5, 25, 1);
  if (rule == "labor") return weekday_from(9, 1, 1);
  if (rule == "easter" || rule == "goodfriday") {
    const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25,
              g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4,
              l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    const sys_days easter = *calendar_day(year, n / 31, n % 31 + 1);
    return rule == "easter" ? easter : easter - days(2);
  }
  if (rule.size() != 5) return std::nullopt;
  int month = 0, day = 0;
  std::from_chars(rule.data(), rule.data() + 2, month);
  std::from_chars(rule.data() + 3, rule.data() + 5, day);
  return calendar_day(year, month, day);
}

}  // namespace ekg
