#include "cli/decision.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/query.hpp"
#include "ingest/stored_graph.hpp"

namespace ekg {
namespace {

// An id stays; for a name, that of the only entity that has it as its first name or at all is meant.
EntityId entity_called(const EventGraph& graph, const std::string& name) {
  const std::vector<EntityId> rows = named_entities(graph, name);
  if (rows.size() == 1) return rows.front();
  std::vector<EntityId> first;
  std::ranges::copy_if(rows, std::back_inserter(first),
                       [&](EntityId row) { return graph.entity(row).name == name; });
  if (first.size() == 1) return first.front();
  std::string all;
  for (const EntityId row : rows)
    all += fmt::format("{}{} ({})", all.empty() ? "" : ", ", graph.entity(row).id, graph.entity(row).name);
  throw InputError(fmt::format("\"{}\" is the name of several; give one of {}", name, all));
}

}  // namespace

void add_decision(CLI::App& app, Session& session, const std::string& name, const std::string& description,
                  const std::string& example, bool same) {
  struct Options {
    std::string store, a, b;
  };
  Verb verb = add_verb(app, session, name, description, example);
  const auto options = std::make_shared<Options>();
  verb.add_option("GRAPH.ekg", options->store, "The store that keeps the decision").required();
  verb.add_option("A", options->a, "A name or an id").required();
  verb.add_option("B", options->b, "Another").required();
  verb.callback([options, &session, same] {
    if (!is_store_file(options->store))
      throw InputError(fmt::format("{}: no store; `ekg build … -o NAME.ekg` makes one", options->store));
    Store store(options->store, Store::Access::write);
    IdentityDecision decision{options->a, options->b, same};
    {
      const EventGraph graph = stored_graph(store, session.problems());
      for (const std::string* who : {&options->a, &options->b}) {
        if (same)
          entity_called(graph, *who);
        else
          named_entities(graph, *who);
      }
    }
    if (decision.b < decision.a) std::swap(decision.a, decision.b);
    if (decision.a == decision.b) throw InputError("A and B are one name; nothing can be decided about it");
    store.begin();
    store.replace({{}, {decision}});
    // What cannot be followed is not kept: throwing undoes it.
    const EventGraph graph = resolved_graph(store, session.problems());
    const std::vector<EntityId> these = find_entities(graph, decision.a),
                                those = find_entities(graph, decision.b);
    const bool shared = std::ranges::any_of(
        these, [&](EntityId row) { return std::ranges::find(those, row) != those.end(); });
    if (!these.empty() && !those.empty() && shared != same)
      throw InputError(
          same ? "they cannot be made one: another decision or the authority file keeps them apart"
               : "the names cannot be told apart: they are written alike, or another decision joins them");
    store.put_graph(graph);
    store.commit();
    session.summary(fmt::format("\"{}\" and \"{}\" are {} from now on; {} parties and places", decision.a,
                                decision.b, same ? "one" : "two", graph.entity_count()));
  });
}

}  // namespace ekg
