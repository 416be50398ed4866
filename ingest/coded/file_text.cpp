#include "ingest/coded/file_text.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <istream>
#include <new>

#include "graph/parallel.hpp"
#include "ingest/input_stream.hpp"
#include "ingest/reader.hpp"

namespace ekg {
namespace {

constexpr std::size_t page_bytes = std::size_t{2} << 20;  // a huge page: one fault instead of 512
constexpr std::size_t block_bytes = std::size_t{4} << 20;

class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int fd() const { return fd_; }
  // The size of a plain file that is not packed; 0: it is none.
  std::size_t plain_bytes() const {
    struct stat facts {};
    char head[4] = {};
    if (fd_ < 0 || ::fstat(fd_, &facts) != 0 || !S_ISREG(facts.st_mode)) return 0;
    const ssize_t got = ::pread(fd_, head, sizeof head, 0);
    if (got <= 0 || is_packed({head, static_cast<std::size_t>(got)})) return 0;
    return static_cast<std::size_t>(facts.st_size);
  }

 private:
  int fd_;
};

// False when it cannot be read or has become shorter.
bool read_block(int fd, char* to, std::size_t at, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::pread(fd, to, size, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got, at += static_cast<std::size_t>(got), size -= static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

void FileText::resize(std::size_t capacity_bytes) {
  char* data = static_cast<char*>(std::realloc(data_.get(), capacity_bytes));
  if (data == nullptr) throw std::bad_alloc();
  (void)data_.release();
  data_.reset(data);
  capacity_ = capacity_bytes;
}

FileText FileText::of(std::string_view text) {
  FileText out;
  out.resize(text.size() + padding_bytes);
  if (!text.empty()) std::memcpy(out.data_.get(), text.data(), text.size());
  std::memset(out.data_.get() + text.size(), 0, padding_bytes);
  out.size_ = text.size();
  return out;
}

FileText FileText::read(const std::string& path, unsigned threads) {
  FileText out;
  const OpenFile file(path);
  if (const std::size_t size = file.plain_bytes(); size > 0) {
    const std::size_t room = (size + padding_bytes + page_bytes - 1) / page_bytes * page_bytes;
    out.data_.reset(static_cast<char*>(std::aligned_alloc(page_bytes, room)));
    if (!out.data_) throw std::bad_alloc();
    out.capacity_ = room;
    ::madvise(out.data_.get(), room, MADV_HUGEPAGE);
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> whole = true;
    on_threads(static_cast<unsigned>(std::min<std::size_t>(threads, size / block_bytes + 1)), [&](unsigned) {
      for (std::size_t at = next.fetch_add(block_bytes); at < size; at = next.fetch_add(block_bytes))
        if (!read_block(file.fd(), out.data_.get() + at, at, std::min(block_bytes, size - at))) whole = false;
    });
    if (whole) {
      std::memset(out.data_.get() + size, 0, padding_bytes);
      out.size_ = size;
      return out;
    }
  }
  InputStream in(path);
  out.resize(block_bytes);
  while (true) {
    in.stream().read(out.data_.get() + out.size_,
                     static_cast<std::streamsize>(out.capacity_ - padding_bytes - out.size_));
    out.size_ += static_cast<std::size_t>(in.stream().gcount());
    if (!in.stream()) break;
    out.resize(out.capacity_ * 2);
  }
  out.resize(out.size_ + padding_bytes);
  std::memset(out.data_.get() + out.size_, 0, padding_bytes);
  return out;
}

}  // namespace ekg
