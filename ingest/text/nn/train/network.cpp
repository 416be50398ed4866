#include "ingest/text/nn/train/network.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ingest/text/nn/decode.hpp"

namespace ekg {
namespace {

constexpr float input_dropout = 0.2F;
constexpr float layer_dropout = 0.33F;
constexpr float mlp_dropout = 0.33F;
constexpr float recurrent_dropout = 0.25F;
constexpr float leak = 0.1F;

float uniform(std::mt19937& random) { return static_cast<float>(random() >> 8) * (1.0F / 16777216.0F); }

void dropout_mask(Matrix& mask, int rows, int columns, float rate, std::mt19937& random) {
  mask.resize(rows, columns);
  const auto limit = static_cast<std::uint32_t>(rate * 4294967295.0);
  const float keep = 1.0F / (1.0F - rate);
  for (int i = 0; i < rows * columns; ++i) mask.data()[i] = random() < limit ? 0.0F : keep;
}

void glorot(Matrix& m, std::mt19937& random, float gain = 1.0F) {
  const float bound = gain * std::sqrt(6.0F / static_cast<float>(m.rows() + m.cols()));
  for (int i = 0; i < m.size(); ++i) m.data()[i] = (2 * uniform(random) - 1) * bound;
}

// Rows that are annotated (gold ≥ 0): softmax cross-entropy. `delta` gets (probability − target) · scale.
double cross_entropy(const Matrix& logits, const std::vector<int>& gold, float scale, Matrix& delta) {
  delta.setZero(logits.rows(), logits.cols());
  double loss = 0;
  for (int r = 0; r < logits.rows(); ++r) {
    if (gold[r] < 0) continue;
    const float top = logits.row(r).maxCoeff();
    delta.row(r) = (logits.row(r).array() - top).exp();
    const float sum = delta.row(r).sum();
    loss -= logits(r, gold[r]) - top - std::log(sum);
    delta.row(r) *= scale / sum;
    delta(r, gold[r]) -= scale;
  }
  return loss;
}

// A softmax head on `in`: loss, gradients of the head, and grad_in += …
double head_loss(const Softmax& head, const Matrix& in, const std::vector<int>& gold, float scale,
                 Softmax& gradient, Matrix& grad_in) {
  if (std::all_of(gold.begin(), gold.end(), [](int g) { return g < 0; })) return 0;
  Matrix logits = in * head.weight;
  logits.rowwise() += head.bias.row(0);
  Matrix delta;
  const double loss = cross_entropy(logits, gold, scale, delta);
  gradient.weight.noalias() += in.transpose() * delta;
  gradient.bias.row(0) += delta.colwise().sum();
  grad_in.noalias() += delta * head.weight.transpose();
  return loss;
}

struct LeakyLayer {
  Matrix out, mask, slope;
  void forward(const Softmax& w, const Matrix& in, std::mt19937* random) {
    out.noalias() = in * w.weight;
    out.rowwise() += w.bias.row(0);
    slope = (out.array() > 0).select(Matrix::Ones(out.rows(), out.cols()), leak);
    out.array() *= slope.array();
    if (random) {
      dropout_mask(mask, static_cast<int>(out.rows()), static_cast<int>(out.cols()), mlp_dropout, *random);
      out.array() *= mask.array();
      slope.array() *= mask.array();
    }
  }
  void backward(const Softmax& w, const Matrix& in, Matrix& grad_out, Softmax& gradient,
                Matrix& grad_in) const {
    grad_out.array() *= slope.array();
    gradient.weight.noalias() += in.transpose() * grad_out;
    gradient.bias.row(0) += grad_out.colwise().sum();
    grad_in.noalias() += grad_out * w.weight.transpose();
  }
};

Matrix gather(const Matrix& from, const std::vector<int>& rows) {
  Matrix out(rows.size(), from.cols());
  for (std::size_t i = 0; i < rows.size(); ++i) out.row(i) = from.row(rows[i]);
  return out;
}

Matrix with_one(const Matrix& m) {
  Matrix out(m.rows(), m.cols() + 1);
  out.leftCols(m.cols()) = m;
  out.col(m.cols()).setOnes();
  return out;
}

void to_labels(const Matrix& logits, std::vector<std::int16_t>& labels, const std::vector<int>& rows) {
  labels.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    int best = 0;
    logits.row(rows[i]).maxCoeff(&best);
    labels[i] = static_cast<std::int16_t>(best);
  }
}

}  // namespace

Parameters::Parameters(const Shape& s) : shape(s) {
  const int H = s.hidden;
  embedding.setZero(s.rows, s.embedding);
  for (int layer = 0; layer < 2; ++layer) {
    for (auto& w : lstm[layer]) {
      w.in.setZero(layer == 0 ? s.embedding : 2 * H, 4 * H);
      w.recurrent.setZero(H, 4 * H);
      w.bias.setZero(1, 4 * H);
    }
  }
  auto softmax = [](Softmax& x, int in, int out) {
    x.weight.setZero(in, out);
    x.bias.setZero(1, out);
  };
  softmax(upos, 2 * H, s.upos);
  softmax(xpos, 2 * H, s.xpos);
  softmax(lemma, 2 * H, s.lemmas);
  softmax(early_upos, 2 * H, s.upos);
  softmax(early_xpos, 2 * H, s.xpos);
  for (int i = 0; i < s.layers; ++i) softmax(mention[i], 2 * H, s.tags_per_layer[i]);
  root.setZero(1, 2 * H);
  softmax(arc_dependent, 2 * H, s.arc);
  softmax(arc_head, 2 * H, s.arc);
  softmax(label_dependent, 2 * H, s.label);
  softmax(label_head, 2 * H, s.label);
  arc_bilinear.setZero(s.arc, s.arc);
  arc_head_bias.setZero(s.arc, 1);
  label_bilinear.setZero(s.label + 1, s.deprels * (s.label + 1));
}

std::vector<const Matrix*> Parameters::dense() const {
  std::vector<const Matrix*> all;
  for (const auto& layer : lstm) {
    for (const auto& w : layer) all.insert(all.end(), {&w.in, &w.recurrent, &w.bias});
  }
  for (const Softmax* x : {&upos, &xpos, &lemma, &early_upos, &early_xpos, &arc_dependent, &arc_head,
                           &label_dependent, &label_head}) {
    all.insert(all.end(), {&x->weight, &x->bias});
  }
  for (int i = 0; i < shape.layers; ++i) all.insert(all.end(), {&mention[i].weight, &mention[i].bias});
  all.insert(all.end(), {&root, &arc_bilinear, &arc_head_bias, &label_bilinear});
  return all;
}

std::vector<Matrix*> Parameters::dense() {
  std::vector<Matrix*> all;
  for (const Matrix* m : static_cast<const Parameters&>(*this).dense()) all.push_back(const_cast<Matrix*>(m));
  return all;
}

void Parameters::initialise(std::uint64_t seed) {
  std::mt19937 random(static_cast<std::uint32_t>(seed));
  for (Matrix* m : dense()) {
    if (m->rows() > 1) glorot(*m, random);
  }
  for (int i = 0; i < embedding.size(); ++i) embedding.data()[i] = (2 * uniform(random) - 1) * 0.1F;
  glorot(root, random);
  label_bilinear *= 0.3F;
  for (auto& layer : lstm) {
    for (auto& w : layer) w.bias.block(0, shape.hidden, 1, shape.hidden).setOnes();
  }
}

void Parameters::set_zero() {
  for (Matrix* m : dense()) m->setZero();
}

void Parameters::approach(const Parameters& other, float rate) {
  const auto from = other.dense();
  const auto to = dense();
  for (std::size_t i = 0; i < to.size(); ++i) *to[i] += rate * (*from[i] - *to[i]);
  embedding += rate * (other.embedding - embedding);
}

void Workspace::pack(const std::vector<const TrainSentence*>& batch) {
  order_.resize(batch.size());
  std::iota(order_.begin(), order_.end(), 0);
  std::stable_sort(order_.begin(), order_.end(),
                   [&](int a, int b) { return batch[a]->size() > batch[b]->size(); });
  sorted_.clear();
  for (int i : order_) sorted_.push_back(batch[i]);
  const int longest = static_cast<int>(sorted_.front()->size());
  active_.assign(longest, 0);
  offset_.assign(longest + 1, 0);
  for (const auto* s : sorted_) {
    for (std::size_t t = 0; t < s->size(); ++t) ++active_[t];
  }
  for (int t = 0; t < longest; ++t) offset_[t + 1] = offset_[t] + active_[t];
  total_ = offset_[longest];
  sentence_of_.resize(total_);
  position_of_.resize(total_);
  for (int t = 0; t < longest; ++t) {
    for (int b = 0; b < active_[t]; ++b) {
      sentence_of_[offset_[t] + b] = b;
      position_of_[offset_[t] + b] = t;
    }
  }
}

void Workspace::embed(const Parameters& p, std::mt19937* random) {
  input_.setZero(total_, p.shape.embedding);
  keep_row_.resize(total_);
  for (int r = 0; r < total_; ++r) {
    const TrainToken& tok = token(r);
    auto& keep = keep_row_[r];
    keep.assign(tok.rows.size(), 1);
    if (random && uniform(*random) < tok.word_dropout) keep[0] = 0;
    for (std::size_t i = 0; i < tok.rows.size(); ++i) {
      if (tok.rows[i] < 0) keep[i] = 0;
      if (keep[i]) input_.row(r) += p.embedding.row(tok.rows[i]);
    }
  }
  if (random) {
    dropout_mask(mask_input_, total_, p.shape.embedding, input_dropout, *random);
    input_.array() *= mask_input_.array();
  }
}

void Workspace::run_lstm(const LstmWeights& w, const Matrix& input, bool backward, int direction, int layer,
                         std::mt19937* random) {
  const int H = static_cast<int>(w.recurrent.rows());
  Direction& d = dir_[layer][direction];
  // One mask a sentence for all its time steps (Gal & Ghahramani 2016).
  if (random) {
    dropout_mask(d.recurrent_mask, active_[0], H, recurrent_dropout, *random);
  } else {
    d.recurrent_mask.setOnes(active_[0], H);
  }
  d.gates.noalias() = input * w.in;
  d.gates.rowwise() += w.bias.row(0);
  d.cell.resize(total_, H);
  d.tanh_cell.resize(total_, H);
  d.hidden.resize(total_, H);
  const int longest = static_cast<int>(active_.size());
  for (int step = 0; step < longest; ++step) {
    const int t = backward ? longest - 1 - step : step;
    const int before = backward ? t + 1 : t - 1;
    const int n = active_[t];
    const int carried = before < 0 || before >= longest ? 0 : std::min(n, active_[before]);
    auto gates = d.gates.middleRows(offset_[t], n);
    if (carried > 0) {
      const Matrix state =
          d.hidden.middleRows(offset_[before], carried).cwiseProduct(d.recurrent_mask.topRows(carried));
      gates.topRows(carried).noalias() += state * w.recurrent;
    }
    auto sigmoids = gates.leftCols(3 * H).array();
    sigmoids = 1.0F / (1.0F + (-sigmoids).exp());
    auto candidate = gates.rightCols(H).array();
    candidate = candidate.tanh();
    auto cell = d.cell.middleRows(offset_[t], n);
    cell = gates.leftCols(H).cwiseProduct(gates.rightCols(H));
    if (carried > 0) {
      cell.topRows(carried).array() +=
          gates.block(0, H, carried, H).array() * d.cell.middleRows(offset_[before], carried).array();
    }
    d.tanh_cell.middleRows(offset_[t], n) = cell.array().tanh();
    d.hidden.middleRows(offset_[t], n) =
        gates.middleCols(2 * H, H).cwiseProduct(d.tanh_cell.middleRows(offset_[t], n));
  }
}

void Workspace::back_lstm(const LstmWeights& w, const Matrix& input, const Matrix& grad_out, bool backward,
                          int direction, int layer, LstmWeights& gradient, Matrix& grad_input) {
  const int H = static_cast<int>(w.recurrent.rows());
  const Direction& d = dir_[layer][direction];
  const int longest = static_cast<int>(active_.size());
  Matrix delta(total_, 4 * H);
  Matrix previous = Matrix::Zero(total_, H);
  Matrix grad_hidden = Matrix::Zero(active_[0], H);
  Matrix grad_cell = Matrix::Zero(active_[0], H);
  for (int step = longest - 1; step >= 0; --step) {
    const int t = backward ? longest - 1 - step : step;
    const int before = backward ? t + 1 : t - 1;
    const int n = active_[t];
    const int carried = before < 0 || before >= longest ? 0 : std::min(n, active_[before]);
    const auto gates = d.gates.middleRows(offset_[t], n);
    const auto i = gates.leftCols(H).array();
    const auto f = gates.middleCols(H, H).array();
    const auto o = gates.middleCols(2 * H, H).array();
    const auto g = gates.rightCols(H).array();
    const auto tanh_cell = d.tanh_cell.middleRows(offset_[t], n).array();
    grad_hidden.topRows(n) += grad_out.block(offset_[t], direction * H, n, H);
    const auto dh = grad_hidden.topRows(n).array();
    grad_cell.topRows(n).array() += dh * o * (1 - tanh_cell.square());
    const auto dc = grad_cell.topRows(n).array();
    auto dg = delta.middleRows(offset_[t], n);
    dg.leftCols(H).array() = dc * g * i * (1 - i);
    dg.middleCols(2 * H, H).array() = dh * tanh_cell * o * (1 - o);
    dg.rightCols(H).array() = dc * i * (1 - g.square());
    dg.middleCols(H, H).setZero();
    if (carried > 0) {
      const auto before_cell = d.cell.middleRows(offset_[before], carried).array();
      dg.block(0, H, carried, H).array() =
          dc.topRows(carried) * before_cell * f.topRows(carried) * (1 - f.topRows(carried));
      previous.middleRows(offset_[t], carried) =
          d.hidden.middleRows(offset_[before], carried).cwiseProduct(d.recurrent_mask.topRows(carried));
    }
    // What flows to the step before; rows that have no step before end here.
    Matrix next_cell = Matrix::Zero(active_[0], H);
    Matrix next_hidden = Matrix::Zero(active_[0], H);
    if (carried > 0) {
      next_cell.topRows(carried).array() = dc.topRows(carried) * f.topRows(carried);
      next_hidden.topRows(carried).noalias() = dg.topRows(carried) * w.recurrent.transpose();
      next_hidden.topRows(carried).array() *= d.recurrent_mask.topRows(carried).array();
    }
    grad_cell.swap(next_cell);
    grad_hidden.swap(next_hidden);
  }
  gradient.in.noalias() += input.transpose() * delta;
  gradient.recurrent.noalias() += previous.transpose() * delta;
  gradient.bias.row(0) += delta.colwise().sum();
  grad_input.noalias() += delta * w.in.transpose();
}

void Workspace::encode(const Parameters& p, std::mt19937* random) {
  embed(p, random);
  const int H = p.shape.hidden;
  for (int layer = 0; layer < 2; ++layer) {
    const Matrix& in = layer == 0 ? input_ : dropped_[0];
    out_[layer].resize(total_, 2 * H);
    for (int direction = 0; direction < 2; ++direction) {
      run_lstm(p.lstm[layer][direction], in, direction == 1, direction, layer, random);
      out_[layer].middleCols(direction * H, H) = dir_[layer][direction].hidden;
    }
    if (layer == 1) out_[1] += out_[0];
    dropped_[layer] = out_[layer];
    if (random) {
      dropout_mask(mask_[layer], total_, 2 * H, layer_dropout, *random);
      dropped_[layer].array() *= mask_[layer].array();
    }
  }
}

Losses Workspace::train(const Parameters& p, const std::vector<const TrainSentence*>& batch, float scale,
                        std::mt19937& random, Parameters& gradients, std::vector<std::int32_t>& touched) {
  pack(batch);
  encode(p, &random);
  const Shape& s = p.shape;
  const float unit = 1.0F / scale;
  Losses losses;
  Matrix grad1 = Matrix::Zero(total_, 2 * s.hidden);
  Matrix grad2 = Matrix::Zero(total_, 2 * s.hidden);
  std::vector<int> gold(total_);
  auto golds = [&](auto&& of) -> const std::vector<int>& {
    for (int r = 0; r < total_; ++r) gold[r] = of(token(r));
    return gold;
  };
  const auto upos = [](const TrainToken& t) { return t.upos; };
  const auto xpos = [](const TrainToken& t) { return t.xpos; };
  losses.tags += head_loss(p.upos, dropped_[1], golds(upos), unit, gradients.upos, grad2);
  losses.tags += head_loss(p.xpos, dropped_[1], golds(xpos), 0.5F * unit, gradients.xpos, grad2);
  losses.tags += head_loss(p.lemma, dropped_[1], golds([](const TrainToken& t) { return t.lemma; }),
                           0.5F * unit, gradients.lemma, grad2);
  head_loss(p.early_upos, dropped_[0], golds(upos), 0.5F * unit, gradients.early_upos, grad1);
  head_loss(p.early_xpos, dropped_[0], golds(xpos), 0.25F * unit, gradients.early_xpos, grad1);
  for (int i = 0; i < s.layers; ++i) {
    losses.mentions +=
        head_loss(p.mention[i], dropped_[1], golds([i](const TrainToken& t) { return t.mention[i]; }), unit,
                  gradients.mention[i], grad2);
  }

  // Biaffine attention, on the sentences that have trees.
  std::vector<int> rows;                   // packed rows with a tree, sentence by sentence
  std::vector<std::pair<int, int>> spans;  // of each such sentence in `rows`
  for (std::size_t b = 0; b < sorted_.size(); ++b) {
    if (sorted_[b]->front().head == -2) continue;
    const int begin = static_cast<int>(rows.size());
    for (std::size_t t = 0; t < sorted_[b]->size(); ++t) rows.push_back(offset_[t] + static_cast<int>(b));
    spans.emplace_back(begin, static_cast<int>(rows.size()));
  }
  if (!rows.empty()) {
    const int n_all = static_cast<int>(rows.size());
    Matrix top(n_all + 1, 2 * s.hidden);  // the last row is the root
    for (int i = 0; i < n_all; ++i) top.row(i) = dropped_[1].row(rows[i]);
    top.row(n_all) = p.root.row(0);
    LeakyLayer arc_dep, arc_head, label_dep, label_head;
    arc_dep.forward(p.arc_dependent, top, &random);
    arc_head.forward(p.arc_head, top, &random);
    label_dep.forward(p.label_dependent, top, &random);
    label_head.forward(p.label_head, top, &random);
    Matrix g_arc_dep = Matrix::Zero(n_all + 1, s.arc), g_arc_head = g_arc_dep;
    Matrix g_label_dep = Matrix::Zero(n_all + 1, s.label), g_label_head = g_label_dep;

    const Matrix projected = arc_dep.out.topRows(n_all) * p.arc_bilinear;
    Matrix g_projected(n_all, s.arc);
    std::vector<int> gold_rows(n_all), gold_labels(n_all);
    for (const auto& [begin, end] : spans) {
      const int n = end - begin;
      Matrix heads(n + 1, s.arc);
      heads.topRows(n) = arc_head.out.middleRows(begin, n);
      heads.row(n) = arc_head.out.row(n_all);
      Matrix scores = projected.middleRows(begin, n) * heads.transpose();
      scores.rowwise() += (heads * p.arc_head_bias).transpose().row(0);
      std::vector<int> gold_heads(n);
      for (int i = 0; i < n; ++i) {
        const TrainToken& tok = token(rows[begin + i]);
        gold_heads[i] = tok.head < 0 ? n : tok.head;
        gold_rows[begin + i] = tok.head < 0 ? n_all : begin + tok.head;
        gold_labels[begin + i] = tok.deprel;
      }
      Matrix delta;
      losses.arcs += cross_entropy(scores, gold_heads, unit, delta);
      g_projected.middleRows(begin, n).noalias() = delta * heads;
      Matrix g_heads = delta.transpose() * projected.middleRows(begin, n);
      const Eigen::VectorXf column = delta.colwise().sum().transpose();
      g_heads.noalias() += column * p.arc_head_bias.transpose();
      gradients.arc_head_bias.noalias() += heads.transpose() * column;
      g_arc_head.middleRows(begin, n) += g_heads.topRows(n);
      g_arc_head.row(n_all) += g_heads.row(n);
    }
    gradients.arc_bilinear.noalias() += arc_dep.out.topRows(n_all).transpose() * g_projected;
    g_arc_dep.topRows(n_all).noalias() += g_projected * p.arc_bilinear.transpose();

    const int L1 = s.label + 1;
    const Matrix dep1 = with_one(label_dep.out.topRows(n_all));
    const Matrix head1 = with_one(gather(label_head.out, gold_rows));
    const Matrix mixed = dep1 * p.label_bilinear;  // n × R·(L+1)
    Matrix scores(n_all, s.deprels);
    for (int i = 0; i < n_all; ++i) {
      const Eigen::Map<const Matrix> m(mixed.row(i).data(), s.deprels, L1);
      scores.row(i).noalias() = (m * head1.row(i).transpose()).transpose();
    }
    Matrix delta;
    losses.labels += cross_entropy(scores, gold_labels, unit, delta);
    Matrix g_mixed(n_all, s.deprels * L1);
    Matrix g_head1(n_all, L1);
    for (int i = 0; i < n_all; ++i) {
      Eigen::Map<Matrix> gm(g_mixed.row(i).data(), s.deprels, L1);
      gm.noalias() = delta.row(i).transpose() * head1.row(i);
      const Eigen::Map<const Matrix> m(mixed.row(i).data(), s.deprels, L1);
      g_head1.row(i).noalias() = delta.row(i) * m;
    }
    gradients.label_bilinear.noalias() += dep1.transpose() * g_mixed;
    g_label_dep.topRows(n_all) += (g_mixed * p.label_bilinear.transpose()).leftCols(s.label);
    for (int i = 0; i < n_all; ++i) g_label_head.row(gold_rows[i]) += g_head1.row(i).head(s.label);

    Matrix g_top = Matrix::Zero(n_all + 1, 2 * s.hidden);
    arc_dep.backward(p.arc_dependent, top, g_arc_dep, gradients.arc_dependent, g_top);
    arc_head.backward(p.arc_head, top, g_arc_head, gradients.arc_head, g_top);
    label_dep.backward(p.label_dependent, top, g_label_dep, gradients.label_dependent, g_top);
    label_head.backward(p.label_head, top, g_label_head, gradients.label_head, g_top);
    gradients.root.row(0) += g_top.row(n_all);
    for (int i = 0; i < n_all; ++i) grad2.row(rows[i]) += g_top.row(i);
  }

  grad2.array() *= mask_[1].array();
  for (int direction = 0; direction < 2; ++direction) {
    back_lstm(p.lstm[1][direction], dropped_[0], grad2, direction == 1, direction, 1,
              gradients.lstm[1][direction], grad1);
  }
  grad1.array() *= mask_[0].array();
  grad1 += grad2;
  Matrix grad_input = Matrix::Zero(total_, s.embedding);
  for (int direction = 0; direction < 2; ++direction) {
    back_lstm(p.lstm[0][direction], input_, grad1, direction == 1, direction, 0, gradients.lstm[0][direction],
              grad_input);
  }
  grad_input.array() *= mask_input_.array();
  for (int r = 0; r < total_; ++r) {
    const TrainToken& tok = token(r);
    for (std::size_t i = 0; i < tok.rows.size(); ++i) {
      if (!keep_row_[r][i]) continue;
      gradients.embedding.row(tok.rows[i]) += grad_input.row(r);
      touched.push_back(tok.rows[i]);
    }
  }
  return losses;
}

std::vector<Prediction> Workspace::predict(const Parameters& p,
                                           const std::vector<const TrainSentence*>& batch) {
  pack(batch);
  encode(p, nullptr);
  const Shape& s = p.shape;
  auto logits = [](const Softmax& head, const Matrix& in) {
    Matrix out = in * head.weight;
    out.rowwise() += head.bias.row(0);
    return out;
  };
  const Matrix upos = logits(p.upos, out_[1]), xpos = logits(p.xpos, out_[1]),
               lemma = logits(p.lemma, out_[1]);
  Matrix mention[4];
  for (int i = 0; i < s.layers; ++i) mention[i] = logits(p.mention[i], out_[1]);
  std::vector<Prediction> all(batch.size());
  const int L1 = s.label + 1;
  for (std::size_t b = 0; b < sorted_.size(); ++b) {
    Prediction& prediction = all[order_[b]];
    const int n = static_cast<int>(sorted_[b]->size());
    std::vector<int> rows(n);
    for (int t = 0; t < n; ++t) rows[t] = offset_[t] + static_cast<int>(b);
    to_labels(upos, prediction.upos, rows);
    to_labels(xpos, prediction.xpos, rows);
    to_labels(lemma, prediction.lemma, rows);
    for (int i = 0; i < s.layers; ++i) to_labels(mention[i], prediction.mention[i], rows);
    Matrix top(n + 1, 2 * s.hidden);
    for (int i = 0; i < n; ++i) top.row(i) = out_[1].row(rows[i]);
    top.row(n) = p.root.row(0);
    LeakyLayer arc_dep, arc_head, label_dep, label_head;
    arc_dep.forward(p.arc_dependent, top, nullptr);
    arc_head.forward(p.arc_head, top, nullptr);
    label_dep.forward(p.label_dependent, top, nullptr);
    label_head.forward(p.label_head, top, nullptr);
    Matrix scores = (arc_dep.out.topRows(n) * p.arc_bilinear) * arc_head.out.transpose();
    scores.rowwise() += (arc_head.out * p.arc_head_bias).transpose().row(0);
    std::vector<float> flat(scores.data(), scores.data() + scores.size());
    prediction.head = decode_tree(flat, n);
    std::vector<int> head_rows(n);
    for (int i = 0; i < n; ++i) head_rows[i] = prediction.head[i] < 0 ? n : prediction.head[i];
    const Matrix mixed = with_one(label_dep.out.topRows(n)) * p.label_bilinear;
    const Matrix head1 = with_one(gather(label_head.out, head_rows));
    prediction.deprel.resize(n);
    for (int i = 0; i < n; ++i) {
      const Eigen::Map<const Matrix> m(mixed.row(i).data(), s.deprels, L1);
      int best = 0;
      (m * head1.row(i).transpose()).maxCoeff(&best);
      prediction.deprel[i] = static_cast<std::int16_t>(best);
    }
  }
  return all;
}

}  // namespace ekg
