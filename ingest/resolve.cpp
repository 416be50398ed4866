#include "ingest/resolve.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "graph/content_id.hpp"
#include "ingest/entity_registry.hpp"
#include "ingest/event_merge.hpp"

namespace ekg {
namespace {

// A record that comes again with an id: what it tells of the same event is added, by whom and where it is
// told. False when it tells of another event.
bool unite(EventRecord& event, const EventRecord& again) {
  const auto add_new = [](auto& list, const auto& more) {
    for (const auto& one : more)
      if (std::ranges::find(list, one) == list.end()) list.push_back(one);
  };
  EventRecord a = event, b = again;
  for (EventRecord* record : {&a, &b}) {
    record->mentions.clear(), record->attribution.clear(), record->file.clear(), record->line = 0;
    record->quote.clear(), record->fields.clear(), record->confidence.reset(), record->quantities.clear();
    for (auto* parties : {&record->actors, &record->recipients})
      for (Party& party : *parties) party.aliases.clear(), party.roles.clear();
  }
  if (a != b) return false;
  add_new(event.mentions, again.mentions);
  add_new(event.attribution, again.attribution);
  add_new(event.quantities, again.quantities);
  if (!event.confidence || (again.confidence && *again.confidence > *event.confidence))
    event.confidence = again.confidence;
  if (event.quote.empty()) event.quote = again.quote;
  if (event.fields.empty()) event.fields = again.fields;
  return true;
}

// Records without a type and without anybody name an event by its id and say where else it is told: its
// mentions. The ids that no event has, sorted.
std::vector<std::string> hand_out_mentions(std::vector<EventRecord>& records) {
  const auto only_mentions = [](const EventRecord& record) {
    return record.type.empty() && record.actors.empty() && record.recipients.empty() &&
           record.places.empty() && record.attribution.empty();
  };
  const auto first = std::stable_partition(records.begin(), records.end(), std::not_fn(only_mentions));
  if (first == records.end()) return {};
  std::vector<EventRecord> told(std::make_move_iterator(first), std::make_move_iterator(records.end()));
  records.erase(first, records.end());
  std::ranges::sort(told, [](const EventRecord& a, const EventRecord& b) {
    return std::pair(std::string_view(a.id), canonical_content(a)) <
           std::pair(std::string_view(b.id), canonical_content(b));
  });
  std::unordered_map<std::string_view, std::vector<EventRecord*>> events;  // one may stand in two inputs
  for (EventRecord& record : records) events[record.id].push_back(&record);
  std::set<std::string> unknown;
  for (const EventRecord& one : told) {
    const auto known = events.find(one.id);
    if (known == events.end()) {
      unknown.insert(one.id);
      continue;
    }
    for (EventRecord* event : known->second)
      for (const EventMention& mention : one.mentions)
        if (std::ranges::find(event->mentions, mention) == event->mentions.end())
          event->mentions.push_back(mention);
  }
  return {unknown.begin(), unknown.end()};
}

// A record and the first sixteen bytes of its id, highest first: most are compared without a look at the
// record.
struct Ordered {
  std::array<std::uint64_t, 2> head;
  EventRecord* record;
};

std::array<std::uint64_t, 2> head_of(const std::string& id) {
  std::array<std::uint64_t, 2> head{};
  for (std::size_t i = 0; i < 16; ++i)
    head[i / 8] = head[i / 8] << 8 | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0U);
  return head;
}

// The records in the order of `before`, which compares ids first. They stay where they are: they are large.
template <class Before>
std::vector<Ordered> in_order(std::vector<EventRecord>& records, Before before) {
  std::vector<Ordered> order;
  order.reserve(records.size());
  for (EventRecord& record : records) order.push_back({head_of(record.id), &record});
  std::ranges::sort(order, [&](const Ordered& a, const Ordered& b) {
    return a.head != b.head ? a.head < b.head : before(*a.record, *b.record);
  });
  return order;
}

// What canonical_content leaves out.
std::vector<std::vector<std::string>> aliases_of(const EventRecord& record) {
  std::vector<std::vector<std::string>> out;
  for (const auto* list : {&record.actors, &record.recipients}) {
    for (const Party& party : *list) out.push_back(party.aliases);
  }
  for (const Attribution& said : record.attribution) out.push_back(said.by.aliases);
  return out;
}

}  // namespace

Resolution resolve(std::vector<EventRecord> records, const Identities& identities) {
  for (EventRecord& record : records) {
    if (record.id.empty()) record.id = derived_event_id(record);
  }
  std::vector<std::string> unknown = hand_out_mentions(records);
  // One record may arrive twice, from two shards: it counts once, and which of two with the same id stays
  // must not depend on who came first.
  const auto before = [](const EventRecord& a, const EventRecord& b) {
    if (const int order = a.id.compare(b.id); order != 0) return order < 0;
    const std::string x = canonical_content(a), y = canonical_content(b);
    return x != y ? x < y : aliases_of(a) < aliases_of(b);
  };
  std::vector<EventRecord> unique;
  unique.reserve(records.size());
  std::set<std::string> contradicted;
  for (const Ordered& place : in_order(records, before)) {
    EventRecord& record = *place.record;
    if (unique.empty() || unique.back().id != record.id)
      unique.push_back(std::move(record));
    else if (!unite(unique.back(), record))
      contradicted.insert(record.id);
  }
  records = {};
  EntityRegistry registry(identities);
  for (const EventRecord& record : unique) registry.add(record);
  registry.settle();
  for (EventRecord& record : unique) registry.name(record);

  std::map<std::string, std::string> merged;
  Resolution result{registry.sorted(), merge_events(std::move(unique), merged), {}, std::move(unknown)};
  result.contradicted.assign(contradicted.begin(), contradicted.end());
  for (EventRecord& event : result.events) {
    if (const auto into = merged.find(event.about); into != merged.end()) event.about = into->second;
    if (event.about == event.id) event.about.clear();
  }
  assert(std::ranges::is_sorted(result.events, {}, &EventRecord::id));
  return result;
}

}  // namespace ekg
