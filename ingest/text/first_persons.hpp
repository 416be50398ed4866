// Who "I" and "we" are: the speaker of the quotation, the author of the post, or the body whose statement the
// document is.
#pragma once
#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Sets Mention::chain of first-person pronouns that have none. REQUIRES: chains are numbered and quotations
// found. Linear in the mentions.
void link_first_persons(ParsedDocument& parsed);

}  // namespace ekg
