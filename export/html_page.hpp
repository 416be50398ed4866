// The page that `ekg view` writes: data/viewer/page.html with the graph put into it, one file that needs no
// network. Two blocks of data, deflated and in base64, so that no article can put markup into the page:
//   ekg-core     columns as JSON, all that picture, timeline and filters need (viewer/src/data.ts says its
//   form) ekg-records  the lines of the native graph JSON (documents, entities, events), read when one is
//   shown or saved
#pragma once
#include <iosfwd>
#include <span>
#include <string>

#include "export/layout.hpp"
#include "graph/event_graph.hpp"

namespace ekg {

struct PageContent {
  const EventGraph& graph;
  std::span<const EventId> events;         // those to show, ascending
  std::span<const LayoutPoint> positions;  // of each entity row of the graph; only those of parties are used
  std::string title;
};

// Writes as it goes: memory does not grow with the records. The same content gives the same bytes. Throws
// OutputError when `out` does not take it all.
void write_html_page(const PageContent& content, std::ostream& out);

}  // namespace ekg
