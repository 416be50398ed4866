// The events of TimelineJS 3, dated as precisely as they are known. Headlines and texts are HTML there, so
// they are escaped.
#include <chrono>

#include "export/event_words.hpp"
#include "export/json_text.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void append_date(JsonText& json, std::string_view name, std::chrono::sys_seconds instant,
                 Precision precision) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  json.key(name).open_object().key("year").integer(static_cast<int>(date.year()));
  if (precision < Precision::year) json.key("month").integer(static_cast<unsigned>(date.month()));
  if (precision < Precision::month) json.key("day").integer(static_cast<unsigned>(date.day()));
  if (precision < Precision::day) {
    const std::chrono::hh_mm_ss time(instant - day);
    json.key("hour").integer(time.hours().count()).key("minute").integer(time.minutes().count());
  }
  json.close_object();
}

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions&, ProblemSink& problems) {
  TextSink sink(stream);
  sink.text() += "{\"events\":[";
  bool empty = true;
  for_each_dated(slice, problems, [&](const EventRecord& record) {
    sink.text() += empty ? "\n" : ",\n";
    empty = false;
    JsonText json(sink.text());
    json.open_object().member("unique_id", plain_id("ev", record.id));
    append_date(json, "start_date", record.time->begin, record.time->precision);
    append_date(json, "end_date", record.time->end - std::chrono::seconds(1), record.time->precision);
    json.key("text").open_object().member("headline", html_escaped(event_title(record)));
    if (!record.mentions.empty()) json.maybe("text", html_escaped(record.mentions.front().text));
    json.close_object().member("group", record.type).close_object();
    sink.settle();
  });
  sink.text() += "]}\n";
  sink.flush();
}

constexpr std::string_view suffixes[] = {".timelinejs.json"};

}  // namespace

extern const Writer timelinejs_writer = {"timelinejs", "TimelineJS 3 JSON", suffixes, write};

}  // namespace ekg
