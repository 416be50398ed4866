// A Cypher script that creates nodes and relationships: labels Entity, Event and Document, relationship types
// from the kinds in capitals.
#include <fmt/format.h>
#include <iterator>

#include "export/neo4j.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

// In single quotes; whatever could end or change the literal is escaped.
void append_literal(std::string& out, std::string_view text) {
  out.push_back('\'');
  for (const char c : text) {
    switch (c) {
      case '\'':
        out += "\\'";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        else
          out.push_back(c);
    }
  }
  out.push_back('\'');
}

void append_properties(std::string& out, std::span<const PictureColumn> columns,
                       std::span<const PictureCell> cells) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!cells[i].known) continue;
    fmt::format_to(std::back_inserter(out), ", {}: ", columns[i].name);
    switch (columns[i].type) {
      case PictureColumn::Type::text:
        append_literal(out, cells[i].text());
        break;
      case PictureColumn::Type::real:
        fmt::format_to(std::back_inserter(out), "{}", cells[i].real);
        break;
      case PictureColumn::Type::integer:
        fmt::format_to(std::back_inserter(out), "{}", cells[i].integer);
        break;
    }
  }
}

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const Picture picture(slice, options.view, options.aggregate.value_or(false), false, std::nullopt);
  TextSink sink(stream);
  std::string& out = sink.text();
  out += "CREATE INDEX ekg_id IF NOT EXISTS FOR (n:Ekg) ON (n.id);\n";
  picture.for_each_vertex([&](const PictureVertex& vertex) {
    fmt::format_to(std::back_inserter(out), "CREATE (:Ekg:{} {{id: ", neo4j_label(picture, vertex));
    append_literal(out, vertex.id);
    out += ", name: ";
    append_literal(out, vertex.label);
    append_properties(out, picture.vertex_columns(), vertex.cells);
    out += "});\n";
    sink.settle();
  });
  picture.for_each_edge([&](const PictureEdge& edge) {
    out += "MATCH (a:Ekg {id: ";
    append_literal(out, picture.vertex_id(edge.source));
    out += "}), (b:Ekg {id: ";
    append_literal(out, picture.vertex_id(edge.target));
    fmt::format_to(std::back_inserter(out), "}}) CREATE (a)-[:`{}` {{id: ", neo4j_type(edge.kind));
    append_literal(out, edge.id);
    fmt::format_to(std::back_inserter(out), ", weight: {}", edge.weight);
    append_properties(out, picture.edge_columns(), edge.cells);
    out += "}]->(b);\n";
    sink.settle();
  });
  sink.flush();
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".cypher", ".cql"};

}  // namespace

extern const Writer cypher_writer = {
    "cypher", "Cypher script for Neo4j and Memgraph", suffixes, write, {.view = true, .aggregate = true}};

}  // namespace ekg
