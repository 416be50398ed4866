#include "graph/event_graph_builder.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "graph/content_id.hpp"
#include "graph/record_codec.hpp"

namespace ekg {
namespace {

constexpr std::int64_t undated = std::numeric_limits<std::int64_t>::max();
constexpr std::uint32_t no_row = 0xffffffff;

auto key_of(const Party& party) {
  return std::tie(party.id, party.name, party.kind, party.country, party.sector, party.mention);
}
auto key_of(const PlaceName& place) {
  return std::tie(place.id, place.name, place.country, place.latitude, place.longitude, place.geonames);
}
auto key_of(const EventMention& mention) {
  return std::tie(mention.doc, mention.sentence, mention.span, mention.trigger, mention.text);
}
bool attribution_less(const Attribution& a, const Attribution& b) {
  return std::tie(a.by.id, a.stance, a.verb) != std::tie(b.by.id, b.stance, b.verb)
             ? std::tie(a.by.id, a.stance, a.verb) < std::tie(b.by.id, b.stance, b.verb)
             : key_of(a.by) < key_of(b.by);
}
bool attribution_equal(const Attribution& a, const Attribution& b) {
  return !attribution_less(a, b) && !attribution_less(b, a);
}

template <class Row>
void sort_by_key(std::vector<Row>& rows) {
  if (rows.size() < 2) return;
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return key_of(a) < key_of(b); });
}

// Sorted by id; of rows with the same id the least stays.
template <class Row>
void sort_by_id(std::vector<Row>& rows) {
  sort_by_key(rows);
  rows.erase(std::unique(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.id == b.id; }),
             rows.end());
}

void sort_mentions(std::vector<EventMention>& mentions) {
  sort_by_key(mentions);
  mentions.erase(std::unique(mentions.begin(), mentions.end()), mentions.end());
}

template <class Value>
void sort_unique(std::vector<Value>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// Least known value: independent of the order in which facts arrive.
void keep_least(std::string& known, const std::string& other) {
  if (known.empty() || (!other.empty() && other < known)) known = other;
}
template <class Value>
void keep_least(std::optional<Value>& known, const std::optional<Value>& other) {
  if (!known || (other && *other < *known)) known = other;
}

void unite(Entity& known, Entity other) {
  known.aliases.push_back(known.name);
  known.aliases.push_back(other.name);
  keep_least(known.name, other.name);
  if (known.kind == EntityKind::other || (other.kind != EntityKind::other && other.kind < known.kind))
    known.kind = other.kind;
  keep_least(known.country, other.country);
  keep_least(known.sector, other.sector);
  keep_least(known.wikidata, other.wikidata);
  keep_least(known.geonames, other.geonames);
  if (other.latitude && (!known.latitude || std::tie(*other.latitude, other.longitude) <
                                                std::tie(*known.latitude, known.longitude))) {
    known.latitude = other.latitude;
    known.longitude = other.longitude;
  }
  std::move(other.aliases.begin(), other.aliases.end(), std::back_inserter(known.aliases));
  std::move(other.roles.begin(), other.roles.end(), std::back_inserter(known.roles));
  std::move(other.merges.begin(), other.merges.end(), std::back_inserter(known.merges));
}

void make_canonical(Entity& entity) {
  sort_unique(entity.aliases);
  std::erase_if(entity.aliases,
                [&](const std::string& alias) { return alias.empty() || alias == entity.name; });
  sort_unique(entity.roles);
  sort_unique(entity.merges);
}

std::uint32_t checked_u32(std::size_t value) {
  if (value >= no_row) throw std::length_error("more than 2^32 rows in one graph");
  return static_cast<std::uint32_t>(value);
}

}  // namespace

EventGraphBuilder::EventGraphBuilder() = default;

void EventGraphBuilder::unite(Document& known, const Document& other) {
  keep_least(known.title, other.title);
  keep_least(known.url, other.url);
  keep_least(known.outlet, other.outlet);
  keep_least(known.language, other.language);
  keep_least(known.published, other.published);
  keep_least(known.sha256, other.sha256);
  keep_least(known.file, other.file);
}

void EventGraphBuilder::add(Document document) {
  assert(!document.id.empty());
  document.text.clear();
  document.text.shrink_to_fit();
  const auto [known, is_new] = documents_.try_emplace(document.id);
  if (is_new)
    known->second = std::move(document);
  else
    unite(known->second, document);
}

void EventGraphBuilder::add(Entity entity) {
  assert(!entity.id.empty());
  const auto [known, is_new] = entities_.try_emplace(entity.id, entity);
  if (!is_new) ekg::unite(known->second, std::move(entity));
}

std::uint32_t EventGraphBuilder::number(const std::optional<double>& value) {
  if (!value) return EventGraph::no_number;
  const double exact = *value + 0.0;  // no negative zero
  const auto [known, is_new] = number_ids_.try_emplace(exact, checked_u32(graph_.numbers_.size()));
  if (is_new) graph_.numbers_.push_back(exact);
  return known->second;
}

void EventGraphBuilder::name_all(const EventRecord& record) {
  StringTable& strings = graph_.strings_;
  const auto name = [&](Role role, const std::string& id) { named_.push_back({role, strings.intern(id)}); };
  for (const Party& party : record.actors) name(Role::actor, party.id);
  for (const Party& party : record.recipients) name(Role::recipient, party.id);
  for (const PlaceName& place : record.places) name(Role::place, place.id);
  for (const Attribution& attribution : record.attribution)
    if (!attribution.by.id.empty()) name(Role::speaker, attribution.by.id);
  for (const EventMention& mention : record.mentions)
    if (!mention.doc.empty()) name(Role::source, mention.doc);
}

void EventGraphBuilder::make_canonical(EventRecord& record) {
  const auto forget = [](Party& party) { party.aliases.clear(), party.roles.clear(); };
  std::ranges::for_each(record.actors, forget);
  std::ranges::for_each(record.recipients, forget);
  for (Attribution& said : record.attribution) forget(said.by);
  const auto without_negative_zero = [](std::optional<double>& number) {
    if (number) *number += 0.0;
  };
  without_negative_zero(record.intensity), without_negative_zero(record.confidence);
  sort_by_id(record.actors);
  sort_by_id(record.recipients);
  sort_by_id(record.places);
  if (record.attribution.size() > 1) {
    std::sort(record.attribution.begin(), record.attribution.end(), attribution_less);
    record.attribution.erase(
        std::unique(record.attribution.begin(), record.attribution.end(), attribution_equal),
        record.attribution.end());
  }
  sort_mentions(record.mentions);
}

Problem EventGraphBuilder::unknown_entity(const EventRecord& record,
                                          const std::function<bool(const std::string&)>& known) {
  const std::string* id = nullptr;
  const auto look = [&](const std::string& one) {
    if (id == nullptr && !known(one)) id = &one;
  };
  for (const Party& party : record.actors) look(party.id);
  for (const Party& party : record.recipients) look(party.id);
  for (const PlaceName& place : record.places) look(place.id);
  for (const Attribution& said : record.attribution)
    if (!said.by.id.empty()) look(said.by.id);
  assert(id != nullptr);
  Problem problem;
  problem.code = "unknown-entity";
  problem.message =
      "event " + record.id + " names the entity '" + *id + "', which is not in the graph; dropped";
  return problem;
}

void EventGraphBuilder::add(EventRecord&& record) {
  make_canonical(record);
  if (record.id.empty()) record.id = derived_event_id(record);
  StringTable& strings = graph_.strings_;

  Pending row{};
  row.begin = record.time ? record.time->begin.time_since_epoch().count() : undated;
  row.end = record.time ? record.time->end.time_since_epoch().count() : undated;
  row.precision = record.time ? static_cast<std::uint8_t>(record.time->precision) : 0;
  const auto packed = packed_event_id(record.id);
  row.id_number = packed.value_or(0);
  row.other_id = packed ? 0 : strings.intern(record.id);
  row.type = strings.intern(record.type);
  row.status = static_cast<std::uint8_t>(record.status);
  row.quad = record.quad ? static_cast<std::uint8_t>(*record.quad) : EventGraph::no_quad;
  row.intensity = number(record.intensity);
  row.confidence = number(record.confidence);
  row.about = strings.intern(record.about);
  row.record_offset = checked_u32(records_.size() / EventGraph::record_step);
  encode_record(record, strings, records_);
  while (records_.size() % EventGraph::record_step != 0) records_.push_back(0);
  row.record_size = checked_u32(records_.size() / EventGraph::record_step) - row.record_offset;
  row.named_begin = checked_u32(named_.size());
  name_all(record);
  row.named_end = checked_u32(named_.size());
  pending_.push_back(row);
}

bool EventGraphBuilder::same_id(const Pending& a, const Pending& b) const {
  return a.id_number == b.id_number && a.other_id == b.other_id;
}

bool EventGraphBuilder::id_less(const Pending& a, const Pending& b) const {
  if (a.other_id == 0 && b.other_id == 0) return a.id_number < b.id_number;
  return id_of(a) < id_of(b);
}

std::string EventGraphBuilder::id_of(const Pending& pending) const {
  if (pending.other_id != 0) return std::string(graph_.strings_.at(pending.other_id));
  return unpacked_event_id(pending.id_number);
}

EventRecord EventGraphBuilder::record_of(const Pending& row) const {
  EventRecord record;
  decode_record(records_.data() + EventGraph::record_step * row.record_offset, graph_.strings_, record);
  record.type = graph_.strings_.at(row.type);
  record.status = static_cast<Status>(row.status);
  if (row.quad != EventGraph::no_quad) record.quad = static_cast<Quad>(row.quad);
  record.intensity = graph_.number(row.intensity);
  record.confidence = graph_.number(row.confidence);
  if (row.begin != undated) {
    record.time = TimeSpan{std::chrono::sys_seconds(std::chrono::seconds(row.begin)),
                           std::chrono::sys_seconds(std::chrono::seconds(row.end)),
                           static_cast<Precision>(row.precision)};
  }
  return record;
}

void EventGraphBuilder::unite_repeated() {
  std::sort(pending_.begin(), pending_.end(),
            [this](const Pending& a, const Pending& b) { return id_less(a, b); });
  std::vector<Pending> once;
  std::vector<EventRecord> united;
  once.reserve(pending_.size());
  for (std::size_t first = 0, next; first < pending_.size(); first = next) {
    for (next = first + 1; next < pending_.size() && same_id(pending_[first], pending_[next]);) ++next;
    if (next == first + 1) {
      once.push_back(pending_[first]);
      continue;
    }
    EventRecord least = record_of(pending_[first]);
    std::string least_content = canonical_content(least);
    std::vector<EventMention> mentions = least.mentions;
    for (std::size_t i = first + 1; i < next; ++i) {
      EventRecord other = record_of(pending_[i]);
      mentions.insert(mentions.end(), other.mentions.begin(), other.mentions.end());
      std::string content = canonical_content(other);
      if (content < least_content) {
        least = std::move(other);
        least_content = std::move(content);
      }
    }
    least.mentions = std::move(mentions);
    united.push_back(std::move(least));
  }
  pending_ = std::move(once);
  for (const EventRecord& record : united) add(record);
}

namespace {

Partner partner_in(std::span<const Participant> all, EntityId entity) {
  std::size_t actors = 0;
  while (actors < all.size() && all[actors].role() == Role::actor) ++actors;
  std::size_t parties = actors;
  while (parties < all.size() && all[parties].role() == Role::recipient) ++parties;
  if (actors == 1 && parties == 2 && all[0].row() != all[1].row()) {
    if (all[0].row() == entity) return {Partner::Kind::acts_on, all[1].row()};
    if (all[1].row() == entity) return {Partner::Kind::acted_on, all[0].row()};
    return {};
  }
  const bool party =
      std::ranges::any_of(all.first(parties), [&](Participant one) { return one.row() == entity; });
  return {party ? Partner::Kind::several : Partner::Kind::none, 0};
}

}  // namespace

// Rows by string id; no_row for what is no entity.
std::vector<std::uint32_t> EventGraphBuilder::place_entities() {
  graph_.entities_.reserve(entities_.size());
  for (auto& [id, entity] : entities_) {
    ekg::make_canonical(entity);
    graph_.entities_.push_back(std::move(entity));
  }
  entities_.clear();
  std::sort(graph_.entities_.begin(), graph_.entities_.end(),
            [](const Entity& a, const Entity& b) { return a.id < b.id; });
  if (graph_.entities_.size() >= Participant::row_limit)
    throw std::length_error("more than 2^29 entities in one graph");
  std::vector<std::uint32_t> rows(graph_.strings_.size(), no_row);
  for (EntityId row = 0; row < graph_.entity_count(); ++row) {
    const StringTable::Id name = graph_.strings_.intern(graph_.entities_[row].id);
    if (name < rows.size()) rows[name] = row;
  }
  return rows;
}

std::vector<std::uint32_t> EventGraphBuilder::place_documents() {
  std::vector<bool> seen(graph_.strings_.size(), false);
  for (const Pending& row : pending_) {
    for (std::uint32_t i = row.named_begin; i < row.named_end; ++i) {
      if (named_[i].role != Role::source || seen[named_[i].id]) continue;
      seen[named_[i].id] = true;
      std::string id(graph_.strings_.at(named_[i].id));
      Document stub;
      stub.id = id;
      documents_.try_emplace(std::move(id), std::move(stub));
    }
  }
  for (auto& [id, document] : documents_) graph_.documents_.push_back(std::move(document));
  documents_.clear();
  std::sort(graph_.documents_.begin(), graph_.documents_.end(),
            [](const Document& a, const Document& b) { return a.id < b.id; });
  std::vector<std::uint32_t> rows(graph_.strings_.size(), no_row);
  for (DocumentId row = 0; row < graph_.document_count(); ++row) {
    const StringTable::Id name = graph_.strings_.intern(graph_.documents_[row].id);
    if (name < rows.size()) rows[name] = row;
  }
  return rows;
}

void EventGraphBuilder::drop_unresolved(const std::vector<std::uint32_t>& entity_rows,
                                        ProblemSink& problems) {
  std::erase_if(pending_, [&](const Pending& row) {
    for (std::uint32_t i = row.named_begin; i < row.named_end; ++i) {
      if (named_[i].role == Role::source || entity_rows[named_[i].id] != no_row) continue;
      const StringTable::Id unknown = named_[i].id;
      problems.report(unknown_entity(
          record_of(row), [&](const std::string& id) { return id != graph_.strings_.at(unknown); }));
      return true;
    }
    return false;
  });
}

// In the order of the events: records came in another, and a loop over events would wait for the memory at
// each.
void EventGraphBuilder::place_records() {
  constexpr std::size_t ahead = 8, step = EventGraph::record_step;
  std::size_t size = 0;
  for (const Pending& row : pending_) size += row.record_size;
  std::vector<unsigned char> placed;
  placed.reserve(size * step);
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    if (i + ahead < pending_.size())
      __builtin_prefetch(records_.data() + step * pending_[i + ahead].record_offset);
    Pending& row = pending_[i];
    const unsigned char* const record = records_.data() + step * row.record_offset;
    row.record_offset = static_cast<std::uint32_t>(placed.size() / step);
    placed.insert(placed.end(), record, record + step * row.record_size);
  }
  records_ = std::move(placed);
}

void EventGraphBuilder::fill_columns() {
  std::vector<StringTable::Id> types;
  for (const Pending& row : pending_) types.push_back(row.type);
  sort_unique(types);
  std::sort(types.begin(), types.end(),
            [&](auto a, auto b) { return graph_.strings_.at(a) < graph_.strings_.at(b); });
  if (types.size() > std::numeric_limits<TypeId>::max())
    throw std::length_error("more than 65,535 event types in one graph");
  std::unordered_map<StringTable::Id, TypeId> type_rows;
  for (const StringTable::Id type : types) {
    type_rows.emplace(type, static_cast<TypeId>(graph_.type_names_.size()));
    graph_.type_names_.push_back(graph_.strings_.at(type));
  }
  for (const Pending& row : pending_) {
    graph_.type_.push_back(type_rows.at(row.type));
    graph_.precision_.push_back(row.precision);
    graph_.status_.push_back(row.status);
    graph_.quad_.push_back(row.quad);
    graph_.intensity_.add(row.intensity);
    graph_.confidence_.add(row.confidence);
    graph_.record_offset_.push_back(row.record_offset);
    if (row.begin == undated) continue;
    const std::chrono::sys_seconds begin{std::chrono::seconds(row.begin)}, end{std::chrono::seconds(row.end)};
    const EventId event = graph_.dated_count();
    if (event % EventGraph::block == 0) {
      graph_.latest_end_.push_back(graph_.latest_end_.empty() ? end : graph_.latest_end_.back());
      graph_.base_.push_back(begin);
    }
    graph_.latest_end_.set_back(std::max(graph_.latest_end_.back(), end));
    const auto seconds = [](std::chrono::seconds length, EventGraph::FarTimes& far, EventId event,
                            std::chrono::sys_seconds exact) {
      if (length.count() < EventGraph::very_long) return static_cast<std::uint32_t>(length.count());
      far.push_back({event, exact});
      return EventGraph::very_long;
    };
    graph_.since_.push_back(seconds(begin - graph_.base_.back(), graph_.far_begins_, event, begin));
    graph_.length_.push_back(seconds(end - begin, graph_.far_ends_, event, end));
  }
}

void EventGraphBuilder::fill_participants(const std::vector<std::uint32_t>& entity_rows,
                                          const std::vector<std::uint32_t>& document_rows) {
  std::vector<Participant> all;
  graph_.participant_offset_.push_back(0);
  for (const Pending& row : pending_) {
    const auto first = static_cast<std::ptrdiff_t>(all.size());
    for (std::uint32_t i = row.named_begin; i < row.named_end; ++i) {
      const auto& rows = named_[i].role == Role::source ? document_rows : entity_rows;
      all.emplace_back(named_[i].role, rows[named_[i].id]);
    }
    std::sort(all.begin() + first, all.end());
    all.erase(std::unique(all.begin() + first, all.end()), all.end());
    graph_.participant_offset_.push_back(checked_u32(all.size()));
  }
  graph_.participants_ = Column(std::move(all));
  // Incidence by counting: one pass for the sizes, one to fill; `last` keeps an entity with two roles to one
  // entry.
  const auto fill = [&](bool of_documents, std::size_t rows, Column<std::uint32_t>& offset_column,
                        Column<EventId>& event_column) {
    std::vector<std::uint32_t> last(rows, no_row), offset(rows + 1, 0);
    const auto each = [&](auto use) {
      std::fill(last.begin(), last.end(), no_row);
      for (EventId event = 0; event < graph_.event_count(); ++event) {
        for (const Participant participant : graph_.participants(event)) {
          const std::uint32_t row = participant.row();
          if ((participant.role() == Role::source) != of_documents || last[row] == event) continue;
          last[row] = event;
          use(row, event);
        }
      }
    };
    each([&](std::uint32_t row, EventId) { ++offset[row + 1]; });
    for (std::size_t i = 1; i <= rows; ++i) offset[i] += offset[i - 1];
    std::vector<EventId> events(offset[rows]);
    std::vector<std::uint32_t> next(offset.begin(), offset.end() - 1);
    each([&](std::uint32_t row, EventId event) { events[next[row]++] = event; });
    offset_column = Column(std::move(offset));
    event_column = Column(std::move(events));
  };
  fill(false, graph_.entities_.size(), graph_.entity_offset_, graph_.entity_events_);
  std::vector<Partner> partners;
  partners.reserve(graph_.entity_events_.size());
  for (EntityId entity = 0; entity < graph_.entity_count(); ++entity)
    for (const EventId event : graph_.events_of(entity))
      partners.push_back(partner_in(graph_.participants(event), entity));
  graph_.entity_partners_ = Column(std::move(partners));
  fill(true, graph_.documents_.size(), graph_.document_offset_, graph_.document_events_);
}

void EventGraphBuilder::fill_ids_and_links() {
  std::vector<EventId> by_id(pending_.size());
  for (EventId event = 0; event < pending_.size(); ++event) by_id[event] = event;
  std::sort(by_id.begin(), by_id.end(),
            [this](EventId a, EventId b) { return id_less(pending_[a], pending_[b]); });
  graph_.by_id_ = Column(std::move(by_id));
  graph_.records_ = Column(std::move(records_));
  std::vector<EventLink> links;
  for (EventId event = 0; event < pending_.size(); ++event) {
    if (pending_[event].about == 0) continue;
    const auto target = graph_.find_event(graph_.strings_.at(pending_[event].about));
    if (!target || *target == event) continue;
    links.push_back({event, *target});
  }
  std::vector<EventLink> back = links;
  std::sort(back.begin(), back.end(), [](const EventLink& a, const EventLink& b) {
    return std::tie(a.to, a.from) < std::tie(b.to, b.from);
  });
  graph_.links_ = Column(std::move(links));
  graph_.links_back_ = Column(std::move(back));
}

EventGraph EventGraphBuilder::freeze(ProblemSink& problems) {
  unite_repeated();
  const auto entity_rows = place_entities();
  drop_unresolved(entity_rows, problems);
  const auto document_rows = place_documents();
  std::sort(pending_.begin(), pending_.end(), [this](const Pending& a, const Pending& b) {
    return std::tie(a.begin, a.end) != std::tie(b.begin, b.end)
               ? std::tie(a.begin, a.end) < std::tie(b.begin, b.end)
               : id_less(a, b);
  });
  place_records();
  fill_columns();
  fill_participants(entity_rows, document_rows);
  fill_ids_and_links();
  graph_.strings_.freeze();
  pending_ = {};
  named_ = {};
  number_ids_ = {};
  return std::move(graph_);
}

}  // namespace ekg
