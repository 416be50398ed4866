#include "ingest/text/nn/train/network.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ingest/text/nn/train/dropout.hpp"

namespace ekg {
namespace {

constexpr float input_dropout = 0.2F;
constexpr float layer_dropout = 0.33F;
constexpr float recurrent_dropout = 0.25F;

void glorot(Matrix& m, std::mt19937& random, float gain = 1.0F) {
  const float bound = gain * std::sqrt(6.0F / static_cast<float>(m.rows() + m.cols()));
  for (int i = 0; i < m.size(); ++i) m.data()[i] = (2 * uniform(random) - 1) * bound;
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

}  // namespace ekg
