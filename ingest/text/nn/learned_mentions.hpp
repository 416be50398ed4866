// From the network's mention layers to Mention rows.
#pragma once
#include <cstdint>
#include <vector>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

// The layers of the network, in the order of the model file. Names, outer and inner are BIO sequences (0 is
// O, 1 + 2k is B and 2 + 2k is I of kind k); heads has one tag a kind, on the head token of an entity's noun
// phrase.
enum LearnedLayer { learned_names, learned_outer, learned_inner, learned_heads, learned_layer_count };

struct LearnedTags {
  std::vector<std::uint8_t> layer[learned_layer_count];  // one tag a token of the document
};

// The best sequence in which I-k stands only behind B-k or I-k (Viterbi). `scores` has n rows of `tags`
// columns.
std::vector<std::uint8_t> best_bio(const std::vector<float>& scores, int n, int tags);
std::vector<std::uint8_t> best_tags(const std::vector<float>& scores, int n, int tags);

// Names first, then the outer and inner mentions of other spans, then noun phrases around marked heads that
// no mention has yet; sorted as Mention demands.
void append_learned_mentions(LearnedTags tags, ParsedDocument& parsed);

}  // namespace ekg
