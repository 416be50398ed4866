#include "cli/decision.hpp"

namespace ekg {

void add_different(CLI::App& app, Session& session) {
  add_decision(app, session, "different", "Decide that two names are not one party or place, for good",
               "ekg different war.ekg \"Tomas Reeve\" \"Tamara Reeve\"", false);
}

}  // namespace ekg
