#include "ingest/text/times/matcher.hpp"

#include <algorithm>

#include "ingest/text/times/match_rules.hpp"

namespace ekg {
namespace {

bool is_clock_only(const TimeMatch& match) {
  return match.kind == TimeMatch::Kind::point && !match.has_date() && (match.minute || match.part);
}
bool is_day(const TimeMatch& match) {
  return match.kind == TimeMatch::Kind::point && match.has_date() && match.grain == Grain::day &&
         !match.minute && !match.part;
}

// Joins `clock` into `date`; the words of both and what stands between are one expression.
TimeMatch joined(TimeMatch date, const TimeMatch& clock) {
  date.first = std::min(date.first, clock.first);
  date.last = std::max(date.last, clock.last);
  date.minute = clock.minute;
  date.part = clock.part;
  date.zone = clock.zone;
  return date;
}

// How far ahead of a word that only leads up to it ("in more than the past …") the word of time may stand.
constexpr std::size_t lead = 12;

// Words without which nothing is an expression of time.
bool is_kernel(const SeenWord& word) {
  const char first = word.text.empty() ? '\0' : word.text[0];
  if ((first >= '0' && first <= '9') || first == '\'' || word.mid) return true;
  if (word.classes == nullptr) {
    return word.text == "future" || word.text == "past" || word.text == "present" || word.text == "moment" ||
           word.text == "time" || word.text == "point" || word.text == "new" || word.text == "ago" ||
           (word.text.size() == 2 && (first == 'q' || first == 'h'));
  }
  for (const TimeWord& entry : *word.classes) {
    switch (entry.cls) {
      case TimeClass::number:
      case TimeClass::tens:
      case TimeClass::power:
      case TimeClass::vague:
      case TimeClass::ordinal:
      case TimeClass::edge:
      case TimeClass::edge_noun:
      case TimeClass::meridiem:
      case TimeClass::zone:
      case TimeClass::approx:
      case TimeClass::preposition:
      case TimeClass::future_cue:
      case TimeClass::past_cue:
        break;
      default:
        return true;
    }
  }
  return false;
}

bool joins(const std::vector<SeenWord>& words, std::size_t begin, std::size_t end,
           std::initializer_list<std::string_view> fillers) {
  if (begin == end) return true;
  if (end != begin + 1) return false;
  return std::find(fillers.begin(), fillers.end(), words[begin].text) != fillers.end();
}

// "from 9am to 5pm on Monday", "at 6pm (1500 GMT) on Monday": clocks before a day are of that day.
void date_clocks(const std::vector<SeenWord>& words, std::vector<TimeMatch>& matches) {
  constexpr std::size_t longest_gap = 4;
  const auto between = [&](const TimeMatch& left, const TimeMatch& right,
                           std::initializer_list<std::string_view> fillers) {
    if (right.first - left.last > longest_gap) return false;
    return std::all_of(words.begin() + static_cast<std::ptrdiff_t>(left.last),
                       words.begin() + static_cast<std::ptrdiff_t>(right.first), [&](const SeenWord& word) {
                         return std::find(fillers.begin(), fillers.end(), word.text) != fillers.end();
                       });
  };
  for (std::size_t k = matches.size(); k-- > 1;) {
    TimeMatch &clock = matches[k - 1], &next = matches[k];
    if (clock.kind != TimeMatch::Kind::point || !clock.minute) continue;
    if (!clock.has_date()) {
      const bool of_day = is_day(next) && between(clock, next, {"local", "time", ")", ",", "on", "of"});
      const bool of_clock =
          next.kind == TimeMatch::Kind::point && next.minute && next.has_date() &&
          between(clock, next,
                  {"local", "time", "(", ")", ",", "/", "or", "and", "to", "-", "until", "till"});
      if (of_day || of_clock) {
        TimeMatch dated = next;
        dated.first = clock.first;
        dated.last = clock.last;
        dated.minute = clock.minute;
        dated.zone = clock.zone;
        clock = std::move(dated);
      }
    }
  }
  // "6pm (1500 GMT)" tells one instant twice, so that the first clock's zone is known.
  for (std::size_t k = 1; k < matches.size(); ++k) {
    TimeMatch &clock = matches[k - 1], &same = matches[k];
    if (!clock.minute || clock.zone || !same.minute || !same.zone || words[same.first - 1].text != "(" ||
        !between(clock, same, {"local", "time", "("}))
      continue;
    constexpr int day = 1440, farthest_east = 14 * 60, farthest_west = -12 * 60;
    int zone = *clock.minute - *same.minute + *same.zone, shift = 0;
    if (zone > farthest_east) zone -= day, shift = 1;
    if (zone < farthest_west) zone += day, shift = -1;
    if (zone > farthest_east || zone % 15 != 0) continue;
    clock.zone = zone;
    same.day_shift = shift;
  }
}

}  // namespace

std::vector<TimeMatch> match_times(const TimeWords& words, const std::vector<SeenWord>& sentence) {
  const MatchRules rules(words, sentence);
  std::vector<TimeMatch> matches;
  const auto add = [&](TimeMatch match) {
    if (!matches.empty()) {
      TimeMatch& before = matches.back();
      if (is_clock_only(before) && is_day(match) &&
          joins(sentence, before.last, match.first, {"on", ",", "of"})) {
        before = joined(std::move(match), before);
        return;
      }
      if (is_day(before) && is_clock_only(match) &&
          joins(sentence, before.last, match.first, {"at", ",", "around", "about", "@"})) {
        before = joined(before, match);
        return;
      }
    }
    matches.push_back(std::move(match));
  };
  std::size_t kernel = 0;  // the first word of time at or behind i
  for (std::size_t i = 0; i < sentence.size();) {
    kernel = std::max(kernel, i);
    while (kernel < sentence.size() && !is_kernel(sentence[kernel])) ++kernel;
    if (kernel == sentence.size()) break;
    if (kernel > i + lead) {
      i = kernel - lead;
      continue;
    }
    std::optional<TimeMatch> match = rules.match_at(i);
    if (!match || match->last <= i) {
      ++i;
      continue;
    }
    for (; match; match = rules.day_joined_to(matches.back())) {
      i = match->last;
      add(*std::move(match));
    }
  }
  date_clocks(sentence, matches);
  return matches;
}

}  // namespace ekg
