// The numbers that an event record may hold (docs/event-record.md), in one place for all that read them.
#pragma once
#include <string>

namespace ekg {

struct NumberRange {
  double least, most;                                                                 // both included
  constexpr bool has(double value) const { return value >= least && value <= most; }  // never NaN
  std::string requirement() const;  // "must lie from -90 to 90"
};

inline constexpr NumberRange latitudes{-90, 90}, longitudes{-180, 180};  // degrees, WGS 84
inline constexpr NumberRange intensities{-10, 10};                       // Goldstein's scale
inline constexpr NumberRange confidences{0, 1};
inline constexpr NumberRange finite_numbers{-1e300, 1e300};  // of anything that is counted

}  // namespace ekg
