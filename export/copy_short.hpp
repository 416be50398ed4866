// Bytes copied in line, for lengths that are mostly below 40: a call would cost more than the copy.
#pragma once
#include <cstddef>
#include <cstring>

namespace ekg {

// REQUIRES: the two do not overlap.
inline void copy_short(char* to, const char* from, std::size_t size) {
  if (size >= 16) {
    for (std::size_t at = 0; at + 16 <= size; at += 16) std::memcpy(to + at, from + at, 16);
    std::memcpy(to + size - 16, from + size - 16, 16);
  } else if (size >= 8) {
    std::memcpy(to, from, 8);
    std::memcpy(to + size - 8, from + size - 8, 8);
  } else if (size >= 4) {
    std::memcpy(to, from, 4);
    std::memcpy(to + size - 4, from + size - 4, 4);
  } else {
    for (std::size_t at = 0; at < size; ++at) to[at] = from[at];
  }
}

}  // namespace ekg
