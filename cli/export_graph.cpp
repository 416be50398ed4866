#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"

namespace ekg {

void add_export_graph(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    OutputOptions output;
  };
  Verb verb = add_verb(app, session, "export", "Write a graph, or a part of it, in another format",
                       "ekg export war.json -o w45.gexf --from 2024-W45 --to 2024-W46");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_output_options(verb, options->output);
  verb.callback([options, &session] {
    writers_for(options->output);
    const EventGraph graph = read_graph(options->slice.graph, session);
    write_graph(TimeSlice(graph, slice_filter(graph, options->slice)), options->output, session.problems());
  });
}

}  // namespace ekg
