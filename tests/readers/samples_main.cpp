// Writes a hostile little graph in every format and view into the folder given, for the readers of other
// projects.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "export/writer.hpp"
#include "tests/support/hostile_graph.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: ekg-reader-samples FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  const ekg::EventGraph graph = ekg::testing::hostile_graph();
  const ekg::TimeSlice all(graph);
  ekg::ProblemLog problems;
  const auto write = [&](const ekg::Writer& writer, const std::string& name,
                         const ekg::WriteOptions& options) {
    std::ofstream out(folder / name, std::ios::binary);
    writer.write(all, out, options, problems);
  };
  for (const ekg::Writer* writer : ekg::writers()) {
    const std::string suffix(writer->suffixes.front());
    for (const char* view : {"actors", "events", "documents"}) {
      ekg::WriteOptions options;
      options.view = *ekg::graph_view_from(view);
      write(*writer, std::string(view) + suffix, options);
      options.aggregate = true;
      write(*writer, std::string(view) + "-aggregated" + suffix, options);
      options.aggregate = false;
      write(*writer, std::string(view) + "-parallel" + suffix, options);
      if (writer->name != "gexf") continue;
      options.gexf_1_2 = true;
      write(*writer, std::string(view) + "-old" + suffix, options);
    }
  }
  for (const ekg::Problem& problem : problems.sorted())
    if (problem.severity == ekg::Severity::error) std::cerr << ekg::format_problem(problem) << '\n';
  return 0;
}
