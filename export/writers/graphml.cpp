// GraphML 1.0, valid by its schema: one edge an event (or one a (source, target, type) with --aggregate).
// Names of keys are those that Gephi's importer understands; dates are plain columns, for GraphML knows no
// time.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "export/picture.hpp"
#include "export/writer.hpp"
#include "export/xml.hpp"

namespace ekg {
namespace {

constexpr std::string_view head =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
    "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
    "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";

struct Key {
  std::string_view name;
  std::string_view type;
};
constexpr Key vertex_keys[] = {
    {"label", "string"}, {"size", "double"}, {"r", "int"}, {"g", "int"}, {"b", "int"}};
constexpr Key position_keys[] = {{"x", "double"}, {"y", "double"}};
constexpr Key edge_keys[] = {
    {"label", "string"}, {"weight", "double"}, {"r", "int"}, {"g", "int"}, {"b", "int"}};

std::string_view type_name(PictureColumn::Type type) {
  switch (type) {
    case PictureColumn::Type::text:
      return "string";
    case PictureColumn::Type::real:
      return "double";
    case PictureColumn::Type::integer:
      return "int";
  }
  return "string";
}

class GraphmlText {
 public:
  explicit GraphmlText(std::ostream& stream) : xml_(stream) {}

  void write(const Picture& picture, bool positions, ProblemSink& problems) {
    xml_.raw(head);
    for (const Key& key : vertex_keys) declare("node", 'v', key.name, key.type);
    for (const Key& key : position_keys)
      if (positions) declare("node", 'v', key.name, key.type);
    for (const PictureColumn& column : picture.vertex_columns())
      declare("node", 'v', column.name, type_name(column.type));
    for (const Key& key : edge_keys) declare("edge", 'e', key.name, key.type);
    for (const PictureColumn& column : picture.edge_columns())
      declare("edge", 'e', column.name, type_name(column.type));
    vertex_tags_ = tags_of('v', picture.vertex_columns());
    edge_tags_ = tags_of('e', picture.edge_columns());
    xml_.format(
        "<graph id=\"G\" edgedefault=\"directed\" parse.nodeids=\"free\" parse.edgeids=\"free\" "
        "parse.order=\"nodesfirst\" "
        "parse.nodes=\"{}\" parse.edges=\"{}\">\n",
        picture.vertex_count(), picture.edge_count());
    picture.for_each_vertex([&](const PictureVertex& vertex) { write(vertex, picture.vertex_columns()); });
    picture.for_each_edge([&](const PictureEdge& edge) { write(edge, picture); });
    xml_.raw("</graph>\n</graphml>\n");
    xml_.flush();
    xml_.report(problems);
  }

 private:
  void declare(std::string_view what, char prefix, std::string_view name, std::string_view type) {
    xml_.format("<key id=\"{}_{}\" for=\"{}\" attr.name=\"{}\" attr.type=\"{}\"/>\n", prefix, name, what,
                name, type);
  }
  // The values of a colour, after an open <data> and the last of them left open itself; there are about ten.
  void colour(char prefix, Colour wanted, std::vector<std::pair<Colour, std::string>>& known) {
    const auto found = std::ranges::find(known, wanted, &std::pair<Colour, std::string>::first);
    if (found != known.end()) return xml_.raw(found->second);
    known.emplace_back(wanted, fmt::format("</data><data key=\"{0}_r\">{1}</data><data key=\"{0}_g\">{2}"
                                           "</data><data key=\"{0}_b\">{3}",
                                           prefix, wanted.red, wanted.green, wanted.blue));
    xml_.raw(known.back().second);
  }
  // After an open <data>, and the last value leaves its own open: so a column's tag, put together once, holds
  // the end of what was before.
  void cells(const std::vector<std::string>& tags, std::span<const PictureColumn> columns,
             std::span<const PictureCell> cells) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!cells[i].known) continue;
      xml_.raw(tags[i]);
      switch (columns[i].type) {
        case PictureColumn::Type::text:
          if (cells[i].plain)
            xml_.raw(cells[i].text());
          else
            xml_.escaped(cells[i].text());
          break;
        case PictureColumn::Type::real:
          xml_.format("{}", cells[i].real);
          break;
        case PictureColumn::Type::integer:
          xml_.integer(cells[i].integer);
          break;
      }
    }
  }
  static std::vector<std::string> tags_of(char prefix, std::span<const PictureColumn> columns) {
    std::vector<std::string> tags;
    for (const PictureColumn& column : columns)
      tags.push_back(fmt::format("</data><data key=\"{}_{}\">", prefix, column.name));
    return tags;
  }
  void write(const PictureVertex& vertex, std::span<const PictureColumn> columns) {
    xml_.format("<node id=\"{}\">", vertex.id);
    xml_.raw("<data key=\"v_label\">");
    xml_.escaped(vertex.label);
    xml_.format("</data><data key=\"v_size\">{:.2f}", vertex.size);
    colour('v', vertex.colour, vertex_colours_);
    if (vertex.position) {
      xml_.format("</data><data key=\"v_x\">{:.2f}</data><data key=\"v_y\">{:.2f}", (*vertex.position)[0],
                  (*vertex.position)[1]);
    }
    cells(vertex_tags_, columns, vertex.cells);
    xml_.raw("</data></node>\n");
  }
  void write(const PictureEdge& edge, const Picture& picture) {
    xml_.raw("<edge id=\"");
    xml_.raw(edge.id);
    xml_.raw("\" source=\"");
    xml_.raw(picture.vertex_id(edge.source));
    xml_.raw("\" target=\"");
    xml_.raw(picture.vertex_id(edge.target));
    xml_.raw("\"><data key=\"e_label\">");
    xml_.escaped(edge.kind);
    xml_.raw("</data><data key=\"e_weight\">");
    xml_.integer(edge.weight);
    colour('e', edge.colour, edge_colours_);
    cells(edge_tags_, picture.edge_columns(), edge.cells);
    xml_.raw("</data></edge>\n");
  }

  XmlText xml_;
  std::vector<std::string> vertex_tags_, edge_tags_;
  std::vector<std::pair<Colour, std::string>> vertex_colours_, edge_colours_;
};

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const Picture picture(slice, options.view, options.aggregate.value_or(false), options.layout, std::nullopt);
  GraphmlText(stream).write(picture, options.layout, problems);
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".graphml"};

}  // namespace

extern const Writer graphml_writer = {"graphml",
                                      "GraphML for Gephi, networkx, igraph, yEd, Cytoscape",
                                      suffixes,
                                      write,
                                      {.view = true, .aggregate = true, .layout = true}};

}  // namespace ekg
