// The features of a word form: which rows of the embedding table are summed to make a token's vector. Shared
// by training and inference. Nothing here keeps a word: tables hold 16-bit fingerprints of hashes.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/text/nn/word_senses.hpp"

namespace ekg {

// Curly quotes, dashes, ellipses and non-breaking blanks to ASCII; everything else unchanged.
std::string fold_punctuation(std::string_view form);

std::uint64_t hash_feature(std::uint8_t kind, std::string_view text);

// hash → dense row number, by open addressing over (fingerprint, row) slots. An unseen hash is found by
// mistake with a chance of about 1 in 65,536. Views its slots; they must outlive it.
class RowTable {
 public:
  struct Slot {
    std::uint16_t fingerprint = 0;  // 0: empty
    std::uint16_t row = 0;
  };
  RowTable() = default;
  RowTable(const Slot* slots, std::uint32_t count) : slots_(slots), mask_(count - 1) {}
  // -1: not there.
  std::int32_t find(std::uint64_t hash) const;
  // Slots for the hashes; row i is hashes[i]. REQUIRES: at most 65,535 hashes.
  static std::vector<Slot> build(const std::vector<std::uint64_t>& hashes);

 private:
  const Slot* slots_ = nullptr;
  std::uint32_t mask_ = 0;
};

// Membership of lower-case words in WordNet's noun, verb, adjective and adverb lists (bits 1, 2, 4, 8), as
// 12-bit fingerprints with 4 bits each.
class WordClasses {
 public:
  WordClasses() = default;
  WordClasses(const std::uint16_t* slots, std::uint32_t count) : slots_(slots), mask_(count - 1) {}
  std::uint8_t find(std::string_view lower) const;
  static std::vector<std::uint16_t> build(const std::vector<std::pair<std::string, std::uint8_t>>& words);

 private:
  const std::uint16_t* slots_ = nullptr;
  std::uint32_t mask_ = 0;
};

enum FeatureKind : std::uint8_t {
  kWord,
  kSuffix4,
  kSuffix3,
  kSuffix2,
  kPrefix3,
  kPrefix2,
  kShape,
  kClasses,
  kPrefix4,
  kTrigram,
  kNounSense,
  kVerbSense,
  kOtherSense,
  kProperSense,
  kProperPartSense
};

// The hashes of the features of a form; the first is the word itself.
void feature_hashes(std::string_view form, const WordClasses& classes, std::vector<std::uint64_t>& hashes);
// The hashes of what the dictionary knows of a form, one a sense; rows of their own behind all others.
void sense_hashes(std::string_view form, const WordSenses& senses, std::vector<std::uint64_t>& hashes);

}  // namespace ekg
