// The trainer's network in floats: summed feature embeddings, two BiLSTM layers, the second of which adds to
// the first (a residual connection), tag, lemma and mention heads as softmax layers, deep biaffine attention
// for heads and relations (Dozat & Manning 2017). Forward and backward by hand, so that the order of every
// sum is fixed. One Workspace a thread; Parameters are only read during forward and backward.
#pragma once
#include <Eigen/Dense>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace ekg {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Shape {
  int rows = 0;  // of the embedding table
  int embedding = 128;
  int hidden = 160;  // a direction
  int arc = 160;
  int label = 64;
  int upos = 17, xpos = 50, lemmas = 0, deprels = 0;
  int layers = 0;  // mention layers
  int tags_per_layer[4] = {0, 0, 0, 0};
};

struct LstmWeights {
  Matrix in, recurrent, bias;  // D×4H, H×4H, 1×4H; gates in the order i f o g
};
struct Softmax {
  Matrix weight, bias;
};

struct Parameters {
  Shape shape;
  Matrix embedding;        // rows × E
  LstmWeights lstm[2][2];  // layer, direction
  Softmax upos, xpos, lemma;
  Softmax early_upos, early_xpos;  // on the first layer, in training only
  Softmax mention[4];
  Matrix root;                                                   // 1 × 2H, stands for the head of a root
  Softmax arc_dependent, arc_head, label_dependent, label_head;  // leaky-ReLU layers
  Matrix arc_bilinear, arc_head_bias;                            // A×A, A×1
  Matrix label_bilinear;                                         // (L+1) × (R·(L+1))

  explicit Parameters(const Shape& shape);
  // All dense matrices but the embedding, in a fixed order.
  std::vector<Matrix*> dense();
  std::vector<const Matrix*> dense() const;
  void initialise(std::uint64_t seed);
  void set_zero();
  // Each value moves to that of `other` by the share `rate`; both have one shape.
  void approach(const Parameters& other, float rate);
};

struct TrainToken {
  std::vector<std::int32_t> rows;  // embedding rows; the first is the word's, -1 when unknown
  float word_dropout = 0;          // chance that the word's row is left out
  std::int16_t upos = -1, xpos = -1, lemma = -1, deprel = -1;
  std::int32_t head = -2;                      // -1: root, -2: no tree
  std::int16_t mention[4] = {-1, -1, -1, -1};  // -1: not annotated
};
using TrainSentence = std::vector<TrainToken>;

// What an ensemble says of one sentence: probabilities averaged over its networks, one row a token. Targets
// to distil one network from (Hinton, Vinyals & Dean 2015; Kuncoro et al. 2016 for parsers).
struct SoftTargets {
  Matrix upos, xpos, mention[4];
  Matrix arcs;    // n × (n + 1): the last column is the root
  Matrix labels;  // n × relations, at the sentence's heads
};

struct Losses {
  double tags = 0, arcs = 0, labels = 0, mentions = 0;
};

// Predictions for one sentence.
struct Prediction {
  std::vector<std::int16_t> upos, xpos, lemma, deprel;
  std::vector<std::int32_t> head;  // -1: root
  std::vector<std::int16_t> mention[4];
};

class Workspace {
 public:
  // Adds the gradients of the summed loss of the sentences, divided by `scale`, to `gradients`; touched
  // embedding rows are appended to `touched`. `soft` is empty, or has what teachers say of each sentence: an
  // annotated token then learns from both in equal shares, any other from the teachers alone at half weight.
  Losses train(const Parameters& p, const std::vector<const TrainSentence*>& batch,
               const std::vector<const SoftTargets*>& soft, float scale, std::mt19937& random,
               Parameters& gradients, std::vector<std::int32_t>& touched);
  std::vector<Prediction> predict(const Parameters& p, const std::vector<const TrainSentence*>& batch);
  // Adds the probabilities of tags, mentions and arcs, times `share`, to what `into` has for each sentence.
  void add_probabilities(const Parameters& p, const std::vector<const TrainSentence*>& batch, float share,
                         const std::vector<SoftTargets*>& into);
  // The same for the relations, at the heads that the sentences have; each needs a tree.
  void add_label_probabilities(const Parameters& p, const std::vector<const TrainSentence*>& batch,
                               float share, const std::vector<SoftTargets*>& into);

 private:
  void pack(const std::vector<const TrainSentence*>& batch);
  void embed(const Parameters& p, std::mt19937* random);
  void run_lstm(const LstmWeights& w, const Matrix& input, bool backward, int direction, int layer,
                std::mt19937* random);
  void back_lstm(const LstmWeights& w, const Matrix& input, const Matrix& grad_out, bool backward,
                 int direction, int layer, LstmWeights& gradient, Matrix& grad_input);
  void encode(const Parameters& p, std::mt19937* random);
  // The packed rows of a sentence, and its second-layer states with the root's last.
  std::vector<int> rows_of(std::size_t sentence) const;
  Matrix states_of(const Parameters& p, const std::vector<int>& rows) const;
  const TrainToken& token(int row) const { return (*sorted_[sentence_of_[row]])[position_of_[row]]; }

  std::vector<const TrainSentence*> sorted_;
  std::vector<int> order_;   // sorted index → index in the batch
  std::vector<int> active_;  // at time t
  std::vector<int> offset_;  // of time t
  std::vector<int> sentence_of_, position_of_;
  int total_ = 0;
  Matrix input_, out_[2], dropped_[2], mask_input_, mask_[2];
  std::vector<std::vector<std::uint8_t>> keep_row_;
  struct Direction {
    Matrix gates, cell, tanh_cell, hidden, recurrent_mask;
  } dir_[2][2];
};

}  // namespace ekg
