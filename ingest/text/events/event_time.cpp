#include "ingest/text/events/event_time.hpp"

#include <algorithm>
#include <chrono>

namespace ekg {
namespace {

bool usable(const TimeExpression& time) {
  return time.interval && (time.type == TimeType::date || time.type == TimeType::time);
}

// How far the trigger is above the time in the tree; nullopt when the time belongs to something else: another
// event between, a noun that it modifies, or, for a verb, a clause that hangs on one of its nouns or is said.
std::optional<int> distance(const Trees& trees, const std::vector<bool>& is_trigger, TokenIndex trigger,
                            TokenIndex time) {
  bool clause = false;
  int steps = 0;
  for (TokenIndex at = time; at != no_token && steps < 30; at = trees.head(at), ++steps) {
    if (at == trigger) return clause && trees.is_verb(trigger) ? std::nullopt : std::optional<int>(steps);
    if (steps > 0 && is_trigger[at]) return std::nullopt;
    const Deprel relation = trees.relation(at);
    if (steps == 0 && trees.head(at) != trigger &&
        (relation == Deprel::compound || relation == Deprel::nummod || relation == Deprel::amod ||
         trees.at(at).deprel == Deprel::nmod_poss))
      return std::nullopt;
    if (relation == Deprel::acl || relation == Deprel::ccomp || relation == Deprel::parataxis) clause = true;
  }
  return std::nullopt;
}

}  // namespace

void set_times(const Trees& trees, std::vector<EventDraft>& drafts) {
  const ParsedDocument& parsed = trees.parsed();
  std::vector<bool> is_trigger(parsed.tokens.size(), false);
  for (const EventDraft& draft : drafts) is_trigger[draft.trigger.token] = true;

  std::vector<std::vector<const TimeExpression*>> of_sentence(parsed.sentences.size());
  for (const TimeExpression& time : parsed.times)
    if (usable(time) && time.first < parsed.tokens.size())
      of_sentence[trees.sentence(time.first)].push_back(&time);

  const auto head_of = [&](const TimeExpression& time) {
    for (TokenIndex t = time.first; t < time.last; ++t)
      if (trees.head(t) == no_token || trees.head(t) < time.first || trees.head(t) >= time.last) return t;
    return time.first;
  };
  const auto set = [&](EventDraft& draft, const TimeExpression& time, bool own) {
    draft.record.time = time.interval;
    draft.record.time_text = std::string(parsed.document->at(time.span));
    draft.time_own = own;
  };

  for (EventDraft& draft : drafts) {
    const auto& times = of_sentence[trees.sentence(draft.trigger.token)];
    const TimeExpression* best = nullptr;
    int best_steps = 1000;
    for (const TimeExpression* time : times) {
      const auto steps = distance(trees, is_trigger, draft.trigger.token, head_of(*time));
      if (steps && *steps < best_steps) {
        best = time;
        best_steps = *steps;
      }
    }
    if (best) set(draft, *best, true);
  }
  // A clause without a time of its own takes that of the clause it belongs to, not of one that hangs on it.
  for (EventDraft& draft : drafts) {
    if (draft.record.time) continue;
    TokenIndex at = trees.head(draft.trigger.token);
    for (int steps = 0; at != no_token && steps < 12 && !draft.record.time; ++steps, at = trees.head(at)) {
      if (!is_trigger[at]) {
        for (const TimeExpression* time : of_sentence[trees.sentence(draft.trigger.token)])
          if (trees.head(head_of(*time)) == at && !draft.record.time) set(draft, *time, false);
        continue;
      }
      for (const EventDraft& other : drafts_between(drafts, at, at + 1))
        if (other.time_own && other.type && !other.type->speech) {
          draft.record.time = other.record.time;
          draft.record.time_text = other.record.time_text;
          break;
        }
    }
  }
  // What is told on a day happened by then; news tells what is fresh.
  for (EventDraft& draft : drafts) {
    if (draft.record.time || draft.outer == no_event || !drafts[draft.outer].time_own) continue;
    if (draft.record.status == Status::planned || draft.record.status == Status::hypothetical) continue;
    draft.record.time = drafts[draft.outer].record.time;
    draft.record.time_text = drafts[draft.outer].record.time_text;
  }
  for (EventDraft& draft : drafts) {
    if (draft.record.time) continue;
    const auto& published = parsed.document->published;
    if (!published) continue;
    if (draft.record.status == Status::planned || draft.record.status == Status::hypothetical) continue;
    const auto day = std::chrono::floor<std::chrono::days>(published->begin);
    draft.record.time = day_span(std::chrono::year_month_day(day));
  }
}

}  // namespace ekg
