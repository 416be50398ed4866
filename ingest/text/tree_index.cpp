#include "ingest/text/tree_index.hpp"

#include <algorithm>

namespace ekg {

TreeIndex::TreeIndex(const ParsedDocument& parsed) {
  const std::size_t count = parsed.tokens.size();
  offsets_.assign(count + 1, 0);
  extents_.resize(count);
  for (TokenIndex i = 0; i < count; ++i) {
    extents_[i] = {i, i + 1};
    if (const TokenIndex head = parsed.tokens[i].head; head < count) ++offsets_[head + 1];
  }
  for (std::size_t i = 0; i < count; ++i) offsets_[i + 1] += offsets_[i];
  children_.resize(offsets_[count]);
  std::vector<std::uint32_t> next(offsets_.begin(), offsets_.end() - 1);
  std::vector<TokenIndex> order;
  for (TokenIndex i = 0; i < count; ++i) {
    const TokenIndex head = parsed.tokens[i].head;
    if (head < count)
      children_[next[head]++] = i;
    else
      order.push_back(i);
  }
  for (std::size_t at = 0; at < order.size(); ++at) {
    for (const TokenIndex child : children(order[at])) order.push_back(child);
  }
  for (auto token = order.rbegin(); token != order.rend(); ++token) {
    const TokenIndex head = parsed.tokens[*token].head;
    if (head >= count) continue;
    extents_[head].first = std::min(extents_[head].first, extents_[*token].first);
    extents_[head].last = std::max(extents_[head].last, extents_[*token].last);
  }
}

}  // namespace ekg
