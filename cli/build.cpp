#include <fmt/format.h>

#include "cli/graph_io.hpp"

namespace ekg {

void add_build(CLI::App& app, Session& session) {
  struct Options {
    InputOptions input;
    OutputOptions output;
  };
  CLI::App* verb = add_verb(app, session, "build", "Read articles and event files, write their graph",
                            "ekg build articles/ feed.xml -o war.json -o war.gexf\n"
                            "  ekg build article.txt --published 2024-11-07 -o article.graphml");
  const auto options = std::make_shared<Options>();
  add_input_options(*verb, options->input);
  add_knowledge_options(*verb, options->input);
  add_output_options(*verb, options->output);
  verb->callback([options, &session] {
    writers_for(options->output);
    refuse_to_overwrite(options->input.inputs, options->output.files, session.problems_file);
    IngestOptions reading = ingest_options(session, options->input);
    reading.leave_out = options->output.files;
    IngestCounts counts;
    const EventGraph graph = build_graph(options->input.inputs, reading, session.problems(), &counts);
    write_graph(TimeSlice(graph), options->output, session.problems());
    session.summary(fmt::format("{}; {} events of {} parties and places in {} documents", counts_line(counts),
                                graph.event_count(), graph.entity_count(), graph.document_count()));
  });
}

}  // namespace ekg
