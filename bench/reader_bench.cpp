// The English reader and event coder: tokens a second of each stage and of the whole, on each instruction set
// and on two threads; load times. bench/performance.py writes docs/performance.md from it.
#include <benchmark/benchmark.h>

#include <optional>

#include "bench/sample_text.hpp"
#include "graph/embedded.hpp"
#include "ingest/text/coreference.hpp"
#include "ingest/text/english.hpp"
#include "ingest/text/event_coder.hpp"
#include "ingest/text/lemmas.hpp"
#include "ingest/text/mentions.hpp"
#include "ingest/text/nn/neural_reader.hpp"
#include "ingest/text/quantities.hpp"
#include "ingest/text/quotations.hpp"
#include "ingest/text/speech_verbs.hpp"
#include "ingest/text/times/times.hpp"

namespace {

using namespace ekg;

void count_tokens(benchmark::State& state, std::size_t tokens) {
  // Of several threads each does its own iterations: the time is already that of all of them together.
  const auto rate = static_cast<benchmark::Counter::Flags>(benchmark::Counter::kIsIterationInvariantRate |
                                                               benchmark::Counter::kAvgThreads);
  state.counters["tokens/s"] = benchmark::Counter(static_cast<double>(tokens), rate);
}

// One stage on the result of those before it.
template <class Stage>
void stage(benchmark::State& state, const ParsedDocument& before, Stage run) {
  for (auto _ : state) {
    state.PauseTiming();
    ParsedDocument parsed = before;
    state.ResumeTiming();
    run(parsed);
    benchmark::DoNotOptimize(parsed.tokens.data());
  }
  count_tokens(state, before.tokens.size());
}

// The sample after the first stages.
struct Stages {
  ProblemLog problems;
  NeuralReader network{embedded_data("model/english.ekgm")};
  Lemmas lemmas;
  ActorLexicon actors;
  TimeFinder times;
  QuantityFinder quantities;
  SpeechVerbs speech_verbs;
  QuotationFinder quotations{speech_verbs};
  ParsedDocument tokens = tokens_of(sample_document()), trees, mentions, all;
  Stages() {
    trees = tokens;
    network.read(trees);
    lemmas.correct(trees);
    mentions = trees;
    find_mentions(mentions, actors);
    all = mentions;
    link_mentions(all, actors);
    times.find(all, problems);
    quantities.find(all);
    quotations.find(all);
  }
};
Stages& stages() {
  static Stages made;
  return made;
}

void sentences_tokens(benchmark::State& state) {
  std::size_t tokens = 0;
  for (auto _ : state) tokens = tokens_of(sample_document()).tokens.size();
  count_tokens(state, tokens);
}
void network(benchmark::State& state) {
  stage(state, stages().tokens, [](ParsedDocument& p) { stages().network.read(p); });
}
void lemmas(benchmark::State& state) {
  stage(state, stages().trees, [](ParsedDocument& p) { stages().lemmas.correct(p); });
}
void mentions(benchmark::State& state) {
  stage(state, stages().trees, [](ParsedDocument& p) { find_mentions(p, stages().actors); });
}
void coreference(benchmark::State& state) {
  stage(state, stages().mentions, [](ParsedDocument& p) { link_mentions(p, stages().actors); });
}
void times(benchmark::State& state) {
  stage(state, stages().mentions, [](ParsedDocument& p) { stages().times.find(p, stages().problems); });
}
void quantities(benchmark::State& state) {
  stage(state, stages().mentions, [](ParsedDocument& p) { stages().quantities.find(p); });
}
void quotations(benchmark::State& state) {
  stage(state, stages().mentions, [](ParsedDocument& p) { stages().quotations.find(p); });
}
void events(benchmark::State& state) {
  static const EventCoder coder;
  stage(state, stages().all,
        [](ParsedDocument& p) { benchmark::DoNotOptimize(coder.code(p, stages().problems).size()); });
}

void whole(benchmark::State& state, const EnglishReader& reader) {
  ProblemLog problems;
  std::size_t tokens = 0;
  for (auto _ : state) tokens = reader.parse(sample_document(), problems).tokens.size();
  count_tokens(state, tokens);
}

template <class Resource>
void load(benchmark::State& state) {
  for (auto _ : state) {
    const Resource loaded;
    benchmark::DoNotOptimize(&loaded);
  }
}
void load_network(benchmark::State& state) {
  for (auto _ : state) {
    const NeuralReader loaded(embedded_data("model/english.ekgm"));
    benchmark::DoNotOptimize(&loaded);
  }
}

void register_all() {
  constexpr auto ms = benchmark::kMillisecond;
  benchmark::RegisterBenchmark("load/network", load_network)->Unit(ms);
  benchmark::RegisterBenchmark("load/actor lexicon", load<ActorLexicon>)->Unit(ms);
  benchmark::RegisterBenchmark("load/event coder with its lexicon", load<EventCoder>)->Unit(ms);
  benchmark::RegisterBenchmark("load/whole reader", load<EnglishReader>)->Unit(ms);
  benchmark::RegisterBenchmark("stage/sentences and tokens", sentences_tokens)->Unit(ms);
  benchmark::RegisterBenchmark("stage/network", network)->Unit(ms);
  benchmark::RegisterBenchmark("stage/lemmas", lemmas)->Unit(ms);
  benchmark::RegisterBenchmark("stage/mentions", mentions)->Unit(ms);
  benchmark::RegisterBenchmark("stage/coreference", coreference)->Unit(ms);
  benchmark::RegisterBenchmark("stage/times", times)->Unit(ms);
  benchmark::RegisterBenchmark("stage/quantities", quantities)->Unit(ms);
  benchmark::RegisterBenchmark("stage/quotations", quotations)->Unit(ms);
  benchmark::RegisterBenchmark("stage/events", events)->Unit(ms);
  for (const KernelPath path : supported_kernel_paths()) {
    const auto reader = std::make_shared<const EnglishReader>(path);
    for (const int threads : {1, 2}) {
      benchmark::RegisterBenchmark(("whole reader/" + std::string(to_string(path))).c_str(),
                                   [reader](benchmark::State& state) { whole(state, *reader); })
          ->Unit(ms)
          ->Threads(threads)
          ->UseRealTime();
    }
  }
}

}  // namespace

// Not at static initialisation: the readers need the embedded data, which may not be there yet.
int main(int argc, char** argv) {
  register_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
