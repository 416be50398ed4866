#include "ingest/text/times/time_words.hpp"

#include <charconv>
#include <stdexcept>

#include "ingest/text/utf8.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {
constexpr std::string_view class_names[] = {
    "month",   "month_short", "month_bare",  "weekday",     "weekdays",  "unit",      "units",    "season",
    "part",    "clock",       "deictic",     "night_of",    "reference", "set",       "number",   "tens",
    "power",   "vague",       "ordinal",     "decade_word", "edge",      "edge_noun", "meridiem", "zone",
    "holiday", "approx",      "preposition", "future_cue",  "past_cue"};

TimeClass class_from(std::string_view name) {
  for (std::size_t i = 0; i < std::size(class_names); ++i) {
    if (class_names[i] == name) return static_cast<TimeClass>(i);
  }
  throw std::logic_error("time_words.tsv: unknown class " + std::string(name));
}
}  // namespace

TimeWords::TimeWords() {
  for (const auto& row : read_table("english/time_words.tsv")) {
    TimeWord word{class_from(row.at(1)), 0, row.size() > 2 ? row[2] : std::string_view{}};
    std::from_chars(word.text.data(), word.text.data() + word.text.size(), word.number);
    words_[row[0]].push_back(word);
  }
}

const std::vector<TimeWord>* TimeWords::find(std::string_view folded) const {
  const auto found = words_.find(folded);
  return found == words_.end() ? nullptr : &found->second;
}

const TimeWord* TimeWords::find(std::string_view folded, TimeClass cls) const {
  const std::vector<TimeWord>* classes = find(folded);
  if (classes == nullptr) return nullptr;
  for (const TimeWord& word : *classes) {
    if (word.cls == cls) return &word;
  }
  return nullptr;
}

std::vector<SeenWord> seen_words(const TimeWords& words, const ParsedDocument& parsed,
                                 const Sentence& sentence) {
  constexpr std::size_t longest_kept = 40;
  std::vector<SeenWord> seen(sentence.last - sentence.first);
  for (TokenIndex i = sentence.first; i < sentence.last; ++i) {
    SeenWord& word = seen[i - sentence.first];
    const std::string_view form = parsed.text_of(i).substr(0, longest_kept);
    word.text = fold_word(form);
    const CodePoint first = code_point_at(form, 0), second = code_point_at(form, first.size);
    word.capital = is_upper(first.value);
    word.all_capitals = word.capital && is_upper(second.value);
    word.glued = i > 0 && parsed.tokens[i - 1].span.end == parsed.tokens[i].span.begin;
    word.classes = words.find(word.text);
    if (word.classes == nullptr && word.text.size() > 4 && word.text.starts_with("mid-")) {
      word.mid = true;
      word.text.erase(0, 4);
      word.capital = is_upper(code_point_at(form, 4).value);
      word.classes = words.find(word.text);
    }
    word.xpos = parsed.tokens[i].xpos;
    word.upos = parsed.tokens[i].upos;
  }
  return seen;
}

}  // namespace ekg
