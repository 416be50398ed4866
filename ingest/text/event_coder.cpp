#include "ingest/text/event_coder.hpp"

#include <algorithm>

#include "graph/content_id.hpp"
#include "ingest/text/events/attribution.hpp"
#include "ingest/text/events/confidence.hpp"
#include "ingest/text/events/event_time.hpp"
#include "ingest/text/events/explain.hpp"
#include "ingest/text/events/merge.hpp"
#include "ingest/text/events/predicates.hpp"
#include "ingest/text/events/record_parts.hpp"
#include "ingest/text/events/roles.hpp"

namespace ekg {

struct EventCoder::Resources {
  EventLexicon lexicon;
  ConfidenceModel confidence;
};

EventCoder::EventCoder() : EventCoder(EventLexicon()) {}
EventCoder::EventCoder(EventLexicon lexicon) {
  resources_.reset(new Resources{std::move(lexicon), ConfidenceModel()});
}
EventCoder::~EventCoder() = default;
EventCoder::EventCoder(EventCoder&&) noexcept = default;
const Ontology& EventCoder::ontology() const { return resources_->lexicon.ontology(); }

std::vector<EventRecord> EventCoder::code(const ParsedDocument& parsed, ProblemSink&,
                                          std::vector<EventExplanation>* explanations) const {
  const Trees trees(parsed);
  const FunctionWords words(resources_->lexicon);
  std::vector<EventDraft> drafts;
  for (Trigger& trigger : find_triggers(trees, words, resources_->lexicon)) {
    EventDraft draft;
    draft.type = trigger.predicate->type;
    draft.trigger = std::move(trigger);
    drafts.push_back(std::move(draft));
  }
  fill_roles(trees, words, drafts);
  attribute(trees, words, drafts);
  bind_speakers(trees, words, ontology(), drafts);
  fill_content_roles(trees, words, drafts);
  set_times(trees, drafts);
  complete_records(trees, drafts);
  std::vector<std::vector<std::string>> features(drafts.size());
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    features[i] = resources_->confidence.features(trees, drafts, i);
    drafts[i].record.confidence = resources_->confidence.score(features[i]);
    if (explanations) drafts[i].notes = explain(trees, drafts[i], features[i]);
  }
  merge_drafts(trees, drafts);
  drop_empty(trees, drafts);

  for (EventDraft& draft : drafts) draft.record.id = derived_event_id(draft.record);
  std::vector<EventRecord> records;
  records.reserve(drafts.size());
  for (EventDraft& draft : drafts)
    if (draft.about != no_event && draft.about < drafts.size())
      draft.record.about = drafts[draft.about].record.id;
  for (EventDraft& draft : drafts) {
    if (explanations) explanations->push_back({draft.record.id, std::move(draft.notes)});
    records.push_back(std::move(draft.record));
  }
  return records;
}

}  // namespace ekg
