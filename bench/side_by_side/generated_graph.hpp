// Events of the benchmarks as an event graph.
#pragma once
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "bench/side_by_side/generated_events.hpp"
#include "graph/event_graph_builder.hpp"

namespace bench {

inline std::string party_id(long party) { return fmt::format("en-{:08}", party); }
inline std::chrono::sys_seconds on(long day) { return std::chrono::sys_seconds(std::chrono::days(day)); }

class GraphOfEvents {
 public:
  void add(const GeneratedEvent& event) {
    ekg::EventRecord record;
    record.id = fmt::format("ev-{:016x}", event.id);
    record.type = fmt::format("type{:02}", event.type);
    record.quad = static_cast<ekg::Quad>(event.quad);
    record.intensity = static_cast<double>(event.intensity);
    record.time = ekg::TimeSpan{on(event.first), on(event.last), ekg::Precision::day};
    record.actors.emplace_back().id = party(event.actor);
    record.recipients.emplace_back().id = party(event.recipient);
    record.mentions.emplace_back().doc = fmt::format("d{}", event.doc);
    builder_.add(record);
  }
  ekg::EventGraph finish() {
    ekg::ProblemLog problems;
    return builder_.freeze(problems);
  }

 private:
  std::string party(long number) {
    std::string id = party_id(number);
    const auto index = static_cast<std::size_t>(number);
    if (index >= known_.size()) known_.resize(index + 1);
    if (!known_[index]) {
      known_[index] = true;
      ekg::Entity entity;
      entity.id = entity.name = id;
      builder_.add(std::move(entity));
    }
    return id;
  }

  ekg::EventGraphBuilder builder_;
  std::vector<bool> known_;
};

}  // namespace bench
