#include "export/picture_json.hpp"

#include <fmt/format.h>

namespace ekg {

void append_cells(JsonText& json, std::span<const PictureColumn> columns,
                  std::span<const PictureCell> cells) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!cells[i].known) continue;
    json.plain_key(columns[i].name);
    switch (columns[i].type) {
      case PictureColumn::Type::text:
        if (cells[i].plain)
          json.plain_text(cells[i].text());
        else
          json.text(cells[i].text());
        break;
      case PictureColumn::Type::real:
        json.number(cells[i].real);
        break;
      case PictureColumn::Type::integer:
        json.integer(cells[i].integer);
        break;
    }
  }
}

std::string hexadecimal(Colour colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

}  // namespace ekg
