// The best tree from arc scores: Chu & Liu 1965, Edmonds 1967, with exactly one root.
#pragma once
#include <cstdint>
#include <vector>

namespace ekg {

// `scores` holds n rows of n + 1 columns: the score of head j for token i, column n is the root. Returns the
// heads, −1 for the root. Deterministic: of equal scores the lower column wins. O(n²) when the greedy choice
// is a tree, else O(n³).
std::vector<std::int32_t> decode_tree(const std::vector<float>& scores, int n);

}  // namespace ekg
