// GeoJSON (RFC 7946): a point for each event and each of its places that has coordinates.
#include <fmt/format.h>

#include "export/event_cells.hpp"
#include "export/event_words.hpp"
#include "export/picture_json.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions&, ProblemSink& problems) {
  const EventGraph& graph = slice.graph();
  TextSink sink(stream);
  sink.text() += R"({"type":"FeatureCollection","features":[)";
  bool empty = true;
  std::size_t nowhere = 0;
  EventRecord record;
  std::vector<PictureCell> cells(event_columns().size());
  for (const EventId event : slice.events()) {
    graph.read_record(event, record);
    bool placed = false;
    for (const PlaceName& place : record.places) {
      const auto entity = graph.find_entity(place.id);
      const auto latitude = place.latitude ? place.latitude : graph.entity(*entity).latitude;
      const auto longitude = place.longitude ? place.longitude : graph.entity(*entity).longitude;
      if (!latitude || !longitude) continue;
      placed = true;
      for (PictureCell& cell : cells) cell.clear();
      fill_event_cells(graph, event, record, cells);
      sink.text() += empty ? "\n" : ",\n";
      empty = false;
      JsonText json(sink.text());
      json.open_object().member("type", "Feature").key("geometry").open_object().member("type", "Point");
      json.key("coordinates").open_list().number(*longitude).number(*latitude).close_list().close_object();
      json.key("properties").open_object().member("title", event_title(record)).member("place", place.name);
      append_cells(json, event_columns(), cells);
      json.close_object().close_object();
      sink.settle();
    }
    nowhere += !placed;
  }
  sink.text() += "]}\n";
  sink.flush();
  if (nowhere == 0) return;
  Problem problem;
  problem.code = "events-without-coordinates";
  problem.severity = Severity::note;
  problem.message = fmt::format("events without a place that has coordinates, left out: {}", nowhere);
  problems.report(std::move(problem));
}

constexpr std::string_view suffixes[] = {".geojson"};

}  // namespace

extern const Writer geojson_writer = {"geojson", "GeoJSON: a point for each event and place", suffixes,
                                      write};

}  // namespace ekg
