#include "ingest/text/nn/model_file.hpp"

#include <algorithm>
#include <cstring>

#include "graph/problem.hpp"

namespace ekg {
namespace {
constexpr std::size_t alignment = 64;
constexpr std::size_t name_size = 16;
constexpr std::size_t head_size = name_size + 4 * sizeof(std::uint32_t);
std::size_t aligned(std::size_t at) { return (at + alignment - 1) / alignment * alignment; }
[[noreturn]] void broken(const std::string& what) {
  throw InputError("the English model is damaged or of another version (" + what + "); install ekg again");
}
}  // namespace

ModelFile::ModelFile(std::string_view bytes) {
  std::size_t at = 0;
  for (bool first = true;; first = false) {
    const std::size_t end = bytes.find('\n', at);
    if (end == std::string_view::npos) broken("header");
    const std::string_view line = bytes.substr(at, end - at);
    at = end + 1;
    if (first && line != model_magic) broken("first line");
    if (line.empty()) break;
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos) header_.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  for (at = aligned(at); at < bytes.size();) {
    if (bytes.size() - at < head_size) broken("section head");
    Named named;
    named.name = bytes.substr(at, name_size);
    named.name = named.name.substr(0, named.name.find('\0'));
    std::uint32_t numbers[4];
    std::memcpy(numbers, bytes.data() + at + name_size, sizeof numbers);
    const std::size_t data = aligned(at + head_size);
    if (data > bytes.size() || bytes.size() - data < numbers[3]) broken("section " + std::string(named.name));
    if (std::uint64_t{numbers[0]} * numbers[1] * numbers[2] != numbers[3])
      broken("size of " + std::string(named.name));
    named.element = numbers[0];
    named.section = {numbers[1], numbers[2], bytes.substr(data, numbers[3])};
    sections_.push_back(named);
    at = aligned(data + numbers[3]);
  }
}

bool ModelFile::has(std::string_view name) const {
  return std::any_of(sections_.begin(), sections_.end(),
                     [&](const Named& named) { return named.name == name; });
}

const ModelFile::Section& ModelFile::find(std::string_view name, std::size_t element, std::uint32_t rows,
                                          std::uint32_t columns) const {
  for (const Named& named : sections_) {
    if (named.name != name) continue;
    if (element != 0 && element != named.element) broken("type of " + std::string(name));
    if (rows != 0 && (named.section.rows != rows || named.section.columns != columns))
      broken("shape of " + std::string(name));
    return named.section;
  }
  broken("no section " + std::string(name));
}

void ModelFileBuilder::header(std::string_view name, std::string_view value) {
  header_.append(name).append(": ").append(value).append("\n");
}

void ModelFileBuilder::add_bytes(std::string_view name, std::uint32_t element, std::uint32_t rows,
                                 std::uint32_t columns, std::string_view bytes) {
  Pending pending;
  pending.head.assign(head_size, '\0');
  std::memcpy(pending.head.data(), name.data(), std::min(name.size(), name_size));
  const std::uint32_t numbers[4] = {element, rows, columns, static_cast<std::uint32_t>(bytes.size())};
  std::memcpy(pending.head.data() + name_size, numbers, sizeof numbers);
  pending.bytes = bytes;
  sections_.push_back(std::move(pending));
}

std::string ModelFileBuilder::finish() {
  std::string out = header_ + "\n";
  for (const Pending& section : sections_) {
    out.resize(aligned(out.size()), '\0');
    out += section.head;
    out.resize(aligned(out.size()), '\0');
    out += section.bytes;
  }
  return out;
}

}  // namespace ekg
