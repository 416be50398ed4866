// ekg VERB …: reads the command line, runs one subcommand, turns errors into one line and an exit status.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/output_file.hpp"
#include "ingest/text/edit_distance.hpp"

namespace {

constexpr int stopped = 2;

// Which of `known` somebody meant who wrote `word`; empty: none is near enough, or several are.
std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  const auto bare = [](std::string_view name) { return name.substr(name.find_first_not_of('-')); };
  if (word.find_first_not_of('-') == std::string_view::npos) return {};
  word = bare(word);
  std::size_t least = word.size() < 4 ? 2 : 3;  // a letter or two may be wrong
  std::string near;
  for (const std::string& one : known) {
    const std::string_view name = bare(one);
    if (name.size() < 3 && name.size() != word.size()) continue;
    const bool begun = word.size() > 2 && name.starts_with(word);
    const std::size_t distance = begun ? 1 : ekg::edit_distance(word, name);
    if (distance > least || (distance == least && near.empty())) continue;
    near = distance < least ? one : std::string();
    least = distance;
  }
  return near;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? std::string("; ") : fmt::format("; did you mean {}? ", near);
}

std::vector<std::string> verbs_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands({})) names.push_back(verb->get_name());
  return names;
}

std::vector<std::string> options_of(const CLI::App& verb) {
  std::vector<std::string> names;
  for (const CLI::Option* option : verb.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// The first word that no option and no place on the line took; an option before others.
std::string not_understood(const CLI::App& verb) {
  std::vector<std::string> words = verb.remaining();
  std::erase(words, "--");
  const auto option = std::ranges::find_if(
      words, [](const std::string& word) { return word.starts_with('-') && word != "-"; });
  if (option != words.end()) return option->substr(0, option->find('='));
  return words.empty() ? std::string() : words.front();
}

// What is wrong with the line, in one line. CLI11 tells a missing argument before an unknown option, which is
// often the same thing, misspelt.
std::string misuse(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* verb = &app;
  std::string called, early;  // an option that stands before the verb
  for (auto next = app.get_subcommands(); !next.empty(); next = verb->get_subcommands()) {
    if (early.empty()) early = not_understood(*verb);
    verb = next.front();
    called += (called.empty() ? "" : " ") + verb->get_name();
  }
  const std::string help = "ekg " + called + (called.empty() ? "--help" : " --help");
  const auto kind = static_cast<CLI::ExitCodes>(error.get_exit_code());
  const std::string what = error.what();
  const std::vector<std::string> verbs = verbs_of(*verb);
  const std::string word = not_understood(*verb);
  if (called.empty() && word.empty()) return "a verb is missing; " + help + " lists them";
  if (early.starts_with('-'))
    return fmt::format("{} stands before {}; options stand behind it; {} lists them", early, verb->get_name(),
                       help);
  if (word.starts_with('-'))
    return fmt::format("{} no option {}{}{} lists them", called.empty() ? "there is" : called + " has", word,
                       did_you_mean(word, options_of(*verb)), help);
  std::string wrong = what;
  const std::string name = what.substr(0, what.find_first_of(": "));
  if (!verbs.empty() && !word.empty())
    return fmt::format("{} has no \"{}\"{}{} lists what it has", called, word, did_you_mean(word, verbs),
                       help);
  if (!verbs.empty()) {
    wrong = fmt::format("one of {} is missing", fmt::join(verbs, ", "));
  } else if (kind == CLI::ExitCodes::ExtrasError) {
    wrong = fmt::format("\"{}\" is one too many", word);
  } else if (kind == CLI::ExitCodes::RequiredError) {
    wrong = name + " is missing";
  } else if (kind == CLI::ExitCodes::ArgumentMismatch) {
    wrong = name + (what.ends_with(" missing") ? " needs a value behind it" : " is given more than once");
  } else if (const std::size_t at = what.find(": ");
             kind == CLI::ExitCodes::ConversionError && at != std::string::npos) {
    // Numbers and dates are checked before they are converted: what is left is "--strict=yes".
    wrong = what.substr(at + 2, what.find(" = ") - at - 2) + " takes no value";
  }
  return fmt::format("{}: {}; {} tells more", called, wrong, help);
}

// Help is no error, though CLI11 throws it; its many error numbers become ours.
int exit_for(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) {
    app.exit(error);
    std::cout.flush();
    return std::cout ? 0 : stopped;
  }
  std::cerr << "ekg: " << ekg::printable(misuse(app, error)) << "\n";
  return stopped;
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
    std::cerr << fmt::format("ekg: there is no verb \"{}\"{}ekg --help lists them\n", ekg::printable(argv[1]),
                             did_you_mean(argv[1], verbs_of(app)));
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
