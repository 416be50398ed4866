#include "ingest/coded/file_text.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <istream>
#include <new>
#include <utility>

#include "graph/problem.hpp"
#include "ingest/input_stream.hpp"

namespace ekg {
namespace {

constexpr std::size_t first_bytes = std::size_t{1} << 20;
constexpr std::size_t usual_line_bytes = 512;
constexpr std::size_t least_mapped_bytes = std::size_t{1} << 16;
constexpr std::size_t window_bytes = std::size_t{1}
                                     << 23;  // so that what was read counts no longer as memory

// The size of a plain file that is not packed; 0: it is none.
std::uint64_t plain_bytes(int fd) {
  struct stat facts {};
  char head[4] = {};
  if (::fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) return 0;
  const ssize_t got = ::pread(fd, head, sizeof head, 0);
  if (got <= 0 || is_packed({head, static_cast<std::size_t>(got)})) return 0;
  return static_cast<std::uint64_t>(facts.st_size);
}

}  // namespace

char* TextRoom::of(std::size_t bytes) {
  if (bytes > bytes_) {
    data_ = std::make_unique_for_overwrite<char[]>(bytes);
    bytes_ = bytes;
  }
  return data_.get();
}

TextRoom::~TextRoom() { unmap(); }

void TextRoom::unmap() {
  if (window_ != nullptr) ::munmap(window_, window_bytes_);
  window_ = nullptr;
}

const char* TextRoom::mapped([[maybe_unused]] int fd, [[maybe_unused]] std::uint64_t at,
                             [[maybe_unused]] std::size_t count) {
#ifdef MADV_POPULATE_READ
  static const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  const std::uint64_t first = at / page * page;
  const auto bytes = static_cast<std::size_t>(at + count - first);
  if (window_ == nullptr || window_of_ != fd || first < window_at_ ||
      first + bytes > window_at_ + window_bytes_) {
    unmap();
    window_bytes_ = std::max(window_bytes, bytes);
    void* const window = ::mmap(nullptr, window_bytes_, PROT_READ, MAP_SHARED, fd, static_cast<off_t>(first));
    if (window == MAP_FAILED) return nullptr;
    window_ = static_cast<char*>(window), window_of_ = fd, window_at_ = first;
  }
  char* const from = window_ + (first - window_at_);
  return ::madvise(from, bytes, MADV_POPULATE_READ) == 0 ? from + (at - first) : nullptr;
#else
  return nullptr;
#endif
}

FileText::FileText(FileText&& other) noexcept
    : path_(std::move(other.path_)),
      fd_(std::exchange(other.fd_, -1)),
      data_(std::move(other.data_)),
      size_(other.size_) {}

FileText::~FileText() {
  if (fd_ >= 0) ::close(fd_);
}

FileText FileText::open(const std::string& path, bool stay_open) {
  FileText out(path);
  if (stay_open) {
    out.fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (out.fd_ >= 0) {
      out.size_ = plain_bytes(out.fd_);
      if (out.size_ > 0) return out;
      ::close(out.fd_);
      out.fd_ = -1;
    }
  }
  out.unpack();
  return out;
}

void FileText::unpack() {
  InputStream in(path_);
  std::uint64_t capacity = 0;
  const auto resize = [&](std::uint64_t bytes) {
    char* data = static_cast<char*>(std::realloc(data_.get(), bytes));
    if (data == nullptr) throw std::bad_alloc();
    (void)data_.release();
    data_.reset(data);
    capacity = bytes;
  };
  resize(first_bytes);
  while (true) {
    in.stream().read(data_.get() + size_, static_cast<std::streamsize>(capacity - padding_bytes - size_));
    size_ += static_cast<std::uint64_t>(in.stream().gcount());
    if (!in.stream()) break;
    resize(capacity * 2);
  }
  resize(size_ + padding_bytes);
  std::memset(data_.get() + size_, 0, padding_bytes);
}

void FileText::fail_as_changed() const {
  throw InputError(path_ + ": the file was changed while its events were in use; build the graph again");
}

std::string_view FileText::read(std::uint64_t at, std::size_t count, TextRoom& room) const {
  count = static_cast<std::size_t>(std::min<std::uint64_t>(count, size_ - std::min(at, size_)));
  if (fd_ < 0) return {data_.get() + at, count};
  if (count >= least_mapped_bytes && at + count + padding_bytes <= size_)
    if (const char* const there = room.mapped(fd_, at, count + padding_bytes)) return {there, count};
  char* const to = room.of(count + padding_bytes);
  for (std::size_t done = 0; done < count;) {
    const ssize_t got = ::pread(fd_, to + done, count - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail_as_changed();
    done += static_cast<std::size_t>(got);
  }
  std::memset(to + count, 0, padding_bytes);
  return {to, count};
}

std::string_view FileText::line(std::uint64_t at, TextRoom& room) const {
  for (std::size_t count = usual_line_bytes;; count *= 8) {
    const std::string_view text = read(at, count, room);
    if (text.size() < count || text.find('\n') != std::string_view::npos) return first_line_of(text);
  }
}

std::string_view first_line_of(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  while (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace ekg
