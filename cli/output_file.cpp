#include "cli/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <ostream>
#include <streambuf>
#include <vector>

#include "graph/problem.hpp"

namespace ekg {
namespace {

constexpr std::size_t buffer_bytes = 1 << 16;

// Names of the temporary files in work, for the signal handler, which may do no more than read and unlink
// them.
std::array<std::atomic<const char*>, 16> temporaries;

extern "C" void remove_temporaries_and_die(int signal) {
  for (const auto& name : temporaries) {
    if (const char* path = name.load()) unlink(path);
  }
  std::signal(signal, SIG_DFL);
  raise(signal);
}

// Holds the signals back that end the program, until a file that was made has its name among the temporaries.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t ending;
    sigemptyset(&ending);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) sigaddset(&ending, signal);
    pthread_sigmask(SIG_BLOCK, &ending, &before_);
  }
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

// Bytes to a file descriptor; `failed` keeps the first errno.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  bool write_all(const char* data, std::size_t size) {
    while (size > 0 && error_ == 0) {
      const ssize_t written = ::write(fd_, data, size);
      if (written < 0) {
        if (errno != EINTR) error_ = errno;
        continue;
      }
      data += written;
      size -= static_cast<std::size_t>(written);
    }
    return error_ == 0;
  }
  int fd() const { return fd_; }
  int error() const { return error_; }

 private:
  int fd_;
  int error_ = 0;
};

// Buffers, then packs (or not) each full buffer into the descriptor. finish() ends the packed stream.
class PackingBuffer : public std::streambuf {
 public:
  explicit PackingBuffer(Descriptor& out) : out_(out), buffer_(buffer_bytes) {
    setp(buffer_.data(), buffer_.data() + buffer_.size());
  }
  bool finish() { return drain() && pack({}, true); }

 protected:
  virtual bool pack(std::string_view data, bool last) {
    static_cast<void>(last);
    return out_.write_all(data.data(), data.size());
  }
  int_type overflow(int_type c) override {
    if (!drain()) return traits_type::eof();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }
  int sync() override { return drain() ? 0 : -1; }

  Descriptor& out_;

 private:
  bool drain() {
    const std::string_view data(pbase(), static_cast<std::size_t>(pptr() - pbase()));
    const bool good = data.empty() || pack(data, false);
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return good;
  }
  std::vector<char> buffer_;
};

class GzipBuffer final : public PackingBuffer {
 public:
  explicit GzipBuffer(Descriptor& out) : PackingBuffer(out) {
    deflateInit2(&stream_, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  }
  ~GzipBuffer() override { deflateEnd(&stream_); }

 protected:
  bool pack(std::string_view data, bool last) override {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    stream_.avail_in = static_cast<uInt>(data.size());
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(packed_.data());
      stream_.avail_out = static_cast<uInt>(packed_.size());
      deflate(&stream_, last ? Z_FINISH : Z_NO_FLUSH);
      if (!out_.write_all(packed_.data(), packed_.size() - stream_.avail_out)) return false;
    } while (stream_.avail_out == 0);
    return true;
  }

 private:
  z_stream stream_{};
  std::array<char, buffer_bytes> packed_;
};

class ZstdBuffer final : public PackingBuffer {
 public:
  explicit ZstdBuffer(Descriptor& out) : PackingBuffer(out), context_(ZSTD_createCCtx(), ZSTD_freeCCtx) {}

 protected:
  bool pack(std::string_view data, bool last) override {
    ZSTD_inBuffer in{data.data(), data.size(), 0};
    std::size_t left = 0;
    do {
      ZSTD_outBuffer out{packed_.data(), packed_.size(), 0};
      left = ZSTD_compressStream2(context_.get(), &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
      if (ZSTD_isError(left) || !out_.write_all(packed_.data(), out.pos)) return false;
    } while (last ? left != 0 : in.pos < in.size);
    return true;
  }

 private:
  std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context_;
  std::array<char, buffer_bytes> packed_;
};

std::unique_ptr<PackingBuffer> make_buffer(const std::string& path, Descriptor& out) {
  if (path.ends_with(".gz")) return std::make_unique<GzipBuffer>(out);
  if (path.ends_with(".zst")) return std::make_unique<ZstdBuffer>(out);
  return std::make_unique<PackingBuffer>(out);
}

[[noreturn]] void fail(const std::string& path, int error, std::string_view what_to_do) {
  throw OutputError(fmt::format("{}: {}; {}", path, std::strerror(error), what_to_do));
}

}  // namespace

struct OutputFile::State {
  std::string path;
  std::string temporary;  // empty: written directly
  std::atomic<const char*>* slot = nullptr;
  std::unique_ptr<Descriptor> descriptor;
  std::unique_ptr<PackingBuffer> buffer;
  std::unique_ptr<std::ostream> stream;
  bool finished = false;

  bool is_standard_output() const { return path == "-" || path == "/dev/stdout"; }
  void forget_temporary() {
    if (slot != nullptr) slot->store(nullptr);
    slot = nullptr;
    temporary.clear();
  }
  ~State() {
    if (descriptor && !is_standard_output()) ::close(descriptor->fd());
    if (!temporary.empty()) ::unlink(temporary.c_str());
    forget_temporary();
  }
};

OutputFile::OutputFile(const std::string& path) : state_(std::make_unique<State>()) {
  state_->path = path;
  int fd = STDOUT_FILENO;
  if (!state_->is_standard_output()) {
    struct stat status {};
    const bool exists = ::stat(path.c_str(), &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) fail(path, EISDIR, "name a file in it");
    if (exists && !S_ISREG(status.st_mode)) {
      fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
      if (fd < 0) fail(path, errno, "choose another place");
    } else {
      // A link stays a link: what it points to is replaced.
      std::error_code none;
      const std::filesystem::path resolved = std::filesystem::canonical(path, none);
      state_->path = none ? path : resolved.string();
      std::string name = state_->path + ".XXXXXX";
      const SignalsHeld held;
      fd = ::mkostemp(name.data(), O_CLOEXEC);
      if (fd < 0) fail(path, errno, "does its folder exist, and may you write there?");
      const mode_t mask = ::umask(0);
      ::umask(mask);
      ::fchmod(fd, exists ? status.st_mode & 07777 : 0666 & ~mask);
      state_->temporary = name;
      for (auto& slot : temporaries) {
        const char* free = nullptr;
        if (slot.compare_exchange_strong(free, state_->temporary.c_str())) {
          state_->slot = &slot;
          break;
        }
      }
    }
  }
  state_->descriptor = std::make_unique<Descriptor>(fd);
  state_->buffer = make_buffer(path, *state_->descriptor);
  state_->stream = std::make_unique<std::ostream>(state_->buffer.get());
}

OutputFile::~OutputFile() = default;

std::ostream& OutputFile::stream() { return *state_->stream; }

const std::string& OutputFile::temporary_name() const {
  if (state_->temporary.empty()) fail(state_->path, ESPIPE, "a store needs a file");
  return state_->temporary;
}

void OutputFile::finish() {
  if (state_->finished) return;
  const bool written = state_->buffer->finish() && state_->stream->good();
  const int fd = state_->descriptor->fd();
  if (!written) {
    const int error = state_->descriptor->error();
    fail(state_->path, error == 0 ? EIO : error, "nothing was kept");
  }
  if (!state_->temporary.empty() && ::fsync(fd) != 0) fail(state_->path, errno, "nothing was kept");
  state_->finished = true;
}

void OutputFile::commit() {
  finish();
  if (state_->temporary.empty()) return;
  if (::rename(state_->temporary.c_str(), state_->path.c_str()) != 0)
    fail(state_->path, errno, "nothing was kept");
  state_->forget_temporary();
  const std::string folder = std::filesystem::path(state_->path).parent_path().string();
  const int folder_fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_fd >= 0) {
    ::fsync(folder_fd);
    ::close(folder_fd);
  }
}

void remove_temporaries_on_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
    if (std::signal(signal, remove_temporaries_and_die) == SIG_IGN) std::signal(signal, SIG_IGN);
  }
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a write that fails, and says so
}

}  // namespace ekg
