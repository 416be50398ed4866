#include "graph/row_graph.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <limits>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

#include "graph/event_graph_builder.hpp"
#include "graph/parallel.hpp"

namespace ekg {
namespace {

constexpr std::int64_t day_seconds = 86400;
constexpr std::size_t days_at_once = 16;        // that a thread sorts before it asks for more
constexpr std::int64_t most_days = 1 << 22;     // that are counted: 11,000 years
constexpr std::size_t most_counters = 1 << 26;  // of all threads together

// Fewer and larger pages, where the system has them.
void advise_large(void* data, std::size_t bytes) {
  constexpr std::uintptr_t page = std::uintptr_t{2} << 20;
  const auto first = (reinterpret_cast<std::uintptr_t>(data) + page - 1) / page * page;
  const auto last = (reinterpret_cast<std::uintptr_t>(data) + bytes) / page * page;
  if (first < last) ::madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
}

template <class Value>
std::unique_ptr<Value[]> array_of(std::size_t size) {
  auto array = std::make_unique_for_overwrite<Value[]>(size);
  advise_large(array.get(), size * sizeof(Value));
  return array;
}

std::uint32_t checked_u32(std::size_t value) {
  if (value >= std::numeric_limits<std::uint32_t>::max())
    throw std::length_error("more than 2^32 rows in one graph");
  return static_cast<std::uint32_t>(value);
}

// The rows of one day, already together, by id.
void sort_day(EventRow* first, EventRow* last, std::vector<std::pair<std::uint64_t, std::uint32_t>>& order,
              std::vector<EventRow>& sorted) {
  const auto by_id = [](const EventRow& a, const EventRow& b) { return a.id < b.id; };
  if (std::is_sorted(first, last, by_id)) return;
  const auto size = static_cast<std::uint32_t>(last - first);
  order.resize(size);
  for (std::uint32_t i = 0; i < size; ++i) order[i] = {first[i].id, i};
  std::sort(order.begin(), order.end());  // which of two with one id comes first must not be chance
  sorted.resize(size);
  for (std::uint32_t i = 0; i < size; ++i) sorted[i] = first[order[i].second];
  std::copy(sorted.begin(), sorted.end(), first);
}

}  // namespace

EventRows sort_rows(std::vector<std::vector<EventRow>>& blocks, unsigned threads) {
  std::vector<std::size_t> starts(1, 0);
  for (const auto& block : blocks) starts.push_back(starts.back() + block.size());
  const std::size_t count = starts.back();
  checked_u32(count);
  EventRows out{array_of<EventRow>(count), count};
  if (count == 0) return out;

  std::vector<std::pair<std::int32_t, std::int32_t>> reach(
      threads, {std::numeric_limits<std::int32_t>::max(), std::numeric_limits<std::int32_t>::min()});
  const auto blocks_of = [&](unsigned t) { return stretch(blocks.size(), threads, t); };
  on_threads(threads, [&](unsigned t) {
    auto [least, most] = reach[t];
    for (std::size_t b = blocks_of(t).first; b < blocks_of(t).last; ++b)
      for (const EventRow& row : blocks[b]) least = std::min(least, row.day), most = std::max(most, row.day);
    reach[t] = {least, most};
  });
  std::int32_t first_day = reach[0].first, last_day = reach[0].second;
  for (const auto& [least, most] : reach)
    first_day = std::min(first_day, least), last_day = std::max(last_day, most);
  const std::int64_t days = std::int64_t{last_day} - first_day + 1;
  if (days > most_days) {
    EventRow* to = out.begin();
    for (auto& block : blocks) to = std::copy(block.begin(), block.end(), to), block = {};
    std::stable_sort(out.begin(), out.end(), [](const EventRow& a, const EventRow& b) {
      return std::tie(a.day, a.id) < std::tie(b.day, b.id);
    });
    return out;
  }

  // By counting: where the rows of each day begin, and of these those of each thread.
  std::vector<std::vector<std::uint32_t>> next(threads);
  on_threads(threads, [&](unsigned t) {
    next[t].resize(static_cast<std::size_t>(days));
    for (std::size_t b = blocks_of(t).first; b < blocks_of(t).last; ++b)
      for (const EventRow& row : blocks[b]) ++next[t][static_cast<std::size_t>(row.day - first_day)];
  });
  std::vector<std::uint32_t> day_starts(static_cast<std::size_t>(days) + 1);
  std::uint32_t at = 0;
  for (std::size_t day = 0; day < static_cast<std::size_t>(days); ++day) {
    day_starts[day] = at;
    for (auto& own : next) at += std::exchange(own[day], at);
  }
  day_starts.back() = at;
  on_threads(threads, [&](unsigned t) {
    for (std::size_t b = blocks_of(t).first; b < blocks_of(t).last; ++b) {
      for (const EventRow& row : blocks[b])
        out[next[t][static_cast<std::size_t>(row.day - first_day)]++] = row;
      blocks[b] = {};
    }
  });
  std::atomic<std::size_t> next_days = 0;
  on_threads(threads, [&](unsigned) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    std::vector<EventRow> sorted;
    while (true) {
      const std::size_t first = next_days.fetch_add(days_at_once);
      if (first >= static_cast<std::size_t>(days)) return;
      const std::size_t last = std::min(first + days_at_once, static_cast<std::size_t>(days));
      for (std::size_t day = first; day < last; ++day)
        sort_day(out.begin() + day_starts[day], out.begin() + day_starts[day + 1], order, sorted);
    }
  });
  return out;
}

struct EventGraph::Rows {
  std::unique_ptr<const RowStore> store;
  Column<std::uint64_t> at, ids;  // EventRow::place_and_kind and id
  std::vector<std::pair<EventId, EventRecord>> records;
  std::vector<std::uint64_t> sources_only;
  std::once_flag documents_placed, ids_sorted;
  Column<std::uint32_t> participant_offset;  // with the sources
  Column<Participant> participants;

  const EventRecord* record(EventId event) const {
    const auto found = std::ranges::lower_bound(records, event, {}, &std::pair<EventId, EventRecord>::first);
    return found == records.end() || found->first != event ? nullptr : &found->second;
  }
};

void RowGraph::fill_events(EventGraph& graph, unsigned threads) {
  const std::size_t count = rows.size;
  const std::size_t blocks = (count + EventGraph::block - 1) / EventGraph::block;
  // Types and numbers that occur, in an order of their own.
  std::vector<std::vector<char>> seen(threads, std::vector<char>(kinds.size(), 0));
  on_threads(threads, [&](unsigned t) {
    const Stretch mine = stretch(count, threads, t);
    for (std::size_t i = mine.first; i < mine.last; ++i) seen[t][rows[i].kind()] = 1;
  });
  std::vector<std::string_view> types;
  std::vector<double> numbers;
  const auto occurs = [&](std::size_t kind) {
    return std::ranges::any_of(seen, [&](const auto& one) { return one[kind] != 0; });
  };
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    if (!occurs(kind)) continue;
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
  struct Meaning {
    TypeId type;
    std::uint8_t quad;
    std::uint32_t intensity;
  };
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

  using NumberColumn = EventGraph::NumberColumn;
  auto base = array_of<std::chrono::sys_seconds>(blocks),
       latest_end = array_of<std::chrono::sys_seconds>(blocks);
  auto since = array_of<std::uint32_t>(count), length = array_of<std::uint32_t>(count);
  auto type = array_of<TypeId>(count);
  auto precision = array_of<std::uint8_t>(count), status = array_of<std::uint8_t>(count),
       quad = array_of<std::uint8_t>(count);
  auto intensity = array_of<std::uint16_t>(count), confidence = array_of<std::uint16_t>(count);
  auto at = array_of<std::uint64_t>(count), ids = array_of<std::uint64_t>(count);
  std::vector<std::vector<EventGraph::FarTime>> far(threads);
  std::vector<std::vector<NumberColumn::Larger>> larger(threads);
  const auto midnight = [](std::int32_t day) {
    return std::chrono::sys_seconds(std::chrono::seconds(day * day_seconds));
  };
  on_threads(threads, [&](unsigned t) {
    const Stretch mine = stretch(count, threads, t, EventGraph::block);
    std::chrono::sys_seconds start{};
    for (std::size_t i = mine.first; i < mine.last; ++i) {
      const EventRow& row = rows[i];
      const auto event = static_cast<EventId>(i);
      const auto begin = midnight(row.day);
      if (i % EventGraph::block == 0) base[i / EventGraph::block] = start = begin;
      latest_end[i / EventGraph::block] = midnight(row.day + 1);
      const std::int64_t passed = (begin - start).count();
      if (passed >= EventGraph::very_long) far[t].push_back({event, begin});
      since[i] = passed >= EventGraph::very_long ? EventGraph::very_long : static_cast<std::uint32_t>(passed);
      length[i] = day_seconds;
      const Meaning& meaning = meanings[row.kind()];
      type[i] = meaning.type;
      precision[i] = static_cast<std::uint8_t>(Precision::day);
      status[i] = static_cast<std::uint8_t>(Status::asserted);
      quad[i] = meaning.quad;
      const bool known = meaning.intensity != EventGraph::no_number;
      if (known && meaning.intensity >= NumberColumn::large) larger[t].push_back({event, meaning.intensity});
      intensity[i] = !known ? NumberColumn::none
                     : meaning.intensity >= NumberColumn::large
                         ? NumberColumn::large
                         : static_cast<std::uint16_t>(meaning.intensity);
      confidence[i] = NumberColumn::none;
      at[i] = row.place_and_kind;
      ids[i] = row.id;
    }
  });
  graph.base_ = {std::move(base), blocks}, graph.latest_end_ = {std::move(latest_end), blocks};
  graph.since_ = {std::move(since), count}, graph.length_ = {std::move(length), count};
  for (const auto& list : far)
    for (const auto& one : list) graph.far_begins_.push_back(one);
  graph.type_ = {std::move(type), count};
  graph.precision_ = {std::move(precision), count}, graph.status_ = {std::move(status), count};
  graph.quad_ = {std::move(quad), count};
  graph.intensity_.index = {std::move(intensity), count};
  for (const auto& list : larger)
    for (const auto& one : list) graph.intensity_.larger.push_back(one);
  graph.confidence_.index = {std::move(confidence), count};
  graph.rows_->at = {std::move(at), count}, graph.rows_->ids = {std::move(ids), count};
}

void RowGraph::fill_participants(EventGraph& graph, unsigned threads) {
  const std::size_t count = rows.size;
  std::vector<std::size_t> starts(threads + 1, 0);
  on_threads(threads, [&](unsigned t) {
    const Stretch mine = stretch(count, threads, t);
    std::size_t all = 0;
    for (std::size_t i = mine.first; i < mine.last; ++i)
      all += static_cast<std::size_t>(rows[i].actor != EventRow::none) +
             (rows[i].recipient != EventRow::none) + (rows[i].place != EventRow::none);
    starts[t + 1] = all;
  });
  for (unsigned t = 0; t < threads; ++t) starts[t + 1] += starts[t];
  checked_u32(starts.back());
  auto offset = array_of<std::uint32_t>(count + 1);
  auto participants = array_of<Participant>(starts.back());
  on_threads(threads, [&](unsigned t) {
    const Stretch mine = stretch(count, threads, t);
    auto to = static_cast<std::uint32_t>(starts[t]);
    for (std::size_t i = mine.first; i < mine.last; ++i) {
      const EventRow& row = rows[i];
      offset[i] = to;
      if (row.actor != EventRow::none) participants[to++] = Participant(Role::actor, party_rows[row.actor]);
      if (row.recipient != EventRow::none)
        participants[to++] = Participant(Role::recipient, party_rows[row.recipient]);
      if (row.place != EventRow::none) participants[to++] = Participant(Role::place, place_rows[row.place]);
    }
  });
  offset[count] = static_cast<std::uint32_t>(starts.back());
  graph.participant_offset_ = {std::move(offset), count + 1};
  graph.participants_ = {std::move(participants), starts.back()};
}

void RowGraph::fill_incidence(EventGraph& graph, unsigned threads) {
  const std::size_t count = graph.event_count(), entity_count = graph.entity_count();
  threads = static_cast<unsigned>(std::clamp<std::size_t>(most_counters / (entity_count + 1), 1, threads));
  // each(entity, partner) for the entities of an event, each once.
  const auto each_entity = [&](EventId event, auto each) {
    const auto all = graph.kept_participants(event);
    std::size_t parties = 0;
    while (parties < all.size() && all[parties].role() != Role::place) ++parties;
    const bool pair = parties == 2 && all[0].row() != all[1].row();
    if (pair) {
      each(all[0].row(), Partner(Partner::Kind::acts_on, all[1].row()));
      each(all[1].row(), Partner(Partner::Kind::acted_on, all[0].row()));
    } else if (parties > 0) {
      each(all[0].row(), Partner(Partner::Kind::several, 0));
    }
    if (parties == all.size()) return;
    const EntityId place = all[parties].row();
    if ((parties > 0 && all[0].row() == place) || (pair && all[1].row() == place)) return;
    each(place, Partner(Partner::Kind::none, 0));
  };
  std::vector<std::vector<std::uint32_t>> next(threads);
  on_threads(threads, [&](unsigned t) {
    next[t].resize(entity_count);
    const Stretch mine = stretch(count, threads, t);
    for (std::size_t i = mine.first; i < mine.last; ++i)
      each_entity(static_cast<EventId>(i), [&](EntityId entity, Partner) { ++next[t][entity]; });
  });
  auto offset = array_of<std::uint32_t>(entity_count + 1);
  std::size_t at = 0;
  for (std::size_t entity = 0; entity < entity_count; ++entity) {
    offset[entity] = static_cast<std::uint32_t>(at);
    for (auto& own : next) at += std::exchange(own[entity], static_cast<std::uint32_t>(at));
  }
  offset[entity_count] = checked_u32(at);
  auto events = array_of<EventId>(at);
  auto partners = array_of<Partner>(at);
  on_threads(threads, [&](unsigned t) {
    const Stretch mine = stretch(count, threads, t);
    for (std::size_t i = mine.first; i < mine.last; ++i) {
      each_entity(static_cast<EventId>(i), [&](EntityId entity, Partner partner) {
        const std::uint32_t to = next[t][entity]++;
        events[to] = static_cast<EventId>(i);
        partners[to] = partner;
      });
    }
  });
  graph.entity_offset_ = {std::move(offset), entity_count + 1};
  graph.entity_events_ = {std::move(events), at};
  graph.entity_partners_ = {std::move(partners), at};
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
  fill_events(graph, threads);
  fill_participants(graph, threads);
  rows = {};
  fill_incidence(graph, threads);
  graph.strings_.freeze();
  return graph;
}

std::string EventGraph::id_of_row(EventId event) const { return rows_->store->id(rows_->ids[event]); }

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
  rows_->store->read(EventRow::at_of(rows_->at[event]), named, record);
  return true;
}

void EventGraph::sort_ids() const {
  std::call_once(rows_->ids_sorted, [this] {
    std::vector<EventId> order(event_count());
    for (EventId event = 0; event < event_count(); ++event) order[event] = event;
    std::ranges::sort(order, {}, [this](EventId event) { return rows_->ids[event]; });
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
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    std::vector<Document> documents;
    constexpr std::uint32_t none = 0xffffffff;
    const auto number_of = [&](const RowStore::Source& source) {
      const auto [known, is_new] = numbers.try_emplace(source.id, checked_u32(documents.size()));
      Document document;
      document.id = source.id, document.url = source.url, document.outlet = source.outlet;
      if (is_new)
        documents.push_back(std::move(document));
      else
        EventGraphBuilder::unite(documents[known->second], document);
      return known->second;
    };
    std::vector<std::uint32_t> of_event(event_count(), none);
    for (EventId event = 0; event < event_count(); ++event) {
      if (!EventRow::told_of(rows_->at[event])) continue;
      const RowStore::Source source = rows_->store->source(EventRow::at_of(rows_->at[event]));
      of_event[event] = number_of(source);
    }
    for (const std::uint64_t at : rows_->sources_only)
      if (const RowStore::Source source = rows_->store->source(at); !source.id.empty()) number_of(source);

    std::vector<std::uint32_t> order(documents.size()), row_of(documents.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::uint32_t i) { return std::string_view(documents[i].id); });
    std::vector<Document> sorted;
    sorted.reserve(documents.size());
    for (const std::uint32_t i : order) {
      row_of[i] = static_cast<std::uint32_t>(sorted.size());
      sorted.push_back(std::move(documents[i]));
    }
    std::vector<std::uint32_t> offset(1, 0), told(sorted.size() + 1, 0);
    std::vector<Participant> all;
    offset.reserve(event_count() + 1);
    all.reserve(participants_.size() + event_count());
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
    documents_ = std::move(sorted);
  });
}

}  // namespace ekg
