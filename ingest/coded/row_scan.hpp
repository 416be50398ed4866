// The rows of a text through the fast lanes of its reader, a block of the text a thread at a time.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "graph/event_rows.hpp"
#include "ingest/coded/file_text.hpp"
#include "ingest/coded/row_lane.hpp"

namespace ekg {

// A stretch of a text, from the beginning of a line to the beginning of another.
struct ScannedBlock {
  std::uint64_t lines = 0;
  std::size_t rows = 0;  // that are ordinary
  // Where rows have ids of their own: does each EventRow::id come before the next?
  bool ids_ascend = true;
  std::uint64_t first_id = 0, last_id = 0;
  struct Odd {
    std::uint64_t line;  // of the block, from 0
    std::string row;
  };
  std::vector<Odd> odd;  // not ordinary
};

// Of two ids of packed digits: is the first a lesser number?
bool id_comes_before(std::uint64_t a, std::uint64_t b);

// The width_among these of a text's rows, as the reader itself finds it.
std::size_t width_among(const FileText& text, std::span<const std::size_t> widths);

// Empty lines and a byte order mark are passed over; rows of another width are not ordinary. Blocks are in
// the order of the text; which lane read which is chance. One lane a thread; lanes[i]'s rows go to piles[i],
// where EventRow::at() is where they begin in the text, from `base` on.
std::vector<ScannedBlock> scan_rows(const FileText& text, std::uint64_t base,
                                    std::span<const std::unique_ptr<RowLane>> lanes,
                                    std::span<RowPiles> piles, std::size_t width, bool own_ids);

}  // namespace ekg
