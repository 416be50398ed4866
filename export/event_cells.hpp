// The columns in which pictures of a graph say all that an event or an entity is.
#pragma once
#include <span>

#include "export/picture.hpp"

namespace ekg {

// Items of a list stand apart by " | ", and who says so from the verb by the last blank ("Reuters according
// to (asserts)"): a blank of theirs before "|", or within the verb, is written as a no-break space (U+00A0).
std::span<const PictureColumn> event_columns();
// The cells look at `record`, that of `event`, which must live as long.
// REQUIRES: cells.size() >= event_columns().size().
void fill_event_cells(const EventGraph& graph, EventId event, const EventRecord& record,
                      std::span<PictureCell> cells);

// The first and the last date, as the record writes them.
void fill_time_cells(const std::optional<TimeSpan>& time, PictureCell& begin, PictureCell& end);

std::span<const PictureColumn> entity_columns();
// What an entity does in a slice, gathered in one pass over its events in their order.
struct Activity {
  std::uint32_t events = 0;
  std::optional<EventId> earliest, latest;  // of the dated: the first to begin, the first of the last to end

  // REQUIRES: called once for each event, in ascending order.
  void count(const EventGraph& graph, EventId event) {
    ++events;
    if (!graph.dated(event)) return;
    if (!earliest) earliest = event;
    if (!latest || graph.end(event) > graph.end(*latest)) latest = event;
  }
};
// REQUIRES: cells.size() >= entity_columns().size().
void fill_entity_cells(const EventGraph& graph, const Entity& entity, const Activity& activity,
                       std::span<PictureCell> cells);

std::span<const PictureColumn> document_columns();
void fill_document_cells(const Document& document, std::span<PictureCell> cells);

// Readable for the colour-blind (Okabe and Ito).
Colour colour_of(EntityKind kind);
Colour colour_of(std::optional<Quad> quad);
Colour document_colour();

}  // namespace ekg
