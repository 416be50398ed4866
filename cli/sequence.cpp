#include <fmt/format.h>

#include <sstream>

#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/sequence.hpp"

namespace ekg {
namespace {

// "clash,threat" or "material-conflict".
PatternStep step_of(const EventGraph& graph, const std::string& text) {
  PatternStep step;
  std::istringstream names(text);
  for (std::string name; std::getline(names, name, ',');) {
    if (const auto quad = quad_from(name))
      step.quads.push_back(*quad);
    else if (const auto type = graph.find_type(name))
      step.types.push_back(*type);
    else
      throw InputError(fmt::format(
          "no event of this graph is a \"{}\"; ekg timeline --stack type lists the types that it has", name));
  }
  if (step.quads.empty() && step.types.empty())
    throw InputError("--step: a step names a type or a quad class at least");
  return step;
}

}  // namespace

void add_sequence(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    std::vector<std::string> steps;
    unsigned days = 30;
    bool same_direction = false;
  };
  Verb verb = add_verb(app, session, "sequence", "Between two parties, first one kind of event, then another",
                       "ekg sequence war.json --step accusation,threat --step material-conflict --within 14");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  verb.add_option("--step", options->steps,
                  "Types or quad classes, any of them, separated by commas; once for each step")
      .required()
      .type_name("KIND")
      .one_each();
  verb.add_option("--within", options->days, "Days from the beginning of the first event to that of the last")
      .type_name("DAYS")
      .show_default();
  verb.add_flag("--same-direction", options->same_direction,
                "The same party acts on the same other one in all steps; else either may");
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    if (options->steps.size() < 2) throw InputError("--step: a sequence has two steps at least");
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    std::vector<PatternStep> steps;
    for (const std::string& text : options->steps) steps.push_back(step_of(graph, text));
    SequenceOptions sequence;
    sequence.within = std::chrono::days(options->days);
    sequence.same_direction = options->same_direction;
    Table table;
    table.columns = {"sequence", "step", "a", "b", "days"};
    const auto columns = event_columns_for_tables();
    table.columns.insert(table.columns.end(), columns.begin(), columns.end());
    table.columns.insert(table.columns.end(), {"a_entity", "b_entity"});
    table.ids = event_ids_for_tables + 2;
    std::int64_t number = 0;
    for (const SequenceRow& found : find_sequences(slice, steps, sequence)) {
      ++number;
      for (std::size_t i = 0; i < found.events.size(); ++i) {
        const auto since = graph.begin(found.events[i]) - graph.begin(found.events.front());
        std::vector<Cell> row = {
            number, static_cast<std::int64_t>(i + 1), name_cell(graph, found.a), name_cell(graph, found.b),
            static_cast<std::int64_t>(std::chrono::floor<std::chrono::days>(since).count())};
        for (Cell& cell : event_cells_for_tables(graph, found.events[i])) row.push_back(std::move(cell));
        row.push_back(id_cell(graph, found.a));
        row.push_back(id_cell(graph, found.b));
        table.rows.push_back(std::move(row));
      }
    }
    print_limited(session, std::move(table), options->limit, "sequence");
  });
}

}  // namespace ekg
