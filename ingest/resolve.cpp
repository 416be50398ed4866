#include "ingest/resolve.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "graph/content_id.hpp"
#include "graph/record_codec.hpp"
#include "graph/string_table.hpp"
#include "ingest/entity_registry.hpp"
#include "ingest/event_merge.hpp"

namespace ekg {
namespace {

// However they are written: "3" is "3.0".
bool is_same_number(const EventQuantity& a, const EventQuantity& b) {
  return a.of == b.of && a.value == b.value && a.max == b.max && a.comparator == b.comparator;
}

// Does each of two rows of a data set say a number that the other does not? So they are two versions of one.
bool counts_differ(const EventRecord& a, const EventRecord& b) {
  const auto has_all = [](const EventRecord& all, const EventRecord& some) {
    return std::ranges::all_of(some.quantities, [&](const EventQuantity& one) {
      return std::ranges::any_of(all.quantities,
                                 [&](const EventQuantity& other) { return is_same_number(one, other); });
    });
  };
  return a.id.find(':') != std::string::npos && !has_all(a, b) && !has_all(b, a);
}

// When a row was written, as far as it says so, in whole seconds: ACLED's rows do.
std::string_view version_of(const EventRecord& record) {
  const auto field = std::ranges::find(record.fields, "acled.timestamp", &SourceField::name);
  if (field == record.fields.end()) return {};
  return std::string_view(field->value).substr(0, field->value.find('.'));
}

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
  if (a != b || counts_differ(event, again)) return false;
  add_new(event.mentions, again.mentions);
  add_new(event.attribution, again.attribution);
  const bool of_data_set = event.id.find(':') != std::string::npos;
  for (const EventQuantity& one : again.quantities)
    if (std::ranges::none_of(event.quantities, [&](const EventQuantity& known) {
          return of_data_set ? is_same_number(one, known) : one == known;
        }))
      event.quantities.push_back(one);
  if (!event.confidence || (again.confidence && *again.confidence > *event.confidence))
    event.confidence = again.confidence;
  if (event.quote.empty()) event.quote = again.quote;
  if (event.fields.empty()) event.fields = again.fields;
  return true;
}

// A record that names an event by its id and says where else it is told: its mentions.
bool only_mentions(const EventRecord& record) {
  return record.type.empty() && record.actors.empty() && record.recipients.empty() && record.places.empty() &&
         record.attribution.empty();
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

// Records of one id. The event that they tell of; nullopt when they only say where it is told. `contradicts`
// when they tell of several.
std::optional<EventRecord> united(std::vector<EventRecord> records, bool& contradicts) {
  const auto first = std::stable_partition(records.begin(), records.end(), std::not_fn(only_mentions));
  if (first == records.begin()) return std::nullopt;
  std::vector<std::pair<std::string, EventRecord*>> told;
  for (auto one = first; one != records.end(); ++one) told.emplace_back(canonical_content(*one), &*one);
  std::ranges::sort(told, {}, &std::pair<std::string, EventRecord*>::first);
  for (auto event = records.begin(); event != first; ++event)
    for (const auto& [content, one] : told)
      for (const EventMention& mention : one->mentions)
        if (std::ranges::find(event->mentions, mention) == event->mentions.end())
          event->mentions.push_back(mention);
  // One record may arrive twice, from two shards: it counts once, and which of two that differ stays must not
  // depend on who came first.
  struct Content {
    std::string content;
    std::vector<std::vector<std::string>> aliases;
    EventRecord* record;
  };
  std::vector<Content> order;
  for (auto event = records.begin(); event != first; ++event)
    order.push_back({canonical_content(*event), aliases_of(*event), &*event});
  // Of rows that say when they were written the last wins.
  std::ranges::sort(order, [](const Content& a, const Content& b) {
    const std::string_view x = version_of(*a.record), y = version_of(*b.record);
    if (x != y) return x.size() != y.size() ? x.size() > y.size() : x > y;
    return a.content != b.content ? a.content < b.content : a.aliases < b.aliases;
  });
  EventRecord event = std::move(*order.front().record);
  for (const Content& again : std::span(order).subspan(1)) {
    // What was written before adds nothing to what replaced it.
    const bool older = version_of(*again.record) != version_of(event);
    EventRecord unused;
    if (older) unused = event;
    if (!unite(older ? unused : event, *again.record)) contradicts = true;
  }
  return event;
}

// The id of a record in the pile, as a number that compares as ids do, or as a string.
struct IdKey {
  std::uint64_t id;  // packed, or of the strings
  RecordPile::Number number;
  bool is_packed;
};

constexpr std::chrono::sys_seconds undated = std::chrono::sys_seconds::max();

}  // namespace

struct ResolvedRecords::State {
  State(RecordPile records, const Identities& identities) : pile(std::move(records)), registry(identities) {}

  std::vector<RecordPile::Number> sort_by_id();
  void unite_repeated(std::span<const IdKey> same);
  void name_entities();
  void name_events();
  void merge_events();
  void sort_by_time();
  void read_named(RecordPile::Number number, EventRecord& record) const;
  bool is_complete(const EventRecord& record) const;

  RecordPile pile;
  EntityRegistry registry;
  std::vector<Entity> entities;
  std::vector<Contradicted> contradicted;
  std::vector<std::string> unknown;
  std::vector<bool> gone;                // of the pile: counts no more, another record tells all it tells
  RecordPile::Number first_named = 0;    // from there on, records are events that bear their entities' names
  std::vector<RecordPile::Number> rank;  // of a record that is not gone: that of its id among all
  std::vector<RecordPile::Number> by_rank;
  struct Time {
    std::chrono::sys_seconds begin, end;
  };
  std::vector<Time> times;  // by rank
  std::unordered_set<std::string_view> entity_ids;
  std::unordered_set<std::string> abouts;               // ids that events speak of
  std::unordered_map<std::string, std::string> merged;  // of those, the ones that were merged: into which
  EventMerger merger;
  std::vector<RecordPile::Number> events;  // by time
  std::vector<bool> lacking;               // by number: is incomplete
  std::vector<std::uint32_t> incomplete;
};

// The numbers of records, each id once. Those of one id are made one first.
std::vector<RecordPile::Number> ResolvedRecords::State::sort_by_id() {
  StringTable strings;
  std::vector<IdKey> keys;
  keys.reserve(pile.size());
  for (RecordPile::Number number = 0; number < pile.size(); ++number) {
    const std::string_view id = pile.id(number);
    assert(!id.empty());
    const auto packed = packed_event_id(id);
    keys.push_back({packed ? *packed : strings.intern(id), number, packed.has_value()});
  }
  const auto text = [&](const IdKey& key) {
    return key.is_packed ? unpacked_event_id(key.id)
                         : std::string(strings.at(static_cast<StringTable::Id>(key.id)));
  };
  std::ranges::sort(keys, [&](const IdKey& a, const IdKey& b) {
    if (a.is_packed && b.is_packed) return a.id != b.id ? a.id < b.id : a.number < b.number;
    if (a.is_packed || b.is_packed) return text(a) < text(b);
    const std::string_view x = strings.at(static_cast<StringTable::Id>(a.id)),
                           y = strings.at(static_cast<StringTable::Id>(b.id));
    return x != y ? x < y : a.number < b.number;
  });
  gone.assign(pile.size(), false);
  std::vector<RecordPile::Number> numbers;
  numbers.reserve(keys.size());
  for (std::size_t first = 0, next; first < keys.size(); first = next) {
    const auto same = [&](const IdKey& key) {
      return key.id == keys[first].id && key.is_packed == keys[first].is_packed;
    };
    for (next = first + 1; next < keys.size() && same(keys[next]);) ++next;
    if (next > first + 1) unite_repeated(std::span(keys).subspan(first, next - first));
    for (std::size_t i = first; i < next; ++i)
      if (!gone[keys[i].number]) numbers.push_back(keys[i].number);
    if (next > first + 1 && gone.size() < pile.size()) {
      gone.push_back(false);
      numbers.push_back(pile.size() - 1);
    }
  }
  return numbers;
}

void ResolvedRecords::State::unite_repeated(std::span<const IdKey> same) {
  std::vector<EventRecord> records(same.size());
  for (std::size_t i = 0; i < same.size(); ++i) pile.read(same[i].number, records[i]);
  if (std::ranges::all_of(records, [&](const EventRecord& one) { return one == records.front(); })) {
    for (const IdKey& key : same.subspan(1)) gone[key.number] = true;
    return;
  }
  for (const IdKey& key : same) gone[key.number] = true;
  bool contradicts = false;
  RecordPile::Number last = 0;
  for (std::size_t i = 0; i < same.size(); ++i)
    if (!only_mentions(records[i])) last = std::max(last, same[i].number);
  const std::string id = records.front().id;
  if (const auto event = united(std::move(records), contradicts))
    pile.add(*event);
  else
    unknown.push_back(id);
  if (contradicts) contradicted.push_back({id, pile.origin(last)});
}

void ResolvedRecords::State::name_entities() {
  EventRecord record;
  for (RecordPile::Number number = 0; number < pile.size(); ++number) {
    if (gone[number]) continue;
    pile.read(number, record);
    if (only_mentions(record)) {
      unknown.push_back(record.id);
      gone[number] = true;
    } else {
      registry.add(record);
    }
  }
  std::ranges::sort(unknown);
  for (RecordPile::Number number = 0; number < pile.size() && registry.wants_context(); ++number) {
    if (gone[number]) continue;
    pile.read(number, record);
    registry.add_context(record);
  }
  registry.settle();
  entities = registry.sorted();
  for (const Entity& entity : entities) entity_ids.insert(entity.id);
}

void ResolvedRecords::State::read_named(RecordPile::Number number, EventRecord& record) const {
  pile.read(number, record);
  if (number < first_named) registry.name(record);
}

bool ResolvedRecords::State::is_complete(const EventRecord& record) const {
  const auto known = [&](const auto& parties) {
    return std::ranges::all_of(parties, [&](const auto& party) { return entity_ids.count(party.id) != 0; });
  };
  return known(record.actors) && known(record.recipients) && known(record.places) &&
         std::ranges::all_of(record.attribution, [&](const Attribution& said) {
           return said.by.id.empty() || entity_ids.count(said.by.id) != 0;
         });
}

void ResolvedRecords::State::name_events() {
  first_named = pile.size();
  lacking.assign(pile.size(), false);
  rank.assign(pile.size(), 0);
  for (RecordPile::Number at = 0; at < by_rank.size(); ++at) rank[by_rank[at]] = at;
  times.assign(by_rank.size(), {undated, undated});
  merger.reserve(by_rank.size());
  EventRecord record;
  for (RecordPile::Number number = 0; number < first_named; ++number) {
    if (gone[number]) continue;
    read_named(number, record);
    if (record.time) times[rank[number]] = {record.time->begin, record.time->end};
    if (!record.about.empty()) abouts.insert(record.about);
    lacking[number] = !is_complete(record);
    merger.add(rank[number], record);
  }
  rank = {};
}

void ResolvedRecords::State::merge_events() {
  std::unordered_map<std::uint32_t, std::uint32_t> into_of;      // kept when somebody speaks of events
  std::vector<std::pair<std::string, std::uint32_t>> spoken_of;  // ids of merged events, and into which
  merger.join([&](std::span<const EventJoin> joins) {
    std::unordered_map<std::uint32_t, EventRecord> open;
    const auto event = [&](std::uint32_t at) -> EventRecord& {
      const auto [known, is_new] = open.try_emplace(at);
      if (is_new) read_named(by_rank[at], known->second);
      return known->second;
    };
    for (const EventJoin& join : joins) {
      EventRecord& other = event(join.other);
      if (!abouts.empty()) {
        into_of.emplace(join.other, join.into);
        if (abouts.count(other.id) != 0) spoken_of.emplace_back(other.id, join.into);
      }
      absorb(event(join.into), other);
      open.erase(join.other);
      gone[by_rank[join.other]] = true;
    }
    for (const auto& [at, whole] : open) {
      gone[by_rank[at]] = true;
      by_rank[at] = pile.add(whole);
      gone.push_back(false);
      lacking.push_back(!is_complete(whole));
      times[at] = {whole.time->begin, whole.time->end};
    }
  });
  for (const auto& [id, into] : spoken_of) {
    std::uint32_t last = into;
    for (auto next = into_of.find(last); next != into_of.end(); next = into_of.find(last))
      last = next->second;
    merged.emplace(id, pile.id(by_rank[last]));
  }
  abouts.clear();
}

void ResolvedRecords::State::sort_by_time() {
  struct Place {
    Time time;
    std::uint32_t rank;
  };
  std::vector<Place> order;
  order.reserve(by_rank.size());
  for (std::uint32_t at = 0; at < by_rank.size(); ++at)
    if (!gone[by_rank[at]]) order.push_back({times[at], at});
  times = {};
  std::ranges::sort(order, [](const Place& a, const Place& b) {
    if (a.time.begin != b.time.begin) return a.time.begin < b.time.begin;
    return a.time.end != b.time.end ? a.time.end < b.time.end : a.rank < b.rank;
  });
  events.reserve(order.size());
  for (const Place& place : order) {
    events.push_back(by_rank[place.rank]);
    if (lacking[events.back()]) incomplete.push_back(static_cast<std::uint32_t>(events.size() - 1));
  }
  by_rank = {};
}

ResolvedRecords::ResolvedRecords(RecordPile records, const Identities& identities)
    : state_(std::make_unique<State>(std::move(records), identities)) {
  state_->by_rank = state_->sort_by_id();
  state_->name_entities();
  std::erase_if(state_->by_rank, [&](RecordPile::Number number) { return state_->gone[number]; });
  state_->name_events();
  state_->merge_events();
  state_->sort_by_time();
}

ResolvedRecords::~ResolvedRecords() = default;

std::vector<Entity>& ResolvedRecords::entities() { return state_->entities; }
const std::vector<ResolvedRecords::Contradicted>& ResolvedRecords::contradicted() const {
  return state_->contradicted;
}
const std::vector<std::string>& ResolvedRecords::unknown() const { return state_->unknown; }
const std::vector<std::uint32_t>& ResolvedRecords::incomplete() const { return state_->incomplete; }
std::uint32_t ResolvedRecords::event_count() const {
  return static_cast<std::uint32_t>(state_->events.size());
}

void ResolvedRecords::read(std::uint32_t at, EventRecord& event) const {
  state_->read_named(state_->events[at], event);
  if (event.about.empty()) return;
  if (const auto into = state_->merged.find(event.about); into != state_->merged.end())
    event.about = into->second;
  if (event.about == event.id) event.about.clear();
}

void ResolvedRecords::each_told(const std::function<void(const std::vector<EventMention>&)>& visit) const {
  EventRecord record;
  for (RecordPile::Number number = 0; number < state_->pile.size(); ++number) {
    if (state_->gone[number] || state_->lacking[number]) continue;
    state_->pile.read(number, record);
    visit(record.mentions);
  }
}

Resolution resolve(const std::vector<EventRecord>& records, const Identities& identities) {
  RecordPile pile;
  for (const EventRecord& record : records) {
    if (record.id.empty()) {
      EventRecord named = record;
      named.id = derived_event_id(record);
      pile.add(named);
    } else {
      pile.add(record);
    }
  }
  ResolvedRecords resolved(std::move(pile), identities);
  Resolution result;
  result.events.resize(resolved.event_count());
  for (std::uint32_t at = 0; at < resolved.event_count(); ++at) resolved.read(at, result.events[at]);
  std::ranges::sort(result.events, {}, &EventRecord::id);
  result.entities = std::move(resolved.entities());
  for (const auto& one : resolved.contradicted()) result.contradicted.push_back(one.id);
  result.unknown = resolved.unknown();
  return result;
}

}  // namespace ekg
