// When something happened: a half-open interval in UTC and how precisely it is known.
#pragma once
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ekg {

enum class Precision : std::uint8_t {
  second,
  minute,
  hour,
  day,
  week,
  month,
  quarter,
  year,
  decade,
  unknown
};

std::string_view to_string(Precision precision);
std::optional<Precision> precision_from(std::string_view name);

// [begin, end) in UTC seconds. REQUIRES: begin < end.
// The interval is the whole stretch in which the event happened or may have happened: "in November" is
// [1 Nov, 1 Dec) with Precision::month, a day is 86,400 seconds with Precision::day.
struct TimeSpan {
  std::chrono::sys_seconds begin;
  std::chrono::sys_seconds end;
  Precision precision = Precision::second;

  bool contains(std::chrono::sys_seconds instant) const { return begin <= instant && instant < end; }
  bool overlaps(const TimeSpan& other) const { return begin < other.end && other.begin < end; }
  friend auto operator<=>(const TimeSpan&, const TimeSpan&) = default;
};

// Every format can write years of four digits: no time that is read ends later.
inline constexpr std::chrono::sys_seconds after_last_year =
    std::chrono::sys_days(std::chrono::year(10000) / 1 / 1);

// Reads what people and formats write for a time: "2024", "2024-11", "2024-Q4", "2024-W45", "2024-11-05",
// "20241105", "2024-11-05T10:00", "…:00Z", "…+02:00", "199X" (a decade). An instant without a zone is UTC.
// nullopt when it is no time of the years 0001 to 9999; never a guess ("05/06/2024" is nullopt).
std::optional<TimeSpan> parse_time(std::string_view text);

// "2024-11-05T10:00:00Z".
void append_instant(std::string& out, std::chrono::sys_seconds instant);

// The ends as the event record writes them, both INCLUDED at the precision: [5 Nov, 6 Nov) of days is
// "2024-11-05" … "2024-11-05"; sub-day precisions give instants such as "2024-11-05T10:00:00Z".
std::string format_begin(const TimeSpan& span);
std::string format_end(const TimeSpan& span);

// The reverse of format_begin/format_end: ends included at `precision`. nullopt when an end is no time or
// they are reversed.
std::optional<TimeSpan> span_of(std::string_view start, std::string_view end, Precision precision);

// [midnight, next midnight) UTC.
TimeSpan day_span(std::chrono::year_month_day day);

}  // namespace ekg
