// The words of time (data/english/time_words.tsv) and a sentence seen through them.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

enum class TimeClass : std::uint8_t {
  month,
  month_short,
  month_bare,
  weekday,
  weekdays,
  unit,
  units,
  season,
  part,
  clock,
  deictic,
  night_of,
  reference,
  set,
  number,
  tens,
  power,
  vague,
  ordinal,
  decade_word,
  edge,
  edge_noun,
  meridiem,
  zone,
  holiday,
  approx,
  preposition,
  future_cue,
  past_cue
};

struct TimeWord {
  TimeClass cls;
  int number = 0;         // the value where it is a whole number
  std::string_view text;  // the value as written
};

// Immutable; any number of threads may share one.
class TimeWords {
 public:
  TimeWords();
  // Every class of a folded word; null when it has none.
  const std::vector<TimeWord>* find(std::string_view folded) const;
  // The value of `folded` in that class, null when it is not in it.
  const TimeWord* find(std::string_view folded, TimeClass cls) const;

 private:
  std::unordered_map<std::string_view, std::vector<TimeWord>> words_;
};

// A token as the matcher sees it.
struct SeenWord {
  std::string text;  // folded; without "mid-"
  bool capital = false;
  bool all_capitals = false;
  bool mid = false;    // began with "mid-"
  bool glued = false;  // touches the token before it
  const std::vector<TimeWord>* classes = nullptr;
  Xpos xpos = Xpos::FW;
  Upos upos = Upos::X;
};

std::vector<SeenWord> seen_words(const TimeWords& words, const ParsedDocument& parsed,
                                 const Sentence& sentence);

}  // namespace ekg
