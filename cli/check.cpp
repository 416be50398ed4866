#include <fmt/format.h>

#include <iterator>

#include "cli/command.hpp"
#include "ingest/graph_check.hpp"
#include "ingest/input_stream.hpp"
#include "ingest/reader.hpp"

namespace ekg {

void add_check(CLI::App& app, Session& session) {
  struct Options {
    std::vector<std::string> files;
  };
  Verb verb = add_verb(app, session, "check", "What Gephi would lose of anybody's GraphML or GEXF",
                       "ekg check war.gexf");
  const auto options = std::make_shared<Options>();
  add_table_options(verb, session);
  verb.add_option("FILE", options->files, "GraphML or GEXF, perhaps packed").required();
  verb.callback([options, &session] {
    Table table;
    table.columns = {"file", "format", "nodes", "edges", "columns", "timeline"};
    bool any = false;
    for (const std::string& file : options->files) {
      try {
        InputStream in(file);
        const std::string xml(std::istreambuf_iterator<char>(in.stream()), {});
        const GraphFileSummary summary = check_graph_file(xml, file, session.problems());
        any |= !summary.format.empty();
        table.rows.push_back({file, summary.format.empty() ? Cell{} : Cell(summary.format),
                              static_cast<std::int64_t>(summary.nodes),
                              static_cast<std::int64_t>(summary.edges),
                              static_cast<std::int64_t>(summary.columns), summary.dynamic});
      } catch (const BrokenInput& broken) {
        session.problems().report(broken.problem);
      }
    }
    if (!any) throw InputError("not one file is GraphML or GEXF that can be read");
    session.print(table);
  });
}

}  // namespace ekg
