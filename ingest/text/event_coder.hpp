// From one read document to event records: who did what to whom, when, where, and who says so. A pure
// function of the document and immutable resources, so any number of threads may share one EventCoder. How it
// works, step by step: ingest/text/events/ (triggers, arguments, parties, attribution, status, time, merging,
// confidence).
#pragma once
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "graph/event_record.hpp"
#include "graph/problem.hpp"
#include "ingest/text/event_lexicon.hpp"
#include "ingest/text/explanation.hpp"
#include "ingest/text/ontology.hpp"
#include "ingest/text/parsed_document.hpp"

namespace ekg {

class ConfidenceModel;  // ingest/text/events/confidence.hpp

class EventCoder {
 public:
  // With the embedded ontology, lexicon and weights.
  EventCoder();
  explicit EventCoder(EventLexicon lexicon);
  EventCoder(EventLexicon lexicon, ConfidenceModel confidence);
  ~EventCoder();
  EventCoder(EventCoder&&) noexcept;

  // The document's events in the order of their triggers, each told once, with ids; `about` points to ids of
  // the same result. Parties are names as far as the document tells them (not resolved). With `explanations`,
  // one row a record. REQUIRES: mentions were found and linked, times annotated. Time is linear in the
  // tokens, apart from merging.
  std::vector<EventRecord> code(const ParsedDocument& parsed, ProblemSink& problems,
                                std::vector<EventExplanation>* explanations = nullptr) const;

  const Ontology& ontology() const;

 private:
  struct Resources;
  std::unique_ptr<const Resources> resources_;
};

}  // namespace ekg
