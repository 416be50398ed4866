#include "export/writer.hpp"

#include <algorithm>
#include <string>

namespace ekg {

#define WRITER(name) extern const Writer name##_writer;
#include "export/writers.def"
#undef WRITER

namespace {

const Writer* const all_writers[] = {
#define WRITER(name) &name##_writer,
#include "export/writers.def"
#undef WRITER
};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace

std::optional<GraphView> graph_view_from(std::string_view name) {
  if (name == "actors") return GraphView::actors;
  if (name == "events") return GraphView::events;
  if (name == "documents") return GraphView::documents;
  return std::nullopt;
}

std::span<const Writer* const> writers() { return all_writers; }

const Writer* find_writer(std::string_view name) {
  const auto at = std::ranges::find(all_writers, name, &Writer::name);
  return at == std::ranges::end(all_writers) ? nullptr : *at;
}

const Writer* writer_for_file(std::string_view file_name) {
  std::string name = lower_case(file_name);
  for (const std::string_view packed : {".gz", ".zst"})
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  const Writer* best = nullptr;
  std::size_t best_length = 0;
  for (const Writer* writer : all_writers) {
    for (const std::string_view suffix : writer->suffixes) {
      if (suffix.size() <= best_length || !name.ends_with(suffix)) continue;
      best = writer;
      best_length = suffix.size();
    }
  }
  return best;
}

}  // namespace ekg
