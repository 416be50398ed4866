#include "ingest/coded/column_reader.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <istream>

namespace ekg {
namespace {

constexpr std::size_t first_bytes = std::size_t{1} << 16;  // grows where rows are longer
constexpr std::size_t row_limit_bytes = std::size_t{16} << 20;
constexpr const char* too_long = "a row of more than 16 MiB";

// Of several where a file was written as text twice.
std::string_view without_cr(std::string_view line) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "" to " in place; the bytes behind the shorter text are of no use any more.
std::string_view unescape(char* text, std::size_t size) {
  std::size_t to = 0;
  for (std::size_t from = 0; from < size; ++from, ++to) {
    text[to] = text[from];
    if (text[from] == '"') ++from;
  }
  return {text, to};
}

}  // namespace

char line_end_of(std::string_view head, bool quotes) {
  bool quoted = false;
  std::size_t returns = 0, feeds = 0;
  for (const char c : head) {
    if (quotes && c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) return '\n';
    if (c == '\r' && !quoted) ++returns;
    if (c == '\n') ++feeds;
  }
  // A stray quote makes it seem as if all line feeds stood inside of quotes.
  return returns > (quoted ? feeds : 0) ? '\r' : '\n';
}

ColumnFormat format_of(std::string_view first_line) {
  const std::size_t tab = first_line.find('\t');
  if (tab == std::string_view::npos) return ColumnFormat::comma;
  const bool quoted = tab >= 2 && first_line.front() == '"' && first_line[tab - 1] == '"';
  return quoted ? ColumnFormat::quoted_tab : ColumnFormat::tab;
}

ColumnReader::ColumnReader(std::istream& in, ColumnFormat format, std::string file)
    : in_(*in.rdbuf()), format_(format), file_(std::move(file)), buffer_(first_bytes) {
  while (end_ < byte_order_mark.size() && fill()) {
  }
  if (std::string_view(buffer_.data(), end_).starts_with(byte_order_mark)) begin_ = byte_order_mark.size();
  // One line end shows what all are.
  while (end_ < first_bytes && std::memchr(buffer_.data(), '\n', end_) == nullptr && fill()) {
  }
  read_as(format);
}

void ColumnReader::read_as(ColumnFormat format) {
  format_ = format;
  const auto find_line_end = [&] {
    line_end_ = line_end_of({buffer_.data() + begin_, std::min(end_, first_bytes) - begin_},
                            format_ != ColumnFormat::tab);
  };
  find_line_end();
  if (format_ == ColumnFormat::by_first_line) {
    // Of the lines that are not empty.
    std::size_t from = 0, end = 0;
    const auto line = [&] { return std::string_view(buffer_.data() + begin_ + from, end - from); };
    while (end_of_line(from, end) && without_cr(line()).empty()) from = end + 1;
    format_ = format_of(line());
    find_line_end();  // quotes that mean nothing hide none
  }
  separator_ = format_ == ColumnFormat::comma ? ',' : '\t';
}

// More bytes behind end_; what was read before begin_ makes room. False at the end.
bool ColumnReader::fill() {
  if (at_end_) return false;
  if (end_ == buffer_.size()) {
    if (begin_ > buffer_.size() / 2) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_, begin_ = 0;
    } else {
      buffer_.resize(buffer_.size() * 2);
    }
  }
  try {
    // Only what the stream has ready, so that nothing is lost when the next block is broken.
    at_end_ = in_.sgetc() == std::streambuf::traits_type::eof();
    const auto room = static_cast<std::streamsize>(buffer_.size() - end_);
    const auto got = at_end_ ? 0 : in_.sgetn(buffer_.data() + end_, std::min(room, in_.in_avail()));
    end_ += static_cast<std::size_t>(got);
  } catch (BrokenInput& broken) {
    broken_ = std::move(broken.problem);
    at_end_ = true;
  }
  return !at_end_;
}

std::string_view ColumnReader::head(std::size_t most_bytes) {
  constexpr std::ptrdiff_t lines = 10;
  const auto all = [&] { return std::string_view(buffer_.data() + begin_, end_ - begin_); };
  while (all().size() < most_bytes && std::ranges::count(all(), '\n') <= lines && fill()) {
  }
  return all().substr(0, most_bytes);
}

void ColumnReader::fail(const char* code, std::string message) {
  problem_ = {code, Severity::error, file_, line_, 0, std::move(message), excerpt_of(row_.substr(0, 200))};
  is_bad_ = true;
}

// Offset, from begin_, of the line end at or after `from`. False when the input ends before one.
bool ColumnReader::end_of_line(std::size_t from, std::size_t& end) {
  while (true) {
    const char* at = static_cast<const char*>(
        std::memchr(buffer_.data() + begin_ + from, line_end_, end_ - begin_ - from));
    if (at != nullptr) {
      end = static_cast<std::size_t>(at - (buffer_.data() + begin_));
      return true;
    }
    from = end_ - begin_;
    if (from > row_limit_bytes || !fill()) {
      end = end_ - begin_;
      return false;
    }
  }
}

// REQUIRES: no line end in the bytes that are there.
void ColumnReader::pass_over_long_row() {
  row_ = {buffer_.data() + begin_, 200};
  fail("line-too-long", too_long);
  std::size_t size = 0;
  while (!end_of_line(0, size)) {  // a buffer at a time
    begin_ = end_ = 0;
    if (!fill()) return;
  }
  begin_ += size + 1, ++next_line_;
}

bool ColumnReader::next_plain() {
  std::size_t size = 0;
  const bool whole = end_of_line(0, size);
  if (!whole && size > row_limit_bytes) {
    pass_over_long_row();
    return true;
  }
  if (!whole && (size == 0 || broken_)) return false;
  row_ = without_cr({buffer_.data() + begin_, size});
  begin_ += whole ? size + 1 : size;
  ++next_line_;
  for (std::string_view rest = row_;;) {
    const std::size_t tab = rest.find(separator_);
    fields_.push_back(rest.substr(0, tab));
    if (tab == std::string_view::npos) return true;
    rest.remove_prefix(tab + 1);
  }
}

bool ColumnReader::next_quoted() {
  // Offsets are from begin_, which fill() may move. Quoted fields are unescaped only when the row is whole,
  // so that after a stray quote the next line can be read as it is.
  struct Range {
    std::size_t begin, end;
  };
  std::vector<Range> ranges;
  const char separator = separator_, line_end = line_end_;
  std::size_t at = 0, size = 0;
  std::uint64_t lines = 1;
  const char* stray = nullptr;
  const auto more = [&] { return at < end_ - begin_ || (at < row_limit_bytes && fill()); };
  const auto byte = [&] { return buffer_[begin_ + at]; };
  if (!more()) return false;
  for (bool open = true; open && stray == nullptr;) {
    if (more() && byte() == '"') {
      const std::size_t from = ++at;
      bool escapes = false, closed = false;
      for (; more(); ++at) {
        if (byte() == line_end) ++lines;
        if (byte() != '"') continue;
        ++at;
        if (more() && byte() == '"') {
          escapes = true;
          continue;
        }
        closed = true;
        break;
      }
      if (!closed) {
        stray = "a quoted field that never ends";
        break;
      }
      quoted_.push_back({ranges.size(), escapes});
      ranges.push_back({from, at - 1});
      if (line_end == '\n' && more() && byte() == '\r') ++at;
      if (!more() || byte() == line_end)
        open = false;
      else if (byte() != separator)
        stray = "text behind the end of a quoted field";
      else
        ++at;
      continue;
    }
    const std::size_t from = at;
    while (more() && byte() != separator && byte() != line_end && byte() != '"') ++at;
    if (!more()) {
      if (at >= row_limit_bytes) stray = too_long;
      open = false;
    } else if (byte() == '"') {
      stray = "a quote inside a field that does not begin with one";
      break;
    } else {
      open = byte() == separator;
    }
    const std::size_t cr = !open && at > from && buffer_[begin_ + at - 1] == '\r' ? 1 : 0;
    ranges.push_back({from, at - cr});
    if (open) ++at;
  }
  if (stray != nullptr && broken_ && !more()) return false;
  if (stray != nullptr) {
    const bool whole = end_of_line(0, size);
    if (!whole && size > row_limit_bytes) {
      pass_over_long_row();
      return true;
    }
    row_ = without_cr({buffer_.data() + begin_, size});
    stray == too_long ? fail("line-too-long", stray) : fail("stray-quote", stray);
    begin_ += whole ? size + 1 : size;
    ++next_line_;
    return true;
  }
  const bool whole = at < end_ - begin_;
  if (!whole && broken_) return false;
  size = at;
  char* base = buffer_.data() + begin_;
  row_ = without_cr({base, size});
  for (const Range& range : ranges) fields_.emplace_back(base + range.begin, range.end - range.begin);
  begin_ += whole ? size + 1 : size;
  next_line_ += lines;
  return true;
}

ColumnReader::Result ColumnReader::next() {
  while (true) {
    fields_.clear();
    quoted_.clear();
    row_ = {};
    is_bad_ = false;
    line_ = next_line_;
    if (line_end_ == '\r' && (begin_ < end_ || fill()) && buffer_[begin_] == '\n') ++begin_;
    if (!(format_ == ColumnFormat::tab ? next_plain() : next_quoted())) {
      if (!broken_) return Result::end;
      broken_->line = line_;
      throw BrokenInput(*broken_);
    }
    if (is_bad_) return Result::bad;
    if (row_.empty()) continue;
    if (std::memchr(row_.data(), '\0', row_.size()) != nullptr) {
      fail("nul-byte", "a NUL byte: this is no text");
      return Result::bad;
    }
    if (!simdjson::validate_utf8(row_.data(), row_.size())) {
      fail("invalid-utf8", "not UTF-8; convert it, for example with iconv -f WINDOWS-1252 -t UTF-8");
      return Result::bad;
    }
    for (const Quoted& one : quoted_) {
      std::string_view& field = fields_[one.field];
      if (one.escapes) field = unescape(buffer_.data() + (field.data() - buffer_.data()), field.size());
    }
    return Result::row;
  }
}

}  // namespace ekg
