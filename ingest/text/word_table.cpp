#include "ingest/text/word_table.hpp"

#include "graph/embedded.hpp"

namespace ekg {

std::vector<std::string_view> split_fields(std::string_view text, char separator) {
  std::vector<std::string_view> fields;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    fields.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return fields;
}

std::vector<std::vector<std::string_view>> read_table(std::string_view path) {
  std::vector<std::vector<std::string_view>> rows;
  for (std::string_view line : split_fields(embedded_data(path), '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty() && !line.starts_with('#')) rows.push_back(split_fields(line, '\t'));
  }
  return rows;
}

}  // namespace ekg
