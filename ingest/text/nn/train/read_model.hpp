// A shipped model's weights as floats again, for training to go on from.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "ingest/text/nn/train/network.hpp"

namespace ekg {

// The weights of the model at `path`, its embedding rows in the order of `row_hashes` (a row that it does not
// have is zero). Throws InputError when it is no model of this version and shape.
Parameters read_model(const std::string& path, const Shape& shape,
                      const std::vector<std::uint64_t>& row_hashes);

}  // namespace ekg
