#include "ingest/text/nn/train/fit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

namespace ekg {
namespace {

template <class Work>
void on_threads(int count, const Work& work) {
  std::vector<std::thread> others;
  for (int k = 1; k < count; ++k) others.emplace_back(work, k);
  work(0);
  for (std::thread& t : others) t.join();
}

void sort_unique(std::vector<std::int32_t>& rows) {
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

// One shard's share of a batch: what it reads with and what it finds.
struct Shard {
  explicit Shard(const Shape& shape) : gradients(shape) {}
  Workspace workspace;
  Parameters gradients;
  std::vector<std::int32_t> touched;
  std::vector<const TrainSentence*> sentences;
  std::vector<const SoftTargets*> soft;
  Losses losses;
};

// Sums the gradients of the shards into the first, in their order; the others' become zero.
void sum_gradients(std::vector<Shard>& shards) {
  std::vector<std::int32_t>& all = shards[0].touched;
  for (std::size_t k = 1; k < shards.size(); ++k) {
    sort_unique(shards[k].touched);
    all.insert(all.end(), shards[k].touched.begin(), shards[k].touched.end());
  }
  sort_unique(all);
  const int threads = static_cast<int>(shards.size());
  on_threads(threads, [&](int thread) {
    const auto to = shards[0].gradients.dense();
    for (std::size_t k = 1; k < shards.size(); ++k) {
      const auto from = shards[k].gradients.dense();
      for (std::size_t i = thread; i < to.size(); i += threads) {
        *to[i] += *from[i];
        from[i]->setZero();
      }
      for (std::int32_t row : shards[k].touched) {
        if (row % threads != thread) continue;
        shards[0].gradients.embedding.row(row) += shards[k].gradients.embedding.row(row);
        shards[k].gradients.embedding.row(row).setZero();
      }
    }
  });
  for (std::size_t k = 1; k < shards.size(); ++k) shards[k].touched.clear();
}

// Kingma & Ba 2015; gradients are clipped to a norm of 5. Embedding rows without a gradient stay as they are.
class Adam {
 public:
  explicit Adam(const Shape& shape) : first_(shape), second_(shape) {}
  // `touched` is sorted, without repeats; the gradients become zero.
  void step(Parameters& p, Parameters& gradients, std::vector<std::int32_t>& touched, float rate,
            int threads) {
    ++steps_;
    double norm = 0;
    const auto grads = gradients.dense();
    for (const Matrix* g : grads) norm += g->squaredNorm();
    for (std::int32_t row : touched) norm += gradients.embedding.row(row).squaredNorm();
    norm = std::sqrt(norm);
    const float clip = norm > 5 ? static_cast<float>(5 / norm) : 1.0F;
    const float correct1 = 1 / (1 - std::pow(beta1, static_cast<float>(steps_)));
    const float correct2 = 1 / (1 - std::pow(beta2, static_cast<float>(steps_)));
    auto update = [&](auto&& value, auto&& g, auto&& m, auto&& v) {
      m = beta1 * m + (1 - beta1) * clip * g;
      v = beta2 * v + (1 - beta2) * (clip * g).square();
      value -= rate * correct1 * m / ((correct2 * v).sqrt() + 1e-8F);
    };
    const auto values = p.dense(), m = first_.dense(), v = second_.dense();
    on_threads(threads, [&](int thread) {
      for (std::size_t i = thread; i < values.size(); i += threads) {
        update(values[i]->array(), grads[i]->array(), m[i]->array(), v[i]->array());
        grads[i]->setZero();
      }
      for (std::int32_t row : touched) {
        if (row % threads != thread) continue;
        update(p.embedding.row(row).array(), gradients.embedding.row(row).array(),
               first_.embedding.row(row).array(), second_.embedding.row(row).array());
        gradients.embedding.row(row).setZero();
      }
    });
    touched.clear();
  }

 private:
  static constexpr float beta1 = 0.9F, beta2 = 0.98F;
  Parameters first_, second_;
  int steps_ = 0;
};

std::vector<std::vector<int>> make_batches(const std::vector<TrainSentence>& train, int tokens,
                                           std::mt19937& random) {
  std::vector<std::pair<int, int>> order;  // noisy length, index
  for (std::size_t i = 0; i < train.size(); ++i) {
    order.emplace_back(static_cast<int>(train[i].size()) * 16 + static_cast<int>(random() % 48),
                       static_cast<int>(i));
  }
  std::sort(order.begin(), order.end());
  std::vector<std::vector<int>> batches(1);
  int size = 0;
  for (const auto& [length, index] : order) {
    if (size + static_cast<int>(train[index].size()) > tokens && !batches.back().empty()) {
      batches.emplace_back();
      size = 0;
    }
    batches.back().push_back(index);
    size += static_cast<int>(train[index].size());
  }
  for (std::size_t i = batches.size(); i > 1; --i) std::swap(batches[i - 1], batches[random() % i]);
  return batches;
}

}  // namespace

void save_checkpoint(const Parameters& p, const std::string& path) {
  std::ofstream out(path + ".part", std::ios::binary);
  auto write = [&](const Matrix& m) {
    out.write(reinterpret_cast<const char*>(m.data()), m.size() * sizeof(float));
  };
  write(p.embedding);
  for (const Matrix* m : p.dense()) write(*m);
  out.close();
  std::rename((path + ".part").c_str(), path.c_str());
}
bool load_checkpoint(Parameters& p, const std::string& path) {
  std::error_code none;
  std::uintmax_t size = static_cast<std::uintmax_t>(p.embedding.size());
  for (const Matrix* m : p.dense()) size += static_cast<std::uintmax_t>(m->size());
  if (std::filesystem::file_size(path, none) != size * sizeof(float) || none) return false;
  std::ifstream in(path, std::ios::binary);
  auto read = [&](Matrix& m) { in.read(reinterpret_cast<char*>(m.data()), m.size() * sizeof(float)); };
  read(p.embedding);
  for (Matrix* m : p.dense()) read(*m);
  return static_cast<bool>(in);
}

Parameters fit(Parameters p, const std::vector<TrainSentence>& sentences,
               const std::vector<SoftTargets>& soft, const FitOptions& options,
               const std::function<void(int, const Parameters&)>& after_epoch) {
  const Shape shape = p.shape;
  std::vector<Shard> shards;
  shards.reserve(static_cast<std::size_t>(options.shards));
  for (int k = 0; k < options.shards; ++k) shards.emplace_back(shape);
  Adam adam(shape);
  Parameters average = p;
  std::mt19937 random(static_cast<std::uint32_t>(options.seed * 7919));
  const int total_steps =
      options.epochs * static_cast<int>(make_batches(sentences, options.batch_tokens, random).size());
  int step = 0;
  for (int epoch = 1; epoch <= options.epochs; ++epoch) {
    const auto start = std::chrono::steady_clock::now();
    Losses sum;
    double tokens = 0;
    for (const auto& batch : make_batches(sentences, options.batch_tokens, random)) {
      float size = 0;
      for (Shard& shard : shards) {
        shard.sentences.clear();
        shard.soft.clear();
      }
      for (std::size_t i = 0; i < batch.size(); ++i) {
        Shard& shard = shards[i % shards.size()];
        shard.sentences.push_back(&sentences[batch[i]]);
        if (!soft.empty()) shard.soft.push_back(&soft[batch[i]]);
        size += static_cast<float>(sentences[batch[i]].size());
      }
      const std::uint32_t seed = random();
      on_threads(options.shards, [&](int k) {
        Shard& shard = shards[k];
        shard.losses = {};
        if (shard.sentences.empty()) return;
        std::mt19937 own(seed + k);
        shard.losses =
            shard.workspace.train(p, shard.sentences, shard.soft, size, own, shard.gradients, shard.touched);
      });
      sum_gradients(shards);
      const float done = static_cast<float>(step++) / static_cast<float>(total_steps);
      const float rate = options.rate * (done < 0.3F ? 1.0F : 1.0F - 0.98F * (done - 0.3F) / 0.7F);
      adam.step(p, shards[0].gradients, shards[0].touched, rate, options.shards);
      if (step % 5 == 0) average.approach(p, std::max(0.005F, 5.0F / static_cast<float>(step)));
      tokens += size;
      for (const Shard& shard : shards) {
        const Losses& l = shard.losses;
        sum.tags += l.tags, sum.arcs += l.arcs, sum.labels += l.labels, sum.mentions += l.mentions;
      }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    fmt::print("{}epoch {} {:.0f} s  loss a token: tags {:.4f} arcs {:.4f} labels {:.4f} mentions {:.4f}\n",
               options.name, epoch, took.count(), sum.tags / tokens, sum.arcs / tokens, sum.labels / tokens,
               sum.mentions / tokens);
    std::fflush(stdout);
    after_epoch(epoch, average);
  }
  return average;
}

}  // namespace ekg
