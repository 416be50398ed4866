// The file of a trained model: a text header ("name: value" lines after the first, which is the format's name
// and version; an empty line ends it), then sections of little-endian numbers, each aligned to 64 bytes and
// read in place.
//   section := name (16 bytes, NUL-padded), element size, rows, columns (32 bits each), data length (32
//   bits), padding, data
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ekg {

inline constexpr std::string_view model_magic = "ekg model 2";

class ModelFile {
 public:
  struct Section {
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    std::string_view bytes;
  };

  // `bytes` must outlive the object. Throws InputError when they are no whole model of this version.
  explicit ModelFile(std::string_view bytes);

  const std::vector<std::pair<std::string, std::string>>& header() const { return header_; }
  // Throws InputError when it is not there, has other elements than T, or (rows > 0) another shape.
  template <class T>
  std::span<const T> get(std::string_view name, std::uint32_t rows = 0, std::uint32_t columns = 0) const {
    const Section& section = find(name, sizeof(T), rows, columns);
    return {reinterpret_cast<const T*>(section.bytes.data()), section.bytes.size() / sizeof(T)};
  }
  bool has(std::string_view name) const;
  const Section& shape(std::string_view name) const { return find(name, 0, 0, 0); }

 private:
  const Section& find(std::string_view name, std::size_t element, std::uint32_t rows,
                      std::uint32_t columns) const;
  struct Named {
    std::string_view name;
    std::uint32_t element;
    Section section;
  };
  std::vector<std::pair<std::string, std::string>> header_;
  std::vector<Named> sections_;
};

class ModelFileBuilder {
 public:
  void header(std::string_view name, std::string_view value);
  template <class T>
  void add(std::string_view name, std::uint32_t rows, std::uint32_t columns, const std::vector<T>& data) {
    add_bytes(name, sizeof(T), rows, columns,
              {reinterpret_cast<const char*>(data.data()), data.size() * sizeof(T)});
  }
  std::string finish();

 private:
  void add_bytes(std::string_view name, std::uint32_t element, std::uint32_t rows, std::uint32_t columns,
                 std::string_view bytes);
  std::string header_{std::string(model_magic) + "\n"};
  struct Pending {
    std::string head, bytes;
  };
  std::vector<Pending> sections_;
};

}  // namespace ekg
