#include "ingest/text/nn/train/distil.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "ingest/text/nn/decode.hpp"

namespace ekg {
namespace {

constexpr std::size_t chunk_size = 64;

// Trees from the averaged arcs for the sentences that have none; tells which those are.
std::vector<std::size_t> add_trees(std::vector<TrainSentence*>& chunk,
                                   const std::vector<SoftTargets*>& targets) {
  std::vector<std::size_t> added;
  for (std::size_t s = 0; s < chunk.size(); ++s) {
    TrainSentence& sentence = *chunk[s];
    if (sentence.front().head != -2) continue;
    const Matrix& arcs = targets[s]->arcs;
    const Matrix scores = arcs.array().max(1e-9F).log();
    const auto heads =
        decode_tree({scores.data(), scores.data() + scores.size()}, static_cast<int>(sentence.size()));
    for (std::size_t t = 0; t < sentence.size(); ++t) sentence[t].head = heads[t];
    added.push_back(s);
  }
  return added;
}

void label_trees(std::vector<TrainSentence*>& chunk, const std::vector<SoftTargets*>& targets,
                 const std::vector<std::size_t>& which) {
  for (std::size_t s : which) {
    for (std::size_t t = 0; t < chunk[s]->size(); ++t) {
      Eigen::Index best = 0;
      targets[s]->labels.row(static_cast<Eigen::Index>(t)).maxCoeff(&best);
      (*chunk[s])[t].deprel = static_cast<std::int16_t>(best);
    }
  }
}

}  // namespace

std::vector<SoftTargets> soft_targets(const std::vector<Parameters>& teachers,
                                      std::vector<TrainSentence>& sentences, int threads) {
  std::vector<SoftTargets> all(sentences.size());
  const float share = 1.0F / static_cast<float>(teachers.size());
  std::atomic<std::size_t> next = 0;
  auto work = [&] {
    Workspace workspace;
    for (std::size_t from; (from = next.fetch_add(chunk_size)) < sentences.size();) {
      std::vector<TrainSentence*> chunk;
      std::vector<const TrainSentence*> batch;
      std::vector<SoftTargets*> targets;
      for (std::size_t i = from; i < std::min(from + chunk_size, sentences.size()); ++i) {
        chunk.push_back(&sentences[i]);
        batch.push_back(&sentences[i]);
        targets.push_back(&all[i]);
      }
      for (const Parameters& p : teachers) workspace.add_probabilities(p, batch, share, targets);
      const std::vector<std::size_t> added = add_trees(chunk, targets);
      for (const Parameters& p : teachers) workspace.add_label_probabilities(p, batch, share, targets);
      label_trees(chunk, targets, added);
    }
  };
  std::vector<std::thread> others;
  for (int k = 1; k < threads; ++k) others.emplace_back(work);
  work();
  for (std::thread& t : others) t.join();
  return all;
}

}  // namespace ekg
