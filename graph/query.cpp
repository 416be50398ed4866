#include "graph/query.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <unordered_map>

namespace ekg {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool is_cooperation(Quad quad) {
  return quad == Quad::verbal_cooperation || quad == Quad::material_cooperation;
}

template <class Row>
void add_balance(Row& row, const EventGraph& graph, EventId event) {
  if (const auto quad = graph.quad(event)) ++(is_cooperation(*quad) ? row.cooperation : row.conflict);
  row.intensity += graph.intensity(event).value_or(0);
  row.seen.add(graph, event);
}

std::uint64_t pair_key(EntityId a, EntityId b) { return static_cast<std::uint64_t>(a) << 32 | b; }

// The distinct unordered pairs of an actor and a recipient of `event`, into `out`.
void pairs_of(const EventGraph& graph, EventId event, std::vector<std::uint64_t>& out) {
  out.clear();
  for (const Participant actor : graph.participants(event, Role::actor)) {
    for (const Participant recipient : graph.participants(event, Role::recipient)) {
      if (actor.row() == recipient.row()) continue;
      out.push_back(pair_key(std::min(actor.row(), recipient.row()), std::max(actor.row(), recipient.row())));
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

std::string series_of(const EventGraph& graph, EventId event, StackBy stack) {
  switch (stack) {
    case StackBy::nothing:
      return "events";
    case StackBy::type:
      return std::string(graph.type_name(graph.type(event)));
    case StackBy::quad: {
      const auto quad = graph.quad(event);
      return quad ? std::string(to_string(*quad)) : "none";
    }
    case StackBy::status:
      return std::string(to_string(graph.status(event)));
  }
  return {};
}

}  // namespace

void Seen::add(const EventGraph& graph, EventId event) {
  if (!graph.dated(event)) return;
  const auto begin = graph.begin(event), end = graph.end(event);
  if (!first || begin < *first) first = begin;
  if (!last || end > *last) last = end;
}

std::vector<EntityId> find_entities(const EventGraph& graph, std::string_view name) {
  if (const auto row = graph.find_entity(name)) return {*row};
  std::vector<EntityId> found;
  for (EntityId row = 0; row < graph.entity_count(); ++row) {
    const Entity& entity = graph.entity(row);
    if (same_name(entity.name, name) ||
        std::any_of(entity.aliases.begin(), entity.aliases.end(),
                    [&](const std::string& alias) { return same_name(alias, name); }))
      found.push_back(row);
  }
  std::stable_sort(found.begin(), found.end(), [&](EntityId a, EntityId b) {
    return graph.events_of(a).size() > graph.events_of(b).size();
  });
  return found;
}

Timeline timeline(const TimeSlice& slice, CalendarUnit unit, StackBy stack) {
  const EventGraph& graph = slice.graph();
  std::map<std::string, std::map<std::chrono::sys_seconds, std::uint64_t>> counts;
  std::optional<std::chrono::sys_seconds> first, last;
  Timeline result;
  for (const EventId event : slice.events()) {
    if (!graph.dated(event)) {
      ++result.undated;
      continue;
    }
    const auto instant = slice.from() ? std::max(graph.begin(event), *slice.from()) : graph.begin(event);
    const auto bucket = unit_begin(instant, unit);
    if (!first || bucket < *first) first = bucket;
    if (!last || bucket > *last) last = bucket;
    ++counts[series_of(graph, event, stack)][bucket];
  }
  if (slice.from() && slice.to() && *slice.from() < *slice.to()) {
    first = unit_begin(*slice.from(), unit);
    last = unit_begin(*slice.to() - std::chrono::seconds(1), unit);
  }
  for (const auto& [name, buckets] : counts) result.series.push_back(name);
  if (!first) return result;
  for (auto begin = *first; begin <= *last; begin = unit_end(begin, unit)) {
    TimelineBucket bucket{begin, {}};
    for (const auto& [name, buckets] : counts) {
      const auto found = buckets.find(begin);
      bucket.counts.push_back(found == buckets.end() ? 0 : found->second);
    }
    result.buckets.push_back(std::move(bucket));
  }
  return result;
}

std::vector<ActorRow> rank_actors(const TimeSlice& slice) {
  const EventGraph& graph = slice.graph();
  std::vector<ActorRow> rows(graph.entity_count());
  for (EntityId entity = 0; entity < rows.size(); ++entity) rows[entity].entity = entity;
  for (const EventId event : slice.events()) {
    const auto actors = graph.participants(event, Role::actor),
               recipients = graph.participants(event, Role::recipient);
    const auto count = [&](EntityId entity) {
      ++rows[entity].events;
      rows[entity].seen.add(graph, event);
    };
    for (const Participant actor : actors) {
      ++rows[actor.row()].as_actor;
      count(actor.row());
    }
    for (const Participant recipient : recipients) {
      ++rows[recipient.row()].as_recipient;
      if (!std::binary_search(actors.begin(), actors.end(), Participant(Role::actor, recipient.row())))
        count(recipient.row());
    }
  }
  std::erase_if(rows, [](const ActorRow& row) { return row.events == 0; });
  std::stable_sort(rows.begin(), rows.end(),
                   [](const ActorRow& a, const ActorRow& b) { return a.events > b.events; });
  return rows;
}

std::vector<PairRow> rank_pairs(const TimeSlice& slice) {
  const EventGraph& graph = slice.graph();
  std::unordered_map<std::uint64_t, PairRow> rows;
  std::vector<std::uint64_t> pairs;
  for (const EventId event : slice.events()) {
    pairs_of(graph, event, pairs);
    for (const std::uint64_t pair : pairs) {
      PairRow& row = rows[pair];
      ++row.events;
      add_balance(row, graph, event);
    }
  }
  std::vector<PairRow> ranked;
  ranked.reserve(rows.size());
  for (auto& [pair, row] : rows) {
    row.a = static_cast<EntityId>(pair >> 32);
    row.b = static_cast<EntityId>(pair);
    ranked.push_back(row);
  }
  std::sort(ranked.begin(), ranked.end(), [](const PairRow& x, const PairRow& y) {
    return x.events != y.events ? x.events > y.events : std::tie(x.a, x.b) < std::tie(y.a, y.b);
  });
  return ranked;
}

std::vector<EgoRow> ego_network(const TimeSlice& slice, EntityId ego) {
  const EventGraph& graph = slice.graph();
  std::map<EntityId, EgoRow> rows;
  std::map<EntityId, std::pair<bool, bool>> met;  // in this event: acted on by the ego, acting on the ego
  for (const EventId event : slice.events_of(ego)) {
    const auto actors = graph.participants(event, Role::actor),
               recipients = graph.participants(event, Role::recipient);
    met.clear();
    if (std::binary_search(actors.begin(), actors.end(), Participant(Role::actor, ego)))
      for (const Participant recipient : recipients) met[recipient.row()].first = true;
    if (std::binary_search(recipients.begin(), recipients.end(), Participant(Role::recipient, ego)))
      for (const Participant actor : actors) met[actor.row()].second = true;
    met.erase(ego);
    for (const auto& [other, directions] : met) {
      EgoRow& row = rows[other];
      row.entity = other;
      ++row.events;
      row.to += directions.first;
      row.from += directions.second;
      add_balance(row, graph, event);
    }
  }
  std::vector<EgoRow> ranked;
  for (const auto& [other, row] : rows) ranked.push_back(row);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const EgoRow& a, const EgoRow& b) { return a.events > b.events; });
  return ranked;
}

std::vector<EventId> events_between(const TimeSlice& slice, const std::vector<EntityId>& these,
                                    const std::vector<EntityId>& those, bool both) {
  const EventGraph& graph = slice.graph();
  std::vector<EventId> found;
  for (const EntityId entity : these)
    for (const EventId event : slice.events_of(entity)) found.push_back(event);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  const auto has = [](const std::vector<EntityId>& set, EntityId entity) {
    return std::ranges::find(set, entity) != set.end();
  };
  const auto acts_on = [&](EventId event, const std::vector<EntityId>& side,
                           const std::vector<EntityId>& other) {
    for (const Participant actor : graph.participants(event, Role::actor)) {
      if (!has(side, actor.row())) continue;
      for (const Participant recipient : graph.participants(event, Role::recipient))
        if (recipient.row() != actor.row() && has(other, recipient.row())) return true;
    }
    return false;
  };
  std::erase_if(found, [&](EventId event) {
    return !acts_on(event, these, those) && !(both && acts_on(event, those, these));
  });
  return found;
}

std::string_view to_string(Change change) {
  constexpr std::string_view names[] = {"new", "gone", "more", "less", "steady"};
  return names[static_cast<std::size_t>(change)];
}

double binomial_test(std::uint64_t hits, std::uint64_t trials, double chance) {
  if (trials == 0 || chance <= 0 || chance >= 1) return 1;
  const auto n = static_cast<double>(trials);
  const auto log_probability = [&](std::uint64_t count) {
    const auto k = static_cast<double>(count);
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(chance) +
           (n - k) * std::log1p(-chance);
  };
  const double observed =
      log_probability(hits) + 1e-7;  // outcomes as likely as this one count, whatever the rounding
  double p = 0;
  for (std::uint64_t count = 0; count <= trials; ++count) {
    const double other = log_probability(count);
    if (other <= observed) p += std::exp(other);
  }
  return std::min(p, 1.0);
}

std::vector<ChangeRow> compare_pairs(const TimeSlice& before, const TimeSlice& after,
                                     std::chrono::seconds before_length, std::chrono::seconds after_length) {
  std::map<std::pair<EntityId, EntityId>, ChangeRow> rows;
  for (const PairRow& pair : rank_pairs(before)) rows[{pair.a, pair.b}].before = pair.events;
  for (const PairRow& pair : rank_pairs(after)) rows[{pair.a, pair.b}].after = pair.events;
  const double share =
      static_cast<double>(after_length.count()) / static_cast<double>((before_length + after_length).count());
  std::vector<ChangeRow> changes;
  for (auto& [pair, row] : rows) {
    std::tie(row.a, row.b) = pair;
    row.p = binomial_test(row.after, row.before + row.after, share);
    if (row.before == 0)
      row.change = Change::appeared;
    else if (row.after == 0)
      row.change = Change::vanished;
    else if (row.p < 0.05)
      row.change = static_cast<double>(row.after) > share * static_cast<double>(row.before + row.after)
                       ? Change::more
                       : Change::less;
    changes.push_back(row);
  }
  const auto difference = [](const ChangeRow& row) {
    return row.before > row.after ? row.before - row.after : row.after - row.before;
  };
  std::stable_sort(changes.begin(), changes.end(), [&](const ChangeRow& x, const ChangeRow& y) {
    return x.p != y.p ? x.p < y.p : difference(x) > difference(y);
  });
  return changes;
}

}  // namespace ekg
