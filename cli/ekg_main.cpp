// ekg VERB …: reads the command line, runs one subcommand, turns errors into one line and an exit status.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <new>
#include <string>

#include "cli/command.hpp"
#include "cli/output_file.hpp"

namespace {

constexpr int stopped = 2;

// CLI11 prints help and errors itself; its many error numbers become ours.
int exit_for(const CLI::App& app, const CLI::ParseError& error) {
  const int status = app.exit(error);
  std::cout.flush();
  return status == 0 && std::cout ? 0 : stopped;
}

// "ekg buld x": CLI11 would only say that a subcommand is required.
bool names_no_verb(const CLI::App& app, const std::string& word) {
  return !word.starts_with('-') && std::ranges::none_of(app.get_subcommands({}), [&](const CLI::App* verb) {
    return verb->check_name(word);
  });
}

void tell(ekg::Session& session, std::string_view error) {
  try {
    session.tell_problems();
  } catch (const ekg::OutputError& other) {  // of --problems FILE
    std::cerr << "ekg: " << other.what() << "\n";
  }
  std::cerr << "ekg: " << ekg::printable(error) << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  ekg::remove_temporaries_on_signals();
  CLI::App app("From the news to a graph of events in time: who did what to whom, when, and who says so.",
               "ekg");
  app.set_version_flag("--version", "ekg " EKG_VERSION);
  app.footer(
      "Example:\n  ekg build examples/articles -o news.json -o news.gexf\n'ekg VERB --help' tells more.");
  ekg::Session session;
  std::string group;
#define GROUP(heading) group = heading;
#define COMMAND(name)            \
  ekg::add_##name(app, session); \
  app.get_subcommands({}).back()->group(group);
#include "cli/commands.def"
#undef COMMAND
#undef GROUP
  if (argc < 2) {
    std::cerr << app.help();
    return stopped;
  }
  if (argc > 1 && names_no_verb(app, argv[1])) {
    std::cerr << "ekg: there is no verb \"" << argv[1] << "\"; ekg --help lists them\n";
    return stopped;
  }
  try {
    app.parse(argc, argv);
    return session.finish();
  } catch (const CLI::ParseError& error) {
    return exit_for(app, error);
  } catch (const std::bad_alloc&) {
    std::cerr << "ekg: out of memory\n";
  } catch (const std::exception&
               error) {  // InputError, OutputError, and what the system refuses: threads, folders
    tell(session, error.what());
  }
  return stopped;
}
