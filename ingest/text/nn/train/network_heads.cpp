// What stands on the encoder: tag, lemma and mention heads, biaffine attention, and the losses of them all.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ingest/text/nn/decode.hpp"
#include "ingest/text/nn/train/dropout.hpp"
#include "ingest/text/nn/train/network.hpp"

namespace ekg {
namespace {

constexpr float mlp_dropout = 0.33F;
constexpr float leak = 0.1F;
constexpr float soft_share = 0.5F;          // of teachers where there is annotation
constexpr float unannotated_weight = 0.5F;  // of a token that only teachers annotate

// Softmax cross-entropy of the rows that are annotated (gold ≥ 0) or have soft targets (a row of `soft` that
// is not all zero; `soft` may be empty). `delta` gets the gradient of the logits, times `scale`.
double cross_entropy(const Matrix& logits, const std::vector<int>& gold, const Matrix& soft, float scale,
                     Matrix& delta) {
  delta.setZero(logits.rows(), logits.cols());
  double loss = 0;
  for (int r = 0; r < logits.rows(); ++r) {
    const bool taught = soft.rows() > 0 && soft.row(r).sum() > 0;
    if (gold[r] < 0 && !taught) continue;
    const float hard = gold[r] < 0 ? 0 : taught ? 1 - soft_share : 1;
    const float by_teachers = !taught ? 0 : gold[r] < 0 ? unannotated_weight : soft_share;
    const float top = logits.row(r).maxCoeff();
    delta.row(r) = (logits.row(r).array() - top).exp();
    const float sum = delta.row(r).sum();
    const float log_sum = top + std::log(sum);
    delta.row(r) *= scale * (hard + by_teachers) / sum;
    if (gold[r] >= 0) {
      loss -= hard * (logits(r, gold[r]) - log_sum);
      delta(r, gold[r]) -= scale * hard;
    }
    if (taught) {
      loss -= by_teachers * (soft.row(r).dot(logits.row(r)) - log_sum);
      delta.row(r) -= scale * by_teachers * soft.row(r);
    }
  }
  return loss;
}

// A softmax head on `in`: loss, gradients of the head, and grad_in += …
double head_loss(const Softmax& head, const Matrix& in, const std::vector<int>& gold, const Matrix& soft,
                 float scale, Softmax& gradient, Matrix& grad_in) {
  if (soft.rows() == 0 && std::all_of(gold.begin(), gold.end(), [](int g) { return g < 0; })) return 0;
  Matrix logits = in * head.weight;
  logits.rowwise() += head.bias.row(0);
  Matrix delta;
  const double loss = cross_entropy(logits, gold, soft, scale, delta);
  gradient.weight.noalias() += in.transpose() * delta;
  gradient.bias.row(0) += delta.colwise().sum();
  grad_in.noalias() += delta * head.weight.transpose();
  return loss;
}

Matrix logits_of(const Softmax& head, const Matrix& in) {
  Matrix out = in * head.weight;
  out.rowwise() += head.bias.row(0);
  return out;
}

Matrix probabilities(Matrix logits) {
  for (int r = 0; r < logits.rows(); ++r) {
    logits.row(r) = (logits.row(r).array() - logits.row(r).maxCoeff()).exp();
    logits.row(r) /= logits.row(r).sum();
  }
  return logits;
}

void add(Matrix& to, const Matrix& more, float share) {
  if (to.rows() == 0) to.setZero(more.rows(), more.cols());
  to += share * more;
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

// Deep biaffine attention over one sentence, without dropout.
class Biaffine {
 public:
  // `top`: the states of the tokens, the root's last.
  Biaffine(const Parameters& p, const Matrix& top) : labels_(p.shape.deprels), tokens_(top.rows() - 1) {
    LeakyLayer arc_dep, arc_head, label_dep, label_head;
    arc_dep.forward(p.arc_dependent, top, nullptr);
    arc_head.forward(p.arc_head, top, nullptr);
    label_dep.forward(p.label_dependent, top, nullptr);
    label_head.forward(p.label_head, top, nullptr);
    arcs = (arc_dep.out.topRows(tokens_) * p.arc_bilinear) * arc_head.out.transpose();
    arcs.rowwise() += (arc_head.out * p.arc_head_bias).transpose().row(0);
    mixed_ = with_one(label_dep.out.topRows(tokens_)) * p.label_bilinear;
    label_heads_ = label_head.out;
  }
  Matrix arcs;  // scores, n × (n + 1)

  // Scores of the relations at `heads`, n × relations; -1 is the root.
  template <class Heads>
  Matrix labels(const Heads& heads) const {
    std::vector<int> rows(tokens_);
    for (Eigen::Index i = 0; i < tokens_; ++i)
      rows[i] = heads[i] < 0 ? static_cast<int>(tokens_) : static_cast<int>(heads[i]);
    const Matrix head1 = with_one(gather(label_heads_, rows));
    Matrix scores(tokens_, labels_);
    for (Eigen::Index i = 0; i < tokens_; ++i) {
      const Eigen::Map<const Matrix> m(mixed_.row(i).data(), labels_, head1.cols());
      scores.row(i).noalias() = (m * head1.row(i).transpose()).transpose();
    }
    return scores;
  }

 private:
  int labels_;
  Eigen::Index tokens_;
  Matrix mixed_, label_heads_;
};

std::vector<int> heads_of(const TrainSentence& sentence) {
  std::vector<int> heads;
  for (const TrainToken& t : sentence) heads.push_back(t.head);
  return heads;
}

}  // namespace

Losses Workspace::train(const Parameters& p, const std::vector<const TrainSentence*>& batch,
                        const std::vector<const SoftTargets*>& soft, float scale, std::mt19937& random,
                        Parameters& gradients, std::vector<std::int32_t>& touched) {
  pack(batch);
  encode(p, &random);
  // What the teachers say, in packed order; empty without teachers.
  auto taught = [&](auto&& of) {
    Matrix all;
    if (soft.empty()) return all;
    for (int r = 0; r < total_; ++r) {
      const Matrix& one = of(*soft[order_[sentence_of_[r]]]);
      if (r == 0) all.setZero(total_, one.cols());
      all.row(r) = one.row(position_of_[r]);
    }
    return all;
  };
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
  const Matrix soft_upos = taught([](const SoftTargets& t) -> const Matrix& { return t.upos; });
  const Matrix soft_xpos = taught([](const SoftTargets& t) -> const Matrix& { return t.xpos; });
  losses.tags += head_loss(p.upos, dropped_[1], golds(upos), soft_upos, unit, gradients.upos, grad2);
  losses.tags += head_loss(p.xpos, dropped_[1], golds(xpos), soft_xpos, 0.5F * unit, gradients.xpos, grad2);
  losses.tags += head_loss(p.lemma, dropped_[1], golds([](const TrainToken& t) { return t.lemma; }), {},
                           0.5F * unit, gradients.lemma, grad2);
  head_loss(p.early_upos, dropped_[0], golds(upos), soft_upos, 0.5F * unit, gradients.early_upos, grad1);
  head_loss(p.early_xpos, dropped_[0], golds(xpos), soft_xpos, 0.25F * unit, gradients.early_xpos, grad1);
  for (int i = 0; i < s.layers; ++i) {
    losses.mentions +=
        head_loss(p.mention[i], dropped_[1], golds([i](const TrainToken& t) { return t.mention[i]; }),
                  taught([i](const SoftTargets& t) -> const Matrix& { return t.mention[i]; }), unit,
                  gradients.mention[i], grad2);
  }

  // Biaffine attention, on the sentences that have trees.
  std::vector<int> rows;                     // packed rows with a tree, sentence by sentence
  std::vector<std::pair<int, int>> spans;    // of each such sentence in `rows`
  std::vector<const SoftTargets*> teachers;  // of each such sentence; empty without
  for (std::size_t b = 0; b < sorted_.size(); ++b) {
    if (sorted_[b]->front().head == -2) continue;
    const int begin = static_cast<int>(rows.size());
    for (std::size_t t = 0; t < sorted_[b]->size(); ++t) rows.push_back(offset_[t] + static_cast<int>(b));
    spans.emplace_back(begin, static_cast<int>(rows.size()));
    if (!soft.empty()) teachers.push_back(soft[order_[b]]);
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
    Matrix soft_labels;
    if (!teachers.empty()) soft_labels.setZero(n_all, s.deprels);
    for (std::size_t k = 0; k < spans.size(); ++k) {
      const auto [begin, end] = spans[k];
      const int n = end - begin;
      if (!teachers.empty()) soft_labels.middleRows(begin, n) = teachers[k]->labels;
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
      losses.arcs +=
          cross_entropy(scores, gold_heads, teachers.empty() ? Matrix() : teachers[k]->arcs, unit, delta);
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
    losses.labels += cross_entropy(scores, gold_labels, soft_labels, unit, delta);
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

std::vector<int> Workspace::rows_of(std::size_t sentence) const {
  std::vector<int> rows(sorted_[sentence]->size());
  for (std::size_t t = 0; t < rows.size(); ++t) rows[t] = offset_[t] + static_cast<int>(sentence);
  return rows;
}

Matrix Workspace::states_of(const Parameters& p, const std::vector<int>& rows) const {
  Matrix top(rows.size() + 1, 2 * p.shape.hidden);
  for (std::size_t i = 0; i < rows.size(); ++i) top.row(i) = out_[1].row(rows[i]);
  top.row(rows.size()) = p.root.row(0);
  return top;
}

std::vector<Prediction> Workspace::predict(const Parameters& p,
                                           const std::vector<const TrainSentence*>& batch) {
  pack(batch);
  encode(p, nullptr);
  const Matrix upos = logits_of(p.upos, out_[1]), xpos = logits_of(p.xpos, out_[1]),
               lemma = logits_of(p.lemma, out_[1]);
  Matrix mention[4];
  for (int i = 0; i < p.shape.layers; ++i) mention[i] = logits_of(p.mention[i], out_[1]);
  std::vector<Prediction> all(batch.size());
  for (std::size_t b = 0; b < sorted_.size(); ++b) {
    Prediction& prediction = all[order_[b]];
    const std::vector<int> rows = rows_of(b);
    to_labels(upos, prediction.upos, rows);
    to_labels(xpos, prediction.xpos, rows);
    to_labels(lemma, prediction.lemma, rows);
    for (int i = 0; i < p.shape.layers; ++i) to_labels(mention[i], prediction.mention[i], rows);
    const Biaffine biaffine(p, states_of(p, rows));
    const Matrix& arcs = biaffine.arcs;
    prediction.head = decode_tree({arcs.data(), arcs.data() + arcs.size()}, static_cast<int>(rows.size()));
    const Matrix labels = biaffine.labels(prediction.head);
    std::vector<int> every(rows.size());
    std::iota(every.begin(), every.end(), 0);
    to_labels(labels, prediction.deprel, every);
  }
  return all;
}

void Workspace::add_probabilities(const Parameters& p, const std::vector<const TrainSentence*>& batch,
                                  float share, const std::vector<SoftTargets*>& into) {
  pack(batch);
  encode(p, nullptr);
  const Matrix upos = probabilities(logits_of(p.upos, out_[1])),
               xpos = probabilities(logits_of(p.xpos, out_[1]));
  Matrix mention[4];
  for (int i = 0; i < p.shape.layers; ++i) mention[i] = probabilities(logits_of(p.mention[i], out_[1]));
  for (std::size_t b = 0; b < sorted_.size(); ++b) {
    SoftTargets& targets = *into[order_[b]];
    const std::vector<int> rows = rows_of(b);
    add(targets.upos, gather(upos, rows), share);
    add(targets.xpos, gather(xpos, rows), share);
    for (int i = 0; i < p.shape.layers; ++i) add(targets.mention[i], gather(mention[i], rows), share);
    add(targets.arcs, probabilities(Biaffine(p, states_of(p, rows)).arcs), share);
  }
}

void Workspace::add_label_probabilities(const Parameters& p, const std::vector<const TrainSentence*>& batch,
                                        float share, const std::vector<SoftTargets*>& into) {
  pack(batch);
  encode(p, nullptr);
  for (std::size_t b = 0; b < sorted_.size(); ++b) {
    const Biaffine biaffine(p, states_of(p, rows_of(b)));
    add(into[order_[b]]->labels, probabilities(biaffine.labels(heads_of(*sorted_[b]))), share);
  }
}

}  // namespace ekg
