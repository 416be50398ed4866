// ekg VERB …: reads the command line, runs one subcommand, turns errors into one line and an exit status.
#include <iostream>
#include <new>

#include "cli/command.hpp"
#include "cli/output_file.hpp"

namespace {

constexpr int stopped = 2;

// CLI11 prints help and errors itself; its many error numbers become ours.
int exit_for(const CLI::App& app, const CLI::ParseError& error) { return app.exit(error) == 0 ? 0 : stopped; }

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  ekg::remove_temporaries_on_signals();
  CLI::App app("From the news to a graph of events in time: who did what to whom, when, and who says so.",
               "ekg");
  app.set_version_flag("--version", "ekg " EKG_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Example:\n  ekg build examples/articles -o news.json -o news.gexf\n'ekg VERB --help' tells more.");
  ekg::Session session;
#define COMMAND(name) ekg::add_##name(app, session);
#include "cli/commands.def"
#undef COMMAND
  try {
    try {
      app.parse(argc, argv);
      return session.finish();
    } catch (const ekg::InputError& error) {
      session.tell_problems();
      std::cerr << "ekg: " << error.what() << "\n";
    }
  } catch (const CLI::ParseError& error) {
    return exit_for(app, error);
  } catch (const ekg::OutputError& error) {
    std::cerr << "ekg: " << error.what() << "\n";
  } catch (const std::bad_alloc&) {
    std::cerr << "ekg: out of memory\n";
  }
  return stopped;
}
