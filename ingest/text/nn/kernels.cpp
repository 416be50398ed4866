#include "ingest/text/nn/kernels.hpp"

namespace ekg {

PackedWeights::PackedWeights(int in, int out) : inputs((in + 1) / 2 * 2), outputs((out + 15) / 16 * 16) {
  data.assign(static_cast<std::size_t>(inputs) * outputs, 0);
}

}  // namespace ekg
