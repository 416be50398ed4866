#include "ingest/input_stream.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
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
    try {
      while (filled < size) {
        const std::size_t got = rest_.read(head_.data() + filled, size - filled);
        if (got == 0) break;
        filled += got;
      }
    } catch (const BrokenInput&) {
      if (filled == 0) throw;
      broken_ = std::current_exception();  // told behind what came before it
    }
    head_.resize(filled);
  }
  std::string_view head() const { return head_; }
  std::size_t read(char* to, std::size_t size) override {
    if (given_ == head_.size() && broken_) std::rethrow_exception(broken_);
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
  std::exception_ptr broken_;
};

// What packed sources share: a block of packed input, and the guard against what unpacks without end.
class PackedSource : public ByteSource {
 public:
  PackedSource(ByteSource& packed, const std::string& file) : file_(file), packed_(packed) {}

 protected:
  const std::string file_;
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
    if (why_ != nullptr) broken(why_);
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
      else if (result != Z_OK && result != Z_BUF_ERROR) {
        // What was unpacked before is handed out first.
        why_ = stream_.msg == nullptr ? "no gzip" : stream_.msg;
        if (stream_.avail_out == size) broken(why_);
      }
    }
    return counted(size - stream_.avail_out);
  }

 private:
  z_stream stream_{};
  bool member_ended_ = false;
  const char* why_ = nullptr;  // it is broken behind what was handed out
};

class ZstdSource final : public PackedSource {
 public:
  ZstdSource(ByteSource& packed, const std::string& file)
      : PackedSource(packed, file), context_(ZSTD_createDCtx(), ZSTD_freeDCtx) {}
  std::size_t read(char* to, std::size_t size) override {
    ZSTD_outBuffer out{to, size, 0};
    while (out.pos == 0) {
      if (rest_.empty() && drained_) {
        rest_ = next_block();
        if (rest_.empty()) {
          if (!frame_ended_) broken("the file is cut");
          return 0;
        }
      }
      // Only as much as it asks for: with more, what is good could be lost by what is wrong behind it.
      ZSTD_inBuffer in{rest_.data(), std::min(rest_.size(), wanted_), 0};
      const std::size_t hint = ZSTD_decompressStream(context_.get(), &out, &in);
      if (ZSTD_isError(hint)) broken(ZSTD_getErrorName(hint));
      rest_.remove_prefix(in.pos);
      frame_ended_ = hint == 0;
      wanted_ = frame_ended_ ? first_wanted : hint;
      drained_ = out.pos < out.size;
    }
    return counted(out.pos);
  }

 private:
  static constexpr std::size_t first_wanted = 5;  // a frame's shortest header

  std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context_;
  std::string_view rest_;  // of the packed block
  std::size_t wanted_ = first_wanted;
  bool frame_ended_ = false;
  bool drained_ = true;  // the last call left room, so nothing waits inside
};

// The one file in a zip archive. Nothing is written anywhere, so names can do no harm; one that points
// outside of the archive is refused all the same: who writes such a name means no good.
class ZipSource final : public PackedSource {
 public:
  ZipSource(ByteSource& packed, const std::string& file)
      : PackedSource(packed, file), archive_(archive_read_new(), archive_read_free) {
    archive_read_support_format_zip_streamable(archive_.get());
    check(archive_read_open(archive_.get(), this, nullptr, give, nullptr));
    if (!next_file()) broken("there is no file in the zip");
  }
  std::size_t read(char* to, std::size_t size) override {
    if (ended_) return 0;
    // By blocks: archive_read_data would keep what is good to itself when the block behind it is broken.
    if (block_.empty() && !why_.empty()) broken(why_.c_str());
    while (block_.empty()) {
      const void* block = nullptr;
      std::size_t bytes = 0;
      la_int64_t offset = 0;
      const int result = archive_read_data_block(archive_.get(), &block, &bytes, &offset);
      if (result == ARCHIVE_EOF) break;
      // The last block and that its checksum is wrong come together.
      if (result == ARCHIVE_WARN && bytes > 0)
        why_ = archive_error_string(archive_.get());
      else
        check(result);
      block_ = {static_cast<const char*>(block), bytes};
    }
    if (!block_.empty()) {
      const std::size_t count = std::min(size, block_.size());
      std::memcpy(to, block_.data(), count);
      block_.remove_prefix(count);
      return counted(count);
    }
    ended_ = true;
    if (next_file())
      fail("several-in-zip", file_,
           "there are several files in the zip; only the first was read, unpack it for the others");
    return 0;
  }

 private:
  static la_ssize_t give(archive*, void* self, const void** block) {
    auto* source = static_cast<ZipSource*>(self);
    try {
      const std::string_view bytes = source->next_block();
      *block = bytes.data();
      return static_cast<la_ssize_t>(bytes.size());
    } catch (...) {  // must not cross the library
      source->failure_ = std::current_exception();
      return ARCHIVE_FATAL;
    }
  }
  void check(int result) {
    if (failure_) std::rethrow_exception(failure_);
    if (result == ARCHIVE_OK || result == ARCHIVE_EOF) return;
    const char* why = archive_error_string(archive_.get());
    if (why == nullptr) broken("no zip");
    // What libarchive and zlib say of an end in the middle.
    const std::string_view told = why;
    broken(told.starts_with("Truncated") || told.ends_with("(-5)") ? "the file is cut" : why);
  }
  bool next_file() {
    archive_entry* entry = nullptr;
    while (true) {
      const int result = archive_read_next_header(archive_.get(), &entry);
      if (result == ARCHIVE_EOF) return false;
      if (result != ARCHIVE_WARN) check(result);  // a name in another character set is none of our business
      const char* written = archive_entry_pathname(entry);
      const std::string_view name = written == nullptr ? "" : written;
      if (name == "[Content_Types].xml" || name == "mimetype" || name.starts_with("_rels/") ||
          name.starts_with("docProps/") || name.starts_with("xl/") || name.starts_with("word/"))
        fail("unknown-format", file_,
             "a document or spreadsheet of an office program; save its table as CSV");
      if (outside(name)) fail("unsafe-path", file_, "the zip names a file outside of itself; it is not read");
      if (archive_entry_filetype(entry) == AE_IFREG) return true;
    }
  }
  static bool outside(std::string_view name) {
    if (name.starts_with('/') || name.starts_with('\\') || (name.size() > 1 && name[1] == ':')) return true;
    while (true) {
      const std::size_t end = name.find_first_of("/\\");
      if (name.substr(0, end) == "..") return true;
      if (end == std::string_view::npos) return false;
      name.remove_prefix(end + 1);
    }
  }

  std::unique_ptr<archive, int (*)(archive*)> archive_;
  std::exception_ptr failure_;
  std::string why_;         // it is broken behind the block
  std::string_view block_;  // what of libarchive's last block is not handed out
  bool ended_ = false;
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

enum class Packing { none, gzip, zstd, zip };

Packing packing_of(std::string_view head) {
  if (head.starts_with("\x1f\x8b")) return Packing::gzip;
  if (head.starts_with("\x28\xb5\x2f\xfd")) return Packing::zstd;
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return Packing::zip;
  return Packing::none;
}

// What is packed in a way that is not unpacked here; empty: it is none that is known.
std::string packed_otherwise(std::string_view head) {
  constexpr std::size_t tar_magic = 257, bzip2_magic = 4;
  const auto behind = [&](std::size_t at) { return head.substr(std::min(at, head.size())); };
  if (behind(tar_magic).starts_with("ustar")) return "a tar archive";
  if (head.starts_with("BZh") && behind(bzip2_magic).starts_with("1AY&SY")) return "packed as bzip2";
  if (head.starts_with("\xfd\x37zXZ")) return "packed as xz";
  if (head.starts_with("\xd0\xcf\x11\xe0")) return "a document or spreadsheet of an old office program";
  if (head.starts_with("7z\xbc\xaf")) return "packed as 7z";
  if (head.starts_with("Rar!\x1a")) return "packed as rar";
  return {};
}

std::unique_ptr<ByteSource> unpacking(HeadSource& packed, const std::string& file) {
  switch (packing_of(packed.head())) {
    case Packing::gzip:
      return std::make_unique<GzipSource>(packed, file);
    case Packing::zstd:
      return std::make_unique<ZstdSource>(packed, file);
    case Packing::zip:
      return std::make_unique<ZipSource>(packed, file);
    case Packing::none:
      break;
  }
  return nullptr;
}

}  // namespace

bool is_packed(std::string_view first_bytes) { return packing_of(first_bytes) != Packing::none; }

struct InputStream::State {
  explicit State(const std::string& path)
      : file(path),
        packed(file, 4),
        unpacked(unpacking(packed, path)),
        top(unpacked ? *unpacked : static_cast<ByteSource&>(packed), sniff_bytes),
        buffer(top),
        stream(&buffer) {
    stream.exceptions(std::ios::badbit);
    if (const std::string what = packed_otherwise(top.head()); !what.empty())
      fail("unknown-format", path, what + "; unpack it, .gz, .zst and .zip alone are read packed");
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
bool InputStream::is_unpacked() const { return state_->unpacked != nullptr; }
std::istream& InputStream::stream() { return state_->stream; }

bool InputStream::has_another_file() {
  if (packing_of(state_->packed.head()) != Packing::zip) return false;
  std::array<char, block_bytes> passed_over;
  try {
    while (state_->top.read(passed_over.data(), passed_over.size()) > 0) {
    }
  } catch (const BrokenInput& broken) {
    return broken.problem.code == "several-in-zip";
  }
  return false;
}

}  // namespace ekg
