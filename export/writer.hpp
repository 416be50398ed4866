// How a graph leaves: one Writer a format, each in its own file below export/writers/, listed in
// export/writers.def. Writers take streams, never paths; they throw OutputError when the stream fails and
// report what a format cannot hold.
#pragma once
#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "graph/problem.hpp"
#include "graph/time_slice.hpp"

namespace ekg {

// What the vertices are: entities (an edge is who acts on whom), entities and events (an edge is a role), or
// documents and entities (an edge is who reports on whom).
enum class GraphView : std::uint8_t { actors, events, documents };
std::optional<GraphView> graph_view_from(std::string_view name);

struct WriteOptions {
  GraphView view = GraphView::actors;
  // true: one edge a (source, target, type); false: one edge an event; nullopt: the format's own default,
  // which is true for GEXF and false elsewhere.
  std::optional<bool> aggregate;
  bool gexf_1_2 = false;  // for readers that know no GEXF 1.3
  // GEXF: how long a spell is shown at least. An instant would never be seen on Gephi's Timeline.
  std::chrono::seconds min_spell = std::chrono::hours(24);
  bool layout = true;  // place vertices by force; false: no positions, much faster on big graphs
  std::string title;   // of a page
};

// Of which options a format takes notice; a person who gives it another has mistaken it for something.
struct HeededOptions {
  bool view = false;
  bool aggregate = false;
  bool gexf = false;  // gexf_1_2 and min_spell
  bool layout = false;
};

struct Writer {
  std::string_view name;                       // "graphml", for --format
  std::string_view description;                // one line for a person
  std::span<const std::string_view> suffixes;  // ".graphml"; the longest that a file name ends with wins
  void (*write)(const TimeSlice& slice, std::ostream& out, const WriteOptions& options,
                ProblemSink& problems);
  HeededOptions heeds = {};
};

// In the order of writers.def.
std::span<const Writer* const> writers();
const Writer* find_writer(std::string_view name);
// By the file's name without regard to case, ".gz" and ".zst" taken off; null when no suffix is known.
const Writer* writer_for_file(std::string_view file_name);

}  // namespace ekg
