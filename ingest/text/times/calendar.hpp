// Points and stretches of the calendar as TIMEX3 writes them (TimeML 1.2.1, ISO 8601), and the arithmetic
// that relative expressions need. Days are those of UTC. Proleptic Gregorian calendar; ISO weeks.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "graph/time_span.hpp"

namespace ekg {

enum class Grain : std::uint8_t {
  minute,
  part_of_day,
  day,
  weekend,
  week,
  month,
  season,
  quarter,
  half,
  year,
  decade,
  century
};
enum class DayPart : std::uint8_t { morning, midday, afternoon, evening, night };
std::string_view part_code(DayPart);  // TIMEX3: MO MI AF EV NI
// The part of a period that "early", "mid-", "late" speak of.
enum class Edge : std::uint8_t { none, start, middle, end };

// A period: its first day and how long it is. Every `day` below is the first day of a period of that grain.
struct CalendarPeriod {
  std::chrono::sys_days day;
  Grain grain = Grain::day;
  std::optional<DayPart> part;  // with Grain::part_of_day
  int minute_of_day = 0;  // with Grain::minute, 0 … 1440, where 1440 is the midnight that ends the day
  std::optional<int> zone_minutes;  // minutes east of UTC, when the text names a zone
};

// The period of that grain in which `day` lies. REQUIRES: grain is neither minute nor part_of_day.
CalendarPeriod period_of(std::chrono::sys_days day, Grain grain);

// The period `count` periods after (before, when negative) the one of `grain` in which `day` lies; nullopt
// outside the years 1 … 9999.
std::optional<CalendarPeriod> shifted(std::chrono::sys_days day, Grain grain, std::int64_t count);

// nullopt for a day that the month does not have.
std::optional<std::chrono::sys_days> calendar_day(int year, int month, int day);

int year_of(std::chrono::sys_days day);
int month_of(std::chrono::sys_days day);
int weekday_of(std::chrono::sys_days day);  // ISO: Monday is 1

// "2024-11-05", "2024-W45", "2024-W45-WE", "2024-SP", "2024-Q3", "2024-H1", "199X", "18XX", "2024-11-05TMO",
// "2024-11-05T10:30"
std::string timex_value(const CalendarPeriod& period);

// Seasons are those of the northern year by whole months (winter: December to February), a night is 18:00 to
// 06:00. `edge` leaves a third of a month, year or decade. A minute without a zone is no instant of UTC: its
// day is left, and both days where it is the midnight between them.
TimeSpan span_of_period(const CalendarPeriod& period, Edge edge = Edge::none);

// Movable feasts by name ("easter", "thanksgiving" …) or "MM-DD". Easter: the anonymous Gregorian algorithm
// (Meeus 1991).
std::optional<std::chrono::sys_days> holiday(std::string_view rule, int year);

}  // namespace ekg
