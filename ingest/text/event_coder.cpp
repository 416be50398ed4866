#include "ingest/text/event_coder.hpp"

#include <algorithm>

#include "graph/content_id.hpp"
#include "ingest/text/events/attribution.hpp"
#include "ingest/text/events/confidence.hpp"
#include "ingest/text/events/event_time.hpp"
#include "ingest/text/events/explain.hpp"
#include "ingest/text/events/games.hpp"
#include "ingest/text/events/harm.hpp"
#include "ingest/text/events/intent.hpp"
#include "ingest/text/events/merge.hpp"
#include "ingest/text/events/predicates.hpp"
#include "ingest/text/events/record_parts.hpp"
#include "ingest/text/events/roles.hpp"

namespace ekg {

struct EventCoder::Resources {
  EventLexicon lexicon;
  ConfidenceModel confidence;
};

namespace {

std::vector<EventDraft> make_drafts(std::vector<Trigger> triggers) {
  std::vector<EventDraft> drafts(triggers.size());
  for (std::size_t i = 0; i < triggers.size(); ++i) {
    drafts[i].type = triggers[i].predicate->type;
    drafts[i].trigger = std::move(triggers[i]);
  }
  return drafts;
}

}  // namespace

EventCoder::EventCoder() : EventCoder(EventLexicon()) {}
EventCoder::EventCoder(EventLexicon lexicon) : EventCoder(std::move(lexicon), ConfidenceModel()) {}
EventCoder::EventCoder(EventLexicon lexicon, ConfidenceModel confidence)
    : resources_(new Resources{std::move(lexicon), std::move(confidence)}) {}
EventCoder::~EventCoder() = default;
EventCoder::EventCoder(EventCoder&&) noexcept = default;
const Ontology& EventCoder::ontology() const { return resources_->lexicon.ontology(); }

std::vector<EventRecord> EventCoder::code(const ParsedDocument& parsed, ProblemSink&,
                                          std::vector<EventExplanation>* explanations) const {
  const Trees trees(parsed);
  const FunctionWords words(resources_->lexicon);
  std::vector<EventDraft> drafts = make_drafts(find_triggers(trees, words, resources_->lexicon));
  fill_roles(trees, words, drafts);
  share_parties_of_harm(trees, drafts);
  attribute(trees, words, drafts);
  bind_speakers(trees, words, ontology(), drafts);
  fill_content_roles(trees, words, drafts);
  set_times(trees, drafts);
  complete_records(trees, drafts);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const std::vector<std::string> features = resources_->confidence.features(trees, drafts, i);
    drafts[i].record.confidence = resources_->confidence.score(features);
    if (explanations) explain(trees, resources_->confidence.weighed(features), drafts[i]);
  }
  doubt_games(trees, words, drafts);
  merge_drafts(trees, drafts);
  drop_empty(trees, resources_->confidence.threshold(), drafts);

  for (EventDraft& draft : drafts) draft.record.id = derived_event_id(draft.record);
  std::vector<EventRecord> records;
  records.reserve(drafts.size());
  for (EventDraft& draft : drafts)
    if (draft.about != no_event && draft.about < drafts.size())
      draft.record.about = drafts[draft.about].record.id;
  for (EventDraft& draft : drafts) {
    if (explanations) {
      if (draft.about != no_event && !draft.record.about.empty())
        draft.notes.emplace_back("about", draft.record.about, "", "the event that it speaks of");
      if (draft.record.mentions.size() > 1)
        draft.notes.emplace_back("status", std::string(to_string(draft.record.status)), "",
                                 "of all mentions");
      explanations->push_back(
          {draft.record.id, std::move(draft.notes), std::move(draft.tree), std::move(draft.weighed)});
    }
    records.push_back(std::move(draft.record));
  }
  return records;
}

}  // namespace ekg
