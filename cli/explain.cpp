#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/query.hpp"

namespace ekg {

void add_explain(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    std::string these;
    std::string those;
  };
  CLI::App* verb = add_verb(app, session, "explain", "The sentences behind what happened between two parties",
                            "ekg explain war.json Ukraine \"North Korea\"");
  const auto options = std::make_shared<Options>();
  add_slice_options(*verb, options->slice);
  add_table_options(*verb, session);
  verb->add_option("A", options->these, "A party: a name, an alias or an id")->required();
  verb->add_option("B", options->those, "The other party")->required();
  add_limit(*verb, options->limit);
  verb->callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    Table table;
    table.columns = {"start", "type", "status", "said_by", "document", "sentence", "text", "event"};
    for (const EventId event : events_between(slice, named_entities(graph, options->these),
                                              named_entities(graph, options->those))) {
      const EventRecord record = graph.record(event);
      std::string said_by;
      for (const Attribution& said : record.attribution) {
        const std::string& speaker = said.by.name;
        said_by += (said_by.empty() ? "" : "; ") + speaker + (speaker.empty() ? "" : " ") + said.verb + " (" +
                   std::string(to_string(said.stance)) + ")";
      }
      for (const EventMention& mention : record.mentions) {
        table.rows.push_back({record.time ? Cell(format_begin(*record.time)) : Cell{}, record.type,
                              std::string(to_string(record.status)), said_by.empty() ? Cell{} : Cell(said_by),
                              mention.doc, mention.sentence ? count_cell(*mention.sentence) : Cell{},
                              mention.text, record.id});
      }
    }
    print_limited(session, std::move(table), options->limit);
  });
}

}  // namespace ekg
