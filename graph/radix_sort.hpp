// Numbers sorted by their digits.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace ekg {

// Stable, by the bits [low, high): least digits first (D. Knuth, TAOCP 3, 5.2.5).
inline void radix_sort(std::vector<std::uint64_t>& keys, unsigned low, unsigned high) {
  constexpr unsigned digit_bits = 11;
  if (keys.size() < 4096) {
    std::ranges::stable_sort(keys, {}, [low](std::uint64_t key) { return key >> low; });
    return;
  }
  std::vector<std::uint64_t> other(keys.size());
  for (unsigned shift = low; shift < high; shift += digit_bits) {
    const std::uint64_t mask = (std::uint64_t{1} << std::min(digit_bits, high - shift)) - 1;
    std::vector<std::size_t> at(std::size_t{1} << digit_bits, 0);
    for (const std::uint64_t key : keys) ++at[(key >> shift) & mask];
    if (at[(keys.front() >> shift) & mask] == keys.size()) continue;  // the same digit everywhere
    std::exclusive_scan(at.begin(), at.end(), at.begin(), std::size_t{0});
    for (const std::uint64_t key : keys) other[at[(key >> shift) & mask]++] = key;
    keys.swap(other);
  }
}

}  // namespace ekg
