#include "ingest/coded/row_scan.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>

#include "graph/parallel.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace ekg {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 18;  // that stay in a processor's cache
constexpr std::size_t usual_overlap = 1 << 12;             // for the end of a block's last row
constexpr std::size_t most_cells = 64;                     // of an ordinary row
constexpr std::size_t step_bytes = FileText::padding_bytes;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

// A bit for each of 64 bytes that is a tab or a line feed.
std::uint64_t ends_in(const char* bytes) {
#ifdef __SSE2__
  const __m128i tab = _mm_set1_epi8('\t'), line = _mm_set1_epi8('\n');
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i));
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(part, tab), _mm_cmpeq_epi8(part, line));
    bits |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found))) << 16 * i;
  }
  return bits;
#else
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < step_bytes; ++i)
    bits |= static_cast<std::uint64_t>(bytes[i] == '\t' || bytes[i] == '\n') << i;
  return bits;
#endif
}

bool is_clean(std::string_view text) {
  return std::memchr(text.data(), '\0', text.size()) == nullptr &&
         simdjson::validate_utf8(text.data(), text.size());
}

class Scanner {
 public:
  Scanner(const FileText& file, std::uint64_t base, RowLane& lane, std::size_t lane_number, RowRoom& room)
      : file_(file), base_(base), lane_(lane), lane_number_(lane_number), room_(room) {}

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
    out.rows = {room_.keep({rows_.data(), count_}), lane_number_};
    count_ = 0;
  }

 private:
  // [first, last): whole lines.
  void scan_lines(std::size_t first, std::size_t last) {
    clean_ = is_clean(text_.substr(first, last - first));
    row_ = cell_ = first;
    for (std::size_t at = first; at < last; at += step_bytes) {
      std::uint64_t ends = ends_in(text_.data() + at);
      if (last - at < step_bytes) ends &= (std::uint64_t{1} << (last - at)) - 1;
      for (; ends != 0; ends &= ends - 1) {
        const std::size_t end = at + static_cast<std::size_t>(std::countr_zero(ends));
        if (text_[end] == '\t') {
          end_cell(end);
          cell_ = end + 1;
        } else {
          end_row(end);
          row_ = cell_ = end + 1;
        }
      }
    }
    if (row_ < last) end_row(last);  // the last line of all may have no end
    lane_.finish();
  }
  void end_cell(std::size_t end) {
    cells_[cell_count_] = {text_.data() + cell_, end - cell_};
    cell_count_ += static_cast<std::size_t>(cell_count_ < most_cells);
  }
  void end_row(std::size_t end) {
    const std::size_t cr = end > row_ && text_[end - 1] == '\r' ? 1 : 0;
    const std::string_view row = text_.substr(row_, end - cr - row_);
    if (!row.empty()) {
      end_cell(end - cr);
      if (count_ == rows_.size()) {
        lane_.finish();  // rows may move now
        rows_.resize(std::max<std::size_t>(1 << 10, rows_.size() * 2));
      }
      if (cell_count_ < most_cells && (clean_ || is_clean(row)) &&
          lane_.read({cells_.data(), cell_count_}, base_of_text_ + row_, rows_[count_]))
        ++count_;
      else
        out_->odd.push_back({out_->lines, std::string(row)});
    }
    cell_count_ = 0;
    ++out_->lines;
  }

  const FileText& file_;
  const std::uint64_t base_;
  RowLane& lane_;
  const std::size_t lane_number_;
  RowRoom& room_;
  TextRoom text_room_;
  std::vector<EventRow> rows_;  // of the block, the first count_
  std::size_t count_ = 0;
  std::string_view text_;
  std::uint64_t base_of_text_ = 0;
  ScannedBlock* out_ = nullptr;
  bool clean_ = false;
  std::size_t row_ = 0, cell_ = 0;  // where they begin
  std::array<std::string_view, most_cells + 1> cells_;
  std::size_t cell_count_ = 0;
};

}  // namespace

std::vector<ScannedBlock> scan_rows(const FileText& file, std::uint64_t base,
                                    std::span<const std::unique_ptr<RowLane>> lanes,
                                    std::span<RowRoom> room) {
  std::vector<ScannedBlock> blocks((file.size() + block_bytes - 1) / block_bytes);
  std::atomic<std::size_t> next = 0;
  const auto threads = static_cast<unsigned>(std::min(lanes.size(), std::max<std::size_t>(1, blocks.size())));
  on_threads(threads, [&](unsigned t) {
    Scanner scanner(file, base, *lanes[t], t, room[t]);
    for (std::size_t b = next++; b < blocks.size(); b = next++)
      scanner.scan(b * block_bytes, std::min<std::uint64_t>((b + 1) * block_bytes, file.size()), blocks[b]);
  });
  return blocks;
}

}  // namespace ekg
