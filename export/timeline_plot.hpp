// A timeline to look at: as a drawing (SVG 1.1, one file without script or anything from elsewhere) and as
// block characters for a terminal.
#pragma once
#include <cstddef>
#include <string>

#include "graph/problem.hpp"
#include "graph/query.hpp"

namespace ekg {

struct PlotLabels {
  std::string title;
  CalendarUnit unit = CalendarUnit::month;
};

// How many buckets from this one on have no event. REQUIRES: there is such a bucket.
std::size_t empty_buckets(const Timeline& line, std::size_t first);

// Bars of stacked series, the busiest at the bottom, at most seven and the sum of the others; colours that
// the colour-blind can tell apart (Okabe and Ito); light and dark as the viewer's system has it. Every bar
// says its counts when pointed at. Characters that XML forbids are replaced, with a problem.
std::string timeline_svg(const Timeline& line, const PlotLabels& labels, ProblemSink& problems);

// One series: a bar for each bucket, in eighths of a character, and one line for several empty ones in a row.
// Several: a row of levels for each, `width` columns at most, in as many blocks as that needs. Ends with a
// line break unless it is empty.
std::string timeline_blocks(const Timeline& line, CalendarUnit unit, std::size_t width);

}  // namespace ekg
