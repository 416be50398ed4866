#include <fmt/format.h>

#include "cli/graph_io.hpp"
#include "ingest/stored_graph.hpp"

namespace ekg {
namespace {

// A graph can be made again, what a person decided cannot.
void refuse_to_forget(const std::string& name) {
  if (is_store_file(name) && !Store(name, Store::Access::read).identities().decisions.empty())
    throw InputError(fmt::format(
        "{}: keeps decisions of ekg same and ekg different, which would be lost; `ekg add {}` adds to it",
        name, name));
}

}  // namespace

void add_build(CLI::App& app, Session& session) {
  struct Options {
    InputOptions input;
    OutputOptions output;
  };
  Verb verb = add_verb(app, session, "build", "Read articles and event files, write their graph",
                       "ekg build articles/ feed.xml -o war.ekg -o war.gexf\n"
                       "  ekg build article.txt --published 2024-11-07 -o article.graphml");
  const auto options = std::make_shared<Options>();
  add_input_options(verb, options->input);
  add_knowledge_options(verb, options->input);
  add_identity_options(verb, options->input);
  add_output_options(verb, options->output);
  verb.callback([options, &session] {
    refuse_to_overwrite(options->input.inputs, options->output.files, session.problems_file);
    IngestOptions reading = ingest_options(session, options->input);
    reading.leave_out = options->output.files;
    OutputOptions others = options->output;
    const std::vector<const Writer*> chosen = writers_for(others);
    others.files.clear();
    // A store keeps what was read, not only the graph.
    std::vector<StoreFile> stores;
    std::vector<std::string> store_names;
    std::vector<Store*> filled;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const std::string& name = options->output.files[i];
      if (chosen[i]->name != "ekg" || name.ends_with(".gz") || name.ends_with(".zst")) {
        others.files.push_back(name);
        continue;
      }
      refuse_to_forget(name);
      stores.emplace_back(name);
      store_names.push_back(name);
      filled.push_back(stores.back().store.get());
    }
    IngestCounts counts;
    BuiltGraph built;
    if (filled.empty()) {
      built.graph = build_graph(options->input.inputs, reading, session.problems(), &counts);
      built.events = built.graph->event_count(), built.entities = built.graph->entity_count();
      built.documents = built.graph->document_count();
    } else {
      built = build_stores(filled, options->input.inputs, reading, !others.files.empty(), session.problems(),
                           &counts);
    }
    std::vector<std::unique_ptr<OutputFile>> files;
    files.reserve(stores.size());
    for (StoreFile& store : stores) files.push_back(store.finish());
    if (built.graph) {
      write_graph(TimeSlice(*built.graph), others, session.problems(), std::move(files));
      for (const std::string& name : store_names) keep_snapshot(name, *built.graph);
    } else {
      for (const auto& file : files) file->commit();
    }
    session.summary(fmt::format("{}; {} of {} parties and places in {}", counts_line(counts),
                                count_of(built.events, "event"), built.entities,
                                count_of(built.documents, "document")));
  });
}

}  // namespace ekg
