#include "graph/calendar.hpp"

#include <fmt/format.h>

namespace ekg {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month;
using std::chrono::year_month_day;
using std::chrono::years;

constexpr std::string_view unit_names[] = {"day", "week", "month", "quarter", "year"};

unsigned first_month_of_quarter(std::chrono::month month) {
  return (static_cast<unsigned>(month) - 1) / 3 * 3 + 1;
}

}  // namespace

std::string_view to_string(CalendarUnit unit) { return unit_names[static_cast<std::size_t>(unit)]; }

std::optional<CalendarUnit> calendar_unit_from(std::string_view name) {
  for (std::size_t i = 0; i < std::size(unit_names); ++i)
    if (unit_names[i] == name) return static_cast<CalendarUnit>(i);
  return std::nullopt;
}

sys_seconds unit_begin(sys_seconds instant, CalendarUnit unit) {
  const sys_days day = floor<days>(instant);
  const year_month_day date(day);
  switch (unit) {
    case CalendarUnit::day:
      return day;
    case CalendarUnit::week:
      return day - (std::chrono::weekday(day) - std::chrono::Monday);
    case CalendarUnit::month:
      return sys_days(date.year() / date.month() / 1);
    case CalendarUnit::quarter:
      return sys_days(date.year() / std::chrono::month(first_month_of_quarter(date.month())) / 1);
    case CalendarUnit::year:
      return sys_days(date.year() / 1 / 1);
  }
  return day;
}

sys_seconds unit_end(sys_seconds begin, CalendarUnit unit) {
  const year_month_day date(floor<days>(begin));
  const year_month month = date.year() / date.month();
  switch (unit) {
    case CalendarUnit::day:
      return begin + days(1);
    case CalendarUnit::week:
      return begin + days(7);
    case CalendarUnit::month:
      return sys_days((month + months(1)) / 1);
    case CalendarUnit::quarter:
      return sys_days((month + months(3)) / 1);
    case CalendarUnit::year:
      return sys_days((month + years(1)) / 1);
  }
  return begin;
}

std::string unit_name(sys_seconds begin, CalendarUnit unit) {
  const sys_days day = floor<days>(begin);
  const year_month_day date(day);
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month());
  switch (unit) {
    case CalendarUnit::day:
      return fmt::format("{:04}-{:02}-{:02}", year, month, static_cast<unsigned>(date.day()));
    case CalendarUnit::week: {
      const sys_days thursday = day + days(3);
      const std::chrono::year owner = year_month_day(thursday).year();
      return fmt::format("{:04}-W{:02}", static_cast<int>(owner),
                         (thursday - sys_days(owner / 1 / 1)).count() / 7 + 1);
    }
    case CalendarUnit::month:
      return fmt::format("{:04}-{:02}", year, month);
    case CalendarUnit::quarter:
      return fmt::format("{:04}-Q{}", year, (month - 1) / 3 + 1);
    case CalendarUnit::year:
      return fmt::format("{:04}", year);
  }
  return {};
}

}  // namespace ekg
