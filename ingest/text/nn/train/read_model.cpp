#include "ingest/text/nn/train/read_model.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "graph/problem.hpp"
#include "ingest/text/nn/features.hpp"
#include "ingest/text/nn/kernels.hpp"
#include "ingest/text/nn/model_file.hpp"

namespace ekg {
namespace {

Matrix weights(const ModelFile& file, const std::string& name, float activation) {
  const auto& shape = file.shape(name + ".w");
  const auto values = file.get<std::int8_t>(name + ".w");
  const auto scales = file.get<float>(name + ".s", shape.rows, 1);
  Matrix weight(shape.columns, shape.rows);
  for (int o = 0; o < weight.cols(); ++o) {
    for (int i = 0; i < weight.rows(); ++i)
      weight(i, o) = static_cast<float>(values[static_cast<std::size_t>(o) * shape.columns + i]) * scales[o] *
                     activation;
  }
  return weight;
}

Matrix floats(const ModelFile& file, const std::string& name) {
  const auto values = file.get<float>(name);
  return Eigen::Map<const Matrix>(values.data(), 1, static_cast<Eigen::Index>(values.size()));
}

Softmax softmax(const ModelFile& file, const std::string& name) {
  return {weights(file, name, unit_scale), floats(file, name + ".b")};
}

// A model keeps what the arc and label layers make of the root, not the root: the least vector that gives it.
Matrix root_of(const ModelFile& file, const Softmax& arc_head, const Softmax& label_head) {
  Matrix layers(arc_head.weight.rows(), arc_head.weight.cols() + label_head.weight.cols());
  layers << arc_head.weight, label_head.weight;
  Matrix wanted(1, layers.cols());
  wanted << floats(file, "root.arc"), floats(file, "root.label");
  wanted = (wanted.array() < 0).select(wanted * 10.0F, wanted);
  wanted.leftCols(arc_head.bias.cols()) -= arc_head.bias;
  wanted.rightCols(label_head.bias.cols()) -= label_head.bias;
  const Eigen::MatrixXf equations = layers.transpose();
  const Eigen::VectorXf values = wanted.row(0).transpose();
  return equations.completeOrthogonalDecomposition().solve(values).transpose();
}

float size_of(const Matrix& m) { return m.norm() / std::sqrt(static_cast<float>(m.size())); }

}  // namespace

Parameters read_model(const std::string& path, const Shape& shape,
                      const std::vector<std::uint64_t>& row_hashes) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw InputError(path + ": cannot be opened");
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const ModelFile file(bytes);
  const std::vector<std::int32_t> wanted{shape.embedding, shape.hidden,  shape.arc,
                                         shape.label,     shape.deprels, shape.layers};
  if (!std::ranges::equal(file.get<std::int32_t>("shape", 6, 1), wanted) ||
      static_cast<int>(file.shape("lemma.w").rows) != shape.lemmas)
    throw InputError(path + ": a model of another shape than this trainer's");
  Parameters p(shape);
  for (int layer = 0; layer < 2; ++layer) {
    for (int direction = 0; direction < 2; ++direction) {
      const std::string name = "lstm" + std::to_string(layer) + (direction == 0 ? "f" : "b");
      p.lstm[layer][direction] = {weights(file, name + ".in", layer == 0 ? 1.0F : unit_scale),
                                  weights(file, name + ".re", unit_scale), floats(file, name + ".b")};
    }
  }
  // A model's embedding is in integers, their scale in what reads them. Training moves all numbers by like
  // steps: both get the size of other weights.
  const float scale = size_of(p.lstm[0][0].in) / size_of(p.lstm[0][0].recurrent);
  for (LstmWeights& w : p.lstm[0]) w.in /= scale;
  const auto slots = file.get<RowTable::Slot>("rows");
  const RowTable rows(slots.data(), static_cast<std::uint32_t>(slots.size()));
  const auto table = file.get<std::int8_t>("embedding");
  for (std::size_t i = 0; i < row_hashes.size(); ++i) {
    const std::int32_t row = rows.find(row_hashes[i]);
    for (int k = 0; row >= 0 && k < shape.embedding; ++k) {
      p.embedding(static_cast<Eigen::Index>(i), k) =
          scale * static_cast<float>(table[static_cast<std::size_t>(row) * shape.embedding + k]);
    }
  }
  p.upos = softmax(file, "upos");
  p.xpos = softmax(file, "xpos");
  p.lemma = softmax(file, "lemma");
  for (int i = 0; i < shape.layers; ++i) p.mention[i] = softmax(file, "mention" + std::to_string(i));
  p.arc_dependent = softmax(file, "arc.dep");
  p.arc_head = softmax(file, "arc.head");
  p.label_dependent = softmax(file, "label.dep");
  p.label_head = softmax(file, "label.head");
  p.root = root_of(file, p.arc_head, p.label_head);
  p.arc_bilinear = weights(file, "arc", 1.0F);
  p.arc_head_bias = floats(file, "arc.b").transpose();
  p.label_bilinear = weights(file, "label", 1.0F);
  return p;
}

}  // namespace ekg
