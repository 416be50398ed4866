// The columns in which pictures of a graph say all that an event or an entity is.
#pragma once
#include <span>

#include "export/picture.hpp"

namespace ekg {

std::span<const PictureColumn> event_columns();
// The cells look at `record`, which must live as long. REQUIRES: cells.size() >= event_columns().size().
void fill_event_cells(const EventGraph& graph, const EventRecord& record, std::span<PictureCell> cells);

// The first and the last date, as the record writes them.
void fill_time_cells(const std::optional<TimeSpan>& time, PictureCell& begin, PictureCell& end);

std::span<const PictureColumn> entity_columns();
// `events`: those of the entity in the slice. REQUIRES: cells.size() >= entity_columns().size().
void fill_entity_cells(const EventGraph& graph, const Entity& entity, const EventRange& events,
                       std::span<PictureCell> cells);

std::span<const PictureColumn> document_columns();
void fill_document_cells(const Document& document, std::span<PictureCell> cells);

// Readable for the colour-blind (Okabe and Ito).
Colour colour_of(EntityKind kind);
Colour colour_of(std::optional<Quad> quad);
Colour document_colour();

}  // namespace ekg
