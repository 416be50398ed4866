// Why a record says what it says, one line a step.
#pragma once
#include "ingest/text/events/draft.hpp"

namespace ekg {

std::vector<std::string> explain(const Trees& trees, const EventDraft& draft,
                                 const std::vector<std::string>& features);

}  // namespace ekg
