// The JSON of graphology, for Gephi Lite and Sigma: a directed multigraph, with x and y on every node, as
// they demand.

#include "export/picture_json.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const Picture picture(slice, options.view, options.aggregate.value_or(false), true, std::nullopt);
  TextSink sink(stream);
  sink.text() +=
      R"({"options":{"type":"directed","multi":true,"allowSelfLoops":true},"attributes":{"name":"ekg"},)";
  sink.text() += "\n\"nodes\":[";
  bool empty = true;
  const auto next_line = [&] {
    sink.settle();
    sink.text() += empty ? "\n" : ",\n";
    empty = false;
  };
  picture.for_each_vertex([&](const PictureVertex& vertex) {
    next_line();
    JsonText json(sink.text());
    json.open_object().member("key", vertex.id).key("attributes").open_object().member("label", vertex.label);
    json.key("x")
        .number((*vertex.position)[0])
        .key("y")
        .number((*vertex.position)[1])
        .key("size")
        .number(vertex.size);
    json.member("color", hexadecimal(vertex.colour));
    append_cells(json, picture.vertex_columns(), vertex.cells);
    json.close_object().close_object();
  });
  sink.text() += "],\n\"edges\":[";
  empty = true;
  picture.for_each_edge([&](const PictureEdge& edge) {
    next_line();
    JsonText json(sink.text());
    json.open_object().member("key", edge.id).member("source", picture.vertex_id(edge.source));
    json.member("target", picture.vertex_id(edge.target))
        .key("attributes")
        .open_object()
        .member("label", edge.kind);
    json.key("weight").integer(edge.weight).member("color", hexadecimal(edge.colour));
    append_cells(json, picture.edge_columns(), edge.cells);
    json.close_object().close_object();
  });
  sink.text() += "]}\n";
  sink.flush();
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".graphology.json"};

}  // namespace

extern const Writer graphology_writer = {"graphology",
                                         "graphology JSON for Gephi Lite and Sigma",
                                         suffixes,
                                         write,
                                         {.view = true, .aggregate = true}};

}  // namespace ekg
