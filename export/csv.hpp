// Rows of CSV: RFC 4180 with line feeds, safe to open in a spreadsheet.
#pragma once
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "export/picture.hpp"

namespace ekg {

// Quoted when it must be. A text that begins with = + - @, a tab or a carriage return would be a formula to a
// spreadsheet and gets an apostrophe in front, as does one that has apostrophes before that already.
void append_csv_text(std::string& out, std::string_view text);

void append_csv_row(std::string& out, std::initializer_list<std::string_view> first,
                    std::span<const PictureColumn> names);
void append_csv_row(std::string& out, std::initializer_list<std::string_view> first,
                    std::span<const PictureColumn> columns, std::span<const PictureCell> cells);

}  // namespace ekg
