// Writes the events that the side-by-side comparison reads: ekg-bench-events COUNT FILE.csv
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "bench/side_by_side/generated_events.hpp"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::uint64_t count = std::strtoull(argv[1], nullptr, 10);
  std::FILE* file = std::fopen(argv[2], "wb");
  if (file == nullptr || count < 100) return 2;
  std::fputs("id,first,last,actor,recipient,type,quad,intensity,doc\n", file);
  fmt::memory_buffer line;
  bool written = true;
  bench::each_generated_event(count, [&](const bench::GeneratedEvent& event) {
    line.clear();
    fmt::format_to(std::back_inserter(line), "{},{},{},{},{},{},{},{},{}\n", event.id, event.first,
                   event.last, event.actor, event.recipient, event.type, event.quad, event.intensity,
                   event.doc);
    written = std::fwrite(line.data(), 1, line.size(), file) == line.size() && written;
  });
  return std::fclose(file) == 0 && written ? 0 : 1;
}
