// iCalendar (RFC 5545): an event each, whole days as dates; ends are exclusive there as here. No clock is
// asked: DTSTAMP is when the event began.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "export/event_words.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

constexpr std::size_t longest_line_bytes = 75;

// A text value: escapes of RFC 5545, 3.3.11; control characters are dropped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) continue;
    if (c == '\\' || c == ';' || c == ',') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

// Folded after at most 75 bytes, never within a character.
void append_line(std::string& out, std::string_view line) {
  std::size_t room = longest_line_bytes;
  while (line.size() > room) {
    std::size_t bytes = room;
    while ((static_cast<unsigned char>(line[bytes]) & 0xC0U) == 0x80U) --bytes;
    out.append(line.substr(0, bytes)).append("\r\n ");
    line.remove_prefix(bytes);
    room = longest_line_bytes - 1;
  }
  out.append(line).append("\r\n");
}

std::string_view status_word(Status status) {
  switch (status) {
    case Status::asserted:
    case Status::confirmed:
      return "CONFIRMED";
    case Status::denied:
    case Status::negated:
      return "CANCELLED";
    default:
      return "TENTATIVE";
  }
}

std::string duration(const TimeSpan& time) {
  const std::chrono::seconds length = time.end - time.begin;
  if (time.precision >= Precision::day)
    return fmt::format("P{}D", std::chrono::ceil<std::chrono::days>(length).count());
  return fmt::format("PT{}S", length.count());
}

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions&, ProblemSink& problems) {
  TextSink sink(stream);
  std::string& out = sink.text();
  const auto line = [&](std::string_view name, std::string_view value) {
    append_line(out, fmt::format("{}:{}", name, value));
  };
  line("BEGIN", "VCALENDAR");
  line("VERSION", "2.0");
  line("PRODID", "-//ekg//event graph//EN");
  for_each_dated(slice, problems, [&](const EventRecord& record) {
    line("BEGIN", "VEVENT");
    line("UID", plain_id("ev", record.id) + "@ekg");
    line("DTSTAMP", fmt::format("{:%Y%m%dT%H%M%SZ}", record.time->begin));
    const bool days = record.time->precision >= Precision::day;
    line(days ? "DTSTART;VALUE=DATE" : "DTSTART", days
                                                      ? fmt::format("{:%Y%m%d}", record.time->begin)
                                                      : fmt::format("{:%Y%m%dT%H%M%SZ}", record.time->begin));
    if (record.time->end >= after_last_year)  // a year has four digits
      line("DURATION", duration(*record.time));
    else
      line(days ? "DTEND;VALUE=DATE" : "DTEND", days ? fmt::format("{:%Y%m%d}", record.time->end)
                                                     : fmt::format("{:%Y%m%dT%H%M%SZ}", record.time->end));
    line("SUMMARY", escaped(event_title(record)));
    if (!record.mentions.empty() && !record.mentions.front().text.empty())
      line("DESCRIPTION", escaped(record.mentions.front().text));
    if (!record.places.empty()) line("LOCATION", escaped(record.places.front().name));
    line("CATEGORIES", escaped(record.type));
    line("STATUS", status_word(record.status));
    line("END", "VEVENT");
    sink.settle();
  });
  line("END", "VCALENDAR");
  sink.flush();
}

constexpr std::string_view suffixes[] = {".ics"};

}  // namespace

extern const Writer ics_writer = {"ics", "iCalendar for calendars", suffixes, write};

}  // namespace ekg
