#include "ingest/text/event_coder.hpp"

namespace ekg {

struct EventCoder::Resources {
  EventLexicon lexicon;
};

EventCoder::EventCoder() : EventCoder(EventLexicon()) {}
EventCoder::EventCoder(EventLexicon lexicon) { resources_.reset(new Resources{std::move(lexicon)}); }
EventCoder::~EventCoder() = default;
EventCoder::EventCoder(EventCoder&&) noexcept = default;
const Ontology& EventCoder::ontology() const { return resources_->lexicon.ontology(); }

std::vector<EventRecord> EventCoder::code(const ParsedDocument&, ProblemSink&, std::vector<EventExplanation>*) const {
  return {};
}

}  // namespace ekg
