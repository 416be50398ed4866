// The arithmetic of the reader, compiled once for each instruction set from one source (kernels_body.inc).
// Products are in integers, so the order of sums does not matter; what is in floats is element by element,
// without fused operations, so that every path gives the same bits.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ekg {

// Weights for Kernels::multiply: blocks of 16 outputs; in a block, for each pair of inputs, 16 × 2 numbers.
// Both numbers are padded with zeros (outputs to 16, inputs to 2).
struct PackedWeights {
  int inputs = 0;   // padded to even
  int outputs = 0;  // padded to a multiple of 16
  std::vector<std::int16_t> data;

  PackedWeights() = default;
  PackedWeights(int inputs, int outputs);
  void set(int input, int output, std::int16_t value) {
    data[(static_cast<std::size_t>(output / 16) * (inputs / 2) + input / 2) * 32 + (output % 16) * 2 +
         input % 2] = value;
  }
};

struct Kernels {
  // out[r][o] = Σ in[r][i] · weights[o][i] for `rows` rows. REQUIRES: |in| ≤ 4095 and |weights| · |in| ·
  // inputs < 2³¹. `in_stride` ≥ weights.inputs (a row is padded with zeros), `out_stride` ≥ weights.outputs.
  void (*multiply)(const std::int16_t* in, std::size_t in_stride, int rows, const PackedWeights& weights,
                   std::int32_t* out, std::size_t out_stride);
  // One LSTM step of one row; gates i f o g of `hidden` each: gate = a·scale_a + b·scale_b + bias. `cell` is
  // updated, `output` gets round(2047 · h). b may be null: no state before.
  void (*lstm_cell)(const std::int32_t* a, const float* scale_a, const std::int32_t* b, const float* scale_b,
                    const float* bias, int hidden, float* cell, std::int16_t* output);
  // `count` finite floats as activations of at most ±2047, and the scale that makes them floats again (0
  // where all are zero).
  float (*quantise)(const float* values, int count, std::int16_t* out);
};

inline constexpr float unit_scale = 2047.0F;  // 1.0 as an activation

const Kernels& scalar_kernels();
const Kernels& avx2_kernels();    // REQUIRES: the processor has AVX2
const Kernels& avx512_kernels();  // REQUIRES: AVX-512 F, BW and VNNI

}  // namespace ekg
