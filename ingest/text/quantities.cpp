#include "ingest/text/quantities.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <unordered_map>

#include "ingest/text/utf8.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {

struct QuantityFinder::Words {
  std::unordered_map<std::string_view, double> numbers, tens, magnitudes, plurals;
  std::unordered_map<std::string, Comparator> before, after;  // phrases of one to three words
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

  static std::optional<double> digits(const std::string& text) {
    if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
    std::string plain;
    std::size_t group = 0;
    bool commas = false, point = false;
    for (const char c : text) {
      if (c == ',') {
        if (point || (commas && group != 3)) return std::nullopt;
        commas = true;
        group = 0;
      } else if (c == '.') {
        if (point) return std::nullopt;
        point = true;
        plain += c;
      } else if (c >= '0' && c <= '9') {
        ++group;
        plain += c;
      } else {
        return std::nullopt;
      }
    }
    double value = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    return error == std::errc{} && end == plain.data() + plain.size() ? std::optional(value) : std::nullopt;
  }

  // "10,000", "2.5 million", "twenty-five", "three hundred and twelve", "a dozen", "half a dozen", "tens of
  // thousands".
  std::optional<Number> number(TokenIndex i) const {
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
    } else if (const auto plain = digits(word(at))) {
      found = {*plain, at + 1};
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
      const auto magnitude = look(words_.magnitudes, word(at));
      if (!magnitude || (word(at) == "score") || (word(at) == "k" && !glued(at))) break;
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
    std::optional<Number> low = number(i);
    if (!low) return i;
    QuantityExpression found;
    found.first = i;
    found.last = low->last;
    found.value = low->value;
    TokenIndex first = comparator_before(i, found.comparator);
    std::optional<Number> high;
    const bool between = i > sentence_.first && (is(i - 1, "between") || is(i - 1, "from"));
    if (usable(low->last) && !low->plural) {
      const bool joint = is(low->last, "to") || is(low->last, "-") || (is(low->last, "or") && !between) ||
                         (is(low->last, "and") && i > sentence_.first && is(i - 1, "between"));
      if (joint) high = number(low->last + 1);
      if (high && (is(low->last, "or") ? high->value <= low->value || high->value > 4 * low->value
                                       : high->value <= low->value)) {
        // "5 to 12 million": the magnitude stands once.
        high.reset();
      }
    }
    if (high) {
      if (low->value < 1000 && high->value >= 1e6 && high->last - (low->last + 1) >= 2) {
        if (const auto magnitude = look(words_.magnitudes, word(high->last - 1));
            magnitude && low->value * *magnitude < high->value)
          found.value *= *magnitude;
      }
      found.max = high->value;
      found.comparator = Comparator::between;
      found.last = high->last;
      if (between) first = i - 1;
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
    if (found.first == i && i > sentence_.first && is_money_sign(i - 1)) {
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
    if (usable(at) && is(at, "m") && glued(at)) ++at;
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
