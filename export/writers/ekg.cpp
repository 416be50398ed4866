// A store (graph/store/store.hpp) that holds the graph as rows, as the native JSON does. Made in memory: a
// stream cannot be written in the middle.
#include "export/slice_contents.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"
#include "graph/event_graph_builder.hpp"
#include "graph/store/store.hpp"

namespace ekg {
namespace {

template <class Use>
void each_row(const TimeSlice& slice, Use use) {
  const EventGraph& graph = slice.graph();
  const SliceContents contents(slice);
  for (DocumentId row = 0; row < graph.document_count(); ++row)
    if (contents.documents[row]) use(graph.document(row));
  for (EntityId row = 0; row < graph.entity_count(); ++row)
    if (contents.entities[row]) use(graph.entity(row));
  EventRecord record;
  for (const EventId row : graph.events_by_id()) {
    if (!slice.contains(row)) continue;
    graph.read_record(row, record);
    use(record);
  }
}

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions&, ProblemSink& problems) {
  Store store("the new store", Store::Access::memory);
  store.begin();
  each_row(slice, [&](const auto& row) {
    if constexpr (std::is_same_v<decltype(row), const Document&>)
      store.add(row, DocumentOrigin::row);
    else
      store.add(row);
  });
  if (slice.unbounded()) {
    store.put_graph(slice.graph());
  } else {
    EventGraphBuilder part;
    each_row(slice, [&](const auto& row) { part.add(row); });
    store.put_graph(part.freeze(problems));
  }
  store.commit();
  TextSink sink(stream);
  sink.text() = store.serialized();
  sink.flush();
}

constexpr std::string_view suffixes[] = {".ekg"};

}  // namespace

extern const Writer ekg_writer = {"ekg", "the store, an SQLite file: ekg add, remove and merge change it",
                                  suffixes, write};

}  // namespace ekg
