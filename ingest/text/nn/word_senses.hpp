// What a dictionary knows of a word, as bits: WordNet's lexicographer files (noun.person, verb.communication
// …) and verb frames. Words are kept as 32-bit hashes only.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ekg {

class WordSenses {
 public:
  enum class Kind : std::uint8_t { noun, verb, adjective, adverb, proper, part_of_proper };

  WordSenses() = default;
  // Hashes (sorted, unique) with the index of each one's bit set in `sets`. Copies.
  WordSenses(std::vector<std::uint32_t> hashes, std::vector<std::uint16_t> indices,
             std::vector<std::uint64_t> sets);

  // 0: not known. `lemma` is lower case.
  std::uint64_t of(Kind kind, std::string_view lemma) const;
  // The union over the lemmas that regular inflection can have made `lower` from (WordNet's detachment
  // rules).
  std::uint64_t of_inflected(Kind kind, std::string_view lower) const;

  const std::vector<std::uint32_t>& hashes() const { return hashes_; }
  const std::vector<std::uint16_t>& indices() const { return indices_; }
  const std::vector<std::uint64_t>& sets() const { return sets_; }

  static std::uint32_t key(Kind kind, std::string_view lemma);

 private:
  std::uint64_t find(std::uint32_t hash) const;

  std::vector<std::uint32_t> hashes_;
  std::vector<std::uint16_t> indices_;
  std::vector<std::uint64_t> sets_;
  std::vector<std::uint32_t> buckets_;  // first position of each leading 12 bits of the hash
};

}  // namespace ekg
