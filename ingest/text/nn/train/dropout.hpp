// Random numbers of the training, the same on every machine (the standard's distributions are not).
#pragma once
#include <cstdint>
#include <random>

#include "ingest/text/nn/train/network.hpp"

namespace ekg {

// In [0, 1).
inline float uniform(std::mt19937& random) {
  return static_cast<float>(random() >> 8) * (1.0F / 16777216.0F);
}

// Zero at the given rate, else what keeps the expected sum.
inline void dropout_mask(Matrix& mask, int rows, int columns, float rate, std::mt19937& random) {
  mask.resize(rows, columns);
  const auto limit = static_cast<std::uint32_t>(rate * 4294967295.0);
  const float keep = 1.0F / (1.0F - rate);
  for (int i = 0; i < rows * columns; ++i) mask.data()[i] = random() < limit ? 0.0F : keep;
}

}  // namespace ekg
