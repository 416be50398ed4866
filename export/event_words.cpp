#include "export/event_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

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
  problem.message = fmt::format("events without a date, left out: {}", undated);
  problems.report(std::move(problem));
}

void append_plain_id(std::string& out, std::string_view prefix, std::string_view id) {
  static constexpr std::array<bool, 256> is_plain = [] {
    std::array<bool, 256> plain{};
    for (const char c : std::string_view("-_.0123456789")) plain[static_cast<unsigned char>(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c) plain[c] = plain[c - 'a' + 'A'] = true;
    return plain;
  }();
  bool plain = !id.empty();
  for (const char c : id) plain &= is_plain[static_cast<unsigned char>(c)];
  if (plain)
    out += id;
  else
    out += content_id(prefix, id);
}

std::string plain_id(std::string_view prefix, std::string_view id) {
  std::string out;
  append_plain_id(out, prefix, id);
  return out;
}

}  // namespace ekg
