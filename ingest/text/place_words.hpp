// Words around the name of a place that tell how it is meant; from data/english.
#pragma once
#include <string_view>

namespace ekg {

// All in lower case.
bool is_place_preposition(std::string_view word);     // "in", "into"
bool is_standing_preposition(std::string_view word);  // of these, where something is: "in", "near"
bool is_direction(std::string_view word);             // "northern" of "northern Iraq"

}  // namespace ekg
