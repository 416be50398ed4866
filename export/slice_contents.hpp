// Which documents and entities a slice needs: all of them when it is unbounded, else those that its events
// name.
#pragma once
#include <vector>

#include "graph/time_slice.hpp"

namespace ekg {

struct SliceContents {
  std::vector<bool> entities;   // by row
  std::vector<bool> documents;  // by row

  explicit SliceContents(const TimeSlice& slice);
};

}  // namespace ekg
