#include "graph/time_slice.hpp"

#include <algorithm>

#include "graph/parallel.hpp"

namespace ekg {
namespace {

constexpr std::uint8_t role_bit(Role role) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(role));
}
constexpr std::uint8_t party_roles = role_bit(Role::actor) | role_bit(Role::recipient);
constexpr unsigned no_quad_bit = 1U << 7;

}  // namespace

struct TimeSlice::Conditions {
  // One of `rows` takes part in one of `roles`.
  struct Takes {
    std::uint8_t roles;
    std::vector<bool> rows;
  };
  std::vector<bool> types;  // empty: any
  unsigned quads = ~0U;
  unsigned statuses = ~0U;
  std::optional<double> min_confidence;
  std::uint32_t min_sources = 0;
  std::vector<Takes> takes;
};

TimeSlice::TimeSlice(const EventGraph& graph) : graph_(&graph), last_(graph.event_count()) {}

TimeSlice TimeSlice::between(std::chrono::sys_seconds from, std::chrono::sys_seconds to) const {
  SliceFilter filter;
  filter.from = from;
  filter.to = to;
  return within(filter);
}

TimeSlice TimeSlice::begun_between(std::chrono::sys_seconds from, std::chrono::sys_seconds to) const {
  TimeSlice inner = *this;
  inner.first_ = std::max(first_, graph_->first_beginning_at(from));
  inner.last_ = std::max(std::min(last_, graph_->first_beginning_at(to)), inner.first_);
  return inner;
}

TimeSlice TimeSlice::within(const SliceFilter& filter) const {
  TimeSlice inner = *this;
  if (filter.from && (!from_ || *filter.from > *from_)) inner.from_ = filter.from;
  if (filter.to && (!to_ || *filter.to < *to_)) inner.to_ = filter.to;
  if (inner.from_ || inner.to_) inner.last_ = std::min(inner.last_, graph_->dated_count());
  if (inner.from_) inner.first_ = std::max(inner.first_, graph_->first_ending_after(*inner.from_));
  if (inner.from_) inner.inside_ = std::max(inner.inside_, graph_->first_beginning_at(*inner.from_));
  if (inner.to_) inner.last_ = std::min(inner.last_, graph_->first_beginning_at(*inner.to_));
  if (inner.from_ && inner.to_ && *inner.from_ >= *inner.to_) inner.last_ = inner.first_;
  inner.last_ = std::max(inner.last_, inner.first_);

  Conditions conditions = conditions_ ? *conditions_ : Conditions{};
  bool narrowed = false;
  if (!filter.types.empty()) {
    std::vector<bool> wanted(graph_->type_count());
    for (const std::string& name : filter.types)
      if (const auto type = graph_->find_type(name))
        wanted[*type] = conditions.types.empty() || conditions.types[*type];
    if (wanted.empty()) inner.last_ = inner.first_;
    conditions.types = std::move(wanted);
    narrowed = true;
  }
  if (!filter.quads.empty()) {
    unsigned wanted = 0;
    for (const Quad quad : filter.quads) wanted |= 1U << static_cast<unsigned>(quad);
    conditions.quads &= wanted;
    narrowed = true;
  }
  if (!filter.statuses.empty()) {
    unsigned wanted = 0;
    for (const Status status : filter.statuses) wanted |= 1U << static_cast<unsigned>(status);
    conditions.statuses &= wanted;
    narrowed = true;
  }
  if (filter.min_confidence) {
    conditions.min_confidence =
        std::max(conditions.min_confidence.value_or(*filter.min_confidence), *filter.min_confidence);
    narrowed = true;
  }
  if (filter.min_sources > conditions.min_sources) {
    conditions.min_sources = filter.min_sources;
    narrowed = true;
  }
  const auto require_entities = [&](const std::vector<std::string>& ids, std::uint8_t roles) {
    if (ids.empty()) return;
    Conditions::Takes takes{roles, std::vector<bool>(graph_->entity_count())};
    std::optional<EntityId> last_found;
    for (const std::string& id : ids) {
      if (const auto row = graph_->find_entity(id)) {
        takes.rows[*row] = true;
        last_found = row;
      }
    }
    if (!last_found) inner.last_ = inner.first_;
    if (ids.size() == 1 && last_found) {
      const auto events = graph_->events_of(*last_found);
      if (!inner.candidates_ || events.size() < inner.candidates_->events.size())
        inner.candidates_ = Candidates{events};
    }
    conditions.takes.push_back(std::move(takes));
    narrowed = true;
  };
  require_entities(filter.actors, party_roles);
  require_entities(filter.with, party_roles);
  require_entities(filter.places, role_bit(Role::place));
  if (!filter.countries.empty()) {
    Conditions::Takes takes{static_cast<std::uint8_t>(party_roles | role_bit(Role::place)),
                            std::vector<bool>(graph_->entity_count())};
    for (EntityId row = 0; row < graph_->entity_count(); ++row)
      takes.rows[row] =
          std::ranges::find(filter.countries, graph_->entity(row).country) != filter.countries.end();
    conditions.takes.push_back(std::move(takes));
    narrowed = true;
  }
  if (!filter.outlets.empty()) {
    Conditions::Takes takes{role_bit(Role::source), std::vector<bool>(graph_->document_count())};
    for (DocumentId row = 0; row < graph_->document_count(); ++row) {
      const Document& document = graph_->document(row);
      const std::string& outlet = document.outlet.empty() ? document.id : document.outlet;
      takes.rows[row] = std::ranges::find(filter.outlets, outlet) != filter.outlets.end();
    }
    conditions.takes.push_back(std::move(takes));
    narrowed = true;
  }
  // One party is all that is asked for: its list says where it is one.
  if (inner.candidates_) inner.candidates_->partners = nullptr;
  if (!conditions_ && filter.actors.size() + filter.with.size() == 1 && conditions.takes.size() == 1 &&
      conditions.types.empty() && conditions.quads == ~0U && conditions.statuses == ~0U &&
      !conditions.min_confidence && conditions.min_sources == 0) {
    const auto row = graph_->find_entity(filter.actors.empty() ? filter.with.front() : filter.actors.front());
    if (row) inner.candidates_ = Candidates{graph_->events_of(*row), graph_->partners_of(*row).data()};
  } else if (!narrowed && candidates_) {
    inner.candidates_ = candidates_;  // a window within a window
  }
  if (narrowed) inner.conditions_ = std::make_shared<const Conditions>(std::move(conditions));
  return inner;
}

bool TimeSlice::passes(EventId event) const {
  const Conditions& wanted = *conditions_;
  if (!wanted.types.empty() && !wanted.types[graph_->type(event)]) return false;
  if (wanted.quads != ~0U) {
    const auto quad = graph_->quad(event);
    if ((wanted.quads & (quad ? 1U << static_cast<unsigned>(*quad) : no_quad_bit)) == 0) return false;
  }
  if ((wanted.statuses & 1U << static_cast<unsigned>(graph_->status(event))) == 0) return false;
  if (wanted.min_confidence) {
    const auto confidence = graph_->confidence(event);
    if (confidence && *confidence < *wanted.min_confidence) return false;
  }
  if (wanted.min_sources != 0 && graph_->participants(event, Role::source).size() < wanted.min_sources)
    return false;
  for (const Conditions::Takes& takes : wanted.takes) {
    const auto participants = (takes.roles & role_bit(Role::source)) != 0 ? graph_->participants(event)
                                                                          : graph_->entities_in(event);
    const bool met = std::any_of(participants.begin(), participants.end(), [&](Participant participant) {
      return (takes.roles & role_bit(participant.role())) != 0 && takes.rows[participant.row()];
    });
    if (!met) return false;
  }
  return true;
}

EventRange TimeSlice::clipped(std::span<const EventId> events, const Partner* parties_only) const {
  const auto first = std::lower_bound(events.begin(), events.end(), first_) - events.begin();
  const auto last = std::lower_bound(events.begin() + first, events.end(), last_) - events.begin();
  const bool tested = parties_only == nullptr && conditions_ != nullptr;
  return {from_ || tested ? this : nullptr,  events.data(),
          static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last),
          tested ? 0xffffffff : inside_,     parties_only};
}

EventRange TimeSlice::events() const {
  if (candidates_) return clipped(candidates_->events, candidates_->partners);
  return {from_ || conditions_ ? this : nullptr, nullptr, first_, last_, conditions_ ? 0xffffffff : inside_};
}

TimeSlice::Incidence TimeSlice::incidence(EntityId entity) const {
  const auto events = graph_->events_of(entity);
  const auto first = static_cast<std::size_t>(std::ranges::lower_bound(events, first_) - events.begin());
  const auto last = static_cast<std::size_t>(
      std::lower_bound(events.begin() + static_cast<std::ptrdiff_t>(first), events.end(), last_) -
      events.begin());
  const auto mine = events.subspan(first, last - first);
  const std::size_t certain =
      conditions_ != nullptr ? mine.size()
      : !from_               ? 0
               : static_cast<std::size_t>(std::ranges::lower_bound(mine, inside_) - mine.begin());
  return {mine, graph_->partners_of(entity).subspan(first, last - first), certain};
}

EventRange TimeSlice::events_of(EntityId entity) const { return clipped(graph_->events_of(entity)); }
EventRange TimeSlice::events_in(DocumentId document) const { return clipped(graph_->events_in(document)); }

std::size_t TimeSlice::count() const { return events().size(); }

std::uint64_t EventRange::size() const {
  std::uint64_t count = 0;
  std::uint32_t at = first_;
  if (slice_ != nullptr) {
    for (iterator one = begin(); (at = one.at_) < last_ && *one < certain_; ++one) ++count;
  }
  if (partners_ == nullptr) return count + (last_ - at);
  // As numbers of one width, so that several are counted at once.
  std::uint32_t parties = 0;
  for (; at < last_; ++at) parties += partners_[at].kind() != Partner::Kind::none ? 1U : 0U;
  return count + parties;
}

EventRange EventRange::part(std::uint32_t t, std::uint32_t parts) const {
  const Stretch mine = stretch(last_ - first_, parts, t);
  EventRange some = *this;
  some.first_ = first_ + static_cast<std::uint32_t>(mine.first);
  some.last_ = first_ + static_cast<std::uint32_t>(mine.last);
  return some;
}

EventRange EventRange::take_before(EventId row) {
  EventRange taken = *this;
  const std::uint32_t place =
      list_ == nullptr
          ? std::clamp(row, first_, last_)
          : static_cast<std::uint32_t>(std::lower_bound(list_ + first_, list_ + last_, row) - list_);
  taken.last_ = first_ = place;
  return taken;
}

}  // namespace ekg
