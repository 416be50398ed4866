// The elements JSON of Cytoscape.js, which Cytoscape opens too. Ids of nodes and edges share one space there,
// so edges have the prefix "edge:".

#include "export/picture_json.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const Picture picture(slice, options.view, options.aggregate.value_or(false), options.layout, std::nullopt);
  TextSink sink(stream);
  sink.text() += R"({"data":{"name":"ekg"},"elements":{"nodes":[)";
  bool empty = true;
  const auto next_line = [&] {
    sink.settle();
    sink.text() += empty ? "\n" : ",\n";
    empty = false;
  };
  picture.for_each_vertex([&](const PictureVertex& vertex) {
    next_line();
    JsonText json(sink.text());
    json.open_object().key("data").open_object().member("id", vertex.id).member("label", vertex.label);
    json.member("color", hexadecimal(vertex.colour)).key("size").number(vertex.size);
    append_cells(json, picture.vertex_columns(), vertex.cells);
    json.close_object();
    if (vertex.position) {
      json.key("position")
          .open_object()
          .key("x")
          .number((*vertex.position)[0])
          .key("y")
          .number((*vertex.position)[1]);
      json.close_object();
    }
    json.close_object();
  });
  sink.text() += "],\n\"edges\":[";
  empty = true;
  picture.for_each_edge([&](const PictureEdge& edge) {
    next_line();
    JsonText json(sink.text());
    json.open_object().key("data").open_object().member("id", "edge:" + edge.id);
    json.member("source", picture.vertex_id(edge.source)).member("target", picture.vertex_id(edge.target));
    json.member("label", edge.kind)
        .member("color", hexadecimal(edge.colour))
        .key("weight")
        .integer(edge.weight);
    append_cells(json, picture.edge_columns(), edge.cells);
    json.close_object().close_object();
  });
  sink.text() += "]}}\n";
  sink.flush();
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".cyjs", ".cytoscape.json"};

}  // namespace

extern const Writer cytoscape_writer = {"cytoscape",
                                        "Cytoscape.js and Cytoscape elements JSON",
                                        suffixes,
                                        write,
                                        {.view = true, .aggregate = true, .layout = true}};

}  // namespace ekg
