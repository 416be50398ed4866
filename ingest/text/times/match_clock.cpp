// Times of day.
#include <string>

#include "ingest/text/times/match_rules.hpp"

namespace ekg {

// "10:30", "3 p.m.", "14:00 GMT", "1400 GMT", "9 o'clock", "noon", "midnight".
MatchRules::Match MatchRules::clock(std::size_t i) const {
  TimeMatch match = point(i, i + 1, Grain::day);
  if (const TimeWord* noon = in(i, TimeClass::clock)) {
    match.minute = noon->number;
    return match;
  }
  const std::string& text = words_[i].text;
  if (text[0] < '0' || text[0] > '9') return std::nullopt;
  const std::size_t colon = text.find_first_of(":.");
  int hour = 0, minute = 0;
  const bool with_minutes = colon != std::string::npos && colon <= 2 && text.size() == colon + 3;
  if (with_minutes) {
    if (!all_digits(std::string_view(text).substr(0, colon)) ||
        !all_digits(std::string_view(text).substr(colon + 1)))
      return std::nullopt;
    hour = to_int(text);
    minute = to_int(std::string_view(text).substr(colon + 1));
  } else if (all_digits(text) && text.size() <= 2) {
    hour = to_int(text);
  } else if (all_digits(text) && text.size() == 4 &&
             is_any(i + 1, {"gmt", "utc", "hours", "local", "est", "z"})) {
    hour = to_int(text) / 100;
    minute = to_int(text) % 100;
    if (hour > 24 || minute > 59) return std::nullopt;
    match.minute = hour * 60 + minute;
    match.last = is(i + 1, "local") ? i + 1 : i + 2;
    if (const TimeWord* zone = in(i + 1, TimeClass::zone)) match.zone = zone->number;
    return match;
  } else {
    return std::nullopt;
  }
  if (hour > 24 || minute > 59) return std::nullopt;
  std::size_t at = i + 1;
  bool sure = with_minutes && text[colon] == ':' && i > 0 &&
              is_any(i - 1, {"at", "by", "before", "after", "until", "from", "around", "about", "since",
                             "between", "and", "to", "till"});
  if (const TimeWord* meridiem = in(at, TimeClass::meridiem)) {
    if (hour > 12) return std::nullopt;
    hour = hour % 12 + (meridiem->text == "p" ? 12 : 0);
    sure = true;
    ++at;
  } else if (is_any(at, {"o'clock"})) {
    sure = true;
    ++at;
  }
  if (const TimeWord* zone = in(at, TimeClass::zone);
      zone != nullptr && words_[at].all_capitals && (sure || with_minutes)) {
    match.zone = zone->number;
    sure = true;
    ++at;
  } else if (is(at, "local") && is(at + 1, "time")) {
    sure = sure || with_minutes;
  }
  if (!sure) return std::nullopt;
  if (is(at, "in") && is(at + 1, "the") && in(at + 2, TimeClass::part)) {
    if (hour < 12 && in(at + 2, TimeClass::part)->text != "MO") hour += 12;
    at += 3;
  }
  match.minute = hour * 60 + minute;
  match.last = at;
  return match;
}

// "the morning of 5 November", "in the evening".
MatchRules::Match MatchRules::part_of_day(std::size_t i) const {
  std::size_t at = i;
  if (is(at, "the")) ++at;
  const TimeWord* part = in(at, TimeClass::part);
  if (part == nullptr) return std::nullopt;
  if (is(at + 1, "of")) {
    Match date = match_at(at + 2);
    if (date && date->kind == TimeMatch::Kind::point && date->grain == Grain::day && !date->minute &&
        !date->part) {
      date->first = i;
      date->part = part_from(part->text);
      return date;
    }
  }
  TimeMatch match = point(i, at + 1, Grain::day);
  match.part = part_from(part->text);
  if (at > i && i > 0 && is_any(i - 1, {"in", "during"})) return match;
  if (at == i && i > 0 && is_any(i - 1, {"at", "before", "after", "by", "since", "around", "until"}) &&
      words_[at].text != "night" && words_[at].text != "morning") {
    return match;
  }
  return std::nullopt;
}

}  // namespace ekg
