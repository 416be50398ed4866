#include "cli/timeline_options.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdint>
#include <optional>

namespace ekg {
namespace {

// "UTC", "+03:00", "-09:30".
std::optional<std::chrono::seconds> zone_from(const std::string& text) {
  if (text == "UTC" || text == "Z") return std::chrono::seconds(0);
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' || !digit(1) || !digit(2) ||
      !digit(4) || !digit(5))
    return std::nullopt;
  const int hours = std::stoi(text.substr(1, 2)), minutes = std::stoi(text.substr(4));
  if (hours > 14 || minutes > 59) return std::nullopt;
  const std::chrono::seconds ahead = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return text[0] == '-' ? -ahead : ahead;
}

StackBy stack_of(const std::string& name) {
  if (name == "type") return StackBy::type;
  if (name == "quad") return StackBy::quad;
  if (name == "status") return StackBy::status;
  return StackBy::nothing;
}

// How many units the stretch from `first` to `last` touches.
std::int64_t units_between(std::chrono::sys_seconds first, std::chrono::sys_seconds last, CalendarUnit unit) {
  const std::chrono::year_month_day a(std::chrono::floor<std::chrono::days>(first)),
      b(std::chrono::floor<std::chrono::days>(last));
  const std::int64_t months = (b.year() / b.month() - a.year() / a.month()).count();
  switch (unit) {
    case CalendarUnit::month:
      return months + 1;
    case CalendarUnit::quarter:
      return months / 3 + 1;
    case CalendarUnit::year:
      return (b.year() - a.year()).count() + 1;
    default: {
      const auto begin = unit_begin(first, unit);
      return (last - begin) / (unit_end(begin, unit) - begin) + 1;
    }
  }
}

// Only with both bounds a timeline spans the window, else its events.
void need_few_buckets(const TimeSlice& slice, const TimelineOptions& options) {
  constexpr std::int64_t most = 100'000;  // days of 270 years
  const EventGraph& graph = slice.graph();
  if (graph.dated_count() == 0) return;
  const CalendarUnit unit = options.unit();
  const bool bounded = slice.from() && slice.to();
  auto first = bounded ? *slice.from() : graph.begin(0);
  auto last = bounded ? *slice.to() : graph.begin(graph.dated_count() - 1);
  if (units_between(first, last, unit) <= most) return;  // as nearly always: no event need be looked at
  if (!bounded) {
    std::optional<EventId> earliest, latest;
    for (const EventId event : slice.events()) {
      if (!graph.dated(event)) break;
      if (!earliest) earliest = event;
      latest = event;
    }
    if (!earliest) return;
    first = graph.begin(*earliest), last = graph.begin(*latest);
  }
  const std::int64_t units = units_between(first, last, unit);
  if (units <= most) return;
  throw InputError(
      fmt::format("{} {}s from {:%Y-%m-%d} to {:%Y-%m-%d}; choose a longer unit with --by, or a window with "
                  "--from and --to",
                  units, options.by, first, last));
}

}  // namespace

void add_timeline_options(Verb verb, TimelineOptions& options, const char* stacked) {
  verb.add_option("--by", options.by, "day, week, month, quarter or year")
      .one_of({"day", "week", "month", "quarter", "year"})
      .type_name("UNIT")
      .show_default();
  verb.add_option("--stack", options.stack, stacked).one_of({"type", "quad", "status"}).type_name("WHAT");
  verb.add_option("--zone", options.zone,
                  "Local time as +03:00, for --from and --to and for events known to the hour or better; UTC "
                  "unless told")
      .check([](const std::string& text) {
        return zone_from(text) ? "" : "\"" + text + "\" is no zone; write UTC, +03:00 or -09:30";
      })
      .type_name("ZONE");
}

std::chrono::seconds TimelineOptions::ahead() const { return *zone_from(zone); }

Timeline timeline_of(const TimeSlice& slice, const TimelineOptions& options, Session& session) {
  need_few_buckets(slice, options);
  Timeline line = timeline(slice, options.unit(), stack_of(options.stack), options.ahead());
  if (line.undated > 0) {
    Problem problem;
    problem.code = "undated-events";
    problem.severity = Severity::note;
    problem.message = line.undated == 1
                          ? "1 event has no date and stands in no bucket"
                          : fmt::format("{} events have no date and stand in no bucket", line.undated);
    session.problems().report(std::move(problem));
  }
  return line;
}

}  // namespace ekg
