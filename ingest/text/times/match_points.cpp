#include <algorithm>
#include <array>
#include <charconv>

#include "ingest/text/times/match_rules.hpp"

namespace ekg {
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
int to_int(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}
TimeMatch point(std::size_t first, std::size_t last, Grain grain) {
  TimeMatch match;
  match.first = first;
  match.last = last;
  match.grain = grain;
  return match;
}

DayPart part_from(std::string_view code) {
  static constexpr std::string_view codes[] = {"MO", "MI", "AF", "EV", "NI"};
  for (std::size_t i = 0; i < std::size(codes); ++i) {
    if (codes[i] == code) return static_cast<DayPart>(i);
  }
  return DayPart::morning;
}

bool MatchRules::is_any(std::size_t i, std::initializer_list<std::string_view> texts) const {
  return i < words_.size() && std::find(texts.begin(), texts.end(), words_[i].text) != texts.end();
}

const TimeWord* MatchRules::in(std::size_t i, TimeClass cls) const {
  if (i >= words_.size() || words_[i].classes == nullptr) return nullptr;
  for (const TimeWord& word : *words_[i].classes) {
    if (word.cls == cls) return &word;
  }
  return nullptr;
}

std::optional<int> MatchRules::digits(std::size_t i, std::size_t most) const {
  if (i >= words_.size() || words_[i].text.size() > most || !all_digits(words_[i].text)) return std::nullopt;
  return to_int(words_[i].text);
}

std::optional<int> MatchRules::day_number(std::size_t i) const {
  if (i >= words_.size()) return std::nullopt;
  std::optional<int> day = digits(i, 2);
  const std::string& text = words_[i].text;
  if (!day && text.size() >= 3 && text.size() <= 4) {
    const std::string_view suffix = std::string_view(text).substr(text.size() - 2);
    const std::string_view number = std::string_view(text).substr(0, text.size() - 2);
    if (all_digits(number) && (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th"))
      day = to_int(number);
  }
  if (!day) {
    if (const TimeWord* ordinal = in(i, TimeClass::ordinal)) day = ordinal->number;
  }
  if (!day || *day < 1 || *day > 31) return std::nullopt;
  return day;
}

std::optional<int> MatchRules::year_number(std::size_t i) const {
  if (const std::optional<int> year = digits(i, 4);
      year && *year >= 1000 && *year <= 2199 && words_[i].text.size() == 4)
    return year;
  if (i < words_.size() && words_[i].text.size() == 3 && words_[i].text[0] == '\'' &&
      all_digits(std::string_view(words_[i].text).substr(1))) {
    const int two = to_int(std::string_view(words_[i].text).substr(1));
    return two < 40 ? 2000 + two : 1900 + two;
  }
  return std::nullopt;
}

bool MatchRules::begins_sentence(std::size_t i) const {
  return i == 0 || (i == 1 && is_any(0, {"\"", "'", "(", "``"}));
}

// "April Smith", "August Wilson": a month that is a given name, a name behind it, and no word of time before.
bool MatchRules::given_name(std::size_t i, int month) const {
  if (month != 4 && month != 5 && month != 6 && month != 8) return false;
  const std::size_t next = i + 1;
  if (next >= words_.size() || !words_[next].capital || words_[next].classes != nullptr) return false;
  if (words_[next].upos != Upos::X && words_[next].upos != Upos::PROPN) return false;
  return i == 0 || !is_any(i - 1, {"in", "since", "until", "till", "during", "last", "next", "this", "early",
                                   "late", "mid", "every", "each", "following", "previous", "through"});
}

// "Bloody Sunday", "the Sunday Times": the name of one day, or of something else.
bool MatchRules::day_of_name(std::size_t i) const {
  if (i == 0) return false;
  const SeenWord& before = words_[i - 1];
  if (before.capital && before.upos == Upos::ADJ && before.classes == nullptr) return true;
  return before.text == "the" && i + 1 < words_.size() && words_[i + 1].capital &&
         words_[i + 1].classes == nullptr &&
         (words_[i + 1].upos == Upos::X || words_[i + 1].upos == Upos::PROPN);
}

std::optional<int> MatchRules::month_at(std::size_t i, bool beside_number) const {
  if (i >= words_.size() || !(words_[i].capital || words_[i].mid)) return std::nullopt;
  if (const TimeWord* month = in(i, TimeClass::month)) {
    const bool also_a_word = month->number == 3 || month->number == 5 || month->number == 8;
    if (!beside_number && given_name(i, month->number)) return std::nullopt;
    if (!also_a_word || beside_number || words_[i].mid) return month->number;
    // "March and April 2023", "from May until July".
    if (is_any(i + 1, {"and", "or", "to", "-", "through", "until", "till"}) && in(i + 2, TimeClass::month) &&
        (year_number(i + 3) || (i > 0 && is_any(i - 1, {"from", "between"}))))
      return month->number;
    // "May", "March", "August" open sentences and are names: the month needs a word of time before it.
    if (i > 0 && (is_any(i - 1, {"in",     "since",     "until",    "till",    "by",   "from", "of",
                                 "last",   "next",      "this",     "early",   "late", "mid",  "during",
                                 "before", "after",     "between",  "through", "and",  "to",   "every",
                                 "each",   "following", "previous", "for"}) ||
                  (month->number == 8 && !begins_sentence(i)))) {
      return is_any(i - 1, {"to", "and", "for", "of", "by", "from", "after", "before"}) &&
                     month->number == 5 && !is_any(i - 1, {"of"}) &&
                     !(i >= 2 && (in(i - 2, TimeClass::month) || in(i - 2, TimeClass::month_short)))
                 ? std::nullopt
                 : std::optional<int>(month->number);
    }
    return std::nullopt;
  }
  if (const TimeWord* month = in(i, TimeClass::month_short)) return month->number;
  if (const TimeWord* month = in(i, TimeClass::month_bare); month != nullptr && beside_number)
    return month->number;
  return std::nullopt;
}

// A year, or "last year", "this year", "next year", after a month or season. Returns the end, or `i` when
// none stands there.
std::size_t MatchRules::year_after(std::size_t i, TimeMatch& match) const {
  std::size_t at = i;
  if (is(at, "of") || is(at, ",") || is(at, "in")) ++at;
  if (const std::optional<int> year = year_number(at);
      year && !(is(i, "in") && words_[at].text.size() != 4)) {
    match.year = year;
    return at + 1;
  }
  if (is(i, ",") || is(i, "in")) return i;
  static constexpr std::pair<std::string_view, int> shifts[] = {{"last", -1}, {"this", 0}, {"next", 1}};
  for (const auto& [word, shift] : shifts) {
    if (is(at, word) && is(at + 1, "year")) {
      match.year_shift = shift;
      return at + 2;
    }
  }
  if (is(at, "the")) ++at;
  static constexpr std::pair<std::string_view, int> told[] = {
      {"same", 0}, {"that", 0}, {"following", 1}, {"next", 1}, {"previous", -1}};
  for (const auto& [word, shift] : told) {
    if (is(at, word) && is(at + 1, "year")) {
      match.told_year_shift = shift;
      return at + 2;
    }
  }
  return i;
}

MatchRules::Match MatchRules::match_at(std::size_t i) const {
  using Rule = Match (MatchRules::*)(std::size_t) const;
  static constexpr Rule rules[] = {
      &MatchRules::edge_of_period, &MatchRules::numeric_date,  &MatchRules::month_date,
      &MatchRules::day_month,      &MatchRules::weekday_date,  &MatchRules::bare_year,
      &MatchRules::decade,         &MatchRules::fiscal_period, &MatchRules::season_of_year,
      &MatchRules::holiday_name,   &MatchRules::clock,         &MatchRules::part_of_day,
      &MatchRules::deictic,        &MatchRules::relative,      &MatchRules::day_before_or_after,
      &MatchRules::counted,        &MatchRules::vague_units,   &MatchRules::set_expression,
      &MatchRules::reference,      &MatchRules::day_of_list};
  constexpr int deepest = 4;
  Match best;
  if (i >= words_.size() || depth_ >= deepest) return best;
  ++depth_;
  for (const Rule rule : rules) {
    Match match = (this->*rule)(i);
    if (match && (!best || match->last > best->last)) best = std::move(match);
  }
  --depth_;
  return best;
}

// "early 2022", "late last year", "mid-August", "the end of the year", "earlier this month".
MatchRules::Match MatchRules::edge_of_period(std::size_t i) const {
  std::size_t at = i;
  Edge edge = Edge::none;
  const auto edge_from = [](std::string_view code) {
    return code == "S" ? Edge::start : code == "E" ? Edge::end : Edge::middle;
  };
  if (is(at, "the")) ++at;
  if (is_any(at, {"very", "as"}) && is_any(at + 1, {"end", "early", "late", "beginning", "start"})) ++at;
  if (const TimeWord* noun = in(at, TimeClass::edge_noun); noun != nullptr && is(at + 1, "of")) {
    edge = edge_from(noun->text);
    at += 2;
  } else if (is_any(at, {"early", "small"}) && is(at + 1, "hours") && is(at + 2, "of")) {
    Match inner = match_at(at + 3);
    if (!inner || inner->kind != TimeMatch::Kind::point || inner->grain != Grain::day) return std::nullopt;
    inner->first = i;
    inner->part = DayPart::morning;
    return inner;
  } else if (const TimeWord* word = in(at, TimeClass::edge)) {
    edge = edge_from(word->text);
    at += 1;
    if (is_any(at, {"-", "in", "on"})) ++at;
  } else if (i < words_.size() && words_[i].mid) {
    if (!is(i, "year")) return std::nullopt;  // the rule of the word itself sees it
    edge = Edge::middle;
  } else {
    return std::nullopt;
  }
  Match inner;
  if (is(at, "the") && is_any(at + 1, {"year", "month", "week", "decade", "century", "day"})) {
    inner = point(at, at + 2, *grain_of_unit(in(at + 1, TimeClass::unit)->text[0]));
    inner->count = 0;
    inner->pick = Pick::current;
  } else if (is(at, "year") && edge == Edge::middle) {
    inner = point(at, at + 1, Grain::year);
    inner->year_shift = 0;
  } else if (Match year = year_number(at) ? Match(point(at, at + 1, Grain::year)) : std::nullopt) {
    inner = year;
    inner->year = year_number(at);
  } else if (at > i && !in(at, TimeClass::edge)) {
    inner = match_at(at);
  }
  if (!inner || inner->kind != TimeMatch::Kind::point || inner->minute) return std::nullopt;
  inner->first = i;
  if (inner->edge == Edge::none) inner->edge = edge;
  return inner;
}

// 2024-11-05, 25/12/2024, 12.25.2024, 2024-11-05T10:30, 9/11.
MatchRules::Match MatchRules::numeric_date(std::size_t i) const {
  const std::string& text = words_[i].text;
  if (text.size() < 4 || text[0] < '0' || text[0] > '9') return std::nullopt;
  if (text == "9/11") {
    TimeMatch match = point(i, i + 1, Grain::day);
    match.year = 2001, match.month = 9, match.day = 11;
    return match;
  }
  std::array<int, 3> parts{};
  std::array<std::size_t, 3> lengths{};
  std::size_t count = 0, at = 0;
  char separator = '\0';
  while (count < 3) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end == at || end - at > 4) return std::nullopt;
    parts[count] = to_int(std::string_view(text).substr(at, end - at));
    lengths[count++] = end - at;
    at = end;
    if (count == 3) break;
    if (at >= text.size() || (text[at] != '-' && text[at] != '/' && text[at] != '.') ||
        (separator != '\0' && text[at] != separator)) {
      return std::nullopt;
    }
    separator = text[at++];
  }
  TimeMatch match = point(i, i + 1, Grain::day);
  // Written in full, "2024-13-05" is a date that the calendar lacks; otherwise it may be another number.
  const auto in_full = [&](std::size_t year, std::size_t one, std::size_t other) {
    return lengths[year] == 4 && lengths[one] == 2 && lengths[other] == 2 && parts[year] >= 1900 &&
           parts[year] <= 2100 && at == text.size();
  };
  if (lengths[0] == 4 && lengths[1] <= 2 && lengths[2] <= 2) {
    match.year = parts[0], match.month = parts[1], match.day = parts[2];
    if (at + 6 <= text.size() && text[at] == 't' && text[at + 3] == ':') {
      match.minute = to_int(std::string_view(text).substr(at + 1, 2)) * 60 +
                     to_int(std::string_view(text).substr(at + 4, 2));
      const std::string_view rest = std::string_view(text).substr(at + 6);
      const std::size_t sign = rest.find_first_of("+-");
      if (rest.ends_with('z')) match.zone = 0;
      if (sign != std::string_view::npos && rest.size() >= sign + 6) {
        const int minutes = to_int(rest.substr(sign + 1, 2)) * 60 + to_int(rest.substr(sign + 4, 2));
        match.zone = rest[sign] == '+' ? minutes : -minutes;
      }
      if (*match.minute >= 1440) return std::nullopt;
      return match;
    }
    if (at != text.size()) return std::nullopt;
  } else if ((lengths[2] == 4 || (lengths[2] == 2 && separator != '.')) && lengths[0] <= 2 &&
             lengths[1] <= 2 && at == text.size()) {
    match.year = lengths[2] == 4 ? parts[2] : parts[2] < 40 ? 2000 + parts[2] : 1900 + parts[2];
    match.day = parts[0], match.month = parts[1];
    match.numeric_ambiguous = true;
    if ((parts[0] < 1 || parts[0] > 31 || parts[1] < 1 || parts[1] > 31 ||
         (parts[0] > 12 && parts[1] > 12)) &&
        !in_full(2, 0, 1))
      return std::nullopt;
    return match;
  } else {
    return std::nullopt;
  }
  if ((*match.month < 1 || *match.month > 12 || *match.day < 1 || *match.day > 31) && !in_full(0, 1, 2))
    return std::nullopt;
  return match;
}

// "November", "Nov. 5", "November 5, 2024", "November 2024", "April of this year".
MatchRules::Match MatchRules::month_date(std::size_t i) const {
  const bool number_after = day_number(i + 1) || year_number(i + 1) ||
                            (is_any(i + 1, {"the", ","}) && (day_number(i + 2) || year_number(i + 2)));
  const std::optional<int> month = month_at(i, number_after && !in(i + 1, TimeClass::ordinal));
  if (!month) return std::nullopt;
  TimeMatch match = point(i, i + 1, Grain::month);
  match.month = month;
  if (words_[i].mid) match.edge = Edge::middle;
  std::size_t at = i + 1;
  if (is(at, "the") && day_number(at + 1)) ++at;
  if (const std::optional<int> day = day_number(at);
      day && !is_any(at + 1, {"%", "percent", "people", "million", "billion"})) {
    match.day = day;
    match.grain = Grain::day;
    match.last = at + 1;
    TimeMatch with_year = match;
    std::size_t end = year_after(at + 1, with_year);
    if (is(at + 1, "in")) end = at + 1;
    if (end > at + 1) {
      with_year.last = end;
      return with_year;
    }
    return match;
  }
  match.last = year_after(i + 1, match);
  if (is(i + 1, "in") || (is(i + 1, ",") && match.last > i + 1 && !match.year)) match.last = i + 1;
  return match;
}

// "5 November", "the 3rd of May, 1999", "5 Nov 2024".
MatchRules::Match MatchRules::day_month(std::size_t i) const {
  std::size_t at = i;
  if (is(at, "the")) ++at;
  const std::optional<int> day = day_number(at);
  if (!day) return std::nullopt;
  std::size_t month_word = at + 1;
  if (is(month_word, "of")) ++month_word;
  if (is(month_word, "-") && words_[month_word].glued) ++month_word;
  if (const TimeWord* ordinal = in(at, TimeClass::ordinal); ordinal != nullptr && !is(at + 1, "of"))
    return std::nullopt;
  const std::optional<int> month = month_at(month_word, true);
  if (!month) return std::nullopt;
  TimeMatch match = point(i, month_word + 1, Grain::day);
  match.day = day;
  match.month = month;
  TimeMatch with_year = match;
  std::size_t end = year_after(month_word + 1, with_year);
  if (is(month_word + 1, "-") && year_number(month_word + 2)) {
    with_year.year = year_number(month_word + 2);
    end = month_word + 3;
  }
  if (end > month_word + 1 && !is(month_word + 1, "in")) {
    with_year.last = end;
    return with_year;
  }
  return match;
}

// "Tuesday", "Tuesday night", "Tuesday, November 5, 2024", "Tues. 5 November".
MatchRules::Match MatchRules::weekday_date(std::size_t i) const {
  const TimeWord* weekday = in(i, TimeClass::weekday);
  if (weekday == nullptr || !words_[i].capital || day_of_name(i)) return std::nullopt;
  TimeMatch match = point(i, i + 1, Grain::day);
  match.weekday = weekday->number;
  for (const std::size_t at : {comma(i + 1), i + 1}) {
    std::size_t from = at;
    if (is(from, "the") && !day_number(from + 1)) continue;
    Match date = month_date(from);
    if (!date || !date->day) date = day_month(from);
    if (date && date->day) {
      date->first = i;
      date->weekday = weekday->number;
      return date;
    }
  }
  if (const TimeWord* part = in(i + 1, TimeClass::part)) {
    match.part = part_from(part->text);
    match.last = i + 2;
  } else if (const TimeWord* noon = in(i + 1, TimeClass::clock)) {
    match.minute = noon->number;
    match.last = i + 2;
  } else if (is_any(i + 1, {"last", "this", "next"}) && is(i + 2, "week")) {
    match.grain = Grain::day;
    match.count = is(i + 1, "last") ? -1 : is(i + 1, "next") ? 1 : 0;
    match.pick = Pick::current;
    match.last = i + 3;
  } else if (is_any(i + 1, {"last", "next"})) {
    match.pick = is(i + 1, "last") ? Pick::last : Pick::next;
  }
  return match;
}

// "in 2014", "(2014)", "the 2024 election", "2014-2016".
MatchRules::Match MatchRules::bare_year(std::size_t i) const {
  const std::optional<int> year = year_number(i);
  if (!year) return std::nullopt;
  const bool shortened = words_[i].text.size() == 3;
  const bool preposition =
      i > 0 &&
      (in(i - 1, TimeClass::preposition) != nullptr ||
       is_any(i - 1, {"c.", "ca.", "b.", "d.", "m.", "est.", ";", "ad", "[", "ca", "circa", "div."}));
  // "1947 – 2012", "2014" alone on a line, "1596, dating from".
  const bool in_range = (i >= 2 && is(i - 1, "-") && year_number(i - 2).value_or(*year) < *year) ||
                        (is(i + 1, "-") && year_number(i + 2).value_or(*year) > *year);
  const bool heads = i == 0 && (words_.size() == 1 || is_any(1, {",", ":"}));
  if (!preposition && !in_range && !heads && (shortened || *year < 1600)) return std::nullopt;
  if (i > 0 && (is_any(i - 1, {"$", "#", "no.", "pounds", "euros"}) || words_[i - 1].text.ends_with('$')))
    return std::nullopt;
  if (is_any(i + 1,
             {"%",     "percent",  "bc",     "bce", "b.c.",  "hours",   "gmt",    "utc",   "people", "men",
              "women", "soldiers", "troops", "km",  "kg",    "million", "mile",   "meter", "metre",  "foot",
              "pound", "dollar",   "euro",   "ton", "tonne", "man",     "person", "strong"}))
    return std::nullopt;
  const bool tagged = words_[i].upos != Upos::X;
  const bool noun_after =
      i + 1 < words_.size() && (tagged ? words_[i + 1].xpos == Xpos::NNS
                                       : !words_[i + 1].capital && words_[i + 1].text.size() > 3 &&
                                             words_[i + 1].text.ends_with('s') &&
                                             !is_any(i + 1, {"this", "whereas", "minus", "does"}));
  if (noun_after &&
      !(i > 0 && is_any(i - 1, {"the", "his", "her", "their", "its"}) && *year >= 1900 && *year <= 2100))
    return std::nullopt;
  const bool plausible = *year >= 1800 && *year <= 2100;
  const bool after_name = i > 0 && (words_[i - 1].capital || is_any(i - 1, {"his", "her", "their", "its", "a",
                                                                            ",", "election", "year", "'s"}));
  // "the 2017 vintage", "a successful 2020 Review Conference".
  const bool dates_a_noun = *year >= 1900 && *year <= 2100 && i > 0 && i + 1 < words_.size() &&
                            (is(i - 1, "the") || words_[i - 1].upos == Upos::ADJ) &&
                            (words_[i + 1].upos == Upos::NOUN || words_[i + 1].upos == Upos::PROPN);
  if (!preposition && !in_range && !heads && !dates_a_noun && !(plausible && (after_name || i == 0)))
    return std::nullopt;
  if (is_any(i + 1, {"-"}) && i + 2 < words_.size() && words_[i + 1].glued && words_[i + 2].glued &&
      digits(i + 2, 4) && !year_number(i + 2) && words_[i + 2].text.size() != 2) {
    return std::nullopt;
  }
  TimeMatch match = point(i, i + 1, Grain::year);
  match.year = year;
  if (words_[i].mid) match.edge = Edge::middle;
  return match;
}

// "the 1990s", "the early 1990s", "the '90s", "the nineties", "the 19th century".
MatchRules::Match MatchRules::decade(std::size_t i) const {
  std::size_t at = i;
  if (is(at, "the")) ++at;
  Edge edge = Edge::none;
  if (const TimeWord* word = in(at, TimeClass::edge)) {
    edge = word->text == "S" ? Edge::start : word->text == "E" ? Edge::end : Edge::middle;
    ++at;
    if (is(at, "-") || is(at, "to")) ++at;
  }
  if (at >= words_.size()) return std::nullopt;
  if (words_[at].mid) edge = Edge::middle;
  std::string text = words_[at].text;
  std::erase(text, '\'');
  TimeMatch match = point(i, at + 1, Grain::decade);
  match.edge = edge;
  if (text.size() == 5 && text.ends_with("0s") && all_digits(std::string_view(text).substr(0, 4))) {
    match.year = to_int(text);
    return match;
  }
  if (at > 0 && is(at - 1, "the")) {
    int start = -1;
    if (text.size() == 3 && text.ends_with("0s") && all_digits(std::string_view(text).substr(0, 2)))
      start = to_int(text);
    if (const TimeWord* word = in(at, TimeClass::decade_word)) start = word->number;
    if (start >= 0) {
      match.year = start <= 20 ? 2000 + start : 1900 + start;
      return match;
    }
  }
  const std::optional<int> century = day_number(at);
  std::size_t noun = at + 1;
  if (is(noun, "-")) ++noun;
  if (century && !digits(at, 2) && is_any(noun, {"century", "centuries"}) && *century >= 2 &&
      *century <= 21) {
    match.grain = Grain::century;
    match.year = (*century - 1) * 100;
    match.last = noun + 1;
    return match;
  }
  return std::nullopt;
}

// "the third quarter", "third-quarter", "Q3 2024", "the first half of 2023", "fiscal 1997", "the first nine
// months".
MatchRules::Match MatchRules::fiscal_period(std::size_t i) const {
  std::size_t at = i;
  if (is(at, "the")) ++at;
  if (is(at, "fiscal")) {
    std::size_t year_word = at + 1;
    if (is(year_word, "year")) ++year_word;
    if (const std::optional<int> year = year_number(year_word)) {
      TimeMatch match = point(i, year_word + 1, Grain::year);
      match.year = year;
      return match;
    }
    return std::nullopt;
  }
  std::optional<int> number;
  std::size_t noun = at + 1;
  bool half = false;
  if (at < words_.size() && words_[at].text.size() == 2 &&
      (words_[at].text[0] == 'q' || words_[at].text[0] == 'h') && words_[at].capital) {
    number = words_[at].text[1] - '0';
    half = words_[at].text[0] == 'h';
  } else if (const TimeWord* ordinal = in(at, TimeClass::ordinal)) {
    if (is(noun, "-")) ++noun;
    if (is_any(noun, {"fiscal", "calendar"})) ++noun;
    half = is(noun, "half");
    if (!half && !is(noun, "quarter")) return std::nullopt;
    number = ordinal->number;
    ++noun;
  }
  if (!number || *number < 1 || *number > (half ? 2 : 4)) return std::nullopt;
  TimeMatch match = point(i, noun, half ? Grain::half : Grain::quarter);
  match.month = half ? (*number - 1) * 6 + 1 : (*number - 1) * 3 + 1;
  if (is(noun, "of") && is(noun + 1, "the") && is(noun + 2, "year")) {
    match.year_shift = 0;
    match.last = noun + 3;
  } else {
    std::size_t end = year_after(noun, match);
    if (is(noun, "of") && is(noun + 1, "fiscal") && year_number(noun + 2)) {
      match.year = year_number(noun + 2);
      end = noun + 3;
    }
    match.last = end;
  }
  if (half && !match.year && !match.year_shift) return std::nullopt;
  return match;
}

// "spring 2022", "the spring of 2022", "the winter", "summer last year".
MatchRules::Match MatchRules::season_of_year(std::size_t i) const {
  std::size_t at = i;
  if (is(at, "the")) ++at;
  const TimeWord* season = in(at, TimeClass::season);
  if (season == nullptr) return std::nullopt;
  TimeMatch match = point(i, at + 1, Grain::season);
  match.month = season->text == "SP" ? 3 : season->text == "SU" ? 6 : season->text == "FA" ? 9 : 12;
  match.last = year_after(at + 1, match);
  if (match.year || match.year_shift || match.told_year_shift) return match;
  match.last = at + 1;
  if (is(at + 1, "of")) return std::nullopt;
  const bool article =
      at > i && i > 0 &&
      is_any(i - 1, {"in", "during", "over", "through", "throughout", "by", "since", "until", "of", "for"});
  const bool bare =
      at == i && i > 0 &&
      is_any(i - 1, {"in", "by", "since", "until", "before", "after", "early", "late", "this"}) &&
      words_[at].text != "fall";
  if (!article && !bare) return std::nullopt;
  return match;
}

MatchRules::Match MatchRules::holiday_name(std::size_t i) const {
  if (!words_[i].capital) return std::nullopt;
  std::string name;
  Match best;
  for (std::size_t at = i; at < words_.size() && at < i + 4; ++at) {
    if (!name.empty()) name += ' ';
    name += words_[at].text;
    const TimeWord* rule = table_.find(name, TimeClass::holiday);
    if (rule == nullptr) continue;
    TimeMatch match = point(i, at + 1, Grain::day);
    match.holiday_rule = rule->text;
    match.last = year_after(at + 1, match);
    best = match;
  }
  return best;
}

}  // namespace ekg
