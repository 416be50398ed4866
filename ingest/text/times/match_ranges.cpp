// Days that share the name of their month: "3-5 November", "Nov. 3, 5 and 7".
#include "ingest/text/times/match_rules.hpp"

namespace ekg {

bool MatchRules::joins_days(std::size_t i) const {
  return is_any(i, {"-", "to", "and", "or", "through", "until", "till", ",", "/"});
}

// "3" in "between 3 and 5 November": the month, and the year where it is told, stand behind the last day.
MatchRules::Match MatchRules::day_of_list(std::size_t i) const {
  const char first = words_[i].text.empty() ? '\0' : words_[i].text[0];
  if (first < '0' || first > '9' || !joins_days(i + 1)) return std::nullopt;
  if (i > 0 && words_[i].glued && !is_any(i - 1, {"(", "\"", "'"})) return std::nullopt;  // "F-16", "$3"
  const std::optional<int> day = day_number(i);
  if (!day) return std::nullopt;
  Match next = is(i + 1, ",") ? std::nullopt : day_month(i + 2);
  // The days ascend, so that a list has 31 words of number at most.
  if (!next && i + 2 < words_.size() && day_number(i + 2).value_or(0) > *day) {
    const std::size_t after = i + 3;
    if (joins_days(after) && !(is(i + 1, "-") && is(after, "-"))) next = day_of_list(i + 2);
  }
  if (!next || *next->day <= *day) return std::nullopt;
  next->first = i;
  next->last = i + 1;
  next->day = day;
  return next;
}

std::optional<TimeMatch> MatchRules::day_joined_to(const TimeMatch& before) const {
  if (before.kind != TimeMatch::Kind::point || before.grain != Grain::day || !before.day || !before.month ||
      before.has_year() || before.numeric_ambiguous || before.minute || before.part || before.last == 0 ||
      day_number(before.last - 1) != before.day)
    return std::nullopt;
  const std::size_t joint = before.last, at = joint + 1, after = joint + 2;
  if (at >= words_.size() || words_[at].text[0] < '0' || words_[at].text[0] > '9' || !joins_days(joint))
    return std::nullopt;
  const std::optional<int> day = day_number(at);
  if (!day || *day <= *before.day) return std::nullopt;
  if (day_month(at)) return std::nullopt;  // "from Nov. 3 to 5 December"
  if (is(joint, ",") && !(is_any(after, {"and", "or", ","}) && day_number(after + 1))) return std::nullopt;
  const bool range = is(joint, "-") && words_[joint].glued && words_[at].glued;
  if (after < words_.size() && !year_number(after) && !joins_days(after)) {
    // What the number counts, or what it is the hour of.
    if (in(after, TimeClass::meridiem) || in(after, TimeClass::unit) || in(after, TimeClass::units) ||
        in(after, TimeClass::power) || in(after, TimeClass::zone) ||
        is_any(after, {"%", "percent", "o'clock"}))
      return std::nullopt;
    switch (words_[after].upos) {
      case Upos::NOUN:
      case Upos::PROPN:
      case Upos::ADJ:
      case Upos::NUM:
      case Upos::SYM:
        if (!range) return std::nullopt;
        break;
      case Upos::VERB:
      case Upos::AUX:
        if (is_any(joint, {"and", "or"})) return std::nullopt;  // "… on Nov. 3 and 5 were hurt"
        break;
      case Upos::X: {
        const char next = words_[after].text[0];
        const bool letter = (next >= 'a' && next <= 'z') || (next & 0x80) != 0;
        if (!range && letter && !in(after, TimeClass::preposition)) return std::nullopt;
        break;
      }
      default:
        break;
    }
  }
  TimeMatch match = before;
  match.first = at;
  match.last = after;
  match.weekday.reset();
  match.day = day;
  if (is(after, "in")) return match;
  TimeMatch with_year = match;
  with_year.last = year_after(after, with_year);
  return with_year.last > after ? with_year : match;
}

}  // namespace ekg
