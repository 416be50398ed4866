#include "ingest/text/times/tense.hpp"

#include <algorithm>
#include <limits>

namespace ekg {
namespace {

bool has(const TimeWords& table, const SeenWord& word, TimeClass cls) {
  return table.find(word.text, cls) != nullptr;
}

// The nearest verb that tells its tense; words before the expression are nearer than those behind it.
Tense tense_by_words(const TimeWords& table, const std::vector<SeenWord>& words, std::size_t first,
                     std::size_t last) {
  Tense tense = Tense::unknown;
  std::size_t nearest = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i >= first && i < last) continue;
    const bool future = has(table, words[i], TimeClass::future_cue) ||
                        (words[i].text == "to" && i + 1 < words.size() && i > 0 &&
                         (words[i - 1].text == "is" || words[i - 1].text == "are"));
    const std::string& text = words[i].text;
    const bool past = !future && (has(table, words[i], TimeClass::past_cue) ||
                                  (text.size() > 4 && text.ends_with("ed") && !words[i].capital));
    if (!future && !past) continue;
    std::size_t distance = i < first ? first - i : 2 * (i - last + 1);
    if (future && distance > 2)
      distance -= 2;  // "is expected to be signed on": the cue stands before its participle
    if (distance < nearest) {
      nearest = distance;
      tense = future ? Tense::future : Tense::past;
    }
  }
  return tense;
}

// The tense that one verb shows by its form and its auxiliaries; unknown for forms that follow another
// verb's.
Tense tense_of_verb(const TimeWords& table, const std::vector<SeenWord>& words, const ParsedDocument& parsed,
                    const Sentence& sentence, TokenIndex verb) {
  bool was = false, is_now = false, had = false, modal = false, to = false, going = false;
  const TokenIndex from = std::max<std::int64_t>(sentence.first, static_cast<std::int64_t>(verb) - 40);
  const TokenIndex to_token = std::min<TokenIndex>(sentence.last, verb + 40);
  for (TokenIndex i = from; i < to_token; ++i) {
    if (parsed.tokens[i].head != verb) continue;
    const SeenWord& word = words[i - sentence.first];
    const Deprel relation = universal(parsed.tokens[i].deprel);
    if (relation == Deprel::aux || relation == Deprel::cop) {
      if (word.xpos == Xpos::MD)
        modal = true;
      else if (word.xpos == Xpos::VBD)
        was = true;
      else if (word.text == "have" || word.text == "has" || word.text == "'ve")
        had = true;
      else if (word.xpos == Xpos::VBZ || word.xpos == Xpos::VBP)
        is_now = true;
    }
    if (relation == Deprel::mark && word.text == "to") to = true;
  }
  const SeenWord& word = words[verb - sentence.first];
  going = word.text == "going" && is_now;
  const bool planned = has(table, word, TimeClass::future_cue);
  if (modal || going || (is_now && planned)) return Tense::future;
  if (was || had) return planned && was ? Tense::future : Tense::past;
  if (to) return Tense::future;
  switch (word.xpos) {
    case Xpos::VBD:
      return Tense::past;
    case Xpos::VBN:
      return planned ? Tense::future : Tense::past;
    case Xpos::VBG:
      return is_now ? Tense::future : Tense::unknown;
    case Xpos::VBZ:
    case Xpos::VBP:
      return Tense::present;
    default:
      return is_now && planned ? Tense::future : Tense::unknown;
  }
}

}  // namespace

Tense tense_around(const TimeWords& table, const ParsedDocument& parsed, const Sentence& sentence,
                   const std::vector<SeenWord>& words, std::size_t first, std::size_t last) {
  const bool tagged =
      std::any_of(words.begin(), words.end(), [](const SeenWord& word) { return word.upos != Upos::X; });
  if (!tagged) return tense_by_words(table, words, first, last);
  // "said Monday it would respond": the day stands beside its verb.
  if (first > 0 && words[first - 1].xpos == Xpos::VBD) return Tense::past;
  TokenIndex at = no_token;
  for (std::size_t i = first; i < last; ++i) {
    const TokenIndex head = parsed.tokens[sentence.first + i].head;
    if (head == no_token || head < sentence.first + first || head >= sentence.first + last) {
      at = static_cast<TokenIndex>(sentence.first + i);
      break;
    }
  }
  for (int steps = 0; steps < 8 && at != no_token && at >= sentence.first && at < sentence.last; ++steps) {
    const Upos upos = parsed.tokens[at].upos;
    const bool predicate = upos == Upos::VERB || upos == Upos::AUX || steps > 0;
    if (predicate) {
      const Tense tense = tense_of_verb(table, words, parsed, sentence, at);
      // The present of timetables ("leaves on Friday") is told of the verb's own time alone.
      if (tense == Tense::present && steps > 1) return Tense::unknown;
      if (tense != Tense::unknown) return tense;
    }
    at = parsed.tokens[at].head;
  }
  return Tense::unknown;
}

}  // namespace ekg
