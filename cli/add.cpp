#include <fmt/format.h>

#include "cli/graph_io.hpp"
#include "ingest/stored_graph.hpp"

namespace ekg {

void add_add(CLI::App& app, Session& session) {
  struct Options {
    std::string store;
    InputOptions input;
    std::uint64_t batch = AddOptions().batch_records;
  };
  Verb verb = add_verb(app, session, "add", "Add articles and event files to a store, nothing twice",
                       "ekg add war.ekg feed.xml articles/\n"
                       "  ekg add war.ekg february.ekg\n"
                       "Killed, it keeps what was committed; the same command again does the rest.");
  const auto options = std::make_shared<Options>();
  verb.add_option("GRAPH.ekg", options->store, "The store; made when it is not there").required();
  add_input_options(verb, options->input);
  add_knowledge_options(verb, options->input);
  add_identity_options(verb, options->input);
  verb.add_option("--batch", options->batch, "Documents and event records that are kept together, at least")
      .type_name("N");
  verb.callback([options, &session] {
    AddOptions add;
    add.ingest = ingest_options(session, options->input);
    add.batch_records = options->batch;
    Store store(options->store, Store::Access::write);
    const AddCounts counts = add_to_store(store, options->input.inputs, add, session.problems());
    session.summary(
        fmt::format("{}; {} new documents and {} new event records, {} known; the store has {} and {}{}",
                    counts_line(counts.ingest), counts.new_documents, counts.new_records,
                    counts.known_records, store.document_count(), store.record_count(),
                    store.is_resolved() ? "" : "; its tables resolve the new ones apart"));
  });
}

}  // namespace ekg
