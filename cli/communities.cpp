#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/communities.hpp"

namespace ekg {

void add_communities(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    double resolution = 1;
  };
  Verb verb = add_verb(app, session, "communities",
                       "Parties that deal more with each other than with the rest, the largest group first",
                       "ekg communities war.json --from 2024 --to 2025");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  verb.add_option("--resolution", options->resolution, "Above 1: more and smaller groups; below: fewer")
      .range(0.001, 1000.0)
      .type_name("X")
      .show_default();
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const ActorNetwork network = undirected_network(slice);
    const Communities found = find_communities(network, options->resolution);
    // Of each party: its events with others, and how many of them stay in its group.
    std::vector<double> all(found.entities.size(), 0), inside(found.entities.size(), 0);
    for (std::uint32_t v = 0; v < network.vertex_count(); ++v)
      for (const ActorNetwork::Arc& arc : network.arcs_of(v)) {
        all[v] += arc.weight;
        if (found.community[arc.to] == found.community[v]) inside[v] += arc.weight;
      }
    std::vector<std::uint32_t> order(found.entities.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
      return found.community[a] != found.community[b] ? found.community[a] < found.community[b]
                                                      : all[a] > all[b];
    });
    Table table;
    table.columns = {"group", "name", "ties", "inside", "entity"};
    table.ids = 1;
    for (const std::uint32_t v : order)
      table.rows.push_back({static_cast<std::int64_t>(found.community[v] + 1),
                            name_cell(graph, found.entities[v]), static_cast<std::int64_t>(all[v]),
                            static_cast<std::int64_t>(inside[v]), graph.entity(found.entities[v]).id});
    session.summary(fmt::format("{} groups, modularity {:.3f}", found.count, found.modularity));
    print_limited(session, std::move(table), options->limit);
  });
}

}  // namespace ekg
