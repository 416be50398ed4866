#include "ingest/input_stream.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <istream>
#include <streambuf>

#include "ingest/reader.hpp"

namespace ekg {
namespace {

constexpr std::size_t block_bytes = 1 << 16;
constexpr std::uint64_t bomb_bytes = std::uint64_t{256} << 20;
constexpr std::uint64_t bomb_ratio = 200;

[[noreturn]] void fail(const char* code, const std::string& file, std::string message) {
  throw BrokenInput({code, Severity::error, file, 0, 0, std::move(message), ""});
}

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Up to `size` bytes; 0 only at the end.
  virtual std::size_t read(char* to, std::size_t size) = 0;
};

class FileSource final : public ByteSource {
 public:
  explicit FileSource(const std::string& path) : path_(path) {
    if (path == "-") {
      fd_ = STDIN_FILENO;
      return;
    }
    fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd_ < 0) fail("cannot-open", path, std::string("cannot be opened: ") + std::strerror(errno));
  }
  ~FileSource() override {
    if (fd_ != STDIN_FILENO) ::close(fd_);
  }
  std::size_t read(char* to, std::size_t size) override {
    while (true) {
      const ssize_t got = ::read(fd_, to, size);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) fail("cannot-read", path_, std::string("cannot be read: ") + std::strerror(errno));
    }
  }

 private:
  const std::string path_;
  int fd_ = -1;
};

// Gives `head` again and then the rest.
class HeadSource final : public ByteSource {
 public:
  explicit HeadSource(ByteSource& rest, std::size_t size) : rest_(rest), head_(size, '\0') {
    std::size_t filled = 0;
    while (filled < size) {
      const std::size_t got = rest_.read(head_.data() + filled, size - filled);
      if (got == 0) break;
      filled += got;
    }
    head_.resize(filled);
  }
  std::string_view head() const { return head_; }
  std::size_t read(char* to, std::size_t size) override {
    if (given_ == head_.size()) return rest_.read(to, size);
    const std::size_t count = std::min(size, head_.size() - given_);
    std::memcpy(to, head_.data() + given_, count);
    given_ += count;
    return count;
  }

 private:
  ByteSource& rest_;
  std::string head_;
  std::size_t given_ = 0;
};

// What packed sources share: a block of packed input, and the guard against what unpacks without end.
class PackedSource : public ByteSource {
 public:
  PackedSource(ByteSource& packed, const std::string& file) : file_(file), packed_(packed) {}

 protected:
  // The next block of packed bytes; empty at the end.
  std::string_view next_block() {
    const std::size_t size = packed_.read(block_.data(), block_.size());
    packed_bytes_ += size;
    return {block_.data(), size};
  }
  std::size_t counted(std::size_t unpacked) {
    unpacked_bytes_ += unpacked;
    if (unpacked_bytes_ > bomb_bytes && unpacked_bytes_ / bomb_ratio > packed_bytes_)
      fail("unpacks-too-large", file_,
           "unpacks to over 256 MiB and 200 times its size; unpack it yourself if you trust it");
    return unpacked;
  }
  [[noreturn]] void broken(const char* why) {
    fail("broken-compression", file_, std::string("broken compression: ") + why);
  }

 private:
  const std::string file_;
  ByteSource& packed_;
  std::array<char, block_bytes> block_;
  std::uint64_t packed_bytes_ = 0, unpacked_bytes_ = 0;
};

class GzipSource final : public PackedSource {
 public:
  GzipSource(ByteSource& packed, const std::string& file) : PackedSource(packed, file) {
    inflateInit2(&stream_, 15 + 16);
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  std::size_t read(char* to, std::size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size) {
      if (stream_.avail_in == 0) {
        const std::string_view block = next_block();
        if (block.empty()) {
          if (!member_ended_) broken("the file is cut");
          return 0;
        }
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(block.data()));
        stream_.avail_in = static_cast<uInt>(block.size());
      }
      if (member_ended_) inflateReset(&stream_);
      member_ended_ = false;
      const int result = inflate(&stream_, Z_NO_FLUSH);
      if (result == Z_STREAM_END)
        member_ended_ = true;
      else if (result != Z_OK && result != Z_BUF_ERROR)
        broken(stream_.msg == nullptr ? "no gzip" : stream_.msg);
    }
    return counted(size - stream_.avail_out);
  }

 private:
  z_stream stream_{};
  bool member_ended_ = false;
};

class ZstdSource final : public PackedSource {
 public:
  ZstdSource(ByteSource& packed, const std::string& file)
      : PackedSource(packed, file), context_(ZSTD_createDCtx(), ZSTD_freeDCtx) {}
  std::size_t read(char* to, std::size_t size) override {
    ZSTD_outBuffer out{to, size, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size && drained_) {
        const std::string_view block = next_block();
        if (block.empty()) {
          if (!frame_ended_) broken("the file is cut");
          return 0;
        }
        in_ = {block.data(), block.size(), 0};
      }
      const std::size_t hint = ZSTD_decompressStream(context_.get(), &out, &in_);
      if (ZSTD_isError(hint)) broken(ZSTD_getErrorName(hint));
      frame_ended_ = hint == 0;
      drained_ = out.pos < out.size;
    }
    return counted(out.pos);
  }

 private:
  std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool frame_ended_ = false;
  bool drained_ = true;  // the last call left room, so nothing waits inside
};

class SourceBuffer final : public std::streambuf {
 public:
  explicit SourceBuffer(ByteSource& source) : source_(source) {}

 protected:
  int_type underflow() override {
    const std::size_t size = source_.read(block_.data(), block_.size());
    setg(block_.data(), block_.data(), block_.data() + size);
    return size == 0 ? traits_type::eof() : traits_type::to_int_type(block_[0]);
  }

 private:
  ByteSource& source_;
  std::array<char, block_bytes> block_;
};

std::unique_ptr<ByteSource> unpacking(HeadSource& packed, const std::string& file) {
  if (packed.head().starts_with("\x1f\x8b")) return std::make_unique<GzipSource>(packed, file);
  if (packed.head().starts_with("\x28\xb5\x2f\xfd")) return std::make_unique<ZstdSource>(packed, file);
  return nullptr;
}

}  // namespace

struct InputStream::State {
  explicit State(const std::string& path)
      : file(path),
        packed(file, 4),
        unpacked(unpacking(packed, path)),
        top(unpacked ? *unpacked : static_cast<ByteSource&>(packed), sniff_bytes),
        buffer(top),
        stream(&buffer) {
    stream.exceptions(std::ios::badbit);
  }
  FileSource file;
  HeadSource packed;
  std::unique_ptr<ByteSource> unpacked;
  HeadSource top;
  SourceBuffer buffer;
  std::istream stream;
};

InputStream::InputStream(const std::string& path) : state_(std::make_unique<State>(path)) {}
InputStream::~InputStream() = default;
std::string_view InputStream::head() const { return state_->top.head(); }
std::istream& InputStream::stream() { return state_->stream; }

}  // namespace ekg
