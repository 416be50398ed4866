#include "ingest/text/quantities.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <unordered_map>

#include "ingest/text/utf8.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {

struct QuantityFinder::Words {
  std::unordered_map<std::string_view, double> numbers, tens, magnitudes, plurals;
  std::unordered_map<std::string_view, double> money_magnitudes;  // letters that are metres … elsewhere
  std::unordered_map<std::string_view, double> fractions;         // what they divide by
  std::unordered_map<std::string, Comparator> before, after;      // phrases of one to three words
  std::unordered_map<std::string_view, char> money, percent;
};

namespace {

constexpr TokenIndex longest_phrase = 3;  // words of a comparator
constexpr TokenIndex reach = 5;           // words between a number and what it counts, without a tree

// The numbers of one sentence.
class QuantityScanner {
 public:
  QuantityScanner(const QuantityFinder::Words& words, ParsedDocument& parsed, const Sentence& sentence,
                  const std::vector<bool>& in_time)
      : words_(words), parsed_(parsed), sentence_(sentence), in_time_(in_time) {
    for (TokenIndex i = sentence.first; i < sentence.last; ++i)
      folded_.push_back(fold_word(parsed.text_of(i).substr(0, 32)));
    tagged_ = std::any_of(parsed.tokens.begin() + sentence.first, parsed.tokens.begin() + sentence.last,
                          [](const Token& token) { return token.upos != Upos::X; });
  }

  void scan() {
    for (TokenIndex i = sentence_.first; i < sentence_.last;) {
      const TokenIndex end = quantity(i);
      i = end > i ? end : i + 1;
    }
  }

 private:
  struct Number {
    double value = 0;
    TokenIndex last = 0;  // tokens [first, last)
    bool plural = false;  // "dozens"
    bool word_one = false;
  };

  const std::string& word(TokenIndex i) const { return folded_[i - sentence_.first]; }
  bool is(TokenIndex i, std::string_view text) const { return i < sentence_.last && word(i) == text; }
  bool glued(TokenIndex i) const {
    return i > 0 && parsed_.tokens[i - 1].span.end == parsed_.tokens[i].span.begin;
  }
  bool usable(TokenIndex i) const { return i < sentence_.last && !in_time_[i]; }

  template <class Map>
  static std::optional<double> look(const Map& map, const std::string& word) {
    const auto found = map.find(word);
    return found == map.end() ? std::nullopt : std::optional<double>(found->second);
  }

  // "10,000", "2.5", "1.000.000": groups of three digits behind commas, or behind more points than one.
  static std::optional<double> digits(const std::string& text) {
    if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
    const bool points_part = std::ranges::count(text, '.') > 1;
    std::string plain;
    std::size_t group = 0;
    bool parted = false, fraction = false;
    for (const char c : text) {
      if (c >= '0' && c <= '9') {
        ++group;
        plain += c;
        continue;
      }
      const bool parts = points_part ? c == '.' : c == ',';
      if (fraction || (!parts && c != '.')) return std::nullopt;
      if (parted ? group != 3 : parts && (group > 3 || text[0] == '0')) return std::nullopt;
      if (!parts) plain += c;
      (parts ? parted : fraction) = true;
      group = 0;
    }
    if (parted && !fraction && group != 3) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    return error == std::errc{} && end == plain.data() + plain.size() ? std::optional(value) : std::nullopt;
  }

  // One space of any width, and nothing else, before the token.
  bool one_space_before(TokenIndex i) const {
    const std::string_view gap = std::string_view(parsed_.document->text)
                                     .substr(parsed_.tokens[i - 1].span.end,
                                             parsed_.tokens[i].span.begin - parsed_.tokens[i - 1].span.end);
    if (gap.empty() || gap == "\n") return false;
    const CodePoint space = code_point_at(gap, 0);
    return space.size == gap.size() && is_space(space.value);
  }
  static bool only_digits(const std::string& text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  }
  // The digits of one token, or of groups of three that spaces part: "12 000".
  std::optional<Number> digits_at(TokenIndex i) const {
    const std::string& first = word(i);
    std::optional<double> value = digits(first);
    if (!value) return std::nullopt;
    TokenIndex end = i + 1;
    if (first.size() <= 3 && first[0] != '0' && only_digits(first)) {
      for (; usable(end) && word(end).size() == 3 && only_digits(word(end)) && one_space_before(end); ++end)
        value = *value * 1000 + *digits(word(end));
    }
    return Number{*value, end};
  }

  // "10,000", "2.5 million", "twenty-five", "three hundred and twelve", "a dozen", "half a dozen", "tens of
  // thousands".
  // `money`: a currency's sign stands before it, so that "m" is a million.
  std::optional<Number> number(TokenIndex i, bool money = false) const {
    if (!usable(i)) return std::nullopt;
    Number found;
    TokenIndex at = i;
    if (is(at, "half") && is(at + 1, "a") && at + 2 < sentence_.last &&
        look(words_.magnitudes, word(at + 2))) {
      return Number{*look(words_.magnitudes, word(at + 2)) / 2, at + 3};
    }
    if (is(at, "several") || (is(at, "a") && (is(at + 1, "few") || is(at + 1, "couple")))) {
      const TokenIndex magnitude = is(at, "several") ? at + 1 : at + 2;
      const TokenIndex after_of = is(magnitude, "of") ? magnitude + 1 : magnitude;
      if (usable(after_of) && look(words_.magnitudes, word(after_of))) {
        return Number{2 * *look(words_.magnitudes, word(after_of)), after_of + 1, !is(at + 1, "couple")};
      }
      if (is(at, "a") && is(at + 1, "couple") && is(at + 2, "of")) return Number{2, at + 2};
      return std::nullopt;
    }
    if (const auto plural = look(words_.plurals, word(at))) {
      found = {2 * *plural, at + 1, true};
      if (is(at + 1, "of") && usable(at + 2)) {
        if (const auto inner = look(words_.plurals, word(at + 2)))
          return Number{2 * *plural * *inner, at + 3, true};
      }
      return found;
    }
    if ((is(at, "a") || is(at, "an")) && usable(at + 1) && look(words_.magnitudes, word(at + 1)) &&
        word(at + 1).size() > 2 && !is(at + 1, "score")) {
      found = {*look(words_.magnitudes, word(at + 1)), at + 2};
      at = found.last;
    } else if (const auto plain = digits_at(at)) {
      found = *plain;
      at = found.last;
    } else if (const auto tens = look(words_.tens, word(at))) {
      found = {*tens, at + 1};
      const TokenIndex ones = is(at + 1, "-") ? at + 2 : at + 1;
      if (usable(ones)) {
        if (const auto one = look(words_.numbers, word(ones)); one && *one >= 1 && *one <= 9)
          found = {*tens + *one, ones + 1};
      }
      at = found.last;
    } else if (const auto small = look(words_.numbers, word(at))) {
      found = {*small, at + 1};
      found.word_one = *small == 1;
      at = found.last;
    } else {
      return std::nullopt;
    }
    double total = 0, current = found.value;
    while (usable(at)) {
      const auto magnitude = magnitude_at(at, money);
      if (!magnitude) break;
      if (*magnitude == 100 || *magnitude == 12)
        current *= *magnitude;
      else
        total += current * *magnitude, current = 0;
      found.word_one = false;
      found.last = ++at;
      // "three hundred and twelve", "two thousand five hundred"
      const TokenIndex next = is(at, "and") ? at + 1 : at;
      if (!usable(next) || (word(next)[0] >= '0' && word(next)[0] <= '9')) break;
      std::optional<double> more = look(words_.tens, word(next));
      TokenIndex more_end = next + 1;
      if (more) {
        const TokenIndex ones = is(more_end, "-") ? more_end + 1 : more_end;
        if (usable(ones)) {
          if (const auto one = look(words_.numbers, word(ones)); one && *one >= 1 && *one <= 9)
            more = *more + *one, more_end = ones + 1;
        }
      } else {
        more = look(words_.numbers, word(next));
      }
      if (!more || (next != at && *magnitude != 100 && *magnitude != 1000)) break;
      current += *more;
      found.last = at = more_end;
    }
    found.value = total + current;
    return found;
  }

  // "million", "bn"; "k" and the letters of money where they can mean nothing else.
  std::optional<double> magnitude_at(TokenIndex i, bool money) const {
    if (word(i) == "score" || (word(i) == "k" && !glued(i) && !money)) return std::nullopt;
    if (const auto magnitude = look(words_.magnitudes, word(i))) return magnitude;
    const auto letter = look(words_.money_magnitudes, word(i));
    if (!letter) return std::nullopt;
    const TokenIndex next = i + 1;
    const bool counts_things =
        next < sentence_.last && glued(i) &&
        (words_.money.contains(word(next)) || is(next, "people") || parsed_.tokens[next].xpos == Xpos::NNS ||
         parsed_.tokens[next].xpos == Xpos::NNPS);
    return money || counts_things ? letter : std::nullopt;
  }

  // The words of a noun phrase before what it names: "of the", "of all its", "the".
  TokenIndex behind_determiners(TokenIndex i) const {
    while (i < sentence_.last && (is(i, "the") || is(i, "all") || is(i, "its") || is(i, "his") ||
                                  is(i, "her") || is(i, "their") || is(i, "our") || is(i, "my") ||
                                  is(i, "your") || is(i, "this") || is(i, "these") || is(i, "those")))
      ++i;
    return i;
  }

  // A share of what stands behind it: "a third of", "two-thirds of", "half of", "half the".
  std::optional<Number> fraction(TokenIndex i) const {
    if (!usable(i)) return std::nullopt;
    TokenIndex at = i;
    double parts = 1;
    if (!is(i, "half")) {
      const auto told = look(words_.numbers, word(i));
      if (told)
        parts = *told;
      else if (!is(i, "a"))
        return std::nullopt;
      ++at;
      if (is(at, "-") && glued(at)) ++at;
    } else if (i > sentence_.first && (is(i - 1, "the") || parsed_.tokens[i - 1].upos == Upos::ADJ)) {
      return std::nullopt;  // "the first half of the match"
    }
    if (!usable(at)) return std::nullopt;
    const auto whole = look(words_.fractions, word(at));
    if (!whole || parts <= 0 || parts > *whole) return std::nullopt;
    const TokenIndex next = at + 1;
    const bool divides = usable(next) && usable(next + 1) &&
                         (is(next, "of") || (is(at, "half") && behind_determiners(next) > next));
    return divides ? std::optional(Number{parts / *whole, next}) : std::nullopt;
  }

  // "one in four", "nine in ten", "two out of three".
  std::optional<Number> ratio(TokenIndex i) const {
    const std::optional<Number> part = number(i);
    if (!part || part->plural || part->value <= 0 || part->value != std::floor(part->value))
      return std::nullopt;
    const bool out_of = is(part->last, "out") && is(part->last + 1, "of");
    if (!out_of && !is(part->last, "in")) return std::nullopt;
    TokenIndex at = part->last + (out_of ? 2 : 1);
    if (is(at, "every")) ++at;
    const std::optional<Number> whole = number(at);
    if (!whole || whole->plural || whole->value <= part->value) return std::nullopt;
    // "killed two in five attacks" tells of two.
    if (!out_of && part->value != 1 && whole->value != 10) return std::nullopt;
    return Number{part->value / whole->value, whole->last};
  }

  // Adds the share that begins at `i`; returns its end, or `i`. Of a number it is counted out: "half of the
  // 3,000" are 1,500.
  TokenIndex share(TokenIndex i) {
    std::optional<Number> part = ratio(i);
    TokenIndex whole = part ? part->last : i;
    if (!part && (part = fraction(i))) {
      whole = behind_determiners(is(part->last, "of") ? part->last + 1 : part->last);
      const std::optional<Number> of = number(whole);
      const bool of_name = of && is(of->last, "-") && glued(of->last);  // "the 20-strong crew"
      if (of && !of->plural && !of->word_one && !of_name) {
        part->value *= of->value;
        part->last = whole = of->last;
      }
    }
    if (!part) return i;
    QuantityExpression found;
    found.value = part->value;
    found.first = comparator_before(i, found.comparator);
    found.last = part->last;
    found.unit = is(part->last, "of") || whole == part->last ? unit_of(i, part->last) : unit_by_nouns(whole);
    found.span = {parsed_.tokens[found.first].span.begin, parsed_.tokens[found.last - 1].span.end};
    parsed_.quantities.push_back(found);
    return found.last;
  }

  // "2-0": a result, which counts nothing. Returns its end, or `i`.
  TokenIndex result_of_game(TokenIndex i) const {
    if (!is(i + 1, "-") || !usable(i + 2) || !glued(i + 1) || !glued(i + 2)) return i;
    const std::optional<double> first = digits(word(i)), second = digits(word(i + 2));
    return first && second && *second <= *first ? i + 3 : i;
  }

  // The comparator that ends before `i`; returns its first token, or `i`.
  TokenIndex comparator_before(TokenIndex i, Comparator& comparator) const {
    std::string phrase;
    TokenIndex first = i;
    for (TokenIndex n = 1; n <= longest_phrase && i >= sentence_.first + n; ++n) {
      phrase = n == 1 ? word(i - 1) : word(i - n) + " " + phrase;
      const auto found = words_.before.find(phrase);
      if (found == words_.before.end()) continue;
      comparator = found->second;
      first = i - n;
    }
    return first;
  }
  TokenIndex comparator_after(TokenIndex i, Comparator& comparator) const {
    std::string phrase;
    for (TokenIndex n = 0; n < 2 && i + n < sentence_.last; ++n) {
      phrase += (n == 0 ? "" : " ") + word(i + n);
      const auto found = words_.after.find(phrase);
      if (found == words_.after.end()) continue;
      comparator = found->second;
      return i + n + 1;
    }
    return i;
  }

  // Finds a quantity whose number begins at `i` and adds it; returns its end, or `i`.
  TokenIndex quantity(TokenIndex i) {
    // A number glued by a hyphen or slash to a word before it is part of a name: "F-16", "Covid-19".
    if (!usable(i) ||
        (i > sentence_.first + 1 && glued(i) && is(i - 1, "-") && glued(i - 1) && !digits(word(i - 2))))
      return i;
    if (const TokenIndex end = result_of_game(i); end > i) return end;
    if (const TokenIndex end = share(i); end > i) return end;
    const bool money = i > sentence_.first && is_money_sign(i - 1);
    std::optional<Number> low = number(i, money);
    if (!low) return i;
    const TokenIndex begin = money ? i - 1 : i;  // with the sign
    QuantityExpression found;
    found.first = i;
    found.last = low->last;
    found.value = low->value;
    TokenIndex first = comparator_before(i, found.comparator);
    std::optional<Number> high;
    const bool between = begin > sentence_.first && (is(begin - 1, "between") || is(begin - 1, "from"));
    if (usable(low->last) && !low->plural) {
      const bool joint = is(low->last, "to") || is(low->last, "-") || (is(low->last, "or") && !between) ||
                         (is(low->last, "and") && between && is(begin - 1, "between"));
      const bool second_sign = money && usable(low->last + 1) && is_money_sign(low->last + 1);
      if (joint) high = number(low->last + (second_sign ? 2 : 1), money);
      if (high && (is(low->last, "or") ? high->value <= low->value || high->value > 4 * low->value
                                       : high->value <= low->value)) {
        // "5 to 12 million": the magnitude stands once.
        high.reset();
      }
    }
    if (high) {
      if (low->value < 1000 && high->value >= 1e6 && high->last - (low->last + 1) >= 2) {
        if (const auto magnitude = magnitude_at(high->last - 1, money);
            magnitude && low->value * *magnitude < high->value)
          found.value *= *magnitude;
      }
      found.max = high->value;
      found.comparator = Comparator::between;
      found.last = high->last;
      if (between) first = begin - 1;
    } else if (low->plural && found.comparator != Comparator::up_to) {
      found.comparator = Comparator::at_least;
    }
    found.unit = unit_of(i, found.last);
    if (!counts(i, found, *low)) return found.last;
    if (first == i) {
      TokenIndex end = comparator_after(found.last, found.comparator);
      if (end == found.last && found.unit != no_token && found.unit + 1 < sentence_.last)
        comparator_after(found.unit + 1, found.comparator);
      found.last = end;
    }
    found.first = first;
    if (found.first == i && money) {
      // "more than $5 million": the sign belongs to the expression, and the comparator stands before the
      // sign.
      found.first = high ? i - 1 : comparator_before(i - 1, found.comparator);
    }
    found.span = {parsed_.tokens[found.first].span.begin, parsed_.tokens[found.last - 1].span.end};
    parsed_.quantities.push_back(found);
    return found.last;
  }

  bool is_money_sign(TokenIndex i) const {
    return words_.money.contains(word(i)) &&
           !is_letter(code_point_at(word(i), previous_offset(word(i), word(i).size())).value);
  }

  // What stays out: "one of them", numbers of things ("Resolution 2328"), list marks.
  bool counts(TokenIndex i, const QuantityExpression& found, const Number& low) const {
    if (low.word_one && (found.unit == no_token || is(found.last, "of") || is(found.last, "another") ||
                         (i > sentence_.first && (is(i - 1, "no") || is(i - 1, "any") || is(i - 1, "the")))))
      return false;
    if (!tagged_) return true;
    const Token& token = parsed_.tokens[i];
    if (found.unit == no_token && token.head != no_token && token.head < i && found.last == i + 1) {
      const Token& head = parsed_.tokens[token.head];
      const Deprel relation = universal(token.deprel);
      const bool names = relation == Deprel::nummod || relation == Deprel::nmod || relation == Deprel::flat ||
                         relation == Deprel::appos || relation == Deprel::dep || relation == Deprel::compound;
      const bool has_case = i > sentence_.first && parsed_.tokens[i - 1].upos == Upos::ADP;
      if (names && !has_case && (head.upos == Upos::PROPN || head.upos == Upos::NOUN) && token.head + 2 >= i)
        return false;
    }
    return true;
  }

  TokenIndex unit_of(TokenIndex first, TokenIndex end) const {
    const TokenIndex before = first > sentence_.first ? first - 1 : first;
    if (before < first && words_.money.contains(word(before))) return before;
    TokenIndex at = end;
    if (at < sentence_.last) {
      if (words_.money.contains(word(at))) return at;
      if (is(at, "us") || is(at, "u.s.") || is(at, "canadian") || is(at, "australian")) {
        if (at + 1 < sentence_.last && words_.money.contains(word(at + 1))) return at + 1;
      }
      if (words_.percent.contains(word(at))) {
        if (word(at) != "per") return at;
        if (is(at + 1, "cent")) return at + 1;
      }
    }
    if (!tagged_) return unit_by_words(end);
    for (TokenIndex i = end; i-- > first;) {
      const Token& token = parsed_.tokens[i];
      if (universal(token.deprel) == Deprel::nummod && token.head != no_token && token.head >= end &&
          token.head < sentence_.last)
        return token.head;
    }
    // "hundreds of soldiers", "a dozen of the men": the noun below the number.
    for (TokenIndex i = end; i < std::min(sentence_.last, end + 12); ++i) {
      const Token& token = parsed_.tokens[i];
      if (token.head != no_token && token.head >= first && token.head < end &&
          universal(token.deprel) == Deprel::nmod && is(end, "of"))
        return i;
    }
    return unit_by_tags(end);
  }
  TokenIndex unit_by_nouns(TokenIndex end) const { return tagged_ ? unit_by_tags(end) : unit_by_words(end); }

  // The last noun of the first run of nouns, where only adjectives and the like stand between.
  TokenIndex unit_by_tags(TokenIndex end) const {
    TokenIndex at = end;
    if (is(at, "of")) {
      ++at;
      while (at < sentence_.last && parsed_.tokens[at].upos == Upos::DET) ++at;
    }
    for (TokenIndex n = 0; n < reach && at < sentence_.last; ++n, ++at) {
      const Upos upos = parsed_.tokens[at].upos;
      if (upos == Upos::NOUN || upos == Upos::PROPN) {
        while (at + 1 < sentence_.last &&
               (parsed_.tokens[at + 1].upos == Upos::NOUN || parsed_.tokens[at + 1].upos == Upos::PROPN))
          ++at;
        return parsed_.tokens[at].upos == Upos::NOUN ? at : no_token;
      }
      if (upos != Upos::ADJ && !(is(at, "-") && glued(at))) return no_token;
    }
    return no_token;
  }
  TokenIndex unit_by_words(TokenIndex end) const {
    TokenIndex at = is(end, "of") ? end + 1 : end;
    for (TokenIndex n = 0; n < reach && at < sentence_.last; ++n, ++at) {
      const std::string& text = word(at);
      if (!is_letter(code_point_at(text, 0).value)) return no_token;
      if (text.size() > 3 && text.ends_with('s')) return at;
      if (text == "people" || text == "men" || text == "women" || text == "children" || text == "dead" ||
          text == "police" || text == "troops")
        return at;
    }
    return no_token;
  }

  const QuantityFinder::Words& words_;
  ParsedDocument& parsed_;
  const Sentence& sentence_;
  const std::vector<bool>& in_time_;
  std::vector<std::string> folded_;
  bool tagged_ = false;
};

}  // namespace

QuantityFinder::QuantityFinder() {
  auto words = std::make_unique<Words>();
  for (const auto& row : read_table("english/quantity_words.tsv")) {
    const std::string_view cls = row.at(1), text = row.size() > 2 ? row[2] : std::string_view{};
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    if (cls == "number")
      words->numbers[row[0]] = value;
    else if (cls == "tens")
      words->tens[row[0]] = value;
    else if (cls == "magnitude")
      words->magnitudes[row[0]] = value;
    else if (cls == "money_magnitude")
      words->money_magnitudes[row[0]] = value;
    else if (cls == "fraction")
      words->fractions[row[0]] = value;
    else if (cls == "plural")
      words->plurals[row[0]] = value;
    else if (cls == "before")
      words->before[std::string(row[0])] = comparator_from(text).value();
    else if (cls == "after")
      words->after[std::string(row[0])] = comparator_from(text).value();
    else if (cls == "money")
      words->money[row[0]] = 1;
    else
      words->percent[row[0]] = 1;
  }
  words_ = std::move(words);
}

QuantityFinder::~QuantityFinder() = default;

void QuantityFinder::find(ParsedDocument& parsed) const {
  std::vector<bool> in_time(parsed.tokens.size(), false);
  for (const TimeExpression& time : parsed.times)
    std::fill(in_time.begin() + time.first, in_time.begin() + time.last, true);
  for (const Sentence& sentence : parsed.sentences)
    QuantityScanner(*words_, parsed, sentence, in_time).scan();
}

}  // namespace ekg
