#include "graph/time_span.hpp"

#include <fmt/format.h>
#include <array>

#include <charconv>

namespace ekg {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month;
using std::chrono::year_month_day;
using std::chrono::years;

constexpr std::string_view names[] = {"second", "minute",  "hour", "day",    "week",
                                      "month",  "quarter", "year", "decade", "unknown"};

// A cursor over fixed-width decimal fields; any mismatch makes it fail for good.
class Fields {
 public:
  explicit Fields(std::string_view text) : text_(text) {}
  int number(std::size_t width) {
    int value = 0;
    if (text_.size() < width) return fail();
    for (const char c : text_.substr(0, width)) {
      if (c < '0' || c > '9') return fail();
      value = value * 10 + (c - '0');
    }
    text_.remove_prefix(width);
    return value;
  }
  bool skip(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!skip(c)) fail();
  }
  bool next_is_digit() const { return !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; }
  bool ended() const { return text_.empty(); }
  bool failed() const { return failed_; }
  int fail() {
    failed_ = true;
    text_ = {};
    return 0;
  }

 private:
  std::string_view text_;
  bool failed_ = false;
};

sys_seconds first_of(int year, unsigned month) {
  return sys_days(year_month(std::chrono::year(year), std::chrono::month(month)) / std::chrono::day(1));
}

TimeSpan year_span(int year, int count, Precision precision) {
  return {first_of(year, 1), first_of(year + count, 1), precision};
}

TimeSpan month_span(int year, unsigned month, unsigned count, Precision precision) {
  const unsigned last = month - 1 + count;
  return {first_of(year, month), first_of(year + static_cast<int>(last / 12), last % 12 + 1), precision};
}

// Monday of ISO week 1 is the Monday on or before 4 January.
sys_days iso_week_start(int year, int week) {
  const sys_days fourth = std::chrono::year(year) / 1 / 4;
  const auto since_monday = std::chrono::weekday(fourth) - std::chrono::Monday;
  return fourth - since_monday + days(7 * (week - 1));
}

std::optional<TimeSpan> week_span(int year, int week) {
  if (week < 1 || week > 53) return std::nullopt;
  const sys_days start = iso_week_start(year, week);
  if (week == 53 && start >= iso_week_start(year + 1, 1)) return std::nullopt;
  return TimeSpan{start, start + days(7), Precision::week};
}

// Reads "10", "10:00", "10:00:00", "100000", a fraction of a second, and a zone; `midnight` is of the local
// day.
std::optional<TimeSpan> time_of_day(Fields& fields, sys_seconds midnight) {
  const int hour = fields.number(2);
  int minute = 0, second = 0;
  Precision precision = Precision::hour;
  const bool colon = fields.skip(':');
  if (colon || fields.next_is_digit()) {
    minute = fields.number(2);
    precision = Precision::minute;
    if (colon ? fields.skip(':') : fields.next_is_digit()) {
      second = fields.number(2);
      precision = Precision::second;
      if (fields.skip('.') || fields.skip(',')) {
        if (!fields.next_is_digit()) return std::nullopt;
        while (fields.next_is_digit()) fields.number(1);
      }
    }
  }
  fields.skip(' ');
  seconds offset{0};
  if (!fields.skip('Z') && !fields.ended()) {
    const bool east = fields.skip('+');
    if (!east) fields.expect('-');
    const int zone_hour = fields.number(2);
    fields.skip(':');
    const int zone_minute = fields.ended() ? 0 : fields.number(2);
    if (zone_hour > 14 || zone_minute > 59) return std::nullopt;
    offset = hours(zone_hour) + minutes(zone_minute);
    if (!east) offset = -offset;
  }
  const bool midnight_at_end = hour == 24 && minute == 0 && second == 0;
  if (fields.failed() || !fields.ended() || (hour > 23 && !midnight_at_end) || minute > 59 || second > 59)
    return std::nullopt;
  const sys_seconds begin = midnight + hours(hour) + minutes(minute) + seconds(second) - offset;
  const seconds length = precision == Precision::hour     ? seconds(3600)
                         : precision == Precision::minute ? seconds(60)
                                                          : seconds(1);
  return TimeSpan{begin, begin + length, precision};
}

std::string format_instant(sys_seconds instant) {
  std::string text;
  append_instant(text, instant);
  return text;
}

std::string format_far_instant(sys_seconds instant) {
  const sys_days day = std::chrono::floor<days>(instant);
  const year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string format_date(sys_seconds instant) { return format_instant(instant).substr(0, 10); }

bool is_midnight(sys_seconds instant) { return instant == std::chrono::floor<days>(instant); }

// The unit in which the last included stretch of a span is written.
bool written_as_instants(const TimeSpan& span) {
  return span.precision <= Precision::hour || !is_midnight(span.begin) || !is_midnight(span.end);
}

seconds instant_unit(Precision precision) {
  return precision == Precision::hour     ? seconds(3600)
         : precision == Precision::minute ? seconds(60)
                                          : seconds(1);
}

}  // namespace

std::string_view to_string(Precision precision) { return names[static_cast<std::size_t>(precision)]; }

std::optional<Precision> precision_from(std::string_view name) {
  for (std::size_t i = 0; i < std::size(names); ++i) {
    if (names[i] == name) return static_cast<Precision>(i);
  }
  return std::nullopt;
}

namespace {

std::optional<TimeSpan> read_time(std::string_view text) {
  if (text.size() == 4 && text[3] == 'X') {
    Fields fields(text.substr(0, 3));
    const int decade = fields.number(3);
    if (fields.failed()) return std::nullopt;
    return year_span(decade * 10, 10, Precision::decade);
  }
  Fields fields(text);
  const int year = fields.number(4);
  if (fields.failed()) return std::nullopt;
  if (fields.ended()) return year_span(year, 1, Precision::year);
  const bool dashed = fields.skip('-');
  if (dashed && fields.skip('Q')) {
    const int quarter = fields.number(1);
    if (fields.failed() || !fields.ended() || quarter < 1 || quarter > 4) return std::nullopt;
    return month_span(year, static_cast<unsigned>(quarter * 3 - 2), 3, Precision::quarter);
  }
  if (dashed && fields.skip('W')) {
    const int week = fields.number(2);
    if (fields.failed()) return std::nullopt;
    if (fields.ended()) return week_span(year, week);
    fields.expect('-');
    const int weekday = fields.number(1);
    const auto whole = week_span(year, week);
    if (!whole || fields.failed() || !fields.ended() || weekday < 1 || weekday > 7) return std::nullopt;
    const sys_seconds begin = whole->begin + days(weekday - 1);
    return TimeSpan{begin, begin + days(1), Precision::day};
  }
  const int month = fields.number(2);
  if (fields.failed() || month < 1 || month > 12) return std::nullopt;
  if (fields.ended()) {
    if (!dashed) return std::nullopt;  // "202411" may be a number
    return month_span(year, static_cast<unsigned>(month), 1, Precision::month);
  }
  if (dashed) fields.expect('-');
  const int day = fields.number(2);
  const year_month_day date = std::chrono::year(year) / month / day;
  if (fields.failed() || !date.ok()) return std::nullopt;
  if (fields.ended()) return day_span(date);
  if (!fields.skip('T')) fields.expect(' ');
  return time_of_day(fields, sys_days(date));
}

}  // namespace

std::optional<TimeSpan> parse_time(std::string_view text) {
  constexpr sys_seconds first = sys_days(std::chrono::year(1) / 1 / 1);
  const auto time = read_time(text);
  if (time && (time->begin < first || time->end > after_last_year)) return std::nullopt;
  return time;
}

void append_instant(std::string& out, sys_seconds instant) {
  const sys_days day = std::chrono::floor<days>(instant);
  const year_month_day date(day);
  const int year = static_cast<int>(date.year());
  if (year < 0 || year > 9999) {
    out += format_far_instant(instant);
    return;
  }
  std::array<char, 20> text = {'0', '0', '0', '0', '-', '0', '0', '-', '0', '0',
                               'T', '0', '0', ':', '0', '0', ':', '0', '0', 'Z'};
  const auto put = [&](std::size_t at, unsigned value) {  // two digits
    text[at] = static_cast<char>('0' + value / 10);
    text[at + 1] = static_cast<char>('0' + value % 10);
  };
  const auto second = static_cast<unsigned>((instant - day).count());
  put(0, static_cast<unsigned>(year) / 100);
  put(2, static_cast<unsigned>(year) % 100);
  put(5, static_cast<unsigned>(date.month()));
  put(8, static_cast<unsigned>(date.day()));
  put(11, second / 3600);
  put(14, second / 60 % 60);
  put(17, second % 60);
  out.append(text.data(), text.size());
}

std::string format_begin(const TimeSpan& span) {
  return written_as_instants(span) ? format_instant(span.begin) : format_date(span.begin);
}

std::string format_end(const TimeSpan& span) {
  if (!written_as_instants(span)) return format_date(span.end - seconds(1));
  const seconds unit = instant_unit(span.precision);
  const seconds last = span.end - span.begin > unit ? unit : span.end - span.begin;
  return format_instant(span.end - last);
}

std::optional<TimeSpan> span_of(std::string_view start, std::string_view end, Precision precision) {
  const auto first = parse_time(start);
  const auto last = end == start ? first : parse_time(end);
  if (!first || !last) return std::nullopt;
  const bool instant = end.find('T') != std::string_view::npos;
  TimeSpan span{first->begin, instant ? last->begin + instant_unit(precision) : last->end, precision};
  if (span.begin >= span.end || last->begin < first->begin) return std::nullopt;
  return span;
}

TimeSpan day_span(year_month_day day) {
  const sys_seconds begin = sys_days(day);
  return {begin, begin + days(1), Precision::day};
}

}  // namespace ekg
