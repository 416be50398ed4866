// Tokens a second of the network alone and with sentences and tokens before it, on each instruction set; load
// time.
#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>

#include "graph/embedded.hpp"
#include "ingest/text/nn/neural_reader.hpp"
#include "ingest/text/sentences.hpp"

namespace {

using namespace ekg;

// The project's own test articles, repeated to about 20,000 tokens.
const Document& sample() {
  static const Document document = [] {
    Document made;
    std::string once;
    for (const char* name : {"rail-strike", "reef-standoff", "sudan-ceasefire"}) {
      std::ifstream in(std::string(EKG_SOURCE_DIR) + "/tests/quality/articles/" + name + ".txt");
      std::stringstream text;
      text << in.rdbuf();
      once += text.str() + "\n\n";
    }
    while (made.text.size() < 120'000 && !once.empty()) made.text += once;
    return made;
  }();
  return document;
}

ParsedDocument tokens_of(const Document& document) {
  static const Tokenizer tokenizer;
  ParsedDocument parsed;
  parsed.document = &document;
  split_sentences(tokenizer, parsed);
  return parsed;
}

void read_on(benchmark::State& state, KernelPath path) {
  const NeuralReader reader(embedded_data("model/english.ekgm"), path);
  const ParsedDocument tokens = tokens_of(sample());
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
    ParsedDocument parsed = tokens_of(sample());
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
