// Bytes in, zlib's deflate as base64 text out: data in a page that must hold no markup.
#pragma once
#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string_view>

namespace ekg {

// Holds a few kilobytes whatever passes through.
class Base64Deflate {
 public:
  // `out` must outlive this.
  explicit Base64Deflate(std::ostream& out);
  ~Base64Deflate();

  void write(std::string_view bytes);
  // Writes what is left. REQUIRES: called once, and write() not after it.
  void finish();

 private:
  struct State;
  void run(int flush);
  void encode(const unsigned char* bytes, std::size_t size, bool last);

  std::unique_ptr<State> state_;
};

}  // namespace ekg
