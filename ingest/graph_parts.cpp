#include "ingest/graph_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ingest/resolve.hpp"

namespace ekg {

void GraphParts::add(Document document, DocumentOrigin origin) {
  document.text.clear();
  builder_.add(std::move(document));
  if (origin == DocumentOrigin::text) all_resolved_ = false;
}

void GraphParts::add(Entity entity) { entities_.push_back(std::move(entity)); }

void GraphParts::add(EventRecord record) { records_.push_back(std::move(record)); }

void GraphParts::add(const Identities& identities) { add_identities(identities_, identities); }

IngestConsumer GraphParts::consumer() {
  return {[this](const Document& document, std::vector<EventRecord> events) {
            Document row = document;
            row.text.clear();
            add(std::move(row), DocumentOrigin::text);
            std::ranges::move(events, std::back_inserter(records_));
          },
          [this](EventRecord record) { add(std::move(record)); },
          [this](Document document) { add(std::move(document), DocumentOrigin::row); },
          [this](Entity entity) { add(std::move(entity)); },
          {},
          [this](const Identities& identities) { add(identities); }};
}

EventGraph GraphParts::finish(ProblemSink& problems) {
  if (all_resolved_ && identities_.empty() && names_only_known()) {
    for (Entity& entity : entities_) builder_.add(std::move(entity));
    for (EventRecord& record : records_) builder_.add(std::exchange(record, {}));
    return builder_.freeze(problems);
  }
  Resolution resolution = resolve(std::move(records_), identities_);
  for (Entity& entity : entities_) {
    const auto at = std::ranges::lower_bound(resolution.entities, entity.id, {}, &Entity::id);
    if (at != resolution.entities.end() && at->id == entity.id) builder_.add(std::move(entity));
  }
  for (Entity& entity : resolution.entities) builder_.add(std::move(entity));
  for (EventRecord& record : resolution.events)
    builder_.add(std::exchange(record, {}));  // gives its memory back
  for (const std::string& id : resolution.contradicted)
    problems.report(
        {"contradicting-records", Severity::warning, "", 0, 0,
         "records with one id tell of different events; one of them is kept, give each its own id",
         excerpt_of(id)});
  if (!resolution.unknown.empty())
    problems.report(
        {"unknown-event", Severity::warning, "", 0, 0,
         fmt::format("mentions of {} events that no input has were left out", resolution.unknown.size()),
         excerpt_of(resolution.unknown.front())});
  return builder_.freeze(problems);
}

bool GraphParts::names_only_known() {
  std::ranges::sort(entities_, {}, &Entity::id);
  const auto known = [&](const std::string& id) {
    return std::ranges::binary_search(entities_, id, {}, &Entity::id);
  };
  const auto all_known = [&](const auto& parties) {
    return std::ranges::all_of(parties, [&](const auto& party) { return known(party.id); });
  };
  return std::ranges::all_of(records_, [&](const EventRecord& record) {
    return !record.type.empty() && all_known(record.actors) && all_known(record.recipients) &&
           all_known(record.places) && std::ranges::all_of(record.attribution, [&](const Attribution& said) {
             return said.by == Party{} || known(said.by.id);
           });
  });
}

}  // namespace ekg
