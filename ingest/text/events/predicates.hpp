// Which words of a document tell of events: every trigger with the most specific row of the lexicon that
// fits.
#pragma once
#include <vector>

#include "ingest/text/events/arguments.hpp"

namespace ekg {

struct Trigger {
  TokenIndex token = no_token;
  const Predicate* predicate = nullptr;
  Frame frame;                       // with the arguments of the object that the row names
  std::vector<TokenIndex> consumed;  // words that are part of the trigger: "talks" of "held talks"
};

// In the order of the text. Words that are part of another trigger are none themselves.
std::vector<Trigger> find_triggers(const Trees& trees, const FunctionWords& words,
                                   const EventLexicon& lexicon);

}  // namespace ekg
