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
  for (std::size_t i = 0; i < sentence.size();) {
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
