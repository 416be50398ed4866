// CSV for Gephi's spreadsheet import and for any other table: the nodes. RFC 4180 with line feeds. A text
// that a spreadsheet would take for a formula gets an apostrophe in front.

#include "export/csv.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const Picture picture(slice, options.view, options.aggregate.value_or(false), false, std::nullopt);
  TextSink sink(stream);
  append_csv_row(sink.text(), {"Id", "Label"}, picture.vertex_columns());
  picture.for_each_vertex([&](const PictureVertex& vertex) {
    append_csv_row(sink.text(), {vertex.id, vertex.label}, picture.vertex_columns(), vertex.cells);
    sink.settle();
  });
  sink.flush();
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".nodes.csv"};

}  // namespace

extern const Writer csv_nodes_writer = {
    "csv-nodes", "CSV table of the nodes (Gephi spreadsheet)", suffixes, write, {.view = true}};

}  // namespace ekg
