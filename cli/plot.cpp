#include <sys/ioctl.h>
#include <unistd.h>

#include <ostream>

#include "cli/graph_io.hpp"
#include "cli/output_file.hpp"
#include "cli/slice_options.hpp"
#include "export/timeline_plot.hpp"

namespace ekg {
namespace {

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
    std::string by = "month";
    std::string stack;
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
      .type_name("FILE");
  verb.add_option("--by", options->by, "day, week, month, quarter or year")
      .one_of({"day", "week", "month", "quarter", "year"})
      .type_name("UNIT");
  verb.add_option("--stack", options->stack, "A colour for each type, quad or status")
      .one_of({"type", "quad", "status"})
      .type_name("WHAT");
  verb.add_option("--title", options->title, "Stands above the drawing").type_name("TEXT");
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    const CalendarUnit unit = *calendar_unit_from(options->by);
    const StackBy stack = options->stack == "type"     ? StackBy::type
                          : options->stack == "quad"   ? StackBy::quad
                          : options->stack == "status" ? StackBy::status
                                                       : StackBy::nothing;
    const Timeline line = timeline(slice, unit, stack);
    if (line.undated > 0) {
      Problem problem;
      problem.code = "undated-events";
      problem.severity = Severity::note;
      problem.message = std::to_string(line.undated) + " events have no date and stand in no bucket";
      session.problems().report(std::move(problem));
    }
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
