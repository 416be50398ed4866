#include "cli/decision.hpp"

namespace ekg {

void add_same(CLI::App& app, Session& session) {
  add_decision(app, session, "same", "Decide that two names are one party or place, for good",
               "ekg same war.ekg \"Abdourahamane Tchiani\" \"General Tiani\"", true);
}

}  // namespace ekg
