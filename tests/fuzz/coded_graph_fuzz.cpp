// The short way from coded data to a graph on any bytes: where it is gone, events, records and counts are
// those of the long way.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>

#include "ingest/coded_graph.hpp"
#include "ingest/graph_parts.hpp"

namespace {

void check(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string path =
      (std::filesystem::temp_directory_path() / ("coded_graph_fuzz_" + std::to_string(::getpid()))).string();
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return 0;
  std::fwrite(data, 1, size, file);
  std::fclose(file);
  ekg::IngestOptions options;
  options.jobs = 2;
  ekg::ProblemLog short_problems, long_problems;
  ekg::IngestCounts counts;
  const auto graph = ekg::coded_graph({path}, options, short_problems, counts);
  if (graph) {
    ekg::GraphParts parts;
    const ekg::IngestCounts expected = ekg::ingest({path}, options, parts.consumer(), long_problems);
    const ekg::EventGraph other = parts.finish(long_problems);
    check(counts.read == expected.read && counts.dropped == expected.dropped);
    check(short_problems.sorted().size() == long_problems.sorted().size());
    check(graph->event_count() == other.event_count() && graph->entity_count() == other.entity_count());
    check(graph->document_count() == other.document_count());
    for (ekg::EventId event = 0; event < other.event_count(); ++event)
      check(graph->event_id(event) == other.event_id(event) && graph->record(event) == other.record(event));
  }
  std::remove(path.c_str());
  return 0;
}
