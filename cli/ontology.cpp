#include "ingest/text/ontology.hpp"

#include "cli/command.hpp"

namespace ekg {

void add_ontology(CLI::App& app, Session& session) {
  Verb verb = add_verb(app, session, "ontology", "The event types, with their CAMEO codes and PLOVER roots",
                       "ekg ontology");
  add_table_options(verb, session);
  verb.callback([&session] {
    const Ontology ontology;
    Table table{{"type", "mode", "cameo", "plover", "quad", "intensity", "family", "gloss"}, {}, ""};
    const auto text = [](std::string_view value) {
      return value.empty() ? Cell() : Cell(std::string(value));
    };
    for (const auto& [key, type] : ontology.types()) {
      table.rows.push_back({text(type.name), text(type.mode), text(type.cameo), text(type.plover),
                            type.quad ? text(to_string(*type.quad)) : Cell(),
                            type.intensity ? Cell(*type.intensity) : Cell(), text(type.family),
                            text(type.gloss)});
    }
    session.print(table);
  });
}

}  // namespace ekg
