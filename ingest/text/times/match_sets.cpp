// Sets, vague durations and references: "every day", "for years", "recently".
#include <fmt/format.h>

#include "ingest/text/times/match_rules.hpp"

namespace ekg {

// "for years", "weeks of shelling", "years ago", "decades later".
MatchRules::Match MatchRules::vague_units(std::size_t i) const {
  const TimeWord* many = in(i, TimeClass::units);
  if (many == nullptr || many->text == "K" || many->text == "Q") return std::nullopt;
  if (is_any(i + 1, {"ago", "earlier", "before", "later"})) {
    return match_of(TimeMatch::Kind::reference, i, i + 2, is(i + 1, "later") ? "FUTURE_REF" : "PAST_REF");
  }
  const bool before =
      i > 0 && is_any(i - 1, {"for", "in", "within", "over", "after", "through", "than", "took", "take",
                              "takes", "last", "lasted", "spent", "during", "of", "by", "many"});
  const bool after = is_any(i + 1, {"of", "after", "before"});
  if (!before && !(after && (i == 0 || !in(i - 1, TimeClass::number)))) return std::nullopt;
  if (many->text == "s" || (many->text == "m" && !before)) return std::nullopt;
  return match_of(TimeMatch::Kind::duration, i, i + 1, duration_value(many->text[0], std::nullopt));
}

// "every day", "each Monday", "Fridays", "twice a month", "daily".
MatchRules::Match MatchRules::set_expression(std::size_t i) const {
  if (is_any(i, {"every", "each"})) {
    std::size_t at = i + 1;
    std::int64_t count = 2;
    if (is_any(at, {"other", "second"})) {
      count = 4;
      ++at;
    } else if (is(at, "single")) {
      ++at;
    } else if (std::optional<Amount> many = amount(at); many && many->halves && unit(many->last)) {
      count = *many->halves;
      at = many->last;
    }
    if (const std::optional<char> letter = unit(at); letter && *letter != 's')
      return match_of(TimeMatch::Kind::set, i, at + 1, duration_value(*letter, count));
    if (const TimeWord* weekday = in(at, TimeClass::weekday)) {
      return match_of(TimeMatch::Kind::set, i, at + 1, fmt::format("XXXX-WXX-{}", weekday->number));
    }
    if (const std::optional<int> month = month_at(at, true))
      return match_of(TimeMatch::Kind::set, i, at + 1, fmt::format("XXXX-{:02}", *month));
    if (const TimeWord* season = in(at, TimeClass::season))
      return match_of(TimeMatch::Kind::set, i, at + 1, fmt::format("XXXX-{}", season->text));
    if (const TimeWord* part = in(at, TimeClass::part))
      return match_of(TimeMatch::Kind::set, i, at + 1, fmt::format("XXXX-XX-XXT{}", part->text));
    return std::nullopt;
  }
  if (const TimeWord* weekdays = in(i, TimeClass::weekdays); weekdays != nullptr && words_[i].capital) {
    return match_of(TimeMatch::Kind::set, i, i + 1, fmt::format("XXXX-WXX-{}", weekdays->number));
  }
  if (is_any(i, {"once", "twice"}) && is_any(i + 1, {"a", "an", "per", "every", "each"})) {
    const std::optional<char> letter = unit(i + 2);
    if (letter && in(i + 2, TimeClass::unit) && *letter != 's')
      return match_of(TimeMatch::Kind::set, i, i + 3, duration_value(*letter, 2));
  }
  if (is(i, "per") && is_any(i + 1, {"day", "week", "month", "quarter", "year"})) {
    return match_of(TimeMatch::Kind::set, i, i + 2, duration_value(*unit(i + 1), 2));
  }
  if (is(i, "all") && in(i + 1, TimeClass::unit) && is_any(i + 1, {"day", "week", "year", "month"})) {
    return match_of(TimeMatch::Kind::duration, i, i + 2, duration_value(*unit(i + 1), 2));
  }
  if (const TimeWord* set = in(i, TimeClass::set)) {
    if (words_[i].capital && !begins_sentence(i)) return std::nullopt;  // "the Daily Star"
    return match_of(TimeMatch::Kind::set, i, i + 1, set->text);
  }
  return std::nullopt;
}

// "now", "recently", "the past", "in the near future", "at the moment".
MatchRules::Match MatchRules::reference(std::size_t i) const {
  if (const TimeWord* word = in(i, TimeClass::reference)) {
    if (is(i, "now") && (is(i + 1, "that") || is_any(i + 1, {",", "-"}))) {
      if (!is(i + 1, ",")) return std::nullopt;
    }
    if (is(i, "soon") && (is(i + 1, "after") || is(i + 1, "as") || (i > 0 && is(i - 1, "as"))))
      return std::nullopt;
    if (is(i, "shortly") && is_any(i + 1, {"after", "before", "afterwards"})) return std::nullopt;
    return match_of(TimeMatch::Kind::reference, i, i + 1, word->text);
  }
  if (is(i, "long") && is(i + 1, "ago")) return match_of(TimeMatch::Kind::reference, i, i + 2, "PAST_REF");
  const std::size_t time = is(i, "some") ? i + 1 : is(i, "a") && is(i + 1, "long") ? i + 2 : words_.size();
  if (is(time, "time") && is(time + 1, "ago"))
    return match_of(TimeMatch::Kind::reference, i, time + 2, "PAST_REF");
  if (is(i, "present") && i > 0 && is(i - 1, "at")) {
    const bool tagged = words_[i].upos != Upos::X;
    const bool ends = i + 1 >= words_.size() || is_any(i + 1, {".", ",", ";", "\"", ")"});
    // "at present levels"
    const bool modifies =
        !ends && (!tagged || words_[i + 1].upos == Upos::NOUN || words_[i + 1].upos == Upos::ADJ);
    if (!modifies) return match_of(TimeMatch::Kind::reference, i, i + 1, "PRESENT_REF");
  }
  if (!is(i, "the")) return std::nullopt;
  std::size_t at = i + 1;
  if (is_any(at, {"near", "distant", "foreseeable", "immediate", "recent"})) ++at;
  if (at >= words_.size()) return std::nullopt;
  const bool alone =
      at + 1 >= words_.size() || is_any(at + 1, {".", ",", ";", "\"", ")", "and", "but", "to", "as", "with",
                                                 "for", "if", "because", "of", ":", "is", "that"});
  if (is(at, "future") && alone && !(is(at + 1, "of") && i > 0 && !is_any(i - 1, {"in"})))
    return match_of(TimeMatch::Kind::reference, i, at + 1, "FUTURE_REF");
  if (is(at, "past") && alone && !is(at + 1, "of"))
    return match_of(TimeMatch::Kind::reference, i, at + 1, "PAST_REF");
  if ((is(at, "moment") && i > 0 && is_any(i - 1, {"at", "for"}) && !is(at + 1, "of")) ||
      (is(at, "present") && alone)) {
    return match_of(TimeMatch::Kind::reference, i, at + 1, "PRESENT_REF");
  }
  return std::nullopt;
}

}  // namespace ekg
