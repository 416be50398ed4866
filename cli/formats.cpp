#include "cli/graph_io.hpp"

namespace ekg {
namespace {

template <class Format>
std::string suffixes_of(const Format& format) {
  std::string suffixes;
  for (const std::string_view suffix : format.suffixes)
    suffixes += (suffixes.empty() ? "" : " ") + std::string(suffix);
  return suffixes;
}

}  // namespace

void add_formats(CLI::App& app, Session& session) {
  Verb verb = add_verb(app, session, "formats", "What can be read and written", "ekg formats");
  add_table_options(verb, session);
  verb.callback([&session] {
    Table table{{"name", "direction", "suffixes", "description"}, {}, ""};
    for (const Reader* reader : readers())
      table.rows.push_back(
          {std::string(reader->name), "read", suffixes_of(*reader), std::string(reader->description)});
    // A store is no stream for a reader, but stands wherever an input may.
    table.rows.push_back({"ekg", "read", ".ekg", "a store of ekg, by itself or as one of the inputs"});
    for (const Writer* writer : writers())
      table.rows.push_back(
          {std::string(writer->name), "write", suffixes_of(*writer), std::string(writer->description)});
    session.print(table);
  });
}

}  // namespace ekg
