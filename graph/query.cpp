#include "graph/query.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace ekg {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

// The series of events as numbers below series_count, and their names.
std::size_t series_count(const EventGraph& graph, StackBy stack) {
  switch (stack) {
    case StackBy::nothing:
      return 1;
    case StackBy::type:
      return graph.type_count();
    case StackBy::quad:
      return 5;
    case StackBy::status:
      return 8;
  }
  return 0;
}

std::size_t series_of(const EventGraph& graph, EventId event, StackBy stack) {
  switch (stack) {
    case StackBy::nothing:
      return 0;
    case StackBy::type:
      return graph.type(event);
    case StackBy::quad: {
      const auto quad = graph.quad(event);
      return quad ? static_cast<std::size_t>(*quad) : 4;
    }
    case StackBy::status:
      return static_cast<std::size_t>(graph.status(event));
  }
  return 0;
}

std::string series_name(const EventGraph& graph, std::size_t series, StackBy stack) {
  switch (stack) {
    case StackBy::nothing:
      return "events";
    case StackBy::type:
      return std::string(graph.type_name(static_cast<TypeId>(series)));
    case StackBy::quad:
      return series == 4 ? "none" : std::string(to_string(static_cast<Quad>(series)));
    case StackBy::status:
      return std::string(to_string(static_cast<Status>(series)));
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

Timeline timeline(const TimeSlice& slice, CalendarUnit unit, StackBy stack, std::chrono::seconds zone) {
  using std::chrono::sys_seconds;
  const EventGraph& graph = slice.graph();
  const std::size_t width = series_count(graph, stack);
  Timeline result;
  std::vector<sys_seconds> begins;
  std::vector<std::uint64_t> counts;  // begins.size() rows of `width`
  sys_seconds bucket_end{};
  const auto open_bucket = [&](sys_seconds begin) {
    begins.push_back(begin);
    counts.resize(counts.size() + width, 0);
    bucket_end = unit_end(begin, unit);
  };
  // The bucket only ever moves on.
  const auto move_to = [&](sys_seconds instant) {
    if (begins.empty()) open_bucket(unit_begin(instant, unit));
    while (instant >= bucket_end) open_bucket(bucket_end);
  };
  const auto counted_at = [&](EventId event) {
    return slice.from() ? std::max(graph.begin(event), *slice.from()) : graph.begin(event);
  };
  std::vector<std::pair<sys_seconds, std::size_t>> local;  // with a zone: when, and of which series
  std::vector<bool> occurs(width, stack == StackBy::nothing);
  const bool bounded = slice.from() && slice.to() && *slice.from() < *slice.to();
  if (bounded) open_bucket(unit_begin(*slice.from() + zone, unit));
  EventRange events = slice.events();
  EventRange dated = events.take_before(graph.dated_count());
  result.undated = events.size();
  if (zone != zone.zero()) {
    for (const EventId event : dated) {
      // A day that a text tells of is that day everywhere: it is held against the bounds in local time.
      const bool to_the_hour = graph.time(event)->precision <= Precision::hour;
      const auto ahead = to_the_hour ? zone : zone.zero();
      const sys_seconds begin = graph.begin(event) + ahead, end = graph.end(event) + ahead;
      if ((slice.from() && end <= *slice.from() + zone) || (slice.to() && begin >= *slice.to() + zone))
        continue;
      local.emplace_back(slice.from() ? std::max(begin, *slice.from() + zone) : begin,
                         series_of(graph, event, stack));
    }
    dated = {};
  }
  // A bucket at a time: its events lie together.
  while (!dated.empty()) {
    move_to(counted_at(*dated.begin()));
    const EventRange in_bucket = dated.take_before(graph.first_beginning_at(bucket_end));
    std::uint64_t* const bucket = &counts[counts.size() - width];
    if (stack == StackBy::nothing)
      *bucket += in_bucket.size();
    else
      for (const EventId event : in_bucket) ++bucket[series_of(graph, event, stack)];
  }
  std::ranges::sort(local);
  for (const auto& [instant, series] : local) {
    move_to(instant);
    ++counts[counts.size() - width + series];
  }
  if (bounded)
    while (bucket_end < *slice.to() + zone) open_bucket(bucket_end);
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] > 0) occurs[i % width] = true;
  std::vector<std::pair<std::string, std::size_t>> names;
  for (std::size_t k = 0; k < width; ++k)
    if (occurs[k]) names.emplace_back(series_name(graph, k, stack), k);
  std::ranges::sort(names);
  for (const auto& [name, k] : names) result.series.push_back(name);
  for (std::size_t i = 0; i < begins.size(); ++i) {
    TimelineBucket bucket{begins[i], {}};
    for (const auto& [name, k] : names) bucket.counts.push_back(counts[i * width + k]);
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
