// A graph as a file of columns that is mapped, not read: a large graph opens in milliseconds, and a query
// touches what it asks for. A cache and nothing else: of one machine's byte order, of one version of this
// program, thrown away rather than trusted.
//
// Layout: a head (magic and version, revision, sizes, a checksum of head and table), a table of sections
// (offset, bytes, checksum), the sections, each at a multiple of 64 bytes. Checksums are XXH3 (64 bits).
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "graph/event_graph.hpp"

namespace ekg {

class GraphSnapshot {
 public:
  // Written beside its place and renamed. `revision` says of what the graph is made, as the one who opens it
  // will ask. False when it cannot be written; then nothing is left behind. O(graph). REQUIRES: not a graph
  // that open() gave, nor a graph of rows.
  static bool write(const EventGraph& graph, std::uint64_t revision, const std::string& path);

  // nullopt when there is none, of another revision or version, cut or damaged. Checked at once are the head,
  // the columns and the entities; the events' records and the documents when they are first asked for: when
  // they are damaged the file is removed and InputError thrown. The graph keeps the file mapped; it may be
  // replaced or removed meanwhile.
  static std::optional<EventGraph> open(const std::string& path, std::uint64_t revision);
};

}  // namespace ekg
