#include "ingest/number_range.hpp"

#include <fmt/format.h>

namespace ekg {

std::string NumberRange::requirement() const { return fmt::format("must lie from {} to {}", least, most); }

}  // namespace ekg
