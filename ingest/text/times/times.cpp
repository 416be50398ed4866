#include "ingest/text/times/times.hpp"

#include "ingest/text/times/matcher.hpp"
#include "ingest/text/times/resolver.hpp"
#include "ingest/text/utf8.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {

struct TimeFinder::Tables {
  TimeWords words;
  std::vector<std::pair<std::string_view, DateOrder>> orders;
};

namespace {

struct SentenceTimes {
  std::vector<SeenWord> words;
  std::vector<TimeMatch> matches;
};

bool has_two_readings(const TimeMatch& match) {
  return match.numeric_ambiguous && *match.day <= 12 && *match.month <= 12 && *match.day != *match.month;
}

DateOrder order_by_key(const std::vector<std::pair<std::string_view, DateOrder>>& orders,
                       const Document& document) {
  const std::string outlet = ascii_lower(document.outlet);
  std::string_view host = document.url;
  if (const std::size_t scheme = host.find("://"); scheme != std::string_view::npos)
    host.remove_prefix(scheme + 3);
  host = host.substr(0, host.find_first_of("/:?"));
  for (const auto& [key, order] : orders) {
    if (key.find('-') != std::string_view::npos) {
      if (document.language == key) return order;
    } else if (key.find('.') != std::string_view::npos) {
      if (host.ends_with(key) || outlet.ends_with(key)) return order;
    } else if (outlet.find(key) != std::string::npos) {
      return order;
    }
  }
  return DateOrder::unknown;
}

// What the document itself shows; numeric dates with one reading first, then dates in words.
DateOrder order_by_text(const std::vector<SentenceTimes>& sentences,
                        const std::optional<TimeSpan>& published) {
  bool day_first = false, month_first = false, words_day_first = false, words_month_first = false;
  for (const SentenceTimes& sentence : sentences) {
    for (const TimeMatch& match : sentence.matches) {
      if (!match.day || !match.month) continue;
      if (match.numeric_ambiguous) {
        if (*match.day > 12 && *match.month > 12)
          continue;  // no date in either order
        else if (*match.day > 12)
          day_first = true;
        else if (*match.month > 12)
          month_first = true;
        else if (published && *match.day != *match.month) {
          const auto day = std::chrono::floor<std::chrono::days>(published->begin);
          if (calendar_day(*match.year, *match.month, *match.day) == day) day_first = true;
          if (calendar_day(*match.year, *match.day, *match.month) == day) month_first = true;
        }
        continue;
      }
      for (std::size_t i = match.first; i < match.last; ++i) {
        const SeenWord& word = sentence.words[i];
        if (word.text[0] >= '0' && word.text[0] <= '9' && word.text.size() <= 4) {
          (i + 1 < match.last && sentence.words[i + 1].capital ? words_day_first : words_month_first) = true;
          break;
        }
        if (word.capital && word.classes != nullptr && word.classes->front().cls != TimeClass::weekday) {
          words_month_first = true;
          break;
        }
      }
    }
  }
  if (day_first != month_first) return day_first ? DateOrder::day_first : DateOrder::month_first;
  if (day_first) return DateOrder::unknown;
  if (words_day_first != words_month_first)
    return words_day_first ? DateOrder::day_first : DateOrder::month_first;
  return DateOrder::unknown;
}

Tense tense_of(const TimeWords& words, const ParsedDocument& parsed, std::size_t sentence,
               const SentenceTimes& seen, const TimeMatch& match) {
  if (match.first > 0) {
    const std::string& before = seen.words[match.first - 1].text;
    if (before == "since" || before == "ago" ||
        (before == "in" && match.first > 1 && seen.words[match.first - 2].text == "back"))
      return Tense::past;
  }
  const Tense tense =
      tense_around(words, parsed, parsed.sentences[sentence], seen.words, match.first, match.last);
  if (match.first > 0) {
    const std::string& before = seen.words[match.first - 1].text;
    if ((before == "until" || before == "till" || before == "by") && tense == Tense::unknown)
      return Tense::future;
  }
  return tense;
}

// "on Monday and Tuesday", "in May or June": what is said of one is said of both.
bool joined(const SentenceTimes& seen, const TimeMatch& left, const TimeMatch& right) {
  if (right.first != left.last + 1) return false;
  const std::string& word = seen.words[left.last].text;
  return word == "and" || word == "or" || word == "to" || word == "through" || word == "-" || word == "/" ||
         word == "until" || word == "till";
}

// Whether a date with a month that is named later in the list lies earlier in a year.
bool earlier_in_year(const TimeMatch& date, const TimeMatch& than) {
  if (*date.month != *than.month) return *date.month < *than.month;
  return date.day && than.day && *date.day < *than.day;
}

// "from March to May 2023", "in April, May and June 2023", "from December 2022 to March": the year is told
// once. The dates stand in their order, so that "November to March 2022" began the year before.
void share_years(SentenceTimes& seen) {
  const auto named = [](const TimeMatch& match) {
    return match.kind == TimeMatch::Kind::point && match.month && !match.numeric_ambiguous &&
           match.pick == Pick::by_tense;
  };
  bool listed = false;  // matches[k] took the year of the one behind it
  for (std::size_t k = seen.matches.size(); k-- > 1;) {
    TimeMatch& left = seen.matches[k - 1];
    const TimeMatch& right = seen.matches[k];
    const bool comma = listed && right.first == left.last + 1 && seen.words[left.last].text == ",";
    listed = (comma || joined(seen, left, right)) && named(left) && named(right) && !left.has_year() &&
             right.has_year();
    if (!listed) continue;
    const int shift = earlier_in_year(right, left) ? -1 : 0;
    const auto moved = [&](const std::optional<int>& year) {
      return year ? std::optional(*year + shift) : std::nullopt;
    };
    left.year = moved(right.year);
    left.year_shift = moved(right.year_shift);
    left.told_year_shift = moved(right.told_year_shift);
  }
  for (std::size_t k = 1; k < seen.matches.size(); ++k) {
    const TimeMatch& left = seen.matches[k - 1];
    TimeMatch& right = seen.matches[k];
    if (!joined(seen, left, right) || !named(left) || !named(right) || right.has_year() || !left.year)
      continue;
    const std::string& word = seen.words[left.last].text;
    const bool between = left.first > 0 && seen.words[left.first - 1].text == "between";
    if (word == "/" || word == "or" || (word == "and" && !between)) continue;
    right.year = *left.year + (earlier_in_year(right, left) ? 1 : 0);
  }
}

}  // namespace

TimeFinder::TimeFinder() {
  auto tables = std::make_unique<Tables>();
  for (const auto& row : read_table("english/date_order.tsv")) {
    tables->orders.emplace_back(row.at(0),
                                row.at(1) == "day_first" ? DateOrder::day_first : DateOrder::month_first);
  }
  tables_ = std::move(tables);
}

TimeFinder::~TimeFinder() = default;

void TimeFinder::find(ParsedDocument& parsed, ProblemSink& problems) const {
  const Document& document = *parsed.document;
  std::vector<SentenceTimes> sentences;
  sentences.reserve(parsed.sentences.size());
  for (const Sentence& sentence : parsed.sentences) {
    SentenceTimes seen{seen_words(tables_->words, parsed, sentence), {}};
    seen.matches = match_times(tables_->words, seen.words);
    share_years(seen);
    if (seen.matches.empty()) seen.words.clear();
    sentences.push_back(std::move(seen));
  }
  DateOrder order = order_by_text(sentences, document.published);
  if (order == DateOrder::unknown) order = order_by_key(tables_->orders, document);
  TimeResolver resolver(document.published, order);
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const TimeMatch* before = nullptr;
    Tense tense = Tense::unknown;
    for (const TimeMatch& match : sentences[s].matches) {
      if (before == nullptr || !joined(sentences[s], *before, match))
        tense = tense_of(tables_->words, parsed, s, sentences[s], match);
      before = &match;
      const TokenIndex first = parsed.sentences[s].first + static_cast<TokenIndex>(match.first);
      const TokenIndex last = parsed.sentences[s].first + static_cast<TokenIndex>(match.last);
      const ByteRange span{parsed.tokens[first].span.begin, parsed.tokens[last - 1].span.end};
      const std::optional<ResolvedTime> resolved = resolver.resolve(match, tense, s);
      if (!resolved) {
        const std::string excerpt = excerpt_of(document.at(span));
        if (has_two_readings(match)) {
          problems.report(
              {"time-order", Severity::warning, document.file, document.line, 0,
               "the date has two readings, day first or month first, and the document does not show which; "
               "say the language (en-GB, en-US) or the outlet",
               excerpt});
        } else {
          problems.report({"time-calendar", Severity::warning, document.file, document.line, 0,
                           "the calendar has no such date", excerpt});
        }
        continue;
      }
      parsed.times.push_back({span, first, last, resolved->type, resolved->value, resolved->interval});
    }
  }
}

}  // namespace ekg
