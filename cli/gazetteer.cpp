#include "ingest/gazetteer.hpp"
#include <fmt/format.h>

#include "cli/graph_io.hpp"
#include "ingest/input_stream.hpp"

namespace ekg {

void add_gazetteer(CLI::App& app, Session& session) {
  struct Options {
    std::string dump, output;
  };
  Verb verb = add_verb(app, session, "gazetteer", "Make a file of places for --gazetteer",
                       "ekg gazetteer import allCountries.txt -o places.gazetteer");
  Verb import = verb.add_subcommand(
      "import", "Of a GeoNames dump (19 tab-separated columns; .zip, .gz and .zst are unpacked)");
  const auto options = std::make_shared<Options>();
  import.add_option("DUMP", options->dump, "allCountries.txt, UA.txt, cities500.zip; \"-\": standard input")
      .required();
  import.add_option("-o,--output", options->output, "The file to make").required().type_name("FILE");
  import.callback([options, &session] {
    refuse_to_overwrite({options->dump}, {options->output}, session.problems_file);
  InputStream in(options->dump);
  const GazetteerCounts counts =
      import_geonames(in.stream(), options->dump, options->output, session.problems());
  session.summary(
      fmt::format("read {} places, kept {}, dropped {}, left out {} of kinds where nothing happens",
                  counts.read, counts.kept(), counts.dropped, counts.left_out));
});
}  // namespace ekg

}  // namespace ekg
