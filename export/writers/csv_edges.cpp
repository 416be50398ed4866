// CSV for Gephi's spreadsheet import and for any other table: the edges. RFC 4180 with line feeds. A text
// that a spreadsheet would take for a formula gets an apostrophe in front.
#include <fmt/format.h>

#include "export/csv.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const Picture picture(slice, options.view, options.aggregate.value_or(false), false, std::nullopt);
  TextSink sink(stream);
  append_csv_row(sink.text(), {"Source", "Target", "Type", "Id", "Label", "Weight"}, picture.edge_columns());
  picture.for_each_edge([&](const PictureEdge& edge) {
    append_csv_row(sink.text(),
                   {picture.vertex_id(edge.source), picture.vertex_id(edge.target), "Directed", edge.id,
                    edge.kind, fmt::format("{}", edge.weight)},
                   picture.edge_columns(), edge.cells);
    sink.settle();
  });
  sink.flush();
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".edges.csv", ".csv"};

}  // namespace

extern const Writer csv_edges_writer = {"csv-edges",
                                        "CSV table of the edges (Gephi spreadsheet)",
                                        suffixes,
                                        write,
                                        {.view = true, .aggregate = true}};

}  // namespace ekg
