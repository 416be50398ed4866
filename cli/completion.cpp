// ekg completion SHELL: what the shell needs to complete verbs and options, made from the
// command line itself, so that it cannot fall behind.
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace ekg {
namespace {

std::string option_names(const CLI::App& verb) {
  std::string names;
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) names += " --" + name;
    for (const std::string& name : option->get_snames()) names += " -" + name;
  }
  return names.empty() ? names : names.substr(1);
}

std::vector<const CLI::App*> verbs_of(const CLI::App& app) { return app.get_subcommands({}); }

std::string verb_names(const CLI::App& app) {
  std::string names;
  for (const CLI::App* verb : verbs_of(app)) names += (names.empty() ? "" : " ") + verb->get_name();
  return names;
}

// bash's, which zsh reads through bashcompinit. A verb stands second; after it come its options and files.
std::string for_bash(const CLI::App& app) {
  std::string out = "_ekg() {\n  local word=${COMP_WORDS[COMP_CWORD]} names=\n";
  out +=
      "  if [ \"$COMP_CWORD\" = 1 ]; then\n    names=\"" + verb_names(app) + " --help --version\"\n  else\n";
  out += "    case ${COMP_WORDS[1]} in\n";
  for (const CLI::App* verb : verbs_of(app))
    out += fmt::format("      {}) names=\"{}\" ;;\n", verb->get_name(), option_names(*verb));
  out += "    esac\n    case $word in\n      -*) ;;\n      *) names= ;;\n    esac\n  fi\n";
  out += "  COMPREPLY=($(compgen -W \"$names\" -- \"$word\"))\n}\ncomplete -o default -F _ekg ekg\n";
  return out;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string for_fish(const CLI::App& app) {
  std::string out;
  for (const CLI::App* verb : verbs_of(app)) {
    out += fmt::format("complete -c ekg -n __fish_use_subcommand -f -a {} -d {}\n", verb->get_name(),
                       quoted(verb->get_description()));
    for (const CLI::Option* option : verb->get_options()) {
      std::string names;
      for (const std::string& name : option->get_lnames()) names += " -l " + name;
      for (const std::string& name : option->get_snames()) names += " -s " + name;
      if (names.empty()) continue;
      out += fmt::format("complete -c ekg -n '__fish_seen_subcommand_from {}'{}{} -d {}\n", verb->get_name(),
                         names, option->get_items_expected_max() > 0 ? " -r" : "",
                         quoted(option->get_description()));
    }
  }
  return out;
}

}  // namespace

void add_completion(CLI::App& app, Session& session) {
  Verb verb = add_verb(app, session, "completion", "Print what makes a shell complete verbs and options",
                       "source <(ekg completion bash)\n"
                       "  autoload -U bashcompinit && bashcompinit && source <(ekg completion zsh)\n"
                       "  ekg completion fish | source");
  const auto shell = std::make_shared<std::string>();
  verb.add_option("SHELL", *shell, "bash, zsh or fish").one_of({"bash", "zsh", "fish"}).required();
  verb.callback(
      [shell, &app, &session] { session.out() << (*shell == "fish" ? for_fish(app) : for_bash(app)); });
}

}  // namespace ekg
