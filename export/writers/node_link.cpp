// The node-link JSON of networkx: node_link_graph(data) from 3.6 on, which calls the edges "edges"; before,
// the call says so (docs/formats/written.md). Always a directed multigraph; an edge's key is its id.

#include "export/picture_json.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const Picture picture(slice, options.view, options.aggregate.value_or(false), options.layout, std::nullopt);
  TextSink sink(stream);
  sink.text() += R"({"directed":true,"multigraph":true,"graph":{},"nodes":[)";
  bool empty = true;
  const auto next_line = [&] {
    sink.settle();
    sink.text() += empty ? "\n" : ",\n";
    empty = false;
  };
  picture.for_each_vertex([&](const PictureVertex& vertex) {
    next_line();
    JsonText json(sink.text());
    json.open_object()
        .member("id", vertex.id)
        .member("label", vertex.label)
        .member("color", hexadecimal(vertex.colour));
    if (vertex.position) json.key("x").number((*vertex.position)[0]).key("y").number((*vertex.position)[1]);
    append_cells(json, picture.vertex_columns(), vertex.cells);
    json.close_object();
  });
  sink.text() += "],\n\"edges\":[";
  empty = true;
  picture.for_each_edge([&](const PictureEdge& edge) {
    next_line();
    JsonText json(sink.text());
    json.open_object()
        .plain_key("source")
        .plain_text(picture.vertex_id(edge.source))
        .plain_key("target")
        .plain_text(picture.vertex_id(edge.target))
        .plain_key("key")
        .plain_text(edge.id);
    json.plain_key("label").text(edge.kind).plain_key("weight").integer(edge.weight);
    append_cells(json, picture.edge_columns(), edge.cells);
    json.close_object();
  });
  sink.text() += "]}\n";
  sink.flush();
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".nodelink.json"};

}  // namespace

extern const Writer node_link_writer = {"node-link",
                                        "networkx node-link JSON",
                                        suffixes,
                                        write,
                                        {.view = true, .aggregate = true, .layout = true}};

}  // namespace ekg
