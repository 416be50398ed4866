// What an ensemble of teachers says of the training sentences, for one network to learn from.
#pragma once
#include <vector>

#include "ingest/text/nn/train/network.hpp"

namespace ekg {

// The teachers' averaged probabilities, one a sentence. A sentence without a tree gets the ensemble's: the
// best tree of the averaged arcs, the likeliest relations. `threads` does not change the result. O(tokens ×
// teachers).
std::vector<SoftTargets> soft_targets(const std::vector<Parameters>& teachers,
                                      std::vector<TrainSentence>& sentences, int threads);

}  // namespace ekg
