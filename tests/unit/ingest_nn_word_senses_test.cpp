#include "ingest/text/nn/word_senses.hpp"

#include <gtest/gtest.h>

#include <map>

namespace ekg {
namespace {

using Kind = WordSenses::Kind;

WordSenses make(const std::map<std::pair<Kind, std::string>, std::uint64_t>& words) {
  std::map<std::uint32_t, std::uint64_t> sorted;
  for (const auto& [key, bits] : words) sorted[WordSenses::key(key.first, key.second)] = bits;
  std::vector<std::uint32_t> hashes;
  std::vector<std::uint16_t> indices;
  std::vector<std::uint64_t> sets;
  for (const auto& [hash, bits] : sorted) {
    hashes.push_back(hash);
    indices.push_back(static_cast<std::uint16_t>(sets.size()));
    sets.push_back(bits);
  }
  return {hashes, indices, sets};
}

TEST(word_senses, an_empty_dictionary_knows_nothing) {
  EXPECT_EQ(WordSenses().of(Kind::noun, "minister"), 0u);
  EXPECT_EQ(WordSenses().of_inflected(Kind::verb, "planned"), 0u);
}

TEST(word_senses, regular_endings_lead_to_the_lemma) {
  const WordSenses senses = make({{{Kind::noun, "minister"}, 1},
                                  {{Kind::noun, "army"}, 2},
                                  {{Kind::verb, "plan"}, 4},
                                  {{Kind::verb, "strike"}, 8}});
  EXPECT_EQ(senses.of_inflected(Kind::noun, "ministers"), 1u);
  EXPECT_EQ(senses.of_inflected(Kind::noun, "armies"), 2u);
  EXPECT_EQ(senses.of_inflected(Kind::verb, "planned"), 4u);
  EXPECT_EQ(senses.of_inflected(Kind::verb, "striking"), 8u);
}

TEST(word_senses, kinds_do_not_mix) {
  const WordSenses senses = make({{{Kind::proper, "turkey"}, 1}, {{Kind::noun, "turkey"}, 2}});
  EXPECT_EQ(senses.of(Kind::proper, "turkey"), 1u);
  EXPECT_EQ(senses.of(Kind::noun, "turkey"), 2u);
  EXPECT_EQ(senses.of(Kind::verb, "turkey"), 0u);
}

TEST(word_senses, a_word_longer_than_any_is_no_error) {
  EXPECT_EQ(make({{{Kind::noun, "a"}, 1}}).of_inflected(Kind::noun, std::string(1000, 'x') + "s"), 0u);
}

}  // namespace
}  // namespace ekg
