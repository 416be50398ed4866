#include <fmt/format.h>

#include <filesystem>

#include "cli/graph_io.hpp"
#include "cli/no_events.hpp"
#include "cli/output_file.hpp"
#include "cli/slice_options.hpp"

namespace ekg {
namespace {

struct ViewOptions {
  SliceOptions slice;
  std::string output;
  std::string title;
  bool no_layout = false;
};

// "articles/war.json.gz" is "war".
std::string title_of(const std::string& input) {
  if (input == "-") return "Events";
  std::filesystem::path name = std::filesystem::path(input).lexically_normal();
  if (!name.has_filename()) name = name.parent_path();
  name = name.filename();
  while (name.has_extension()) name = name.stem();
  return name.string();
}

void view(const ViewOptions& options, Session& session) {
  const EventGraph graph = read_graph(options.slice.graph, session);
  WriteOptions write_options;
  write_options.layout = !options.no_layout;
  write_options.title = options.title.empty() ? title_of(options.slice.graph) : options.title;
  const TimeSlice slice(graph, slice_filter(graph, options.slice));
  report_no_events(slice, session.problems());
  OutputFile file(options.output);
  find_writer("html")->write(slice, file.stream(), write_options, session.problems());
  file.commit();
  const bool packed = options.output.ends_with(".gz") || options.output.ends_with(".zst");
  session.summary(fmt::format("wrote {}: {} of {} events; {}", options.output, slice.count(),
                              graph.event_count(),
                              packed ? "unpack it to open it in a browser" : "open it in a browser"));
}

}  // namespace

void add_view(CLI::App& app, Session& session) {
  Verb verb =
      add_verb(app, session, "view", "Write one page to look at a graph, to open from disk or to send",
               "ekg view war.json -o war.html");
  const auto options = std::make_shared<ViewOptions>();
  add_slice_options(verb, options->slice);
  verb.add_option("--output,-o", options->output, "The page, or - for standard output")
      .required()
      .ends_in(find_writer("html")->suffixes, "a page")
      .type_name("FILE");
  verb.add_option("--title", options->title, "The page's title; the graph's name unless told")
      .type_name("TEXT");
  verb.add_flag("--no-layout", options->no_layout,
                "Actors on a spiral, not placed by force: faster on big graphs");
  verb.callback([options, &session] { view(*options, session); });
}

}  // namespace ekg
