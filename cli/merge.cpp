#include <fmt/format.h>

#include "cli/graph_io.hpp"
#include "ingest/stored_graph.hpp"

namespace ekg {

void add_merge(CLI::App& app, Session& session) {
  struct Options {
    std::vector<std::string> inputs;
    std::string output;
  };
  Verb verb = add_verb(app, session, "merge", "Make one store of several",
                       "ekg merge january.ekg february.ekg -o winter.ekg");
  const auto options = std::make_shared<Options>();
  verb.add_option("GRAPH.ekg", options->inputs, "Stores").required();
  verb.add_option("-o,--output", options->output, "The new store").required().type_name("OUT.ekg");
  verb.callback([options, &session] {
    for (const std::string& input : options->inputs) {
      if (!is_store_file(input)) throw InputError(fmt::format("{}: no store; `ekg add` takes it", input));
    }
    StoreFile merged(options->output);
    IngestOptions ingest;
    ingest.jobs = session.jobs;
    const BuiltGraph built =
        build_stores({merged.store.get()}, options->inputs, ingest, false, session.problems());
    merged.finish()->commit();
    session.summary(fmt::format("merged {} stores; {} events of {} parties and places in {} documents",
                                options->inputs.size(), built.events, built.entities, built.documents));
  });
}

}  // namespace ekg
