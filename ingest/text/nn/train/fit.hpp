// Fits a network to sentences: Adam, like-length batches, a running average of the weights.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ingest/text/nn/train/network.hpp"

namespace ekg {

struct FitOptions {
  int epochs = 20;
  int batch_tokens = 1000;
  int shards = 2;  // of a batch, a thread each, summed in a fixed order: their number is part of the result
  std::uint64_t seed = 1;
  float rate = 2e-3F;  // of learning: constant for 30 % of the steps, then falling to 2 % of it
  std::string name;    // in the log
};

// Trains `p` and gives the average of the weights over the last steps. `soft` is empty or has the teachers'
// word on each sentence. `after_epoch` gets the epoch from 1 and the average so far. The same arguments give
// the same weights on one thread or many.
Parameters fit(Parameters p, const std::vector<TrainSentence>& sentences,
               const std::vector<SoftTargets>& soft, const FitOptions& options,
               const std::function<void(int, const Parameters&)>& after_epoch);

// Floats of one shape, without a header: for the same machine, between two runs.
void save_checkpoint(const Parameters& p, const std::string& path);
// False when the file is absent or of another size.
bool load_checkpoint(Parameters& p, const std::string& path);

}  // namespace ekg
