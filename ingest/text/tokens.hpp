// Text to the syntactic words of UD English: clitics apart ("do" "n't"), hyphenated words apart, except after
// the prefixes of data/english/hyphen_prefixes.txt, abbreviations with their dot, numbers, URLs, handles and
// hashtags whole.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "graph/document.hpp"

namespace ekg {

// What the word before a dot is when the dot belongs to it (data/english/abbreviations.tsv).
enum class Abbreviation : unsigned char {
  none,
  title,   // stands before a name and never ends a sentence: "Maj.", "St."
  number,  // an abbreviation only before a number: "No.", "p."
  date,    // a month or weekday: "Sept."
  other,   // may end a sentence: "Inc.", "etc.", "U.S."
};

// Immutable; any number of threads may share one.
class Tokenizer {
 public:
  Tokenizer();
  ~Tokenizer();

  // Appends the tokens of text[block) in order; they never overlap and hold no white space. O(block size).
  void split(std::string_view text, ByteRange block, std::vector<ByteRange>& tokens) const;

  // The kind of a token that ends in a dot ("Maj.", "U.S.", "J."), `none` when it is no abbreviation.
  Abbreviation abbreviation(std::string_view token) const;

  // Whether this capitalised word after an abbreviation begins a sentence ("… in the U.S. The …").
  bool begins_sentence(std::string_view word) const;

  struct Words;

 private:
  std::unique_ptr<const Words> words_;
};

}  // namespace ekg
