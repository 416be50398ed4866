#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

#include "graph/problem.hpp"
#include "ingest/text/nn/decode.hpp"
#include "ingest/text/nn/features.hpp"
#include "ingest/text/nn/kernels.hpp"
#include "ingest/text/nn/learned_mentions.hpp"
#include "ingest/text/nn/lemma.hpp"
#include "ingest/text/nn/model_file.hpp"

namespace ekg {
namespace {

// All head assignments with one root and no cycle; the best sum.
double best_by_trying_all(const std::vector<float>& scores, int n) {
  double best = -1e300;
  std::vector<int> head(n, 0);
  const std::function<void(int, double)> place = [&](int i, double sum) {
    if (i == n) {
      int roots = 0;
      for (int k = 0; k < n; ++k) {
        roots += head[k] == n;
        int up = k;
        for (int steps = 0; up != n; ++steps) {
          if (steps > n) return;
          up = head[up];
        }
      }
      if (roots == 1) best = std::max(best, sum);
      return;
    }
    for (int h = 0; h <= n; ++h) {
      if (h == i) continue;
      head[i] = h;
      place(i + 1, sum + scores[i * (n + 1) + h]);
    }
  };
  place(0, 0);
  return best;
}

TEST(decode, finds_the_best_tree_with_one_root_of_all) {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    const int n = 1 + static_cast<int>(random() % 5);
    std::vector<float> scores(n * (n + 1));
    for (float& s : scores) s = static_cast<float>(static_cast<int>(random() % 41) - 20);
    const auto heads = decode_tree(scores, n);
    double sum = 0;
    int roots = 0;
    for (int i = 0; i < n; ++i) {
      roots += heads[i] < 0;
      sum += scores[i * (n + 1) + (heads[i] < 0 ? n : heads[i])];
    }
    EXPECT_EQ(roots, 1);
    EXPECT_DOUBLE_EQ(sum, best_by_trying_all(scores, n));
  }
}

TEST(best_bio, never_goes_on_with_a_kind_that_did_not_begin_and_is_the_best_such_sequence) {
  std::mt19937 random(11);
  constexpr int tags = 5;
  auto allowed = [](int before, int tag) {
    return tag == 0 || tag % 2 == 1 || before == tag - 1 || before == tag;
  };
  for (int round = 0; round < 300; ++round) {
    const int n = 1 + static_cast<int>(random() % 5);
    std::vector<float> scores(n * tags);
    for (float& s : scores) s = static_cast<float>(random() % 100);
    double best = -1;
    std::vector<int> sequence(n);
    const std::function<void(int, double)> place = [&](int i, double sum) {
      if (i == n) {
        best = std::max(best, sum);
        return;
      }
      for (int t = 0; t < tags; ++t) {
        if (!allowed(i == 0 ? 0 : sequence[i - 1], t)) continue;
        sequence[i] = t;
        place(i + 1, sum + scores[i * tags + t]);
      }
    };
    place(0, 0);
    const auto found = best_bio(scores, n, tags);
    double sum = 0;
    for (int i = 0; i < n; ++i) {
      EXPECT_TRUE(allowed(i == 0 ? 0 : found[i - 1], found[i]));
      sum += scores[i * tags + found[i]];
    }
    EXPECT_DOUBLE_EQ(sum, best);
  }
}

TEST(lemma_rule, leads_from_the_form_to_the_lemma_and_carries_over) {
  const std::pair<const char*, const char*> pairs[] = {
      {"soldiers", "soldier"},  {"was", "be"},    {"Kyiv", "Kyiv"},
      {"The", "the"},           {"fled", "flee"}, {"US", "US"},
      {"countries", "country"}, {"n't", "not"},   {"U.S.", "U.S."}};
  for (const auto& [form, lemma] : pairs)
    EXPECT_EQ(apply_lemma_rule(form, make_lemma_rule(form, lemma)), lemma) << form;
  EXPECT_EQ(apply_lemma_rule("armies", make_lemma_rule("countries", "country")), "army");
  EXPECT_EQ(apply_lemma_rule("a", make_lemma_rule("soldiers", "soldier")), "");
  EXPECT_EQ(apply_lemma_rule("it", "L5x"), "it");
}

TEST(kernels, multiply_equals_the_plain_sum_on_every_path) {
  std::mt19937 random(3);
  std::vector<const Kernels*> all{&scalar_kernels()};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) all.push_back(&avx2_kernels());
  if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw"))
    all.push_back(&avx512_kernels());
#endif
  for (const auto& [inputs, outputs, rows] :
       {std::array{1, 1, 1}, std::array{65, 33, 3}, std::array{160, 640, 13}}) {
    PackedWeights weights(inputs, outputs);
    std::vector<int> plain(inputs * outputs);
    for (int o = 0; o < outputs; ++o) {
      for (int i = 0; i < inputs; ++i) {
        plain[o * inputs + i] = static_cast<int>(random() % 255) - 127;
        weights.set(i, o, static_cast<std::int16_t>(plain[o * inputs + i]));
      }
    }
    std::vector<std::int16_t> in(rows * weights.inputs, 0);
    for (int r = 0; r < rows; ++r) {
      for (int i = 0; i < inputs; ++i)
        in[r * weights.inputs + i] = static_cast<std::int16_t>(static_cast<int>(random() % 4095) - 2047);
    }
    for (const Kernels* kernels : all) {
      std::vector<std::int32_t> out(rows * weights.outputs, -1);
      kernels->multiply(in.data(), weights.inputs, rows, weights, out.data(), weights.outputs);
      for (int r = 0; r < rows; ++r) {
        for (int o = 0; o < outputs; ++o) {
          std::int32_t sum = 0;
          for (int i = 0; i < inputs; ++i) sum += in[r * weights.inputs + i] * plain[o * inputs + i];
          ASSERT_EQ(out[r * weights.outputs + o], sum);
        }
      }
    }
  }
}

TEST(kernels, the_lstm_step_is_close_to_the_exact_functions) {
  constexpr int hidden = 4;
  const std::int32_t a[4 * hidden] = {100, -300, 0,     900, 50,  60,   -70, 80,
                                      10,  2000, -2000, 5,   300, -300, 30,  1};
  std::vector<float> scale(4 * hidden, 0.01F), bias(4 * hidden, 0.1F);
  float cell[hidden] = {0.5F, -0.5F, 0, 1};
  std::int16_t output[hidden];
  scalar_kernels().lstm_cell(a, scale.data(), nullptr, nullptr, bias.data(), hidden, cell, output);
  const double before[hidden] = {0.5, -0.5, 0, 1};
  auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  for (int k = 0; k < hidden; ++k) {
    auto gate = [&](int g) { return a[g * hidden + k] * 0.01 + 0.1; };
    const double c = sigmoid(gate(1)) * before[k] + sigmoid(gate(0)) * std::tanh(gate(3));
    EXPECT_NEAR(cell[k], c, 1e-5);
    EXPECT_NEAR(output[k], 2047 * sigmoid(gate(2)) * std::tanh(c), 1.0);
  }
}

TEST(features, quotes_and_dashes_of_print_are_those_of_the_typewriter) {
  EXPECT_EQ(fold_punctuation("\u2019s"), "'s");
  EXPECT_EQ(fold_punctuation("\u201C"), "\"");
  EXPECT_EQ(fold_punctuation("\u2014"), "-");
  EXPECT_EQ(fold_punctuation("Київ"), "Київ");
  std::vector<std::uint64_t> curly, plain;
  const std::vector<std::uint16_t> empty(2, 0);
  const WordClasses classes(empty.data(), 2);
  feature_hashes("don\u2019t", classes, curly);
  feature_hashes("don't", classes, plain);
  EXPECT_EQ(curly, plain);
}

TEST(row_table, finds_what_was_put_in_and_hardly_anything_else) {
  std::vector<std::uint64_t> hashes;
  for (int i = 0; i < 5000; ++i) hashes.push_back(hash_feature(0, "word" + std::to_string(i)));
  const auto slots = RowTable::build(hashes);
  const RowTable table(slots.data(), static_cast<std::uint32_t>(slots.size()));
  int wrong = 0;
  for (int i = 0; i < 5000; ++i) wrong += table.find(hashes[i]) != i;
  EXPECT_LE(wrong, 2);
  int false_hits = 0;
  for (int i = 0; i < 5000; ++i) false_hits += table.find(hash_feature(0, "other" + std::to_string(i))) >= 0;
  EXPECT_LE(false_hits, 5);
}

TEST(model_file, gives_back_what_was_put_in) {
  ModelFileBuilder builder;
  builder.header("source", "a test");
  builder.add("numbers", 2, 3, std::vector<float>{1, 2, 3, 4, 5, 6});
  const std::string bytes = builder.finish();
  const ModelFile file(bytes);
  ASSERT_EQ(file.header().size(), 1u);
  EXPECT_EQ(file.header()[0].second, "a test");
  const auto numbers = file.get<float>("numbers", 2, 3);
  EXPECT_EQ(std::vector<float>(numbers.begin(), numbers.end()), (std::vector<float>{1, 2, 3, 4, 5, 6}));
  EXPECT_THROW(file.get<float>("numbers", 3, 2), InputError);
  EXPECT_THROW(file.get<std::int8_t>("numbers"), InputError);
  EXPECT_THROW(file.get<float>("others"), InputError);
}

}  // namespace
}  // namespace ekg
