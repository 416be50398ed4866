// The rows of a text through the fast lanes of its reader, a block of the text a thread at a time.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "graph/row_graph.hpp"
#include "ingest/coded/file_text.hpp"
#include "ingest/coded/row_lane.hpp"

namespace ekg {

// A stretch of a text, from the beginning of a line to the beginning of another.
struct ScannedBlock {
  std::uint64_t lines = 0;
  EventRowBlock rows;  // EventRow::at(): where the row begins in the text, from `base` on
  struct Odd {
    std::uint64_t line;  // of the block, from 0
    std::string row;
  };
  std::vector<Odd> odd;  // not ordinary
};

// Empty lines and a byte order mark are passed over. Blocks are in the order of the text; which lane read
// which is chance. One lane a thread; room[i] is lanes[i]'s, and the rows are there.
std::vector<ScannedBlock> scan_rows(const FileText& text, std::uint64_t base,
                                    std::span<const std::unique_ptr<RowLane>> lanes, std::span<RowRoom> room);

}  // namespace ekg
