// Items and groups of vis-timeline; a lane for each first actor. `content` is HTML there, so it is escaped.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <set>

#include "export/event_words.hpp"
#include "export/json_text.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions&, ProblemSink& problems) {
  std::set<std::string> groups;
  TextSink sink(stream);
  sink.text() += "{\"items\":[";
  bool empty = true;
  for_each_dated(slice, problems, [&](const EventRecord& record) {
    const std::string group = record.actors.empty() ? "–" : record.actors.front().name;
    groups.insert(group);
    sink.text() += empty ? "\n" : ",\n";
    empty = false;
    JsonText json(sink.text());
    json.open_object()
        .member("id", record.id)
        .member("group", group)
        .member("content", html_escaped(event_title(record)));
    json.member("start", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", record.time->begin));
    // The end is not included, but JavaScript knows no year 10000.
    const auto end = std::min(record.time->end, after_last_year - std::chrono::seconds(1));
    json.member("end", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", end)).member("type", "range");
    if (!record.mentions.empty()) json.maybe("title", html_escaped(record.mentions.front().text));
    json.member("className", fmt::format("ekg-{}", record.quad ? to_string(*record.quad) : "none"))
        .close_object();
    sink.settle();
  });
  sink.text() += "],\n\"groups\":[";
  empty = true;
  for (const std::string& group : groups) {
    sink.text() += empty ? "\n" : ",\n";
    empty = false;
    JsonText(sink.text())
        .open_object()
        .member("id", group)
        .member("content", html_escaped(group))
        .close_object();
  }
  sink.text() += "]}\n";
  sink.flush();
}

constexpr std::string_view suffixes[] = {".vis.json"};

}  // namespace

extern const Writer vis_timeline_writer = {"vis-timeline", "vis-timeline JSON: items and groups", suffixes,
                                           write};

}  // namespace ekg
