#include "ingest/coded/row_scan.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <utility>

#include "graph/parallel.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace ekg {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 17;   // that stay in a processor's cache
constexpr std::size_t usual_overlap = 1 << 12;              // for the end of a block's last row
constexpr std::size_t window_bytes = std::size_t{1} << 10;  // that are searched for ends of cells at once
constexpr std::size_t most_cells = 64;                      // of an ordinary row
constexpr std::size_t step_bytes = FileText::padding_bytes;

// What 64 bytes are, a bit for each that is a tab or a line feed.
struct Marks {
  std::uint64_t ends = 0;
  unsigned count = 0;    // of these
  bool unusual = false;  // NUL or no ASCII is among them
};

Marks marks_of(const char* bytes) {
  Marks marks;
#ifdef __SSE2__
  const __m128i tab = _mm_set1_epi8('\t'), line = _mm_set1_epi8('\n');
  const __m128i zero = _mm_setzero_si128();
  __m128i unusual = zero, counts = zero;
  for (unsigned i = 0; i < 4; ++i) {
    const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i));
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(part, tab), _mm_cmpeq_epi8(part, line));
    counts = _mm_sub_epi8(counts, found);  // what is found is -1
    // As signed numbers all but 1 to 127 are less than 1.
    unusual = _mm_or_si128(unusual, _mm_cmplt_epi8(part, _mm_set1_epi8(1)));
    marks.ends |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found))) << 16 * i;
  }
  counts = _mm_sad_epu8(counts, zero);
  marks.count = static_cast<unsigned>(_mm_cvtsi128_si32(counts) + _mm_extract_epi16(counts, 4));
  marks.unusual = _mm_movemask_epi8(unusual) != 0;
#else
  for (unsigned i = 0; i < step_bytes; ++i) {
    marks.ends |= static_cast<std::uint64_t>(bytes[i] == '\t' || bytes[i] == '\n') << i;
    marks.unusual = marks.unusual || static_cast<signed char>(bytes[i]) < 1;
  }
  marks.count = static_cast<unsigned>(std::popcount(marks.ends));
#endif
  return marks;
}

bool is_clean(std::string_view text) {
  return std::memchr(text.data(), '\0', text.size()) == nullptr &&
         simdjson::validate_utf8(text.data(), text.size());
}

class Scanner {
 public:
  Scanner(const FileText& file, std::uint64_t base, RowLane& lane, RowPiles& piles, std::size_t width,
          bool own_ids)
      : file_(file), base_(base), lane_(lane), piles_(piles), width_(width), own_ids_(own_ids) {}

  // The rows that begin in [first, last) of the file.
  void scan(std::uint64_t first, std::uint64_t last, ScannedBlock& out) {
    // A row begins behind a line feed.
    const std::uint64_t from = first == 0 ? 0 : first - 1;
    std::string_view text;
    std::size_t end = std::string_view::npos;
    for (std::size_t more = usual_overlap;; more *= 2) {
      const auto count = static_cast<std::size_t>(last - from) + more;
      text = file_.read(from, count, text_room_);
      end = text.find('\n', static_cast<std::size_t>(last - 1 - from));
      if (end != std::string_view::npos || text.size() < count) break;
    }
    end = end == std::string_view::npos ? text.size() : end + 1;
    std::size_t begin = 0;
    if (first != 0) {
      begin = text.find('\n') + 1;
      if (begin == 0 || begin >= last - from) return;
    } else if (text.starts_with(byte_order_mark)) {
      begin = byte_order_mark.size();
    }
    text_ = text, base_of_text_ = base_ + from, out_ = &out;
    scan_lines(begin, end);
  }

 private:
  // [first, last): whole lines.
  void scan_lines(std::size_t first, std::size_t last) {
    row_ = first;
    std::size_t cell = first;  // where it begins
    std::size_t count = 0;     // of cells that have ended
    bool row_is_unusual = false;
    const auto end_cell = [&](std::size_t end) {
      cells_[count] = {text_.data() + cell, end - cell};
      count += static_cast<std::size_t>(count < most_cells);
      cell = end + 1;
    };
    for (std::size_t window = first; window < last; window += window_bytes) {
      const bool unusual = find_ends(window, std::min(last, window + window_bytes));
      row_is_unusual = row_is_unusual || unusual;
      for (std::size_t i = 0; i < end_count_; ++i) {
        const std::size_t end = ends_[i];
        end_cell(end);
        if (text_[end] != '\n') continue;
        end_row(end, count, row_is_unusual);
        row_is_unusual = unusual;
        count = 0;
      }
    }
    if (row_ < last) {  // the last line of all may have no end
      end_cell(last);
      end_row(last, count, row_is_unusual);
    }
    flush();
  }
  // First all of them, for whether there is one more in 64 bytes cannot be foreseen by a processor, and where
  // a row ends it can. Is one of the bytes unusual?
  bool find_ends(std::size_t first, std::size_t last) {
    constexpr unsigned at_once = 8;
    bool unusual = false;
    std::uint32_t* to = ends_.data();
    for (std::size_t at = first; at < last; at += step_bytes) {
      Marks marks = marks_of(text_.data() + at);
      std::uint64_t& ends = marks.ends;
      if (last - at < step_bytes) {
        ends &= (std::uint64_t{1} << (last - at)) - 1;
        marks.count = static_cast<unsigned>(std::popcount(ends));
      }
      unusual = unusual || marks.unusual;
      std::uint32_t* const next = to + marks.count;
      do {
        for (unsigned i = 0; i < at_once; ++i, ends &= ends - 1)
          to[i] = static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(ends));
        to += at_once;
      } while (ends != 0);
      to = next;
    }
    end_count_ = static_cast<std::size_t>(to - ends_.data());
    return unusual;
  }
  // Of `count` cells.
  void end_row(const std::size_t end_of_line, std::size_t count, bool unusual) {
    std::size_t end = end_of_line;
    while (end > row_ && text_[end - 1] == '\r') {
      --end;
      if (count < most_cells) cells_[count - 1].remove_suffix(1);  // else no cell ends here
    }
    if (end > row_) {
      if (count == width_ && (!unusual || is_clean(text_.substr(row_, end - row_))) &&
          lane_.read({cells_.data(), count}, base_of_text_ + row_, rows_[row_count_])) {
        if (++row_count_ == rows_.size()) flush();
      } else {
        out_->odd.push_back({out_->lines, std::string(text_.substr(row_, end - row_))});
      }
    }
    row_ = end_of_line + 1;
    ++out_->lines;
  }
  // Several rows at once, for a row that was written just now cannot be copied at once.
  void flush() {
    const std::span<EventRow> rows(rows_.data(), std::exchange(row_count_, 0));
    lane_.complete(rows);
    for (const EventRow& row : rows) {
      if (own_ids_) {
        if (out_->rows == 0)
          out_->first_id = row.id;
        else
          out_->ids_ascend = out_->ids_ascend && id_comes_before(out_->last_id, row.id);
        out_->last_id = row.id;
      }
      ++out_->rows;
      piles_.add(row);
    }
  }

  const FileText& file_;
  const std::uint64_t base_;
  RowLane& lane_;
  RowPiles& piles_;
  const std::size_t width_;
  const bool own_ids_;
  TextRoom text_room_;
  std::string_view text_;
  std::uint64_t base_of_text_ = 0;
  ScannedBlock* out_ = nullptr;
  std::size_t row_ = 0;  // where it begins
  std::array<std::uint32_t, window_bytes + step_bytes>
      ends_;  // of the window's cells, and what they overwrite
  std::size_t end_count_ = 0;
  std::array<std::string_view, most_cells + 1> cells_;
  std::array<EventRow, 64> rows_;
  std::size_t row_count_ = 0;
};

}  // namespace

std::size_t width_among(const FileText& text, std::span<const std::size_t> widths) {
  if (widths.size() == 1) return widths.front();
  TextRoom room;
  std::string_view head;
  for (std::size_t bytes = block_bytes; bytes <= most_head_bytes; bytes *= 2) {
    head = text.read(0, bytes, room);
    if (head.size() < bytes || std::ranges::count(head, '\n') > 10) break;
  }
  return width_among(without_byte_order_mark(head), widths);
}

bool id_comes_before(std::uint64_t a, std::uint64_t b) {
  // Behind the digits of an id all bits are zero.
  const auto digits = [](std::uint64_t id) { return (64 - std::countr_zero(id) + 3) / 4; };
  return digits(a) != digits(b) ? digits(a) < digits(b) : a < b;
}

std::vector<ScannedBlock> scan_rows(const FileText& file, std::uint64_t base,
                                    std::span<const std::unique_ptr<RowLane>> lanes,
                                    std::span<RowPiles> piles, std::size_t width, bool own_ids) {
  std::vector<ScannedBlock> blocks((file.size() + block_bytes - 1) / block_bytes);
  std::atomic<std::size_t> next = 0;
  const auto threads = static_cast<unsigned>(std::min(lanes.size(), std::max<std::size_t>(1, blocks.size())));
  on_threads(threads, [&](unsigned t) {
    Scanner scanner(file, base, *lanes[t], piles[t], width, own_ids);
    for (std::size_t b = next++; b < blocks.size(); b = next++)
      scanner.scan(b * block_bytes, std::min<std::uint64_t>((b + 1) * block_bytes, file.size()), blocks[b]);
  });
  return blocks;
}

}  // namespace ekg
