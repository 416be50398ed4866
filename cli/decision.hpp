// What `ekg same` and `ekg different` share.
#pragma once
#include "cli/command.hpp"

namespace ekg {

// The subcommand `name`, which records that two names are the same, or are different.
void add_decision(CLI::App& app, Session& session, const std::string& name, const std::string& description,
                  const std::string& example, bool same);

}  // namespace ekg
