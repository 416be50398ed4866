#include "ingest/text/nn/neural_reader.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "graph/problem.hpp"
#include "ingest/text/nn/decode.hpp"
#include "ingest/text/nn/features.hpp"
#include "ingest/text/nn/kernels.hpp"
#include "ingest/text/nn/learned_mentions.hpp"
#include "ingest/text/nn/lemma.hpp"
#include "ingest/text/nn/model_file.hpp"

namespace ekg {
namespace {

constexpr std::size_t batch_windows = 32;

// A layer y = x·W·scale + bias on integer activations.
struct Linear {
  PackedWeights weights;
  std::vector<float> scale, bias;  // padded to weights.outputs
  int outputs = 0;
};

struct Lstm {
  Linear in, recurrent;  // the bias is in `in`
};

const Kernels& kernels_of(KernelPath path) {
  switch (path) {
    case KernelPath::avx512:
      return avx512_kernels();
    case KernelPath::avx2:
      return avx2_kernels();
    case KernelPath::scalar:
      break;
  }
  return scalar_kernels();
}

}  // namespace

std::string_view to_string(KernelPath path) {
  constexpr std::string_view names[] = {"scalar", "avx2", "avx512"};
  return names[static_cast<int>(path)];
}

std::vector<KernelPath> supported_kernel_paths() {
  std::vector<KernelPath> paths{KernelPath::scalar};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) paths.push_back(KernelPath::avx2);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni")) {
    paths.push_back(KernelPath::avx512);
  }
#endif
  return paths;
}

struct NeuralReader::Model {
  ModelFile file;
  const Kernels& kernels;
  int embedding, hidden, arc, label, deprels, layers;
  WordClasses classes;
  WordSenses senses;
  RowTable rows;
  std::span<const std::int8_t> table;
  Lstm lstm[2][2];
  Linear upos, xpos, lemma, mention[learned_layer_count];
  Linear arc_dep, arc_head, label_dep, label_head, arc_bilinear, label_bilinear;
  std::span<const float> root_arc, root_label, arc_bias;
  std::vector<std::string_view> lemma_rules;

  Model(std::string_view bytes, KernelPath path);
  Linear linear(const std::string& name, bool with_bias) const;
  // Adds the embedding rows of the hashes that have one.
  void add_rows(const std::vector<std::uint64_t>& hashes, std::int16_t* to) const;

  struct Batch;
  void encode(Batch& batch) const;
  void run(const Lstm& lstm, const std::int16_t* in, int in_stride, bool backward, Batch& batch,
           std::vector<std::int16_t>& out, int column) const;
  // Row-wise x·W·scale + bias in floats.
  std::vector<float> apply(const Linear& layer, const std::vector<std::int16_t>& in, int stride,
                           int rows) const;
  void tag(const Batch& batch, ParsedDocument& parsed) const;
  void attach(const Batch& batch, ParsedDocument& parsed) const;
  void mentions(const Batch& batch, LearnedTags& tags) const;
};

// Windows of up to max_window_tokens tokens, longest first; packed so that the rows of one time step lie
// together.
struct NeuralReader::Model::Batch {
  std::vector<std::pair<TokenIndex, TokenIndex>> windows;
  std::vector<int> active, offset;
  int total = 0;
  std::vector<std::int16_t> input;   // total × embedding
  std::vector<std::int16_t> out[2];  // total × 2·hidden
  std::vector<TokenIndex> token_of;  // packed row → token
  int row(std::size_t window, int t) const { return offset[t] + static_cast<int>(window); }
};

Linear NeuralReader::Model::linear(const std::string& name, bool with_bias) const {
  const auto& shape = file.shape(name + ".w");
  const int out = static_cast<int>(shape.rows), in = static_cast<int>(shape.columns);
  const auto values = file.get<std::int8_t>(name + ".w");
  const auto scales = file.get<float>(name + ".s", shape.rows, 1);
  Linear layer;
  layer.outputs = out;
  layer.weights = PackedWeights(in, out);
  for (int o = 0; o < out; ++o) {
    for (int i = 0; i < in; ++i) layer.weights.set(i, o, values[static_cast<std::size_t>(o) * in + i]);
  }
  layer.scale.assign(layer.weights.outputs, 0);
  layer.bias.assign(layer.weights.outputs, 0);
  std::copy(scales.begin(), scales.end(), layer.scale.begin());
  if (with_bias) {
    const auto bias = file.get<float>(name + ".b", shape.rows, 1);
    std::copy(bias.begin(), bias.end(), layer.bias.begin());
  }
  return layer;
}

void NeuralReader::Model::add_rows(const std::vector<std::uint64_t>& hashes, std::int16_t* to) const {
  for (const std::uint64_t hash : hashes) {
    const std::int32_t row = rows.find(hash);
    if (row < 0) continue;
    const std::int8_t* values = table.data() + static_cast<std::size_t>(row) * embedding;
    for (int k = 0; k < embedding; ++k) to[k] = static_cast<std::int16_t>(to[k] + values[k]);
  }
}

NeuralReader::Model::Model(std::string_view bytes, KernelPath path) : file(bytes), kernels(kernels_of(path)) {
  const auto shape = file.get<std::int32_t>("shape", 6, 1);
  embedding = shape[0], hidden = shape[1], arc = shape[2], label = shape[3], deprels = shape[4],
  layers = shape[5];
  if (deprels > deprel_count || layers != learned_layer_count || hidden > 256 || hidden % 4 != 0 ||
      embedding % 2 != 0) {
    throw InputError("the English model is of another version; install ekg again");
  }
  const auto class_slots = file.get<std::uint16_t>("classes");
  classes = WordClasses(class_slots.data(), static_cast<std::uint32_t>(class_slots.size()));
  if (file.has("senses")) {
    const auto hashes = file.get<std::uint32_t>("senses");
    const auto indices =
        file.get<std::uint16_t>("senses.index", static_cast<std::uint32_t>(hashes.size()), 1);
    const auto sets = file.get<std::uint64_t>("senses.sets");
    for (const std::uint16_t index : indices) {
      if (index >= sets.size()) throw InputError("the English model is damaged (senses); install ekg again");
    }
    senses = WordSenses({hashes.begin(), hashes.end()}, {indices.begin(), indices.end()},
                        {sets.begin(), sets.end()});
  }
  const auto row_slots = file.get<RowTable::Slot>("rows");
  rows = RowTable(row_slots.data(), static_cast<std::uint32_t>(row_slots.size()));
  table = file.get<std::int8_t>("embedding");
  for (int layer = 0; layer < 2; ++layer) {
    for (int direction = 0; direction < 2; ++direction) {
      const std::string name = "lstm" + std::to_string(layer) + (direction == 0 ? "f" : "b");
      lstm[layer][direction].in = linear(name + ".in", false);
      lstm[layer][direction].recurrent = linear(name + ".re", false);
      const auto bias = file.get<float>(name + ".b", 4 * hidden, 1);
      std::copy(bias.begin(), bias.end(), lstm[layer][direction].in.bias.begin());
    }
  }
  upos = linear("upos", true);
  xpos = linear("xpos", true);
  lemma = linear("lemma", true);
  for (int i = 0; i < layers; ++i) mention[i] = linear("mention" + std::to_string(i), true);
  arc_dep = linear("arc.dep", true);
  arc_head = linear("arc.head", true);
  label_dep = linear("label.dep", true);
  label_head = linear("label.head", true);
  arc_bilinear = linear("arc", false);
  label_bilinear = linear("label", false);
  root_arc = file.get<float>("root.arc", arc, 1);
  root_label = file.get<float>("root.label", label, 1);
  arc_bias = file.get<float>("arc.b", arc, 1);
  const auto rules = file.get<char>("lemma.rules");
  std::string_view text(rules.data(), rules.size());
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lemma_rules.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
}

void NeuralReader::Model::run(const Lstm& w, const std::int16_t* in, int in_stride, bool backward,
                              Batch& batch, std::vector<std::int16_t>& out, int column) const {
  const int gates = 4 * hidden, stride = 2 * hidden, wide = w.in.weights.outputs;
  std::vector<std::int32_t> projected(static_cast<std::size_t>(batch.total) * wide);
  kernels.multiply(in, in_stride, batch.total, w.in.weights, projected.data(), wide);
  std::vector<std::int32_t> recurrent(static_cast<std::size_t>(batch.active[0]) * wide);
  std::vector<float> cell(static_cast<std::size_t>(batch.active[0]) * hidden, 0.0F);
  const int longest = static_cast<int>(batch.active.size());
  static_cast<void>(gates);
  for (int step = 0; step < longest; ++step) {
    const int t = backward ? longest - 1 - step : step;
    const int before = backward ? t + 1 : t - 1;
    const int n = batch.active[t];
    const int carried = before < 0 || before >= longest ? 0 : std::min(n, batch.active[before]);
    if (carried > 0) {
      kernels.multiply(out.data() + static_cast<std::size_t>(batch.offset[before]) * stride + column, stride,
                       carried, w.recurrent.weights, recurrent.data(), wide);
    }
    for (int r = 0; r < n; ++r) {
      const std::size_t row = static_cast<std::size_t>(batch.offset[t]) + r;
      kernels.lstm_cell(projected.data() + row * wide, w.in.scale.data(),
                        r < carried ? recurrent.data() + static_cast<std::size_t>(r) * wide : nullptr,
                        w.recurrent.scale.data(), w.in.bias.data(), hidden,
                        cell.data() + static_cast<std::size_t>(r) * hidden,
                        out.data() + row * stride + column);
    }
  }
}

void NeuralReader::Model::encode(Batch& batch) const {
  for (int layer = 0; layer < 2; ++layer) {
    const std::int16_t* in = layer == 0 ? batch.input.data() : batch.out[0].data();
    const int stride = layer == 0 ? embedding : 2 * hidden;
    batch.out[layer].assign(static_cast<std::size_t>(batch.total) * 2 * hidden, 0);
    for (int direction = 0; direction < 2; ++direction) {
      run(lstm[layer][direction], in, stride, direction == 1, batch, batch.out[layer], direction * hidden);
    }
  }
  // The second layer adds to the first; the kernels take activations of up to 4095.
  std::transform(batch.out[1].begin(), batch.out[1].end(), batch.out[0].begin(), batch.out[1].begin(),
                 [](std::int16_t a, std::int16_t b) { return static_cast<std::int16_t>(a + b); });
}

std::vector<float> NeuralReader::Model::apply(const Linear& layer, const std::vector<std::int16_t>& in,
                                              int stride, int rows_count) const {
  const int wide = layer.weights.outputs;
  std::vector<std::int32_t> sums(static_cast<std::size_t>(rows_count) * wide);
  kernels.multiply(in.data(), stride, rows_count, layer.weights, sums.data(), wide);
  std::vector<float> out(static_cast<std::size_t>(rows_count) * layer.outputs);
  for (int r = 0; r < rows_count; ++r) {
    const std::int32_t* from = sums.data() + static_cast<std::size_t>(r) * wide;
    float* to = out.data() + static_cast<std::size_t>(r) * layer.outputs;
    for (int o = 0; o < layer.outputs; ++o)
      to[o] = static_cast<float>(from[o]) * layer.scale[o] + layer.bias[o];
  }
  return out;
}

void NeuralReader::Model::tag(const Batch& batch, ParsedDocument& parsed) const {
  const std::vector<float> u = apply(upos, batch.out[1], 2 * hidden, batch.total);
  const std::vector<float> x = apply(xpos, batch.out[1], 2 * hidden, batch.total);
  const std::vector<float> l = apply(lemma, batch.out[1], 2 * hidden, batch.total);
  auto best = [](const std::vector<float>& scores, int row, int count) {
    const float* begin = scores.data() + static_cast<std::size_t>(row) * count;
    return static_cast<int>(std::max_element(begin, begin + count) - begin);
  };
  for (int r = 0; r < batch.total; ++r) {
    Token& token = parsed.tokens[batch.token_of[r]];
    token.upos = static_cast<Upos>(best(u, r, upos.outputs));
    token.xpos = static_cast<Xpos>(best(x, r, xpos.outputs));
    token.lemma = apply_lemma_rule(fold_punctuation(parsed.document->at(token.span)),
                                   lemma_rules[best(l, r, lemma.outputs)]);
  }
}

void NeuralReader::Model::attach(const Batch& batch, ParsedDocument& parsed) const {
  auto leaky = [&](const Linear& layer) {
    std::vector<float> out = apply(layer, batch.out[1], 2 * hidden, batch.total);
    for (float& v : out) v = v < 0 ? 0.1F * v : v;
    return out;
  };
  const std::vector<float> dep = leaky(arc_dep), head = leaky(arc_head), ldep = leaky(label_dep),
                           lhead = leaky(label_head);
  const int N = batch.total;

  // d·U + u for every row, as activations.
  std::vector<std::int16_t> quantised(static_cast<std::size_t>(N) * arc);
  std::vector<float> dep_scale(N);
  for (int r = 0; r < N; ++r)
    dep_scale[r] = kernels.quantise(dep.data() + r * arc, arc, quantised.data() + r * arc);
  std::vector<float> projected = apply(arc_bilinear, quantised, arc, N);
  for (int r = 0; r < N; ++r) {
    float* row = projected.data() + static_cast<std::size_t>(r) * arc;
    for (int k = 0; k < arc; ++k) row[k] = row[k] * dep_scale[r] + arc_bias[k];
    dep_scale[r] = kernels.quantise(row, arc, quantised.data() + static_cast<std::size_t>(r) * arc);
  }

  const int L1 = label + 1, L_even = (L1 + 1) / 2 * 2;
  std::vector<std::int16_t> ldep1(static_cast<std::size_t>(N) * L_even, 0);
  std::vector<float> ldep_scale(N), with_one(L1);
  for (int r = 0; r < N; ++r) {
    std::copy_n(ldep.data() + static_cast<std::size_t>(r) * label, label, with_one.data());
    with_one[label] = 1.0F;
    ldep_scale[r] =
        kernels.quantise(with_one.data(), L1, ldep1.data() + static_cast<std::size_t>(r) * L_even);
  }
  const std::vector<float> mixed = apply(label_bilinear, ldep1, L_even, N);

  std::vector<std::int16_t> head_values(arc), mixed_values(static_cast<std::size_t>(deprels) * L1), head1(L1);
  for (std::size_t w = 0; w < batch.windows.size(); ++w) {
    const auto [first, last] = batch.windows[w];
    const int n = static_cast<int>(last - first);
    PackedWeights heads(arc, n + 1);
    std::vector<float> head_scale(n + 1);
    for (int j = 0; j <= n; ++j) {
      const float* values =
          j == n ? root_arc.data() : head.data() + static_cast<std::size_t>(batch.row(w, j)) * arc;
      head_scale[j] = kernels.quantise(values, arc, head_values.data());
      for (int k = 0; k < arc; ++k) heads.set(k, j, head_values[k]);
    }
    std::vector<float> scores(static_cast<std::size_t>(n) * (n + 1));
    std::vector<std::int32_t> sums(heads.outputs);
    for (int i = 0; i < n; ++i) {
      const int r = batch.row(w, i);
      kernels.multiply(quantised.data() + static_cast<std::size_t>(r) * arc, arc, 1, heads, sums.data(),
                       heads.outputs);
      for (int j = 0; j <= n; ++j)
        scores[static_cast<std::size_t>(i) * (n + 1) + j] =
            static_cast<float>(sums[j]) * dep_scale[r] * head_scale[j];
    }
    const std::vector<std::int32_t> tree = decode_tree(scores, n);
    for (int i = 0; i < n; ++i) {
      Token& token = parsed.tokens[first + i];
      token.head = tree[i] < 0 ? no_token : first + tree[i];
      const int r = batch.row(w, i);
      const float* of_head = tree[i] < 0
                                 ? root_label.data()
                                 : lhead.data() + static_cast<std::size_t>(batch.row(w, tree[i])) * label;
      std::copy_n(of_head, label, with_one.data());
      with_one[label] = 1.0F;
      kernels.quantise(with_one.data(), L1, head1.data());
      kernels.quantise(mixed.data() + static_cast<std::size_t>(r) * deprels * L1, deprels * L1,
                       mixed_values.data());
      std::int32_t top = 0;
      int best = -1;
      for (int k = 0; k < deprels; ++k) {
        std::int32_t sum = 0;
        for (int j = 0; j < L1; ++j)
          sum += static_cast<std::int32_t>(mixed_values[static_cast<std::size_t>(k) * L1 + j]) * head1[j];
        if (best < 0 || sum > top) top = sum, best = k;
      }
      token.deprel = static_cast<Deprel>(best);
    }
  }
}

void NeuralReader::Model::mentions(const Batch& batch, LearnedTags& tags) const {
  for (int layer = 0; layer < layers; ++layer) {
    const std::vector<float> scores = apply(mention[layer], batch.out[1], 2 * hidden, batch.total);
    const int count = mention[layer].outputs;
    std::vector<float> window_scores;
    for (std::size_t w = 0; w < batch.windows.size(); ++w) {
      const auto [first, last] = batch.windows[w];
      const int n = static_cast<int>(last - first);
      window_scores.resize(static_cast<std::size_t>(n) * count);
      for (int t = 0; t < n; ++t) {
        std::copy_n(scores.data() + static_cast<std::size_t>(batch.row(w, t)) * count, count,
                    window_scores.data() + static_cast<std::size_t>(t) * count);
      }
      const std::vector<std::uint8_t> best =
          layer == learned_heads ? best_tags(window_scores, n, count) : best_bio(window_scores, n, count);
      std::copy(best.begin(), best.end(), tags.layer[layer].begin() + first);
    }
  }
}

NeuralReader::NeuralReader(std::string_view model, std::optional<KernelPath> path)
    : model_(std::make_unique<const Model>(model, path.value_or(supported_kernel_paths().back()))) {}
NeuralReader::~NeuralReader() = default;
NeuralReader::NeuralReader(NeuralReader&&) noexcept = default;

const std::vector<std::pair<std::string, std::string>>& NeuralReader::provenance() const {
  return model_->file.header();
}

void NeuralReader::read(ParsedDocument& parsed) const {
  std::vector<std::pair<TokenIndex, TokenIndex>> windows;
  for (const Sentence& sentence : parsed.sentences) {
    for (TokenIndex first = sentence.first; first < sentence.last; first += max_window_tokens) {
      windows.emplace_back(first, std::min<TokenIndex>(sentence.last, first + max_window_tokens));
    }
  }
  std::stable_sort(windows.begin(), windows.end(),
                   [](const auto& a, const auto& b) { return a.second - a.first > b.second - b.first; });
  LearnedTags tags;
  for (auto& layer : tags.layer) layer.assign(parsed.tokens.size(), 0);
  std::vector<std::uint64_t> hashes;
  for (std::size_t from = 0; from < windows.size(); from += batch_windows) {
    Model::Batch batch;
    batch.windows.assign(windows.begin() + from,
                         windows.begin() + std::min(windows.size(), from + batch_windows));
    const std::size_t longest = batch.windows[0].second - batch.windows[0].first;
    batch.active.assign(longest, 0);
    batch.offset.assign(longest, 0);
    for (const auto& [first, last] : batch.windows) {
      for (TokenIndex t = 0; t < last - first; ++t) ++batch.active[t];
    }
    for (std::size_t t = 1; t < longest; ++t) batch.offset[t] = batch.offset[t - 1] + batch.active[t - 1];
    batch.total = batch.offset[longest - 1] + batch.active[longest - 1];
    batch.token_of.resize(batch.total);
    batch.input.assign(static_cast<std::size_t>(batch.total) * model_->embedding, 0);
    for (std::size_t w = 0; w < batch.windows.size(); ++w) {
      const auto [first, last] = batch.windows[w];
      for (TokenIndex t = 0; t < last - first; ++t) {
        const int row = batch.row(w, static_cast<int>(t));
        batch.token_of[row] = first + t;
        feature_hashes(parsed.text_of(first + t), model_->classes, hashes);
        std::int16_t* to = batch.input.data() + static_cast<std::size_t>(row) * model_->embedding;
        model_->add_rows(hashes, to);
        sense_hashes(parsed.text_of(first + t), model_->senses, hashes);
        model_->add_rows(hashes, to);
      }
    }
    model_->encode(batch);
    model_->tag(batch, parsed);
    model_->attach(batch, parsed);
    model_->mentions(batch, tags);
  }
  // The windows of one long sentence make one tree.
  for (const Sentence& sentence : parsed.sentences) {
    if (sentence.last - sentence.first <= max_window_tokens) continue;
    TokenIndex root = no_token;
    for (TokenIndex t = sentence.first; t < sentence.last; ++t) {
      if (parsed.tokens[t].head != no_token) continue;
      if (root == no_token) {
        root = t;
      } else {
        parsed.tokens[t].head = root;
        parsed.tokens[t].deprel = Deprel::parataxis;
      }
    }
  }
  append_learned_mentions(std::move(tags), parsed);
}

}  // namespace ekg
