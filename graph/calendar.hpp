// The calendar in buckets: days, ISO weeks, months, quarters, years, in UTC.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ekg {

enum class CalendarUnit : std::uint8_t { day, week, month, quarter, year };
std::string_view to_string(CalendarUnit unit);
std::optional<CalendarUnit> calendar_unit_from(std::string_view name);

// The beginning of the unit that holds `instant`. Weeks begin on Monday (ISO 8601).
std::chrono::sys_seconds unit_begin(std::chrono::sys_seconds instant, CalendarUnit unit);
// The beginning of the next unit. REQUIRES: `begin` is the beginning of one.
std::chrono::sys_seconds unit_end(std::chrono::sys_seconds begin, CalendarUnit unit);
// "2024-11-05", "2024-W45" (the ISO week's own year), "2024-11", "2024-Q4", "2024".
std::string unit_name(std::chrono::sys_seconds begin, CalendarUnit unit);

}  // namespace ekg
