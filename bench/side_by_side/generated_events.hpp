// The events of the benchmarks: ten years from 2015-01-01, a fiftieth as many parties whose frequencies
// follow Zipf's law with exponent 1 (party 0 is the most frequent), by day; one event in ten lasts up to ten
// days. The same count always gives the same events, on every machine.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

namespace bench {

struct GeneratedEvent {
  long id = 0, first = 0, last = 0;  // days since 1970-01-01, the last one not included
  long actor = 0, recipient = 0, type = 0, quad = 0, intensity = 0, doc = 0;
};

// Sebastiano Vigna's splitmix64.
class Random {
 public:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t n) { return next() % n; }

 private:
  std::uint64_t state_ = 20150101;
};

// Frequencies in integers, so that no floating-point library has a say.
class Zipf {
 public:
  explicit Zipf(std::uint64_t parties) {
    constexpr std::uint64_t scale = std::uint64_t{1} << 40;
    std::uint64_t sum = 0;
    for (std::uint64_t rank = 1; rank <= parties; ++rank) up_to_.push_back(sum += scale / rank);
  }
  std::uint64_t draw(Random& random) const {
    const std::uint64_t at = random.below(up_to_.back());
    return static_cast<std::uint64_t>(std::upper_bound(up_to_.begin(), up_to_.end(), at) - up_to_.begin());
  }

 private:
  std::vector<std::uint64_t> up_to_;
};

// In the order of their first days. REQUIRES: count >= 100.
template <class Use>
void each_generated_event(std::uint64_t count, Use use) {
  constexpr std::uint64_t first_day = 16436, days = 3653;
  Random random;
  const Zipf parties(count / 50);
  std::vector<std::uint64_t> day(count);
  for (auto& value : day) value = first_day + random.below(days);
  std::sort(day.begin(), day.end());
  const auto as_long = [](std::uint64_t value) { return static_cast<long>(value); };
  for (std::uint64_t i = 0; i < count; ++i) {
    GeneratedEvent event;
    const std::uint64_t actor = parties.draw(random);
    std::uint64_t recipient = parties.draw(random);
    while (recipient == actor) recipient = parties.draw(random);
    event.id = as_long(i);
    event.actor = as_long(actor);
    event.recipient = as_long(recipient);
    event.type = as_long(random.below(20));
    event.quad = event.type % 4;
    event.intensity = event.type - 10;
    event.first = as_long(day[i]);
    event.last = event.first + as_long(random.below(10) == 0 ? 1 + random.below(10) : 1);
    event.doc = event.id / 4;
    use(event);
  }
}

}  // namespace bench
