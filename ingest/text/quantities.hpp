// How many: numbers in digits and words with their comparator and what they count. Numbers inside times are
// passed over.
#pragma once
#include <memory>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Immutable; any number of threads may share one.
class QuantityFinder {
 public:
  QuantityFinder();
  ~QuantityFinder();

  // Fills `quantities`, sorted and not overlapping. The unit is the noun that the tree gives the number to
  // ("10,000 North Korean soldiers", "hundreds of soldiers"), the next noun where there is no tree; for money
  // the currency's token, for shares the token "%" or "percent". "Dozens", "hundreds" … are at least two of
  // them. "A third of the city" and "one in three voters" are 0.333 of the unit, "half of the 3,000
  // villagers" 1,500. REQUIRES: times are found. O(tokens).
  void find(ParsedDocument& parsed) const;

  struct Words;

 private:
  std::unique_ptr<const Words> words_;
};

}  // namespace ekg
