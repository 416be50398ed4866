// A loop cut into as many stretches as there are threads. What the loop's body writes must not overlap.
#pragma once
#include <algorithm>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace ekg {

// The t-th of `parts` stretches of [0, count), beginning at multiples of `step`.
struct Stretch {
  std::size_t first, last;
};
inline Stretch stretch(std::size_t count, std::size_t parts, std::size_t t, std::size_t step = 1) {
  const std::size_t steps = (count + step - 1) / step;
  return {std::min(count, steps * t / parts * step), std::min(count, steps * (t + 1) / parts * step)};
}

// body(t) for each t in [0, threads), the first on the calling thread. Throws what one of them threw.
template <class Body>
void on_threads(unsigned threads, Body body) {
  std::vector<std::exception_ptr> thrown(threads);
  const auto guarded = [&](unsigned t) {
    try {
      body(t);
    } catch (...) {
      thrown[t] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < threads; ++t) others.emplace_back([&guarded, t] { guarded(t); });
    guarded(0);
  }
  for (const std::exception_ptr& error : thrown)
    if (error) std::rethrow_exception(error);
}

}  // namespace ekg
