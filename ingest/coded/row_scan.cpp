#include "ingest/coded/row_scan.hpp"

#include <simdjson.h>

#include <atomic>
#include <bit>
#include <cstring>

#include "graph/parallel.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace ekg {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;
constexpr std::size_t step_bytes = 64;
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
  Scanner(std::string_view text, std::uint64_t base, RowLane& lane, ScannedBlock& out)
      : text_(text), base_(base), lane_(lane), out_(out) {}

  // [first, last): whole lines. REQUIRES: step_bytes may be read behind the text.
  void scan(std::size_t first, std::size_t last) {
    clean_ = is_clean(text_.substr(first, last - first));
    row_ = cell_ = first;
    for (std::size_t at = first; at < last; at += step_bytes) {
      std::uint64_t ends = ends_in(text_.data() + at);
      if (last - at < step_bytes) ends &= (std::uint64_t{1} << (last - at)) - 1;
      for (; ends != 0; ends &= ends - 1) {
        const std::size_t end = at + static_cast<std::size_t>(std::countr_zero(ends));
        if (text_[end] == '\t') {
          cells_.emplace_back(text_.data() + cell_, end - cell_);
          cell_ = end + 1;
        } else {
          end_row(end);
          row_ = cell_ = end + 1;
        }
      }
    }
    if (row_ < last) end_row(last);  // the last line of all may have no end
    finish();
  }

 private:
  void finish() {
    lane_.finish(std::span(out_.rows).last(waiting_));
    waiting_ = 0;
  }
  void end_row(std::size_t end) {
    const std::size_t cr = end > row_ && text_[end - 1] == '\r' ? 1 : 0;
    const std::string_view row = text_.substr(row_, end - cr - row_);
    if (!row.empty()) {
      cells_.emplace_back(text_.data() + cell_, end - cr - cell_);
      EventRow facts;
      if ((clean_ || is_clean(row)) && lane_.read(cells_, base_ + row_, facts)) {
        out_.rows.push_back(facts);
        if (++waiting_ == RowLane::batch) finish();
      } else {
        out_.odd.push_back({out_.lines, row});
      }
    }
    cells_.clear();
    ++out_.lines;
  }

  const std::string_view text_;
  const std::uint64_t base_;
  RowLane& lane_;
  ScannedBlock& out_;
  bool clean_ = false;
  std::size_t waiting_ = 0;         // rows without an id
  std::size_t row_ = 0, cell_ = 0;  // where they begin
  std::vector<std::string_view> cells_;
};

}  // namespace

std::vector<ScannedBlock> scan_rows(const FileText& file, std::uint64_t base,
                                    std::span<const std::unique_ptr<RowLane>> lanes) {
  const std::string_view text = file.bytes();
  const std::size_t start = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  std::vector<std::size_t> edges(1, start);
  while (edges.back() < text.size()) {
    const std::size_t near = std::min(edges.back() + block_bytes, text.size());
    const std::size_t end = text.find('\n', near - 1);
    edges.push_back(end == std::string_view::npos ? text.size() : end + 1);
  }
  std::vector<ScannedBlock> blocks(edges.size() - 1);
  std::atomic<std::size_t> next = 0;
  const auto threads = static_cast<unsigned>(std::min(lanes.size(), std::max<std::size_t>(1, blocks.size())));
  on_threads(threads, [&](unsigned t) {
    std::size_t usual = 0;  // rows of a block
    for (std::size_t b = next++; b < blocks.size(); b = next++) {
      ScannedBlock& block = blocks[b];
      block.lane = t;
      block.rows.reserve(usual + usual / 16);
      Scanner(text, base, *lanes[t], block).scan(edges[b], edges[b + 1]);
      usual = std::max(usual, block.rows.size());
    }
  });
  return blocks;
}

std::string_view first_line_of(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace ekg
