// Proper names known before any text is read: WordNet's, the common given names and surnames of the US census
// of 1990 (Debian package libtext-names-perl), and the lists of data/. Trainer only.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ingest/text/nn/word_senses.hpp"

namespace ekg {

// Bits of WordSenses' proper names behind WordNet's (0 to 25); "in" a name of several words stands in
// part_of_proper.
enum KnownNameBit {
  kGivenMale = 26,
  kGivenFemale,
  kSurname,
  kPlace,
  kState,
  kBody,
  kMedia,
  kArmedGroup,
  kLeader
};

struct KnownNames {
  // Lower-case names, words parted by one blank → bits of WordNet's noun files or of KnownNameBit.
  std::map<std::string, std::uint64_t> bits;

  // Index in name_kinds; -1: not known or ambiguous.
  int kind_of(const std::string& lower) const;
  bool has(const std::string& lower, std::uint64_t mask) const;
  // Words as entries for a WordSenses table.
  std::vector<std::pair<std::uint32_t, std::uint64_t>> senses() const;
};

// Reads WordNet's data.noun of `wordnet`, Text/Names.pm at `census` and the embedded lists of data/. Throws
// InputError when a file is missing.
KnownNames read_known_names(const std::string& wordnet, const std::string& census);

// The embedded lists that read_known_names and mark_names_by_trees take in, below data/.
const std::vector<std::string>& known_name_lists();

}  // namespace ekg
