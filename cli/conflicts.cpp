#include "graph/conflicts.hpp"
#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/voices.hpp"

namespace ekg {

void add_conflicts(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
  };
  Verb verb = add_verb(app, session, "conflicts", "Where reports of one event contradict each other",
                       "ekg conflicts war.ekg --from 2024-11");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const Voices voices(graph);
    Table table;
    table.columns = {"start",     "type",    "conflict", "of",     "says", "by",
                     "documents", "reports", "outlets",  "voices", "event"};
    for (const Conflict& conflict : find_conflicts(slice)) {
      const VoiceCount told = count_voices(voices, graph, conflict.event);
      const auto time = graph.time(conflict.event);
      for (const Claim& claim : conflict.claims) {
        std::vector<std::string> documents;
        for (const DocumentId row : claim.documents) documents.emplace_back(graph.document(row).id);
        table.rows.push_back({time ? Cell(format_begin(*time)) : Cell{},
                              std::string(graph.type_name(graph.type(conflict.event))),
                              std::string(to_string(conflict.kind)),
                              conflict.of.empty() ? Cell{} : Cell(conflict.of), claim.says,
                              claim.by.empty() ? Cell{} : Cell(claim.by), ids_cell(std::move(documents)),
                              count_cell(told.reports), count_cell(told.outlets), count_cell(told.voices),
                              ids_cell({std::string(graph.event_id(conflict.event))})});
      }
    }
    print_limited(session, std::move(table), options->limit);
  });
}

}  // namespace ekg
