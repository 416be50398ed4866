#include "graph/event_graph.hpp"

#include <algorithm>
#include <cassert>
#include <ranges>

#include "graph/record_codec.hpp"

namespace ekg {
namespace {

template <class Row>
std::optional<std::uint32_t> find_by_id(std::span<const Row> rows, std::string_view id) {
  const auto at = std::lower_bound(rows.begin(), rows.end(), id,
                                   [](const Row& row, std::string_view key) { return row.id < key; });
  if (at == rows.end() || at->id != id) return std::nullopt;
  return static_cast<std::uint32_t>(at - rows.begin());
}

}  // namespace

std::string_view to_string(Role role) {
  constexpr std::string_view names[] = {"actor", "recipient", "place", "speaker", "source"};
  return names[static_cast<std::size_t>(role)];
}

std::optional<EntityId> EventGraph::find_entity(std::string_view id) const {
  return find_by_id(entities(), id);
}
std::optional<DocumentId> EventGraph::find_document(std::string_view id) const {
  return find_by_id(documents(), id);
}

std::optional<EventId> EventGraph::find_event(std::string_view id) const {
  if (rows_) sort_ids();
  const auto at =
      std::lower_bound(by_id_.begin(), by_id_.end(), id,
                       [this](EventId event, std::string_view key) { return event_id(event) < key; });
  if (at == by_id_.end() || event_id(*at) != id) return std::nullopt;
  return *at;
}

std::optional<TypeId> EventGraph::find_type(std::string_view name) const {
  const auto at = std::lower_bound(type_names_.begin(), type_names_.end(), name);
  if (at == type_names_.end() || *at != name) return std::nullopt;
  return static_cast<TypeId>(at - type_names_.begin());
}

std::optional<TimeSpan> EventGraph::time(EventId event) const {
  if (!dated(event)) return std::nullopt;
  return TimeSpan{begin(event), end(event), static_cast<Precision>(precision_[event])};
}

std::chrono::sys_seconds EventGraph::exact(const FarTimes& times, EventId event) {
  return std::ranges::lower_bound(times, static_cast<std::int64_t>(event), {}, &FarTime::event)->exact;
}

void EventGraph::NumberColumn::add(std::uint32_t number) {
  const bool fits = number < large;
  if (number != no_number && !fits) larger.push_back({static_cast<EventId>(index.size()), number});
  index.push_back(number == no_number ? none : fits ? static_cast<std::uint16_t>(number) : large);
}

std::uint32_t EventGraph::NumberColumn::large_at(EventId event) const {
  return std::ranges::lower_bound(larger, event, {}, &Larger::event)->number;
}

std::span<const Participant> EventGraph::participants(EventId event, Role role) const {
  const auto all = role == Role::source ? participants(event) : kept_participants(event);
  std::size_t first = 0;
  while (first < all.size() && all[first].role() < role) ++first;
  std::size_t last = first;
  while (last < all.size() && all[last].role() == role) ++last;
  return all.subspan(first, last - first);
}

std::span<const EventId> EventGraph::events_of(EntityId entity) const {
  return {entity_events_.data() + entity_offset_[entity],
          entity_offset_[entity + 1] - entity_offset_[entity]};
}

std::span<const Partner> EventGraph::partners_of(EntityId entity) const {
  return {entity_partners_.data() + entity_offset_[entity],
          entity_offset_[entity + 1] - entity_offset_[entity]};
}

std::span<const EventId> EventGraph::events_in(DocumentId document) const {
  if (rows_) place_documents();
  return {document_events_.data() + document_offset_[document],
          document_offset_[document + 1] - document_offset_[document]};
}

std::span<const EventLink> EventGraph::links_from(EventId event) const {
  const auto first = std::ranges::lower_bound(links_, event, {}, &EventLink::from);
  return {first, std::ranges::upper_bound(links_, event, {}, &EventLink::from)};
}

std::span<const EventLink> EventGraph::links_to(EventId event) const {
  const auto first = std::ranges::lower_bound(links_back_, event, {}, &EventLink::to);
  return {first, std::ranges::upper_bound(links_back_, event, {}, &EventLink::to)};
}

EventId EventGraph::first_beginning_at(std::chrono::sys_seconds instant) const {
  // In the last block that begins before the instant, or at the start of the next one; half the rows at a
  // time: those before `first` begin before the instant, those from `last` on do not.
  const auto blocks = static_cast<EventId>(std::ranges::lower_bound(base_, instant) - base_.begin());
  EventId first = blocks == 0 ? 0 : (blocks - 1) * block, last = std::min(blocks * block, dated_count());
  while (first < last) {
    const EventId middle = first + (last - first) / 2;
    if (begin(middle) < instant)
      first = middle + 1;
    else
      last = middle;
  }
  return first;
}

EventId EventGraph::first_ending_after(std::chrono::sys_seconds instant) const {
  const auto at = std::upper_bound(latest_end_.begin(), latest_end_.end(), instant) - latest_end_.begin();
  return std::min(static_cast<EventId>(at) * block, dated_count());
}

std::string EventGraph::event_id(EventId event) const {
  if (rows_) return id_of_row(event);
  return decode_record_id(record_bytes(event), strings_);
}

EventRecord EventGraph::record(EventId event) const {
  EventRecord record;
  read_record(event, record);
  return record;
}

void EventGraph::read_record(EventId event, EventRecord& record) const {
  if (!rows_ || !read_row(event, record)) decode_record(record_bytes(event), strings_, record);
  read_columns(event, record);
}

void EventGraph::read_deed(EventId event, EventRecord& record) const {
  if (!rows_ || !read_row(event, record)) decode_deed(record_bytes(event), strings_, record);
  record.actors.clear();
  record.recipients.clear();
  read_columns(event, record);
}

void EventGraph::read_columns(EventId event, EventRecord& record) const {
  record.type = type_name(type(event));
  record.status = status(event);
  record.quad = quad(event);
  record.intensity = intensity(event);
  record.confidence = confidence(event);
  record.time = time(event);
}

std::size_t EventGraph::index_bytes() const {
  std::size_t bytes = 0;
  each_column(*this, [&](const char*, const auto& column) { bytes += column.size() * sizeof column[0]; });
  return bytes - numbers_.size() * sizeof(double) + (rows_ ? row_bytes() : 0);
}

}  // namespace ekg
