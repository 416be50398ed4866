// The CSV tables of nodes and of edges that ekg wrote.
#include <algorithm>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/drawn_graph.hpp"

namespace ekg {
namespace {

constexpr std::string_view node_columns[] = {"Id", "Label", "entity", "kind"};
constexpr std::string_view edge_columns[] = {"Source", "Target", "Type", "Id", "Label", "Weight"};

bool begins_with(std::string_view head, std::span<const std::string_view> columns) {
  const HeadLine line = first_row(head);
  return line.fields.size() >= columns.size() &&
         std::equal(columns.begin(), columns.end(), line.fields.begin());
}
bool sniff_nodes(std::string_view head) {
  return begins_with(head, node_columns) ||
         begins_with(head, std::array<std::string_view, 4>{"Id", "Label", "class", "entity"});
}
bool sniff_edges(std::string_view head) { return begins_with(head, edge_columns); }

// The apostrophe that keeps a spreadsheet from taking a text for a formula.
std::string plain(std::string_view text) {
  const std::size_t begin = text.find_first_not_of('\'');
  if (begin != text.npos && begin > 0 && std::string_view("=+-@\t\r").find(text[begin]) != text.npos)
    text.remove_prefix(1);
  return std::string(text);
}

void read_rows(std::istream& in, const ReadOptions& options, RecordSink& sink,
               const std::function<void(DrawnRow)>& use) {
  ColumnReader rows(in, ColumnFormat::comma, options.file);
  std::vector<std::string> columns;
  for (ColumnReader::Result result; (result = rows.next()) != ColumnReader::Result::end;) {
    if (result == ColumnReader::Result::bad) {
      sink.drop(rows.problem());
      continue;
    }
    const auto fields = rows.fields();
    if (columns.empty()) {
      columns.assign(fields.begin(), fields.end());
      continue;
    }
    if (fields.size() != columns.size()) {
      sink.drop({"wrong-columns", Severity::error, options.file, rows.line(), 0,
                 "a row of another width than the first", std::string(rows.row().substr(0, 40))});
      continue;
    }
    DrawnRow row;
    row.line = rows.line();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (fields[i].empty()) continue;
      if (columns[i] == "Id")
        row.id = fields[i];
      else if (columns[i] == "Label")
        row.label = plain(fields[i]);
      else if (columns[i] == "Source")
        row.source = fields[i];
      else if (columns[i] == "Target")
        row.target = fields[i];
      else
        row.cells.emplace_back(columns[i], plain(fields[i]));
    }
    use(std::move(row));
  }
}

void read_nodes(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  DrawnGraph graph(options, sink, DrawnPart::vertices);
  read_rows(in, options, sink, [&](DrawnRow row) { graph.add_vertex(std::move(row)); });
  graph.finish();
}

void read_edges(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  DrawnGraph graph(options, sink, DrawnPart::edges);
  read_rows(in, options, sink, [&](const DrawnRow& row) { graph.add_edge(row); });
  graph.finish();
}

}  // namespace

extern const Reader drawn_nodes_reader = {
    "csv-nodes", "CSV of nodes that ekg wrote", {}, sniff_nodes, read_nodes};
extern const Reader drawn_edges_reader = {
    "csv-edges", "CSV of edges that ekg wrote", {}, sniff_edges, read_edges};

}  // namespace ekg
