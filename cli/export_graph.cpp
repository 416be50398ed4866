#include "cli/graph_io.hpp"

namespace ekg {

void add_export_graph(CLI::App& app, Session& session) {
  struct Options {
    std::string graph;
    OutputOptions output;
  };
  CLI::App* verb =
      add_verb(app, session, "export", "Write a graph in another format", "ekg export war.json -o war.gexf");
  const auto options = std::make_shared<Options>();
  verb->add_option("GRAPH", options->graph, "The graph, or - for standard input")->required();
  add_output_options(*verb, options->output);
  verb->callback([options, &session] {
    writers_for(options->output);
    write_graph(read_graph(options->graph, session), options->output, session.problems());
  });
}

}  // namespace ekg
