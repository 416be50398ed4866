// What the JSON flavours that draw a graph have in common.
#pragma once
#include <span>
#include <string>

#include "export/json_text.hpp"
#include "export/picture.hpp"

namespace ekg {

// One member for each known cell.
void append_cells(JsonText& json, std::span<const PictureColumn> columns, std::span<const PictureCell> cells);
std::string hexadecimal(Colour colour);  // "#0072b2"

}  // namespace ekg
