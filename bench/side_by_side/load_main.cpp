// How long event data takes to become a sorted and indexed graph in memory: ekg-bench-load FILE [READER]
// Without READER as `ekg build` does it; with one, the file is only read and its records are thrown away.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>

#include "ingest/ingest.hpp"

int main(int argc, char** argv) {
  using namespace ekg;
  if (argc < 2) return 2;
  ProblemLog problems;
  IngestCounts counts;
  std::string answer;
  const auto start = std::chrono::steady_clock::now();
  const auto ms = [&] {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  };
  if (argc > 2) {
    IngestOptions options;
    options.reader = find_reader(argv[2]);
    counts = ingest({argv[1]}, options, {}, problems);
    fmt::print("{{\"query\":\"read\",\"ms\":{:.1f},\"answer\":\"{} rows\"}}\n", ms(), counts.kept());
  } else {
    const EventGraph graph = build_graph({argv[1]}, {}, problems, &counts);
    fmt::print("{{\"query\":\"load\",\"ms\":{:.1f},\"answer\":\"{} events\"}}\n", ms(), graph.event_count());
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{{\"query\":\"peak memory\",\"ms\":0,\"answer\":\"{} MB\"}}\n", usage.ru_maxrss / 1024);
}
