#include <sys/ioctl.h>
#include <unistd.h>

#include <ostream>

#include "cli/graph_io.hpp"
#include "cli/no_events.hpp"
#include "cli/output_file.hpp"
#include "cli/slice_options.hpp"
#include "cli/timeline_options.hpp"
#include "export/timeline_plot.hpp"

namespace ekg {
namespace {

constexpr std::string_view drawing_endings[] = {".svg"};
constexpr std::size_t width_elsewhere = 80;  // where no terminal says how wide it is

std::size_t columns() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : width_elsewhere;
}

}  // namespace

void add_plot(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    std::string output;
    TimelineOptions course;
    std::string title = "Events";
    bool timeline = true;
  };
  Verb verb = add_verb(app, session, "plot", "Draw the course of things: in the terminal, or as SVG",
                       "ekg plot war.json --timeline --by week --stack quad -o war.svg");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  verb.add_flag("--timeline", options->timeline,
                "Bars of how many events in each unit of time: what is drawn unless told");
  verb.add_option("--output,-o", options->output,
                  "An SVG file, or - for standard output; the terminal if none")
      .ends_in(drawing_endings, "a drawing")
      .type_name("FILE");
  add_timeline_options(verb, options->course, "A colour for each type, quad or status");
  verb.add_option("--title", options->title, "Stands above the drawing").type_name("TEXT");
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice, options->course.ahead()));
    report_no_events(slice, session.problems());
    const CalendarUnit unit = options->course.unit();
    const Timeline line = timeline_of(slice, options->course, session);
    if (options->output.empty()) {
      session.out() << timeline_blocks(line, unit, columns());
      return;
    }
    OutputFile file(options->output);
    file.stream() << timeline_svg(line, {options->title, unit}, session.problems());
    file.commit();
  });
}

}  // namespace ekg
