// The rows of a text through the fast lanes of its reader, a block of the text a thread at a time.
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "graph/row_graph.hpp"
#include "ingest/coded/file_text.hpp"
#include "ingest/coded/row_lane.hpp"

namespace ekg {

// A stretch of a text, from the beginning of a line to the beginning of another.
struct ScannedBlock {
  std::size_t lane = 0;  // whose numbers the rows have
  std::uint64_t lines = 0;
  std::vector<EventRow> rows;  // EventRow::at(): where the row begins in the text, from `base` on
  struct Odd {
    std::uint64_t line;  // of the block, from 0
    std::string_view row;
  };
  std::vector<Odd> odd;  // not ordinary
};

// Empty lines and a byte order mark are passed over. Blocks are in the order of the text; which lane read
// which is chance. One lane a thread.
std::vector<ScannedBlock> scan_rows(const FileText& text, std::uint64_t base,
                                    std::span<const std::unique_ptr<RowLane>> lanes);

// The row that begins at the front of `text`, without its end of line.
std::string_view first_line_of(std::string_view text);

}  // namespace ekg
