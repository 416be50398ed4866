// The event graph: entities, documents and time-stamped events, columnar and frozen. Built by
// EventGraphBuilder (graph/event_graph_builder.hpp), made of rows of coded data (graph/row_graph.hpp) or
// mapped from a file (graph/store/snapshot.hpp); afterwards immutable and safe to read from any number of
// threads. Rows are dense numbers in a canonical order that depends on content alone. Views and spans live as
// long as the graph.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/column.hpp"
#include "graph/document.hpp"
#include "graph/entity.hpp"
#include "graph/event_record.hpp"
#include "graph/string_table.hpp"

namespace ekg {

using EntityId = std::uint32_t;    // row, entities sorted by Entity::id
using DocumentId = std::uint32_t;  // row, documents sorted by Document::id
using EventId = std::uint32_t;     // row, events sorted by (begin, end, id), the undated last
using TypeId = std::uint16_t;      // event types sorted by name

// How a row takes part in an event. `speaker` is who it is attributed to, `source` a document that tells of
// it.
enum class Role : std::uint8_t { actor, recipient, place, speaker, source };
std::string_view to_string(Role);

// One participation: an entity, or with Role::source a document.
class Participant {
 public:
  static constexpr std::uint32_t row_limit = 1U << 29;

  Participant() = default;  // not initialised
  Participant(Role role, std::uint32_t row) : packed_(static_cast<std::uint32_t>(role) << 29 | row) {}
  Role role() const { return static_cast<Role>(packed_ >> 29); }
  std::uint32_t row() const { return packed_ & (row_limit - 1); }
  friend auto operator<=>(const Participant&, const Participant&) = default;

 private:
  std::uint32_t packed_;
};

// What an entity's list of events says of each beside its row, so that questions about two parties need not
// look at the event.
class Partner {
 public:
  enum class Kind : std::uint8_t {
    none,      // the entity is no party of the event: a place or a speaker
    several,   // it is a party, but not one actor stands against one other recipient: look at the event
    acts_on,   // it alone acts, on row() alone
    acted_on,  // row() alone acts on it alone
  };
  Partner() = default;
  Partner(Kind kind, EntityId row) : packed_(static_cast<std::uint32_t>(kind) << 30 | row) {}
  Kind kind() const { return static_cast<Kind>(packed_ >> 30); }
  EntityId row() const { return packed_ & (Participant::row_limit - 1); }
  friend bool operator==(const Partner&, const Partner&) = default;

 private:
  std::uint32_t packed_;
};

// `from` speaks of `to` (EventRecord::about, where that event is in the graph).
struct EventLink {
  EventId from;
  EventId to;
  friend auto operator<=>(const EventLink&, const EventLink&) = default;
};

class EventGraph {
 public:
  EventGraph();
  EventGraph(EventGraph&&) noexcept;
  EventGraph& operator=(EventGraph&&) noexcept;
  ~EventGraph();

  EventId event_count() const { return static_cast<EventId>(type_.size()); }
  EntityId entity_count() const { return static_cast<EntityId>(entities_.size()); }
  DocumentId document_count() const {
    if (rows_) place_documents();
    return static_cast<DocumentId>(document_offset_.empty() ? documents_.size()
                                                            : document_offset_.size() - 1);
  }
  TypeId type_count() const { return static_cast<TypeId>(type_names_.size()); }
  // The events [0, dated_count()) have a time, the others have none.
  EventId dated_count() const { return static_cast<EventId>(since_.size()); }

  const Entity& entity(EntityId row) const { return entities_[row]; }
  std::span<const Entity> entities() const { return entities_; }
  const Document& document(DocumentId row) const { return documents()[row]; }  // its text is not kept
  std::span<const Document> documents() const {
    if (mapped_) read_documents();
    if (rows_) place_documents();
    return documents_;
  }
  // By id, O(log n).
  std::optional<EntityId> find_entity(std::string_view id) const;
  std::optional<DocumentId> find_document(std::string_view id) const;
  std::optional<EventId> find_event(std::string_view id) const;
  std::optional<TypeId> find_type(std::string_view name) const;
  std::string_view type_name(TypeId type) const { return type_names_[type]; }

  bool dated(EventId event) const { return event < dated_count(); }
  // [begin, end). REQUIRES: dated(event).
  std::chrono::sys_seconds begin(EventId event) const {
    const std::uint32_t since = since_[event];
    return since != very_long ? base_[event / block] + std::chrono::seconds(since)
                              : exact(far_begins_, event);
  }
  std::chrono::sys_seconds end(EventId event) const {
    const std::uint32_t length = length_[event];
    return length != very_long ? begin(event) + std::chrono::seconds(length) : exact(far_ends_, event);
  }
  std::optional<TimeSpan> time(EventId event) const;
  TypeId type(EventId event) const { return type_[event]; }
  Status status(EventId event) const { return static_cast<Status>(status_[event]); }
  std::optional<Quad> quad(EventId event) const {
    return quad_[event] == no_quad ? std::nullopt : std::optional(static_cast<Quad>(quad_[event]));
  }
  std::optional<double> intensity(EventId event) const { return number(intensity_.at(event)); }
  std::optional<double> confidence(EventId event) const { return number(confidence_.at(event)); }

  // Sorted by role, then row; each (role, row) once.
  std::span<const Participant> participants(EventId event) const {
    return rows_ ? participants_of_row(event) : kept_participants(event);
  }
  // Those that are entities: all but the sources.
  std::span<const Participant> entities_in(EventId event) const {
    auto all = kept_participants(event);
    while (!all.empty() && all.back().role() == Role::source) all = all.first(all.size() - 1);
    return all;
  }
  std::span<const Participant> participants(EventId event, Role role) const;
  // The events that an entity takes part in, in any role, ascending, each once.
  std::span<const EventId> events_of(EntityId entity) const;
  // Of each of events_of(entity), in the same order.
  std::span<const Partner> partners_of(EntityId entity) const;
  // Those of whom one acts on the other in at least `often` events, by (a, b), a < b. Indexed when they are
  // first asked for, O(participations), once; a snapshot holds them.
  static constexpr std::uint32_t often = 16;
  struct PairList {
    EntityId a, b;
    std::uint32_t first;  // its place among the events of all pairs
  };
  std::span<const PairList> often_met() const;
  // Their events, ascending. REQUIRES: an element of often_met().
  std::span<const EventId> events_of(const PairList& pair) const;
  // nullopt: they meet less often. O(log n).
  std::optional<std::span<const EventId>> events_of_pair(EntityId a, EntityId b) const;
  // The events that a document tells of, ascending, each once.
  std::span<const EventId> events_in(DocumentId document) const;
  // Sorted by (from, to) and by (to, from).
  std::span<const EventLink> links_from(EventId event) const;
  std::span<const EventLink> links_to(EventId event) const;

  // The first event that begins at or after `instant`, of the dated. O(log n).
  EventId first_beginning_at(std::chrono::sys_seconds instant) const;
  // A row before which no event ends after `instant`; at most 63 events before the first that does. O(log n).
  EventId first_ending_after(std::chrono::sys_seconds instant) const;

  std::string event_id(EventId event) const;
  // The whole record, as it was added, its lists in canonical order.
  EventRecord record(EventId event) const;
  // The same into `record`, reusing its memory: for loops over many events.
  void read_record(EventId event, EventRecord& record) const;
  // The same but for its parties, which come out empty: for those who draw them as vertices.
  void read_deed(EventId event, EventRecord& record) const;
  // All rows in the order of event_id.
  std::span<const EventId> events_by_id() const {
    if (rows_) sort_ids();
    return by_id_;
  }

  // Bytes of the columns and of the indexes that were made, strings, records and names apart.
  std::size_t index_bytes() const;

 private:
  friend class EventGraphBuilder;
  friend class GraphSnapshot;
  friend class RowGraph;
  static constexpr std::uint8_t no_quad = 0xff;
  static constexpr std::uint32_t no_number = 0xffffffff;
  static constexpr std::uint32_t very_long = 0xffffffff;  // 136 years and more
  static constexpr std::size_t record_step = 4;           // records begin at multiples of it
  static constexpr EventId block = 64;                    // events that share one running maximum of `end`

  std::optional<double> number(std::uint32_t index) const {
    return index == no_number ? std::nullopt : std::optional(numbers_[index]);
  }
  // Indexes into numbers_: 16 bits each, the few that need more apart.
  struct NumberColumn {
    static constexpr std::uint16_t none = 0xffff, large = 0xfffe;
    struct Larger {
      EventId event;
      std::uint32_t number;
    };
    ColumnOrConstant<std::uint16_t> index;
    Column<Larger> larger;  // ascending by event
    void add(std::uint32_t number);
    std::uint32_t at(EventId event) const {
      return index[event] < large ? index[event] : index[event] == none ? no_number : large_at(event);
    }
    std::uint32_t large_at(EventId event) const;
  };

  struct FarTime {
    std::int64_t event;
    std::chrono::sys_seconds exact;
  };
  using FarTimes = Column<FarTime>;
  static std::chrono::sys_seconds exact(const FarTimes& times, EventId event);
  const unsigned char* record_bytes(EventId event) const {
    if (mapped_) check_records();
    return records_.data() + record_step * record_offset_[event];
  }

  // All columns but the records, with a name each, in the order of a snapshot's sections.
  template <class Graph, class Visit>
  static void each_column(Graph& graph, Visit visit) {
    visit("base", graph.base_);
    visit("since", graph.since_);
    visit("length", graph.length_);
    visit("far begins", graph.far_begins_);
    visit("far ends", graph.far_ends_);
    visit("latest end", graph.latest_end_);
    visit("type", graph.type_);
    visit("precision", graph.precision_);
    visit("status", graph.status_);
    visit("quad", graph.quad_);
    visit("intensity", graph.intensity_.index);
    visit("larger intensity", graph.intensity_.larger);
    visit("confidence", graph.confidence_.index);
    visit("larger confidence", graph.confidence_.larger);
    visit("record offset", graph.record_offset_);
    visit("participant offset", graph.participant_offset_);
    visit("participants", graph.participants_);
    visit("entity offset", graph.entity_offset_);
    visit("entity events", graph.entity_events_);
    visit("entity partners", graph.entity_partners_);
    visit("pair lists", graph.pair_lists_);
    visit("pair events", graph.pair_events_);
    visit("document offset", graph.document_offset_);
    visit("document events", graph.document_events_);
    visit("links", graph.links_);
    visit("links back", graph.links_back_);
    visit("by id", graph.by_id_);
    visit("numbers", graph.numbers_);
  }
  // Of a mapped graph: at first use, once; throw InputError when the file is damaged.
  void read_documents() const;
  void check_records() const;

  void index_pairs() const;  // at first use, once

  // Of a graph of rows: at first use, once.
  void place_documents() const;
  void sort_ids() const;
  std::span<const Participant> participants_of_row(EventId event) const;
  std::string id_of_row(EventId event) const;
  // False where the event is no row of its own.
  bool read_row(EventId event, EventRecord& record) const;
  void read_columns(EventId event, EventRecord& record) const;
  std::span<const Participant> entities_in_row(EventId event) const;
  std::size_t row_bytes() const;
  // A graph of rows leaves its sources out here.
  std::span<const Participant> kept_participants(EventId event) const {
    if (rows_) return entities_in_row(event);
    const std::uint32_t first = participant_offset_[event];
    return {participants_.data() + first, participant_offset_[event + 1] - first};
  }

  std::unique_ptr<std::once_flag> pairs_indexed_;
  struct Rows;
  std::shared_ptr<Rows> rows_;  // of a graph whose records are rows as they were read
  struct Mapped;
  std::unique_ptr<Mapped> mapped_;  // of a graph that lies in a file; outlives the columns
  std::vector<Entity> entities_;
  mutable std::vector<Document> documents_;
  std::vector<std::string_view> type_names_;

  // Of the dated: begin = base of the block + since, end = begin + length; very_long where 32 bits are too
  // few.
  Column<std::chrono::sys_seconds> base_;
  Column<std::uint32_t> since_;
  ColumnOrConstant<std::uint32_t> length_;
  FarTimes far_begins_, far_ends_;               // ascending by event
  Column<std::chrono::sys_seconds> latest_end_;  // [i]: latest end of the events [0, 64 (i + 1))
  Column<TypeId> type_;
  ColumnOrConstant<std::uint8_t> precision_, status_;
  Column<std::uint8_t> quad_;
  NumberColumn intensity_, confidence_;
  Column<std::uint32_t> record_offset_;  // in steps of record_step bytes
  Column<std::uint32_t> participant_offset_;
  Column<Participant> participants_;
  Column<std::uint32_t> entity_offset_;
  mutable Column<std::uint32_t> document_offset_;
  Column<EventId> entity_events_;
  mutable Column<EventId> document_events_;
  Column<Partner> entity_partners_;      // beside entity_events_
  mutable Column<PairList> pair_lists_;  // one more than there are: where the last one's events end
  mutable Column<EventId> pair_events_;
  Column<EventLink> links_, links_back_;
  mutable Column<EventId> by_id_;

  Column<double> numbers_;
  Column<unsigned char> records_;
  StringTable strings_;
};

}  // namespace ekg
