#include "export/base64_deflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>
#include <ostream>
#include <string>

namespace ekg {
namespace {
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
}

struct Base64Deflate::State {
  std::ostream& out;
  z_stream stream{};
  std::array<unsigned char, 3 * 8192> deflated{};
  std::array<unsigned char, 3> rest{};  // bytes that do not make a group of three yet
  std::size_t rest_size = 0;
  std::string text;
};

Base64Deflate::Base64Deflate(std::ostream& out) : state_(new State{out}) {
  constexpr int level = 6;
  if (deflateInit(&state_->stream, level) != Z_OK) throw std::bad_alloc();
}

Base64Deflate::~Base64Deflate() { deflateEnd(&state_->stream); }

void Base64Deflate::write(std::string_view bytes) {
  constexpr std::size_t most = 1U << 30;  // zlib counts in 32 bits
  while (!bytes.empty()) {
    const std::size_t size = std::min(most, bytes.size());
    state_->stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    state_->stream.avail_in = static_cast<uInt>(size);
    run(Z_NO_FLUSH);
    bytes.remove_prefix(size);
  }
}

void Base64Deflate::finish() {
  state_->stream.avail_in = 0;
  run(Z_FINISH);
  encode(nullptr, 0, true);
}

void Base64Deflate::run(int flush) {
  z_stream& stream = state_->stream;
  do {
    stream.next_out = state_->deflated.data();
    stream.avail_out = static_cast<uInt>(state_->deflated.size());
    deflate(&stream, flush);
    encode(state_->deflated.data(), state_->deflated.size() - stream.avail_out, false);
  } while (stream.avail_out == 0);
}

void Base64Deflate::encode(const unsigned char* bytes, std::size_t size, bool last) {
  State& state = *state_;
  state.text.clear();
  const auto group = [&](unsigned a, unsigned b, unsigned c) {
    for (const unsigned index : {a >> 2, (a & 3) << 4 | b >> 4, (b & 15) << 2 | c >> 6, c & 63}) {
      state.text += alphabet[index];
    }
  };
  for (std::size_t i = 0; i < size; ++i) {
    state.rest[state.rest_size++] = bytes[i];
    if (state.rest_size < 3) continue;
    group(state.rest[0], state.rest[1], state.rest[2]);
    state.rest_size = 0;
  }
  if (last && state.rest_size > 0) {
    const std::size_t missing = 3 - state.rest_size;
    group(state.rest[0], missing == 1 ? state.rest[1] : 0, 0);
    state.text.replace(state.text.size() - missing, missing, missing, '=');
  }
  state.out.write(state.text.data(), static_cast<std::streamsize>(state.text.size()));
}

}  // namespace ekg
