// WordNet's database files (Debian package wordnet-base) as word senses. Trainer only.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "ingest/text/nn/word_senses.hpp"

namespace ekg {

// Reads the single words of data.* and *.exc of `folder`, and the words of proper names. Nouns carry their
// lexicographer file (bits 0 to 25: files 3 to 28), verbs theirs (bits 0 to 14: files 29 to 43) and their
// frames (bits 15 to 49), adjectives and adverbs bits 0 to 3. `more` are bits of further keys.
// Throws InputError when a file is missing.
WordSenses read_wordnet_senses(const std::string& folder,
                               const std::vector<std::pair<std::uint32_t, std::uint64_t>>& more);

}  // namespace ekg
