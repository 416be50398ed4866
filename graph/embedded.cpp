#include "graph/embedded.hpp"

#include <stdexcept>
#include <string>

namespace ekg {
namespace {
struct EmbeddedRow {
  std::string_view path;
  const char* begin;
  const char* end;
};
#include "data.inc"
}  // namespace

std::string_view embedded_data(std::string_view path) {
  for (const EmbeddedRow& row : embedded_rows) {
    if (row.path == path) return {row.begin, static_cast<size_t>(row.end - row.begin)};
  }
  throw std::logic_error("no embedded data file " + std::string(path));
}

std::vector<std::string_view> embedded_paths(std::string_view prefix) {
  std::vector<std::string_view> paths;
  for (const EmbeddedRow& row : embedded_rows) {
    if (row.path.starts_with(prefix)) paths.push_back(row.path);
  }
  return paths;
}

}  // namespace ekg
