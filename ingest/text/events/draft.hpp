// An event while it is being made: the record and where its parts come from.
#pragma once
#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ingest/text/events/predicates.hpp"
#include "ingest/text/explanation.hpp"

namespace ekg {

inline constexpr std::size_t no_event = ~std::size_t{0};

struct EventDraft {
  Trigger trigger;
  const EventType* type = nullptr;
  EventRecord record;
  std::vector<TokenIndex> actor_heads;
  std::vector<TokenIndex> recipient_heads;
  std::size_t about = no_event;        // index of the draft that this one speaks of
  std::size_t outer = no_event;        // index of the speech or outer act whose content this is
  bool attributed = false;             // somebody is said to say so
  bool subordinate = false;            // in an adverbial or relative clause, or inside a noun phrase
  bool implicit_party = false;         // a party taken from the place or the country spoken of
  bool time_own = false;               // the time stands in the event's own clause
  std::string rule;                    // how the type was changed, empty: as the lexicon says
  std::vector<ExplanationStep> notes;  // for explanations
  std::vector<ExplanationToken> tree;
  std::vector<std::pair<std::string, double>> weighed;  // features and their weights, for explanations
};

// The drafts whose triggers stand in [first, last). Drafts are kept in the order of their triggers. O(log n).
template <class Drafts>  // std::vector<EventDraft>, const or not
auto drafts_between(Drafts& drafts, TokenIndex first, TokenIndex last) {
  const auto begins_at = [&](TokenIndex token) {
    return std::ranges::lower_bound(drafts, token, {},
                                    [](const EventDraft& draft) { return draft.trigger.token; });
  };
  return std::span(begins_at(first), begins_at(std::max(first, last)));
}

}  // namespace ekg
