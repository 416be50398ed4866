// The dependency trees of a document seen from above: children of every token and the stretch that its
// subtree covers.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Refers to nothing; a snapshot of heads. Trees that are no trees (cycles, heads outside) give empty
// subtrees, never a loop.
class TreeIndex {
 public:
  explicit TreeIndex(const ParsedDocument& parsed);  // O(tokens)

  std::span<const TokenIndex> children(TokenIndex head) const {
    return {children_.data() + offsets_[head], children_.data() + offsets_[head + 1]};
  }
  // Tokens [first, last) from the leftmost to the rightmost token of the subtree.
  struct Extent {
    TokenIndex first, last;
  };
  Extent extent(TokenIndex head) const { return extents_[head]; }

 private:
  std::vector<std::uint32_t> offsets_;
  std::vector<TokenIndex> children_;
  std::vector<Extent> extents_;
};

}  // namespace ekg
