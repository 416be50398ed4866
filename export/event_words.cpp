#include "export/event_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "graph/content_id.hpp"

namespace ekg {

std::string event_title(const EventRecord& record) {
  const auto names = [](const std::vector<Party>& parties) {
    std::string list;
    for (const Party& party : parties) list += (list.empty() ? "" : ", ") + party.name;
    return list;
  };
  std::string title = names(record.actors);
  title += (title.empty() ? "" : ": ") + record.type;
  if (!record.recipients.empty()) title += " – " + names(record.recipients);
  return title;
}

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out.push_back(c);
    }
  }
  return out;
}

void for_each_dated(const TimeSlice& slice, ProblemSink& problems,
                    const std::function<void(const EventRecord&)>& use) {
  std::size_t undated = 0;
  EventRecord record;
  for (const EventId event : slice.events()) {
    if (!slice.graph().dated(event)) {
      ++undated;
      continue;
    }
    slice.graph().read_record(event, record);
    use(record);
  }
  if (undated == 0) return;
  Problem problem;
  problem.code = "undated-events";
  problem.severity = Severity::note;
  problem.message = fmt::format("{} events have no date and are left out", undated);
  problems.report(std::move(problem));
}

std::string plain_id(std::string_view prefix, std::string_view id) {
  const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
  return plain && !id.empty() ? std::string(id) : content_id(prefix, id);
}

}  // namespace ekg
