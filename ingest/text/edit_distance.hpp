// How far apart two spellings are.
#pragma once
#include <cstddef>
#include <string_view>

namespace ekg {

// Bytes to insert, delete or replace to make `b` of `a` (Levenshtein). O(a · b).
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace ekg
