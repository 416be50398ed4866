// Expressions of time in a document, with TIMEX3 values and UTC intervals (TimeML 1.2.1; spans without the
// preposition).
#pragma once
#include <memory>

#include "graph/problem.hpp"
#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Immutable; any number of threads may share one.
class TimeFinder {
 public:
  TimeFinder();
  ~TimeFinder();

  // Fills `times`, sorted and not overlapping. Needs sentences and tokens; tags and trees, when there, tell
  // the tense. Days count from the document's publication, else only what the text itself dates gets an
  // interval. A numeric date whose day and month may be exchanged is a problem (time-order) and no time,
  // unless the document shows its order: another date that has only one reading, dates in words, the language
  // tag, the outlet's country, or a reading that is the publication date. A date that the calendar does not
  // have is a problem (time-calendar). O(tokens).
  void find(ParsedDocument& parsed, ProblemSink& problems) const;

 private:
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

}  // namespace ekg
