// Graphviz DOT. Strings are quoted; backslashes are doubled, for Graphviz reads escapes in labels. `pos`
// serves `neato -n2`.
#include <fmt/format.h>

#include "export/picture_json.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

// Graphviz reads no longer piece of a string; pieces are joined by "+".
constexpr std::size_t longest_piece = 8000;

// "…"; line ends as \n, other control characters as blanks.
void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (i % longest_piece == longest_piece - 1) out += "\" + \"";
    if (c == '"' || c == '\\') out.push_back('\\');
    if (c == '\n')
      out += "\\n";
    else
      out.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c);
  }
  out.push_back('"');
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  out += ", ";
  append_quoted(out, name);
  out += '=';
  append_quoted(out, value);
}

void append_attributes(std::string& out, std::span<const PictureColumn> columns,
                       std::span<const PictureCell> cells) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!cells[i].known) continue;
    switch (columns[i].type) {
      case PictureColumn::Type::text:
        append_attribute(out, columns[i].name, cells[i].text());
        break;
      case PictureColumn::Type::real:
        append_attribute(out, columns[i].name, fmt::format("{}", cells[i].real));
        break;
      case PictureColumn::Type::integer:
        append_attribute(out, columns[i].name, fmt::format("{}", cells[i].integer));
        break;
    }
  }
}

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const Picture picture(slice, options.view, options.aggregate.value_or(false), options.layout, std::nullopt);
  TextSink sink(stream);
  sink.text() +=
      "digraph ekg {\nnode [shape=ellipse, style=filled, fontname=\"sans-serif\"];\nedge "
      "[fontname=\"sans-serif\"];\n";
  picture.for_each_vertex([&](const PictureVertex& vertex) {
    std::string& out = sink.text();
    append_quoted(out, vertex.id);
    out += " [label=";
    append_quoted(out, vertex.label);
    append_attribute(out, "fillcolor", hexadecimal(vertex.colour));
    if (vertex.position)
      append_attribute(out, "pos",
                       fmt::format("{:.2f},{:.2f}", (*vertex.position)[0], (*vertex.position)[1]));
    append_attributes(out, picture.vertex_columns(), vertex.cells);
    out += "];\n";
    sink.settle();
  });
  picture.for_each_edge([&](const PictureEdge& edge) {
    std::string& out = sink.text();
    append_quoted(out, picture.vertex_id(edge.source));
    out += " -> ";
    append_quoted(out, picture.vertex_id(edge.target));
    out += " [label=";
    append_quoted(out, edge.kind);
    append_attribute(out, "id", edge.id);
    append_attribute(out, "color", hexadecimal(edge.colour));
    append_attribute(out, "weight", fmt::format("{}", edge.weight));
    append_attributes(out, picture.edge_columns(), edge.cells);
    out += "];\n";
    sink.settle();
  });
  sink.text() += "}\n";
  sink.flush();
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".dot", ".gv"};

}  // namespace

extern const Writer dot_writer = {
    "dot", "Graphviz DOT", suffixes, write, {.view = true, .aggregate = true, .layout = true}};

}  // namespace ekg
