// JSON Graph Format 2: nodes are an object by id, attributes live inside `metadata` only.

#include "export/picture_json.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const Picture picture(slice, options.view, options.aggregate.value_or(false), false, std::nullopt);
  TextSink sink(stream);
  sink.text() += R"({"graph":{"directed":true,"type":"ekg","nodes":{)";
  bool empty = true;
  const auto next_line = [&] {
    sink.settle();
    sink.text() += empty ? "\n" : ",\n";
    empty = false;
  };
  picture.for_each_vertex([&](const PictureVertex& vertex) {
    next_line();
    JsonText json(sink.text());
    json.key(vertex.id).open_object().member("label", vertex.label).key("metadata").open_object();
    append_cells(json, picture.vertex_columns(), vertex.cells);
    json.close_object().close_object();
  });
  sink.text() += "},\n\"edges\":[";
  empty = true;
  picture.for_each_edge([&](const PictureEdge& edge) {
    next_line();
    JsonText json(sink.text());
    json.open_object().member("id", edge.id).member("source", picture.vertex_id(edge.source));
    json.member("target", picture.vertex_id(edge.target))
        .member("relation", edge.kind)
        .key("metadata")
        .open_object();
    json.key("weight").integer(edge.weight);
    append_cells(json, picture.edge_columns(), edge.cells);
    json.close_object().close_object();
  });
  sink.text() += "]}}\n";
  sink.flush();
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".jgf.json", ".jgf"};

}  // namespace

extern const Writer jgf_writer = {
    "jgf", "JSON Graph Format 2", suffixes, write, {.view = true, .aggregate = true}};

}  // namespace ekg
