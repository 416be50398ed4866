// The native graph JSON (docs/graph-json.md): lossless, canonical, one object a line.
#include "export/record_json.hpp"
#include "export/slice_contents.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

class LineList {
 public:
  LineList(TextSink& sink, std::string_view name) : sink_(sink) {
    sink_.text().append("\"").append(name).append("\":[");
  }
  template <class Row>
  void add(const Row& row) {
    sink_.text() += empty_ ? "\n" : ",\n";
    append_json(sink_.text(), row);
    sink_.settle();
    empty_ = false;
  }
  void close() { sink_.text() += empty_ ? "]" : "\n]"; }

 private:
  TextSink& sink_;
  bool empty_ = true;
};

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions&, ProblemSink&) {
  const EventGraph& graph = slice.graph();
  const SliceContents contents(slice);
  TextSink sink(stream);
  sink.text() += "{\"format\":\"ekg\",\"version\":1,\n";
  LineList documents(sink, "documents");
  for (DocumentId row = 0; row < graph.document_count(); ++row)
    if (contents.documents[row]) documents.add(graph.document(row));
  documents.close();
  sink.text() += ",\n";
  LineList entities(sink, "entities");
  for (EntityId row = 0; row < graph.entity_count(); ++row)
    if (contents.entities[row]) entities.add(graph.entity(row));
  entities.close();
  sink.text() += ",\n";
  LineList events(sink, "events");
  EventRecord record;
  for (const EventId row : graph.events_by_id()) {
    if (!slice.contains(row)) continue;
    graph.read_record(row, record);
    events.add(record);
  }
  events.close();
  sink.text() += "}\n";
  sink.flush();
}

constexpr std::string_view suffixes[] = {".json"};

}  // namespace

extern const Writer json_writer = {"json", "the native graph JSON: lossless, canonical, made for diff",
                                   suffixes, write};

}  // namespace ekg
