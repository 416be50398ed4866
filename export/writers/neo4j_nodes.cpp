// CSV for `neo4j-admin database import`: the nodes, with the header that it asks for. A line end within a
// text needs its --multiline-fields=true.
#include "export/csv.hpp"
#include "export/neo4j.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const Picture picture(slice, options.view, options.aggregate.value_or(false), false, std::nullopt);
  TextSink sink(stream);
  append_neo4j_header(sink.text(), "id:ID,name,:LABEL", picture.vertex_columns());
  picture.for_each_vertex([&](const PictureVertex& vertex) {
    append_csv_row(sink.text(), {vertex.id, vertex.label, std::string(neo4j_label(picture, vertex))},
                   picture.vertex_columns(), vertex.cells);
    sink.settle();
  });
  sink.flush();
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".neo4j-nodes.csv"};

}  // namespace

extern const Writer neo4j_nodes_writer = {
    "neo4j-nodes", "CSV table of the nodes for neo4j-admin import", suffixes, write, {.view = true}};

}  // namespace ekg
