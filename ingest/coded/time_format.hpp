// Times in a form that somebody's table has: "05.11.2024" by "%d.%m.%Y" (docs/formats/map.md).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "graph/time_span.hpp"

namespace ekg {

// %Y year, %m month, %d day, %B and %b a month's English name and its three letters, %H, %M, %S; all else
// stands for itself. The parts that the format names are the precision. In UTC, as parse_time. nullopt: the
// text is another one, or there is no such day. REQUIRES: wrong_in_format() has nothing to say.
std::optional<TimeSpan> time_by_format(std::string_view format, std::string_view text);

// Why no text can be read by the format, for a person; empty: some can. An empty format is none.
std::string wrong_in_format(std::string_view format);

}  // namespace ekg
