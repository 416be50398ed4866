// What a pronoun alone tells of whom it means.
#pragma once
#include <cstdint>
#include <string_view>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

enum class Gender : std::uint8_t { unknown, male, female };

// `word` in lower case; unknown for "it", "they" and what is no pronoun.
Gender gender_of_pronoun(std::string_view word);

// The subject of the verb that the token is an argument of; of "X called and urged him" it is X. no_token:
// none. O(length of the sentence).
TokenIndex subject_of_clause(const ParsedDocument& parsed, const Sentence& sentence, TokenIndex argument);

}  // namespace ekg
