#include "ingest/reader.hpp"

#include <algorithm>

namespace ekg {

#define READER(name) extern const Reader name##_reader;
#include "ingest/readers.def"
#undef READER

namespace {

const Reader* const all_readers[] = {
#define READER(name) &name##_reader,
#include "ingest/readers.def"
#undef READER
};

std::string lower_name(std::string_view file_name) {
  std::string name(file_name.substr(file_name.find_last_of('/') + 1));
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (const std::string_view packed : {".gz", ".zst", ".zip"})
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  return name;
}

}  // namespace

std::span<const Reader* const> readers() { return all_readers; }

const Reader* find_reader(std::string_view name) {
  const auto at = std::ranges::find(all_readers, name, &Reader::name);
  return at == std::ranges::end(all_readers) ? nullptr : *at;
}

const Reader* detect_reader(std::string_view file_name, std::string_view head) {
  for (const Reader* reader : all_readers)
    if (reader->unmistakable && reader->sniff(head)) return reader;
  const std::string name = lower_name(file_name);
  const auto claims = [&](const Reader* reader) {
    return std::ranges::any_of(reader->suffixes,
                               [&](std::string_view suffix) { return name.ends_with(suffix); });
  };
  const Reader* first = nullptr;
  for (const Reader* reader : all_readers) {
    if (reader->unmistakable || !claims(reader)) continue;
    if (reader->sniff(head)) return reader;
    if (first == nullptr) first = reader;
  }
  if (first != nullptr) return first;
  for (const Reader* reader : all_readers) {
    if (reader->unmistakable) continue;
    if ((reader != &text_reader || name == "-") && reader->sniff(head)) return reader;
  }
  return nullptr;
}

}  // namespace ekg
