// The dateline that opens a report: "KYIV, March 9 (Agency) -", "GENEVA —", "Nairobi, 3 June (Agency) --". It
// is no part of the sentence behind it, though no full stop parts the two.
#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "graph/document.hpp"

namespace ekg {

// One past the last token of the dateline that the paragraph [first, last) of `tokens` opens with, its dash
// included; `first` where there is none. What is behind it is never empty.
std::size_t dateline_end(std::string_view text, const std::vector<ByteRange>& tokens, std::size_t first,
                         std::size_t last);

}  // namespace ekg
