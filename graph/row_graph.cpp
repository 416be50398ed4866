#include "graph/row_graph.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <deque>
#include <limits>
#include <mutex>
#include <new>
#include <numeric>
#include <stdexcept>
#include <tuple>
#include <unordered_map>

#include "graph/event_graph_builder.hpp"
#include "graph/parallel.hpp"
#include "graph/radix_sort.hpp"

namespace ekg {
namespace {

constexpr std::int64_t day_seconds = 86400;
constexpr std::size_t most_counters = 1 << 26;  // of all threads together

std::uint32_t checked_u32(std::size_t value) {
  if (value >= std::numeric_limits<std::uint32_t>::max())
    throw std::length_error("more than 2^32 rows in one graph");
  return static_cast<std::uint32_t>(value);
}

// An event's row when its parties and its place are known, in the memory of its EventRow.
struct PlacedRow {
  static constexpr std::size_t most = 3;
  std::uint64_t id, place_and_kind;
  std::uint32_t count;  // of its participants
  Participant participants[most];

  static const PlacedRow& of(const EventRow& memory) {
    return *std::launder(reinterpret_cast<const PlacedRow*>(&memory));
  }
};
static_assert(sizeof(PlacedRow) == sizeof(EventRow) && alignof(PlacedRow) == alignof(EventRow));

}  // namespace

struct EventGraph::Rows {
  LargeArray<unsigned char> memory;  // of the columns
  std::unique_ptr<const RowStore> store;
  EventRows rows;  // each of them a PlacedRow
  std::vector<std::pair<EventId, EventRecord>> records;
  std::vector<std::uint64_t> sources_only;
  std::once_flag documents_placed, ids_sorted;
  Column<std::uint32_t> participant_offset;  // with the sources
  Column<Participant> participants;

  const PlacedRow& operator[](EventId event) const { return PlacedRow::of(rows[event]); }
  const EventRecord* record(EventId event) const {
    const auto found = std::ranges::lower_bound(records, event, {}, &std::pair<EventId, EventRecord>::first);
    return found == records.end() || found->first != event ? nullptr : &found->second;
  }
};

// Who takes part in a row's event, as entities; none: nobody.
struct RowGraph::Entities {
  static constexpr EntityId none = EventRow::none;
  EntityId actor, recipient, place;

  // Into the memory of the row.
  void place_in(EventRow& row) const {
    PlacedRow placed{row.id, row.place_and_kind, 0, {}};
    const auto add = [&](Role role, EntityId entity) {
      if (entity != none) placed.participants[placed.count++] = Participant(role, entity);
    };
    add(Role::actor, actor), add(Role::recipient, recipient), add(Role::place, place);
    new (&row) PlacedRow(placed);
  }
  // each(entity, partner), each entity once.
  template <class Each>
  void each(Each each) const {
    const bool pair = actor != none && recipient != none && actor != recipient;
    const EntityId party = actor != none ? actor : recipient;
    if (pair) {
      each(actor, Partner(Partner::Kind::acts_on, recipient));
      each(recipient, Partner(Partner::Kind::acted_on, actor));
    } else if (party != none) {
      each(party, Partner(Partner::Kind::several, 0));
    }
    if (place != none && place != party && !(pair && place == recipient))
      each(place, Partner(Partner::Kind::none, 0));
  }
};

// Where entities are found. A copy for each loop, as of all that is read where bytes are written: a byte may
// change anything whose address is known, so that it would have to be loaded anew each time.
struct RowGraph::EntityRows {
  const std::uint32_t *party, *place;
  Entities of(const EventRow& row) const {
    const auto entity = [](const std::uint32_t* rows, std::uint32_t number) {
      return number == EventRow::none ? Entities::none : rows[number];
    };
    return {entity(party, row.actor), entity(party, row.recipient), entity(place, row.place)};
  }
};

// What must be known before anything is put in its place: at which place each thread's events of each entity
// begin.
struct RowGraph::Counted {
  std::vector<std::vector<std::uint32_t>> of_entity;
  std::vector<std::uint32_t> entity_offset;
  std::vector<char> kinds;  // that occur
};

RowGraph::Counted RowGraph::count(EventGraph& graph, unsigned threads) const {
  const std::size_t entity_count = graph.entity_count();
  Counted out{std::vector<std::vector<std::uint32_t>>(threads), std::vector<std::uint32_t>(entity_count + 1),
              std::vector<char>(kinds.size(), 0)};
  std::vector<std::vector<char>> seen(threads);
  on_threads(threads, [&](unsigned t) {
    std::vector<char>& own_seen = seen[t];
    std::vector<std::uint32_t>& own = out.of_entity[t];
    own_seen.resize(kinds.size()), own.resize(entity_count);
    const EntityRows rows_of{party_rows.data(), place_rows.data()};
    for (const EventRows::Piece& piece : rows.part(t, threads))
      for (const EventRow& row : piece) {
        own_seen[row.kind()] = 1;
        rows_of.of(row).each([&](EntityId entity, Partner) { ++own[entity]; });
      }
  });
  for (const auto& own : seen)
    for (std::size_t kind = 0; kind < kinds.size(); ++kind)
      out.kinds[kind] = static_cast<char>(out.kinds[kind] | own[kind]);
  std::size_t at = 0;
  for (std::size_t entity = 0; entity < entity_count; ++entity) {
    out.entity_offset[entity] = static_cast<std::uint32_t>(at);
    for (auto& own : out.of_entity) at += std::exchange(own[entity], static_cast<std::uint32_t>(at));
  }
  out.entity_offset[entity_count] = checked_u32(at);
  return out;
}

// What all rows of a kind have in their columns.
struct RowGraph::Meaning {
  TypeId type;
  std::uint8_t quad;
  std::uint32_t intensity;
};

// Types and numbers that occur, each in an order of its own.
std::vector<RowGraph::Meaning> RowGraph::name_kinds(EventGraph& graph, const Counted& counted) const {
  std::vector<std::string_view> types;
  std::vector<double> numbers;
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    if (counted.kinds[kind] == 0) continue;
    types.push_back(kinds[kind].type);
    if (kinds[kind].intensity) numbers.push_back(*kinds[kind].intensity + 0.0);  // no negative zero
  }
  std::ranges::sort(types);
  types.erase(std::unique(types.begin(), types.end()), types.end());
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  if (types.size() > std::numeric_limits<TypeId>::max())
    throw std::length_error("more than 65,535 event types in one graph");
  for (std::string_view& type : types) {
    type = graph.strings_.at(graph.strings_.intern(type));
    graph.type_names_.push_back(type);
  }
  std::vector<Meaning> meanings;
  for (const EventKind& kind : kinds) {
    const auto type = std::ranges::lower_bound(types, std::string_view(kind.type)) - types.begin();
    const auto number =
        kind.intensity ? std::ranges::lower_bound(numbers, *kind.intensity) - numbers.begin() : 0;
    meanings.push_back({static_cast<TypeId>(type),
                        kind.quad ? static_cast<std::uint8_t>(*kind.quad) : EventGraph::no_quad,
                        kind.intensity ? static_cast<std::uint32_t>(number) : EventGraph::no_number});
  }
  graph.numbers_ = Column(std::move(numbers));
  return meanings;
}

struct RowGraph::Columns {
  std::chrono::sys_seconds *base, *latest_end;
  std::uint32_t* since;
  TypeId* type;
  std::uint8_t* quad;
  std::uint16_t* intensity;
  EventId* events;
  Partner* partners;
};

// All columns in one piece, but for what is the same of all rows.
RowGraph::Columns RowGraph::make_columns(EventGraph& graph, const Counted& counted) const {
  const std::size_t count = rows.size();
  const std::size_t blocks = (count + EventGraph::block - 1) / EventGraph::block;
  const std::size_t incident = counted.entity_offset.back();
  std::size_t bytes = 0;
  std::vector<std::function<void()>> placed;
  LargeArray<unsigned char>& memory = graph.rows_->memory;
  const auto column = [&]<class Value>(Column<Value>& to, std::size_t size, Value*& data) {
    constexpr std::size_t line = 64;
    placed.emplace_back([&to, &data, &memory, first = bytes, size] {
      data = reinterpret_cast<Value*>(memory.get() + first);
      to = Column<Value>(data, size);
    });
    bytes += (size * sizeof(Value) + line - 1) / line * line;
  };
  Columns to{};
  column(graph.base_, blocks, to.base), column(graph.latest_end_, blocks, to.latest_end);
  column(graph.since_, count, to.since), column(graph.type_, count, to.type);
  column(graph.quad_, count, to.quad), column(graph.intensity_.index, count, to.intensity);
  column(graph.entity_events_, incident, to.events);
  column(graph.entity_partners_, incident, to.partners);
  memory = large_array<unsigned char>(bytes);
  for (const auto& place : placed) place();
  graph.length_.make_constant(day_seconds);
  graph.precision_.make_constant(static_cast<std::uint8_t>(Precision::day));
  graph.status_.make_constant(static_cast<std::uint8_t>(Status::asserted));
  graph.confidence_.index.make_constant(EventGraph::NumberColumn::none);
  return to;
}

void RowGraph::fill(EventGraph& graph, Counted counted, unsigned threads) {
  using NumberColumn = EventGraph::NumberColumn;
  const std::vector<Meaning> meanings = name_kinds(graph, counted);
  const std::size_t count = rows.size();
  const Columns columns = make_columns(graph, counted);
  std::vector<std::vector<EventGraph::FarTime>> far(threads);
  std::vector<std::vector<NumberColumn::Larger>> larger(threads);
  const auto midnight = [](std::int32_t day) {
    return std::chrono::sys_seconds(std::chrono::seconds(day * day_seconds));
  };
  // Of the block that a thread begins in: it may lie in the part of another, which overwrites its rows.
  std::vector<std::chrono::sys_seconds> starts(threads);
  for (unsigned t = 0; t < threads; ++t)
    if (const auto part = rows.part(t, threads); !part.empty())
      starts[t] = midnight(rows[part.front().first / EventGraph::block * EventGraph::block].day);
  on_threads(threads, [&](unsigned t) {
    const std::span<const EventRows::Piece> mine = rows.part(t, threads);
    std::size_t i = mine.empty() ? count : mine.front().first;
    if (i == count) return;
    const std::size_t all = count;
    const Columns own = columns;
    const EntityRows rows_of{party_rows.data(), place_rows.data()};
    const Meaning* const meaning_of = meanings.data();
    std::uint32_t* const next = counted.of_entity[t].data();
    std::chrono::sys_seconds start = starts[t];
    for (const EventRows::Piece& piece : mine)
      for (EventRow& row : piece) {
        const auto event = static_cast<EventId>(i);
        const auto begin = midnight(row.day);
        if (i % EventGraph::block == 0) own.base[i / EventGraph::block] = start = begin;
        if (i % EventGraph::block == EventGraph::block - 1 || i + 1 == all)
          own.latest_end[i / EventGraph::block] = midnight(row.day + 1);
        const std::int64_t passed = (begin - start).count();
        if (passed >= EventGraph::very_long) far[t].push_back({event, begin});
        own.since[i] =
            passed >= EventGraph::very_long ? EventGraph::very_long : static_cast<std::uint32_t>(passed);
        const Meaning meaning = meaning_of[row.kind()];
        own.type[i] = meaning.type;
        own.quad[i] = meaning.quad;
        const bool known = meaning.intensity != EventGraph::no_number;
        const bool is_large = known && meaning.intensity >= NumberColumn::large;
        if (is_large) larger[t].push_back({event, meaning.intensity});
        own.intensity[i] = !known     ? NumberColumn::none
                           : is_large ? NumberColumn::large
                                      : static_cast<std::uint16_t>(meaning.intensity);
        const Entities entities = rows_of.of(row);
        entities.each([&](EntityId entity, Partner partner) {
          const std::uint32_t place = next[entity]++;
          own.events[place] = event;
          own.partners[place] = partner;
        });
        entities.place_in(row);
        ++i;
      }
  });
  for (const auto& list : far)
    for (const auto& one : list) graph.far_begins_.push_back(one);
  for (const auto& list : larger)
    for (const auto& one : list) graph.intensity_.larger.push_back(one);
  graph.entity_offset_ = Column(std::move(counted.entity_offset));
}

EventGraph RowGraph::freeze(unsigned threads) && {
  EventGraph graph;
  if (entities.size() >= Participant::row_limit)
    throw std::length_error("more than 2^29 entities in one graph");
  graph.rows_ = std::make_shared<EventGraph::Rows>();
  graph.rows_->store = std::move(store);
  graph.rows_->records.reserve(records.size());
  for (auto& [event, record] : records) graph.rows_->records.emplace_back(event, std::move(record));
  graph.rows_->sources_only = std::move(sources_only);
  graph.entities_ = std::move(entities);
  const std::size_t entities_of_all = graph.entity_count();
  threads = static_cast<unsigned>(std::clamp<std::size_t>(most_counters / (entities_of_all + 1), 1, threads));
  fill(graph, count(graph, threads), threads);
  graph.rows_->rows = std::move(rows);
  graph.strings_.freeze();
  return graph;
}

std::string EventGraph::id_of_row(EventId event) const { return rows_->store->id((*rows_)[event].id); }

std::span<const Participant> EventGraph::entities_in_row(EventId event) const {
  const PlacedRow& row = (*rows_)[event];
  return {row.participants, row.count};
}

std::size_t EventGraph::row_bytes() const { return rows_->rows.size() * sizeof(PlacedRow); }

bool EventGraph::read_row(EventId event, EventRecord& record) const {
  if (const EventRecord* kept = rows_->record(event)) {
    record = *kept;
    return true;
  }
  RowStore::Named named;
  for (const Participant one : kept_participants(event)) {
    const Entity* entity = &entities_[one.row()];
    (one.role() == Role::actor       ? named.actor
     : one.role() == Role::recipient ? named.recipient
                                     : named.place) = entity;
  }
  const PlacedRow& row = (*rows_)[event];
  rows_->store->read(EventRow::at_of(row.place_and_kind), row.id, named, record);
  return true;
}

void EventGraph::sort_ids() const {
  std::call_once(rows_->ids_sorted, [this] {
    std::vector<std::pair<std::uint64_t, EventId>> ids;
    ids.reserve(event_count());
    for (EventId event = 0; event < event_count(); ++event) ids.emplace_back((*rows_)[event].id, event);
    std::ranges::sort(ids);
    std::vector<EventId> order;
    order.reserve(ids.size());
    for (const auto& [id, event] : ids) order.push_back(event);
    by_id_ = Column(std::move(order));
  });
}

std::span<const Participant> EventGraph::participants_of_row(EventId event) const {
  place_documents();
  const std::uint32_t first = rows_->participant_offset[event];
  return {rows_->participants.data() + first, rows_->participant_offset[event + 1] - first};
}

void EventGraph::place_documents() const {
  std::call_once(rows_->documents_placed, [this] {
    // Numbers of documents in the order in which they come, then by id.
    std::deque<Document> documents;                               // which stay where they are
    std::unordered_map<std::string_view, std::uint32_t> numbers;  // of their ids
    constexpr std::uint32_t none = 0xffffffff;
    const auto number_of = [&](const RowStore::Source& source) {
      Document document;
      document.id = source.id, document.url = source.url, document.outlet = source.outlet;
      if (const auto known = numbers.find(source.id); known != numbers.end()) {
        EventGraphBuilder::unite(documents[known->second], document);
        return known->second;
      }
      documents.push_back(std::move(document));
      return numbers.emplace(documents.back().id, checked_u32(documents.size() - 1)).first->second;
    };
    std::vector<std::uint32_t> of_event(event_count(), none);
    // About in the order of the rows, so that they are read from the front to the back.
    constexpr int event_bits = 32, kilobyte_bits = 10;
    std::vector<std::uint64_t> near, at;
    for (EventId event = 0; event < event_count(); ++event)
      if (const std::uint64_t packed = (*rows_)[event].place_and_kind; EventRow::told_of(packed))
        near.push_back(EventRow::at_of(packed) >> kilobyte_bits << event_bits | event);
    radix_sort(near, event_bits, event_bits + EventRow::at_bits - kilobyte_bits);
    at.reserve(near.size());
    for (const std::uint64_t one : near)
      at.push_back(EventRow::at_of((*rows_)[static_cast<EventId>(one)].place_and_kind));
    rows_->store->sources(at, [&](std::size_t i, const RowStore::Source& source) {
      of_event[static_cast<EventId>(near[i])] = number_of(source);
    });
    rows_->store->sources(rows_->sources_only, [&](std::size_t, const RowStore::Source& source) {
      if (!source.id.empty()) number_of(source);
    });

    std::vector<std::uint32_t> order(documents.size()), row_of(documents.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::uint32_t i) { return std::string_view(documents[i].id); });
    for (std::uint32_t i = 0; i < order.size(); ++i) row_of[order[i]] = i;
    std::vector<std::uint32_t> offset(1, 0), told(documents.size() + 1, 0);
    std::vector<Participant> all;
    offset.reserve(event_count() + 1);
    for (EventId event = 0; event < event_count(); ++event) {
      const auto kept = kept_participants(event);
      all.insert(all.end(), kept.begin(), kept.end());
      const std::size_t first = all.size();
      if (const EventRecord* record = rows_->record(event)) {
        for (const EventMention& mention : record->mentions)
          if (!mention.doc.empty()) all.emplace_back(Role::source, row_of[numbers.at(mention.doc)]);
        std::sort(all.begin() + static_cast<std::ptrdiff_t>(first), all.end());
        all.erase(std::unique(all.begin() + static_cast<std::ptrdiff_t>(first), all.end()), all.end());
      } else if (of_event[event] != none) {
        all.emplace_back(Role::source, row_of[of_event[event]]);
      }
      for (std::size_t i = first; i < all.size(); ++i) ++told[all[i].row() + 1];
      offset.push_back(checked_u32(all.size()));
    }
    for (std::size_t i = 1; i < told.size(); ++i) told[i] += told[i - 1];
    std::vector<EventId> events(told.back());
    std::vector<std::uint32_t> next(told.begin(), told.end() - 1);
    for (EventId event = 0; event < event_count(); ++event)
      for (std::uint32_t i = offset[event + 1]; i > offset[event] && all[i - 1].role() == Role::source; --i)
        events[next[all[i - 1].row()]++] = event;
    rows_->participant_offset = Column(std::move(offset));
    rows_->participants = Column(std::move(all));
    document_offset_ = Column(std::move(told));
    document_events_ = Column(std::move(events));
    documents_.reserve(documents.size());
    for (const std::uint32_t i : order) documents_.push_back(std::move(documents[i]));
  });
}

}  // namespace ekg
