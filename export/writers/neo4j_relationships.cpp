// CSV for `neo4j-admin database import`: the relationships, with the header that it asks for; their types are
// the kinds in capitals.
#include <fmt/format.h>

#include "export/csv.hpp"
#include "export/neo4j.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const Picture picture(slice, options.view, options.aggregate.value_or(false), false, std::nullopt);
  TextSink sink(stream);
  append_neo4j_header(sink.text(), ":START_ID,:END_ID,:TYPE,id,weight:long", picture.edge_columns());
  picture.for_each_edge([&](const PictureEdge& edge) {
    append_csv_row(sink.text(),
                   {picture.vertex_id(edge.source), picture.vertex_id(edge.target), neo4j_type(edge.kind),
                    edge.id, fmt::format("{}", edge.weight)},
                   picture.edge_columns(), edge.cells);
    sink.settle();
  });
  sink.flush();
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".neo4j-relationships.csv"};

}  // namespace

extern const Writer neo4j_relationships_writer = {"neo4j-relationships",
                                                  "CSV table of the relationships for neo4j-admin import",
                                                  suffixes,
                                                  write,
                                                  {.view = true, .aggregate = true}};

}  // namespace ekg
