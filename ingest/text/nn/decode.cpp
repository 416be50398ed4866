#include "ingest/text/nn/decode.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ekg {
namespace {

constexpr double none = -std::numeric_limits<double>::infinity();

// A cycle in `head` (node 0 is the root and has none); empty when there is none.
std::vector<int> find_cycle(const std::vector<int>& head) {
  const int n = static_cast<int>(head.size());
  std::vector<int> seen(n, 0);
  for (int start = 1; start < n; ++start) {
    int at = start;
    while (at != 0 && seen[at] == 0) {
      seen[at] = start;
      at = head[at];
    }
    if (at != 0 && seen[at] == start) {
      std::vector<int> cycle{at};
      for (int next = head[at]; next != at; next = head[next]) cycle.push_back(next);
      return cycle;
    }
  }
  return {};
}

// score[d][h] over nodes 0 … n−1, node 0 the root. Returns the head of every node but 0.
std::vector<int> maximum_arborescence(const std::vector<std::vector<double>>& score) {
  const int n = static_cast<int>(score.size());
  std::vector<int> head(n, 0);
  for (int d = 1; d < n; ++d) {
    int best = 0;
    double top = none;
    for (int h = 0; h < n; ++h) {
      if (h != d && score[d][h] > top) top = score[d][h], best = h;
    }
    head[d] = best;
  }
  const std::vector<int> cycle = find_cycle(head);
  if (cycle.empty()) return head;

  // Contract the cycle into one last node and solve the smaller problem.
  std::vector<char> inside(n, 0);
  for (int c : cycle) inside[c] = 1;
  std::vector<int> outer;  // new index → old node
  for (int v = 0; v < n; ++v) {
    if (!inside[v]) outer.push_back(v);
  }
  const int m = static_cast<int>(outer.size()) + 1;
  const int contracted = m - 1;
  std::vector<std::vector<double>> smaller(m, std::vector<double>(m, none));
  std::vector<int> enters(m, 0),
      leaves(m, 0);  // the cycle's node that an arc into / out of the cycle touches
  for (int i = 0; i < contracted; ++i) {
    for (int j = 0; j < contracted; ++j) smaller[i][j] = score[outer[i]][outer[j]];
    for (int c : cycle) {
      if (score[outer[i]][c] > smaller[i][contracted]) {
        smaller[i][contracted] = score[outer[i]][c];
        leaves[i] = c;
      }
      const double gain = score[c][outer[i]] - score[c][head[c]];
      if (gain > smaller[contracted][i]) {
        smaller[contracted][i] = gain;
        enters[i] = c;
      }
    }
  }
  const std::vector<int> solved = maximum_arborescence(smaller);
  for (int i = 1; i < contracted; ++i) {
    head[outer[i]] = solved[i] == contracted ? leaves[i] : outer[solved[i]];
  }
  const int from = solved[contracted];
  head[enters[from]] = outer[from];
  return head;
}

}  // namespace

std::vector<std::int32_t> decode_tree(const std::vector<float>& scores, int n) {
  std::vector<std::int32_t> heads(n);
  std::vector<int> shifted(n + 1, 0);
  int roots = 0;
  for (int i = 0; i < n; ++i) {
    const float* row = scores.data() + static_cast<std::size_t>(i) * (n + 1);
    int best = -1;
    for (int j = 0; j <= n; ++j) {
      if (j != i && (best < 0 || row[j] > row[best])) best = j;
    }
    heads[i] = best == n ? -1 : best;
    shifted[i + 1] = heads[i] + 1;
    roots += best == n;
  }
  if (roots == 1 && find_cycle(shifted).empty()) return heads;

  // A penalty larger than all scores together leaves exactly one arc from the root.
  double range = 1;
  for (float s : scores) range = std::max(range, 2.0 * std::abs(static_cast<double>(s)));
  std::vector<std::vector<double>> matrix(n + 1, std::vector<double>(n + 1, none));
  for (int i = 0; i < n; ++i) {
    const float* row = scores.data() + static_cast<std::size_t>(i) * (n + 1);
    for (int j = 0; j < n; ++j) {
      if (j != i) matrix[i + 1][j + 1] = row[j];
    }
    matrix[i + 1][0] = row[n] - range * (n + 1);
  }
  const std::vector<int> solved = maximum_arborescence(matrix);
  for (int i = 0; i < n; ++i) heads[i] = solved[i + 1] - 1;
  return heads;
}

}  // namespace ekg
