#include "export/neo4j.hpp"

namespace ekg {

std::string_view neo4j_label(const Picture& picture, const PictureVertex& vertex) {
  if (picture.vertex_columns().front().name != "class") return "Entity";
  const std::string_view what = vertex.cells.front().text();
  return what == "event" ? "Event" : what == "document" ? "Document" : "Entity";
}

std::string neo4j_type(std::string_view kind) {
  std::string name;
  for (const char c : kind) {
    if (c >= 'a' && c <= 'z')
      name.push_back(static_cast<char>(c - 'a' + 'A'));
    else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
      name.push_back(c);
    else
      name.push_back('_');
  }
  return name;
}

void append_neo4j_header(std::string& out, std::string_view first, std::span<const PictureColumn> columns) {
  out += first;
  for (const PictureColumn& column : columns) {
    out.push_back(',');
    out += column.name;
    if (column.type == PictureColumn::Type::real) out += ":double";
    if (column.type == PictureColumn::Type::integer) out += ":long";
  }
  out.push_back('\n');
}

}  // namespace ekg
