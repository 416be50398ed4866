// Tokens a second of the network alone and with sentences and tokens before it, on each instruction set; load
// time.
#include <benchmark/benchmark.h>

#include "bench/sample_text.hpp"
#include "graph/embedded.hpp"
#include "ingest/text/nn/neural_reader.hpp"

namespace {

using namespace ekg;

void read_on(benchmark::State& state, KernelPath path) {
  const NeuralReader reader(embedded_data("model/english.ekgm"), path);
  const ParsedDocument tokens = tokens_of(sample_document());
  for (auto _ : state) {
    ParsedDocument parsed = tokens;
    reader.read(parsed);
    benchmark::DoNotOptimize(parsed.tokens.data());
  }
  state.counters["tokens/s"] = benchmark::Counter(static_cast<double>(tokens.tokens.size()),
                                                  benchmark::Counter::kIsIterationInvariantRate);
}

void split_and_read(benchmark::State& state) {
  const NeuralReader reader(embedded_data("model/english.ekgm"));
  std::size_t tokens = 0;
  for (auto _ : state) {
    ParsedDocument parsed = tokens_of(sample_document());
    reader.read(parsed);
    tokens = parsed.tokens.size();
  }
  state.counters["tokens/s"] =
      benchmark::Counter(static_cast<double>(tokens), benchmark::Counter::kIsIterationInvariantRate);
}

void load(benchmark::State& state) {
  for (auto _ : state) {
    const NeuralReader reader(embedded_data("model/english.ekgm"));
    benchmark::DoNotOptimize(&reader);
  }
}

BENCHMARK(load)->Unit(benchmark::kMillisecond);
BENCHMARK(split_and_read)->Unit(benchmark::kMillisecond);

const bool registered = [] {
  for (const KernelPath path : supported_kernel_paths()) {
    benchmark::RegisterBenchmark(("read/" + std::string(to_string(path))).c_str(),
                                 [path](benchmark::State& state) { read_on(state, path); })
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
