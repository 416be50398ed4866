#include <ostream>

#include "cli/command.hpp"

namespace ekg {

void add_version(CLI::App& app, Session& session) {
  CLI::App* verb = add_verb(app, session, "version", "The version, as --version", "ekg version");
  verb->callback([&session] { session.out() << "ekg " << EKG_VERSION << "\n"; });
}

}  // namespace ekg
