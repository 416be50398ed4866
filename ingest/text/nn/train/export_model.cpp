#include "ingest/text/nn/train/export_model.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "graph/problem.hpp"
#include "ingest/text/nn/kernels.hpp"
#include "ingest/text/nn/model_file.hpp"

namespace ekg {
namespace {

// weight (in × out) as out rows of 8-bit numbers; scale[o] turns a sum of products into a float when an
// activation of 1.0 is `activation` in integers.
void add_matrix(ModelFileBuilder& file, const std::string& name, const Matrix& weight, float activation) {
  const int in = static_cast<int>(weight.rows()), out = static_cast<int>(weight.cols());
  std::vector<std::int8_t> values(static_cast<std::size_t>(in) * out);
  std::vector<float> scales(out);
  for (int o = 0; o < out; ++o) {
    const float top = std::max(weight.col(o).cwiseAbs().maxCoeff(), 1e-12F);
    for (int i = 0; i < in; ++i) {
      values[static_cast<std::size_t>(o) * in + i] =
          static_cast<std::int8_t>(std::lround(weight(i, o) / top * 127.0F));
    }
    scales[o] = top / 127.0F / activation;
  }
  file.add(name + ".w", out, in, values);
  file.add(name + ".s", out, 1, scales);
}

void add_floats(ModelFileBuilder& file, const std::string& name, const Matrix& row) {
  file.add(name, static_cast<std::uint32_t>(row.size()), 1,
           std::vector<float>(row.data(), row.data() + row.size()));
}

void add_softmax(ModelFileBuilder& file, const std::string& name, const Softmax& head) {
  add_matrix(file, name, head.weight, unit_scale);
  add_floats(file, name + ".b", head.bias);
}

Matrix leaky_root(const Parameters& p, const Softmax& layer) {
  Matrix out = p.root * layer.weight + layer.bias;
  for (int i = 0; i < out.size(); ++i) {
    if (out.data()[i] < 0) out.data()[i] *= 0.1F;
  }
  return out;
}

}  // namespace

void write_model(const ModelSource& source, const std::string& path) {
  const Parameters& p = source.parameters;
  ModelFileBuilder file;
  std::istringstream lines(source.provenance);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t blank = line.find(' ');
    file.header(line.substr(0, blank), line.substr(blank + 1));
  }
  file.add("shape", 6, 1,
           std::vector<std::int32_t>{p.shape.embedding, p.shape.hidden, p.shape.arc, p.shape.label,
                                     p.shape.deprels, p.shape.layers});
  std::string rules;
  for (const std::string& rule : source.lemma_rules) rules += rule + "\n";
  file.add("lemma.rules", static_cast<std::uint32_t>(rules.size()), 1,
           std::vector<char>(rules.begin(), rules.end()));
  file.add("classes", static_cast<std::uint32_t>(source.class_slots.size()), 1, source.class_slots);
  file.add("senses", static_cast<std::uint32_t>(source.senses.hashes().size()), 1, source.senses.hashes());
  file.add("senses.index", static_cast<std::uint32_t>(source.senses.indices().size()), 1,
           source.senses.indices());
  file.add("senses.sets", static_cast<std::uint32_t>(source.senses.sets().size()), 1, source.senses.sets());
  file.add("rows", static_cast<std::uint32_t>(source.row_slots.size()), 1, source.row_slots);

  // The table has one scale a column, which the first layer's weights take in; sums of rows are then exact
  // integers.
  const int E = p.shape.embedding;
  std::vector<std::int8_t> table(static_cast<std::size_t>(p.shape.rows) * E);
  Eigen::VectorXf column_scale(E);
  for (int c = 0; c < E; ++c) {
    const float top = std::max(p.embedding.col(c).cwiseAbs().maxCoeff(), 1e-12F);
    column_scale(c) = top / 127.0F;
    for (int r = 0; r < p.shape.rows; ++r) {
      table[static_cast<std::size_t>(r) * E + c] =
          static_cast<std::int8_t>(std::lround(p.embedding(r, c) / column_scale(c)));
    }
  }
  file.add("embedding", p.shape.rows, E, table);
  for (int layer = 0; layer < 2; ++layer) {
    for (int direction = 0; direction < 2; ++direction) {
      const LstmWeights& w = p.lstm[layer][direction];
      const std::string name = "lstm" + std::to_string(layer) + (direction == 0 ? "f" : "b");
      if (layer == 0) {
        add_matrix(file, name + ".in", column_scale.asDiagonal() * w.in, 1.0F);
      } else {
        add_matrix(file, name + ".in", w.in, unit_scale);
      }
      add_matrix(file, name + ".re", w.recurrent, unit_scale);
      add_floats(file, name + ".b", w.bias);
    }
  }
  add_softmax(file, "upos", p.upos);
  add_softmax(file, "xpos", p.xpos);
  add_softmax(file, "lemma", p.lemma);
  for (int i = 0; i < p.shape.layers; ++i) add_softmax(file, "mention" + std::to_string(i), p.mention[i]);
  add_softmax(file, "arc.dep", p.arc_dependent);
  add_softmax(file, "arc.head", p.arc_head);
  add_softmax(file, "label.dep", p.label_dependent);
  add_softmax(file, "label.head", p.label_head);
  add_floats(file, "root.arc", leaky_root(p, p.arc_head));
  add_floats(file, "root.label", leaky_root(p, p.label_head));
  add_matrix(file, "arc", p.arc_bilinear, 1.0F);
  add_floats(file, "arc.b", p.arc_head_bias);
  add_matrix(file, "label", p.label_bilinear, 1.0F);

  const std::string bytes = file.finish();
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw OutputError(path + ": cannot be written");
}

}  // namespace ekg
