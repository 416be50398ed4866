#include <fmt/format.h>

#include "cli/graph_io.hpp"
#include "ingest/stored_graph.hpp"

namespace ekg {

void add_remove(CLI::App& app, Session& session) {
  struct Options {
    std::string store;
    std::vector<std::string> documents;
  };
  Verb verb = add_verb(app, session, "remove", "Take documents and all that only they tell out of a store",
                       "ekg remove war.ekg kursk-2024-11-05");
  const auto options = std::make_shared<Options>();
  verb.add_option("GRAPH.ekg", options->store, "The store").required();
  verb.add_option("DOCUMENT", options->documents, "Ids of documents").required();
  verb.callback([options, &session] {
    if (!is_store_file(options->store))
      throw InputError(fmt::format("{}: no store; `ekg build … -o NAME.ekg` makes one", options->store));
    Store store(options->store, Store::Access::write);
    store.begin();
    std::size_t removed = 0;
    for (const std::string& id : options->documents) {
      if (store.remove_document(id))
        ++removed;
      else
        session.problems().report({"unknown-document", Severity::error, options->store, 0, 0,
                                   "no document has this id; nothing was removed for it", excerpt_of(id)});
    }
    store.commit();
    resolve_store(store, AddOptions().resolve_whole, session.problems());
    session.summary(fmt::format("removed {} documents; the store has {} documents and {} event records",
                                removed, store.document_count(), store.record_count()));
  });
}

}  // namespace ekg
