#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "ingest/text/times/match_rules.hpp"

namespace ekg {
TimeMatch match_of(TimeMatch::Kind kind, std::size_t first, std::size_t last, std::string_view value) {
  TimeMatch match;
  match.kind = kind;
  match.first = first;
  match.last = last;
  match.value = value;
  return match;
}

std::string duration_value(char unit, std::optional<std::int64_t> halves) {
  const auto write = [](std::string_view before, std::optional<std::int64_t> count, std::string_view letter) {
    return count ? fmt::format("{}{}{}", before, *count, letter) : fmt::format("{}X{}", before, letter);
  };
  const bool odd = halves && *halves % 2 != 0;
  std::optional<std::int64_t> whole = halves ? std::optional(*halves / 2) : std::nullopt;
  switch (unit) {
    case 's':
      return odd ? fmt::format("PT{}.5S", *whole) : write("PT", whole, "S");
    case 'm':
      return odd ? fmt::format("PT{}M30S", *whole) : write("PT", whole, "M");
    case 'h':
      return odd ? (*whole == 0 ? "PT30M" : fmt::format("PT{}H30M", *whole)) : write("PT", whole, "H");
    case 'D':
      return odd ? (*whole == 0 ? "PT12H" : fmt::format("P{}DT12H", *whole)) : write("P", whole, "D");
    case 'F':
      return write("P", halves, "W");
    case 'W':
      return odd ? fmt::format("P{}.5W", *whole) : write("P", whole, "W");
    case 'M':
      return odd ? fmt::format("P{}.5M", *whole) : write("P", whole, "M");
    case 'Q':
      return odd ? fmt::format("P{}.5Q", *whole) : write("P", whole, "Q");
    case 'Y':
      return odd ? (*whole == 0 ? "P6M" : fmt::format("P{}Y6M", *whole)) : write("P", whole, "Y");
    case 'E':
      return odd ? (*whole == 0 ? "P5Y" : fmt::format("P{}Y", *halves * 5)) : write("P", whole, "DE");
    case 'C':
      return odd ? fmt::format("P{}Y", *halves * 50) : write("P", whole, "CE");
    case 'K':
      return write("P", whole, "WE");
    default:
      return "PX";
  }
}

std::optional<Grain> grain_of_unit(char unit) {
  switch (unit) {
    case 'D':
      return Grain::day;
    case 'W':
    case 'F':
      return Grain::week;
    case 'M':
      return Grain::month;
    case 'Q':
      return Grain::quarter;
    case 'Y':
      return Grain::year;
    case 'E':
      return Grain::decade;
    case 'C':
      return Grain::century;
    case 'K':
      return Grain::weekend;
    default:
      return std::nullopt;
  }
}

std::optional<char> MatchRules::unit(std::size_t i) const {
  if (const TimeWord* word = in(i, TimeClass::unit)) return word->text[0];
  if (const TimeWord* word = in(i, TimeClass::units)) return word->text[0];
  return std::nullopt;
}

// "more than", "at least", "nearly" … Returns the end, or `i` when nothing of the kind stands there.
std::size_t MatchRules::approximation(std::size_t i) const {
  const std::initializer_list<std::string_view> compared = {"more", "less", "fewer", "longer", "shorter"};
  if (is_any(i, compared) && is(i + 1, "than")) return i + 2;
  if (is(i, "at") && is_any(i + 1, {"least", "most"})) return i + 2;
  if (is(i, "up") && is(i + 1, "to")) return i + 2;
  if (is(i, "well") && is(i + 1, "over")) return i + 2;
  if (is(i, "as") && is_any(i + 1, {"long", "many", "little", "much", "few"}) && is(i + 2, "as"))
    return i + 3;
  return in(i, TimeClass::approx) != nullptr ? i + 1 : i;
}

// "12 000": the end of the groups of three digits behind the first, or i + 1.
std::size_t MatchRules::thousands(std::size_t i) const {
  std::size_t at = i + 1;
  if (!digits(i, 3) || words_[i].text[0] == '0') return at;
  while (at < words_.size() && words_[at].text.size() == 3 && all_digits(words_[at].text) &&
         !words_[at].glued)
    ++at;
  return at;
}

// "three", "10", "2.5", "a", "half a", "two and a half", "a couple of", "several", "a dozen", "twenty-four".
std::optional<MatchRules::Amount> MatchRules::amount(std::size_t i) const {
  if (i >= words_.size()) return std::nullopt;
  Amount found;
  if (is(i, "half") && is_any(i + 1, {"a", "an"})) return Amount{i + 2, 1, false};
  if (is_any(i, {"a", "an"})) {
    if (is(i + 1, "couple")) return Amount{is(i + 2, "of") ? i + 3 : i + 2, 4, false};
    if (is_any(i + 1, {"few", "handful"}))
      return Amount{is(i + 2, "of") ? i + 3 : i + 2, std::nullopt, false};
    if (is(i + 1, "dozen")) return Amount{i + 2, 24, false};
    if (is(i + 1, "half") || is(i + 1, "half-")) return Amount{i + 2, 1, false};
    if (const TimeWord* power = in(i + 1, TimeClass::power))
      return Amount{i + 2, 2 * static_cast<std::int64_t>(power->number), false};
    return Amount{i + 1, 2, true};
  }
  if (in(i, TimeClass::vague) != nullptr) {
    const bool of = is(i + 1, "of");
    return Amount{of ? i + 2 : i + 1, std::nullopt, false};
  }
  const std::string& text = words_[i].text;
  if (text[0] >= '0' && text[0] <= '9') {
    std::string plain = text;
    std::erase(plain, ',');
    const std::size_t end_of_groups = thousands(i);
    for (std::size_t at = i + 1; at < end_of_groups && plain.size() < 12; ++at) plain += words_[at].text;
    double value = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (error != std::errc{} || end != plain.data() + plain.size() || value > 1e6) return std::nullopt;
    found.halves = std::llround(value * 2);
    found.last = end_of_groups;
  } else if (const TimeWord* tens = in(i, TimeClass::tens)) {
    found.halves = 2 * tens->number;
    found.last = i + 1;
    const std::size_t ones = is(i + 1, "-") ? i + 2 : i + 1;
    if (const TimeWord* one = in(ones, TimeClass::number);
        one != nullptr && one->number >= 1 && one->number <= 9) {
      found.halves = *found.halves + 2 * one->number;
      found.last = ones + 1;
    }
  } else if (const TimeWord* number = in(i, TimeClass::number)) {
    found.halves = 2 * number->number;
    found.last = i + 1;
  } else {
    return std::nullopt;
  }
  if (const TimeWord* power = in(found.last, TimeClass::power)) {
    if (*found.halves > 2'000'000 / power->number) return std::nullopt;
    found.halves = *found.halves * power->number;
    ++found.last;
  }
  if (is(found.last, "and") && is(found.last + 1, "a") && is(found.last + 2, "half")) {
    found.halves = *found.halves + 1;
    found.last += 3;
  } else if (is_any(found.last, {"1/2", "½"})) {
    found.halves = *found.halves + 1;
    ++found.last;
  }
  return found;
}

// "yesterday", "tomorrow evening", "tonight", "overnight", "the day before yesterday".
MatchRules::Match MatchRules::deictic(std::size_t i) const {
  if (const TimeWord* night = in(i, TimeClass::night_of)) {
    if (night->number != 0 && (is(i + 1, "-") || (i > 0 && is_any(i - 1, {"an", "the"}))))
      return std::nullopt;
    TimeMatch match = match_of(TimeMatch::Kind::point, i, i + 1);
    match.count = night->number;
    match.pick = Pick::current;
    match.part = DayPart::night;
    return match;
  }
  if (is(i, "the") && is(i + 1, "day") && is_any(i + 2, {"before", "after"})) {
    const TimeWord* day = in(i + 3, TimeClass::deictic);
    if (day == nullptr || day->number == 0) return std::nullopt;
    TimeMatch match = match_of(TimeMatch::Kind::point, i, i + 4);
    match.count = day->number * 2;
    match.pick = Pick::current;
    return match;
  }
  const TimeWord* day = in(i, TimeClass::deictic);
  if (day == nullptr) return std::nullopt;
  TimeMatch match = match_of(TimeMatch::Kind::point, i, i + 1);
  match.count = day->number;
  match.pick = Pick::current;
  if (const TimeWord* part = in(i + 1, TimeClass::part)) {
    match.part = part_from(part->text);
    match.last = i + 2;
  }
  return match;
}

// "last week", "next Friday", "this morning", "the following month", "the same day", "the previous summer",
// "these days".
MatchRules::Match MatchRules::relative(std::size_t i) const {
  std::size_t at = i;
  const bool the = is(at, "the") || is_any(at, {"his", "her", "its", "their"});
  if (the) ++at;
  const bool this_past = is(at, "this") && is_any(at + 1, {"past", "coming", "same"});
  if (this_past) ++at;
  if (is_any(at, {"very"})) ++at;
  const std::initializer_list<std::string_view> words = {
      "last",      "this",  "next",      "past", "current", "coming",  "upcoming", "previous",
      "preceding", "prior", "following", "same", "that",    "ensuing", "present"};
  if (!is_any(at, words)) {
    // "the year" alone, where the sentence speaks of a whole period.
    if (the && is(i, "the") && is_any(at, {"year", "month", "week"}) && i > 0 &&
        is_any(i - 1, {"of", "for", "during"}) &&
        !is_any(at + 1, {"of", "-", "before", "after", "earlier", "when", "that", "to", "ago", "later"})) {
      TimeMatch match = match_of(TimeMatch::Kind::point, i, at + 1);
      match.grain = *grain_of_unit(*unit(at));
      match.count = 0;
      match.pick = Pick::current;
      return match;
    }
    if (the && is(at, "weekend")) {
      TimeMatch match = match_of(TimeMatch::Kind::point, i, at + 1);
      match.grain = Grain::weekend;
      return match;
    }
    if (is(i, "these") && is(i + 1, "days"))
      return match_of(TimeMatch::Kind::reference, i, i + 2, "PRESENT_REF");
    if (is(i, "the") && is(i + 1, "other") && is(i + 2, "day"))
      return match_of(TimeMatch::Kind::reference, i, i + 3, "PAST_REF");
    return std::nullopt;
  }
  const std::string& word = words_[at].text;
  const std::size_t noun = at + 1;
  if (noun >= words_.size()) return std::nullopt;
  const bool narrative = word == "previous" || word == "preceding" || word == "prior" ||
                         word == "following" || word == "ensuing" || word == "same" || word == "that" ||
                         (word == "next" && the);
  const int direction =
      word == "last" || word == "past" || word == "previous" || word == "preceding" || word == "prior" ? -1
      : word == "next" || word == "coming" || word == "upcoming" || word == "following" || word == "ensuing"
          ? 1
          : 0;
  const Pick pick = narrative ? (direction < 0   ? Pick::previous
                                 : direction > 0 ? Pick::following
                                                 : Pick::same)
                              : (direction < 0   ? Pick::last
                                 : direction > 0 ? Pick::next
                                                 : Pick::current);
  TimeMatch match = match_of(TimeMatch::Kind::point, i, noun + 1);
  match.pick = pick;
  if (const TimeWord* part = in(noun, TimeClass::part)) {
    if (word == "past" || word == "current" || word == "coming" || (the && direction < 0 && !narrative))
      return std::nullopt;
    match.count = direction;
    match.part = part_from(part->text);
    return match;
  }
  if (const TimeWord* singular = in(noun, TimeClass::unit)) {
    const char letter = singular->text[0];
    const std::optional<Grain> grain = grain_of_unit(letter);
    if (!grain || letter == 'F') {
      if (letter != 'F' && letter != 'h' && letter != 'm') return std::nullopt;
      if (!(word == "past" || word == "last" || word == "next" || word == "coming")) return std::nullopt;
      return match_of(TimeMatch::Kind::duration, i, noun + 1, duration_value(letter, 2));
    }
    if (*grain == Grain::day &&
        (word == "last" || word == "past" || word == "coming" || word == "current" || word == "present" ||
         (word == "this" && (the || (i > 0 && is_any(i - 1, {"to", "until", "till"}))))) &&
        !this_past)
      return std::nullopt;
    if (*grain == Grain::century && direction == 0 && word != "this") return std::nullopt;
    const bool stretch = (the || this_past) &&
                         (word == "past" || (word == "last" && *grain != Grain::weekend)) &&
                         *grain != Grain::weekend;
    if (stretch && !(is(noun + 1, "of"))) {
      match = match_of(TimeMatch::Kind::duration, i, noun + 1, duration_value(letter, 2));
      match.anchored = -1;
      match.stretch_count = 1;
      match.stretch_grain = *grain;
      return match;
    }
    if (word == "past" && !this_past) return std::nullopt;
    if (stretch) return std::nullopt;
    match.grain = *grain;
    match.count = direction;
    return match;
  }
  if (word == "that" || word == "present") return std::nullopt;
  if (const std::optional<int> month = month_at(noun, true)) {
    if (the && !narrative) return std::nullopt;
    match.grain = Grain::month;
    match.month = month;
    if (const std::optional<int> day = day_number(noun + 1); day && !in(noun + 1, TimeClass::ordinal)) {
      match.day = day;
      match.grain = Grain::day;
      match.last = noun + 2;
    }
    return match;
  }
  if (const TimeWord* weekday = in(noun, TimeClass::weekday); weekday != nullptr && words_[noun].capital) {
    match.weekday = weekday->number;
    if (const TimeWord* part = in(noun + 1, TimeClass::part)) {
      match.part = part_from(part->text);
      match.last = noun + 2;
    }
    return match;
  }
  if (const TimeWord* season = in(noun, TimeClass::season)) {
    match.grain = Grain::season;
    match.month = season->text == "SP" ? 3 : season->text == "SU" ? 6 : season->text == "FA" ? 9 : 12;
    return match;
  }
  if (is_any(noun, {"time", "point", "moment"}) && (word == "this" || word == "present") && i > 0 &&
      is(i - 1, "at")) {
    return match_of(TimeMatch::Kind::reference, i, noun + 1, "PRESENT_REF");
  }
  return std::nullopt;
}

// "three weeks", "the past three years", "two days ago", "a year and a half later", "six-month",
// "36-year-old", "a day" as a rate.
MatchRules::Match MatchRules::counted(std::size_t i) const {
  std::size_t at = i;
  const bool the = is_any(at, {"the", "his", "her", "its", "their", "our", "this", "these", "those"});
  if (the) ++at;
  const std::size_t approximate = approximation(at);
  at = approximate;
  int ordinal_direction = 0;
  bool framed = false;
  const bool after_auxiliary = !the && at > 0 &&
                               is_any(at - 1, {"will", "'ll", "to", "would", "can", "could", "may", "might",
                                               "should", "must", "n't", "not", "only"});
  if (is(at, "last") && (after_auxiliary || words_[at].upos == Upos::VERB)) return std::nullopt;
  if (is_any(at, {"last", "past", "previous", "preceding", "recent"}))
    ordinal_direction = -1, framed = true, ++at;
  else if (is_any(at, {"next", "coming", "following", "upcoming"}))
    ordinal_direction = 1, framed = true, ++at;
  else if (is_any(at, {"first", "final", "opening", "closing", "same", "full", "entire", "whole"}))
    framed = true, ++at;
  else if (is(at, "another"))
    framed = true;
  if (is(at, "this") || (the && !framed && is(i, "the") && approximate == i + 1 && is_any(at, {"a", "an"})))
    return std::nullopt;
  std::optional<Amount> many = amount(at);
  if (is(at, "another")) {
    many = amount(at + 1);
    if (!many) many = Amount{at + 1, 2, false};
  }
  std::optional<char> letter;
  std::size_t noun = at;
  if (many) {
    noun = many->last;
    if (is(noun, "-") && words_[noun].glued) ++noun;
    while (is_any(noun, {"more", "straight", "consecutive", "full", "long", "whole", "working", "business",
                         "further", "additional", "other", "successive", "short", "calendar", "very", "solid",
                         "bloody", "gruelling", "grueling"})) {
      ++noun;
    }
    letter = unit(noun);
  } else if (framed && in(at, TimeClass::units)) {
    letter = unit(at);
    if (ordinal_direction != 0) {
      const bool recent = is(at - 1, "recent") ||
                          is_any(at - 1, {"coming", "upcoming", "past", "last", "previous", "preceding"});
      if (!recent) return std::nullopt;
      return match_of(TimeMatch::Kind::reference, i, at + 1,
                      ordinal_direction < 0 ? "PAST_REF" : "FUTURE_REF");
    }
    return std::nullopt;
  }
  if (!letter || !many) return std::nullopt;
  // "three-quarters of voters" is a fraction.
  if (*letter == 'Q' && many->halves && *many->halves < 8 && (is(noun - 1, "-") || noun == many->last) &&
      is(noun + 1, "of"))
    return std::nullopt;
  const bool singular = in(noun, TimeClass::unit) != nullptr;
  if (singular && words_[noun].text == "second") return std::nullopt;
  if (singular && noun == many->last && many->halves && *many->halves > 200)
    return std::nullopt;  // "the World Cup 2018 day five"
  if (many->article && *letter == 's') return std::nullopt;
  std::size_t end = noun + 1;
  std::optional<std::int64_t> halves = many->halves;
  if (halves && is(end, "and") && is(end + 1, "a") && is(end + 2, "half")) {
    ++*halves;
    end += 3;
  }
  const std::optional<Grain> grain = grain_of_unit(*letter);
  const std::int64_t per_unit = *letter == 'F' ? 2 : 1;

  // Ages.
  if (*letter == 'Y' || *letter == 'M') {
    if (is(noun + 1, "-") && is_any(noun + 2, {"old", "olds"}))
      return match_of(TimeMatch::Kind::duration, at, noun + 3, duration_value(*letter, halves));
    if (is(noun + 1, "old"))
      return match_of(TimeMatch::Kind::duration, i, noun + 2, duration_value(*letter, halves));
  }

  // "ago", "earlier", "later": a point.
  const std::size_t suffix = is(end, "-") && words_[end].glued ? end + 1 : end;
  int direction = 0;
  bool narrative = false;
  std::size_t suffix_end = suffix + 1;
  if (is(suffix, "ago") || is(suffix, "back")) {
    direction = -1;
  } else if (is_any(suffix, {"earlier", "previously"}) ||
             (is_any(suffix, {"before", "prior"}) &&
              (suffix + 1 >= words_.size() ||
               is_any(suffix + 1, {".", ",", ";", "\"", ")", "and", "when", "-"})))) {
    direction = -1, narrative = true;
  } else if (is_any(suffix, {"later", "afterwards", "afterward", "on"}) ||
             (is(suffix, "after") && (suffix + 1 >= words_.size() || is_any(suffix + 1, {".", ",", ";"})))) {
    if (is(suffix, "on") && !(is_any(suffix + 1, {",", "."})))
      direction = 0;
    else
      direction = 1, narrative = true;
  } else if (is(suffix, "from") && is_any(suffix + 1, {"now", "today"})) {
    direction = 1;
    suffix_end = suffix + 2;
  } else if (is_any(suffix, {"'", "'s"}) && is(suffix + 1, "time") && i > 0 && is(i - 1, "in")) {
    direction = 1;
    suffix_end = suffix + 2;
  }
  if (direction != 0) {
    if (!halves)
      return match_of(TimeMatch::Kind::reference, i, suffix_end, direction < 0 ? "PAST_REF" : "FUTURE_REF");
    TimeMatch match = match_of(TimeMatch::Kind::point, i, suffix_end);
    match.pick = narrative ? (direction < 0 ? Pick::previous : Pick::following)
                           : (direction < 0 ? Pick::last : Pick::next);
    if (!grain) {
      // Hours and minutes away from the publication: the day is known, the hour is not.
      if (*halves / 2 > 12 || *letter != 'h' || narrative)
        return match_of(TimeMatch::Kind::reference, i, suffix_end, direction < 0 ? "PAST_REF" : "FUTURE_REF");
      match.count = 0;
      match.pick = Pick::current;
      return match;
    }
    match.grain = *grain;
    match.count = direction * (*halves / 2) * per_unit;
    if (*halves % 2 != 0) {
      if (*grain != Grain::year) {
        match.count = direction * ((*halves + 1) / 2) * per_unit;
      } else {
        match.grain = Grain::month;
        match.count = direction * 6 * *halves;
      }
    }
    return match;
  }

  // "twice a month", "$5 a day": a set.
  if (many->article && !the && approximate == i) {
    const bool after_count =
        i > 0 && (is_any(i - 1, {"once", "twice", "times", "time", "%", "percent", "million", "billion",
                                 "thousand", "each"}) ||
                  (words_[i - 1].text.size() > 3 && words_[i - 1].text.ends_with('s') &&
                   !in(i - 1, TimeClass::past_cue) &&
                   !is_any(i - 1, {"lasts", "takes", "needs", "spends", "plus", "this"}) &&
                   words_[i - 1].xpos != Xpos::VBZ) ||
                  (words_[i - 1].text[0] >= '0' && words_[i - 1].text[0] <= '9'));
    if (after_count) {
      return match_of(TimeMatch::Kind::set, i, noun + 1, duration_value(*letter, 2));
    }
  }

  if (singular && many->article && *letter != 'Y' && *letter != 'E' && *letter != 'C' && *letter != 'F') {
    // "a day", "a month" after other words than those of duration is often no time at all ("a day of
    // mourning" is).
    const bool duration =
        i > 0 &&
        (is_any(i - 1, {"for",    "in",    "within", "over",    "after", "than", "least", "nearly",
                        "almost", "about", "last",   "lasted",  "took",  "take", "takes", "spent",
                        "spend",  "half",  "until",  "through", "every", "by",   "once",  "during"}) ||
         approximate > i || is(noun + 1, "of") || is(noun + 1, "-") || is_any(end, {"after", "before"}));
    if (!duration) return std::nullopt;
  }
  TimeMatch match = match_of(TimeMatch::Kind::duration, i, end, duration_value(*letter, halves));
  const bool adjective = is(many->last, "-") && words_[many->last].glued;
  if (!framed && the && approximate == i + 1 && (adjective || !is(i, "the"))) match.first = i + 1;
  if (ordinal_direction != 0 && halves && grain) {
    match.anchored = ordinal_direction;
    match.stretch_count = std::max<std::int64_t>(1, *halves / 2) * per_unit;
    match.stretch_grain = *grain;
  }
  if (is(end, "-") && is(end + 1, "long") && words_[end].glued) match.last = end + 2;
  return match;
}

// "the day before", "the week after", "the year before that"; "a day after the vote" stays a duration.
MatchRules::Match MatchRules::day_before_or_after(std::size_t i) const {
  std::size_t at = i;
  if (!is_any(at, {"the", "a"})) return std::nullopt;
  ++at;
  // "the year-earlier level", "a year-ago".
  const std::size_t from = in(i, TimeClass::unit) ? i : at;
  const std::optional<char> letter = unit(from);
  if (!letter) {
    const TimeWord* part = in(at, TimeClass::part);
    if (part == nullptr || !is(i, "the") || !is_any(at + 1, {"before", "after"})) return std::nullopt;
    if (at + 2 < words_.size() && !is_any(at + 2, {".", ",", ";", "\"", ")"})) return std::nullopt;
    TimeMatch match = match_of(TimeMatch::Kind::point, i, at + 2);
    match.part = part_from(part->text);
    match.count = is(at + 1, "before") ? -1 : 1;
    match.pick = is(at + 1, "before") ? Pick::previous : Pick::following;
    return match;
  }
  const std::optional<Grain> grain = grain_of_unit(*letter);
  if (!grain || !in(from, TimeClass::unit)) return std::nullopt;
  if (is(from + 1, "-") && is_any(from + 2, {"ago", "earlier"})) {
    TimeMatch match = match_of(TimeMatch::Kind::point, i, from + 3);
    match.grain = *grain;
    match.count = -1;
    match.pick = Pick::last;
    return match;
  }
  if (!is(i, "the") || !is_any(from + 1, {"before", "after", "prior"})) return std::nullopt;
  const std::size_t next = from + 2;
  if (is(next, "last") && is(from + 1, "before")) {
    TimeMatch match = match_of(TimeMatch::Kind::point, i, next + 1);
    match.grain = *grain;
    match.count = -2;
    match.pick = Pick::last;
    return match;
  }
  // "The day before it had been mined" opens a clause; "the day before the vote" is a noun's.
  const bool opens = begins_sentence(i) && next < words_.size() && words_[next].upos == Upos::PRON;
  if (next < words_.size() && !opens && !is_any(next, {".", ",", ";", "\"", ")", "that", "and", ":"}))
    return std::nullopt;
  TimeMatch match = match_of(TimeMatch::Kind::point, i, from + 2);
  match.grain = *grain;
  match.count = is(from + 1, "after") ? 1 : -1;
  match.pick = is(from + 1, "after") ? Pick::following : Pick::previous;
  return match;
}

}  // namespace ekg
