#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "export/record_json.hpp"
#include "graph/offices.hpp"

namespace ekg {

void add_roles(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    std::string at;
  };
  Verb verb = add_verb(app, session, "roles", "Who held what office, and who says so",
                       "ekg roles war.json --at 2024-11-05");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  take_date(
      verb.add_option("--at", options->at, "When: a day, or 2024, 2024-11, 2024-W45 for any time within"))
      .required();
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const TimeSpan at = date_of("--at", options->at);
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const auto text = [](const std::string& value) { return value.empty() ? Cell{} : Cell(value); };
    Table table;
    table.columns = {"name", "title", "of", "tenure", "from", "to", "document", "published", "entity"};
    table.ids = 1;
    for (const OfficeRow& row : offices_at(slice, at)) {
      const Entity& entity = graph.entity(row.entity);
      const OfficeRole& role = entity.roles[row.role];
      const auto document = graph.find_document(role.doc);
      const auto published = document ? graph.document(*document).published : std::nullopt;
      table.rows.push_back(
          {name_cell(graph, row.entity), role.title, text(role.of), std::string(to_string(row.tenure)),
           role.from ? Cell(time_word(*role.from)) : Cell{}, role.to ? Cell(time_word(*role.to)) : Cell{},
           ids_cell({role.doc}), published ? Cell(format_begin(*published)) : Cell{}, entity.id});
    }
    print_limited(session, std::move(table), options->limit);
  });
}

}  // namespace ekg
