// Where the vertices of a picture stand: every connected part by force, no vertex over another, the parts
// side by side.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "export/layout.hpp"

namespace ekg {

// Coordinates in lengths of a usual edge; `radii`, one a vertex, are in the same measure. The largest part is
// at the top left, vertices without an edge come last. The same graph gives the same picture. As costly as
// force_layout.
std::vector<LayoutPoint> arrange(std::span<const double> radii, std::span<const LayoutEdge> edges);

// Moves points apart until no two circles overlap, or so many rounds are over; for tests and arrange().
void separate(std::span<LayoutPoint> points, std::span<const double> radii, int rounds);

}  // namespace ekg
