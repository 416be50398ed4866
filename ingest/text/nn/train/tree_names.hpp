// Names in a treebank without entity annotation: what its tags, its trees and lists of names tell of them.
#pragma once
#include <span>
#include <vector>

#include "ingest/text/nn/train/corpus.hpp"

namespace ekg {

struct KnownNames;

// Marks where no name is, and those chains of proper nouns whose kind `known`, the tree, a word of the name
// or the same name elsewhere tells. Other proper nouns stay not annotated. `documents`: the first sentence of
// each, the first is 0.
void mark_names_by_trees(std::span<CorpusSentence> sentences, const std::vector<std::size_t>& documents,
                         const KnownNames& known);

}  // namespace ekg
