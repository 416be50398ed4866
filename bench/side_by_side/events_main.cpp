// Writes the events that the side-by-side comparison reads: ekg-bench-events COUNT FILE.csv
// COUNT events over the ten years from 2015-01-01, among COUNT / 50 parties whose frequencies follow Zipf's
// law with exponent 1 (party 0 is the most frequent), by day; one event in ten lasts up to ten days. The same
// COUNT always gives the same file, on every machine.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

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

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::uint64_t count = std::strtoull(argv[1], nullptr, 10);
  std::FILE* file = std::fopen(argv[2], "wb");
  if (file == nullptr || count < 100) return 2;
  constexpr std::uint64_t first_day = 16436, days = 3653;  // since 1970-01-01
  Random random;
  const Zipf parties(count / 50);
  std::vector<std::uint64_t> day(count);
  for (auto& value : day) value = first_day + random.below(days);
  std::sort(day.begin(), day.end());
  std::fputs("id,first,last,actor,recipient,type,quad,intensity,doc\n", file);
  fmt::memory_buffer line;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t actor = parties.draw(random);
    std::uint64_t recipient = parties.draw(random);
    while (recipient == actor) recipient = parties.draw(random);
    const std::uint64_t type = random.below(20), length = random.below(10) == 0 ? 1 + random.below(10) : 1;
    line.clear();
    fmt::format_to(std::back_inserter(line), "{},{},{},{},{},{},{},{},{}\n", i, day[i], day[i] + length,
                   actor, recipient, type, type % 4, static_cast<int>(type) - 10, i / 4);
    if (std::fwrite(line.data(), 1, line.size(), file) != line.size()) return 1;
  }
  return std::fclose(file) == 0 ? 0 : 1;
}
