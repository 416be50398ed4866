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

}  // namespace

std::vector<TimeMatch> match_times(const TimeWords& words, const std::vector<SeenWord>& sentence) {
  const MatchRules rules(words, sentence);
  std::vector<TimeMatch> matches;
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
    i = match->last;
    if (!matches.empty()) {
      TimeMatch& before = matches.back();
      if (is_clock_only(before) && is_day(*match) &&
          joins(sentence, before.last, match->first, {"on", ",", "of"})) {
        before = joined(*match, before);
        continue;
      }
      if (is_day(before) && is_clock_only(*match) &&
          joins(sentence, before.last, match->first, {"at", ",", "around", "about", "@"})) {
        before = joined(before, *match);
        continue;
      }
    }
    matches.push_back(*std::move(match));
  }
  return matches;
}

}  // namespace ekg
