#include "ingest/text/nn/word_senses.hpp"

#include <algorithm>
#include <array>

#include "ingest/text/nn/features.hpp"

namespace ekg {
namespace {

constexpr int bucket_bits = 12;

struct Detachment {
  WordSenses::Kind kind;
  std::string_view suffix;
  std::string_view ending;
};

// https://wordnet.princeton.edu/documentation/morphy7wn
constexpr Detachment detachments[] = {
    {WordSenses::Kind::noun, "s", ""},        {WordSenses::Kind::noun, "ses", "s"},
    {WordSenses::Kind::noun, "xes", "x"},     {WordSenses::Kind::noun, "zes", "z"},
    {WordSenses::Kind::noun, "ches", "ch"},   {WordSenses::Kind::noun, "shes", "sh"},
    {WordSenses::Kind::noun, "men", "man"},   {WordSenses::Kind::noun, "ies", "y"},
    {WordSenses::Kind::verb, "s", ""},        {WordSenses::Kind::verb, "ies", "y"},
    {WordSenses::Kind::verb, "es", "e"},      {WordSenses::Kind::verb, "es", ""},
    {WordSenses::Kind::verb, "ed", "e"},      {WordSenses::Kind::verb, "ed", ""},
    {WordSenses::Kind::verb, "ing", "e"},     {WordSenses::Kind::verb, "ing", ""},
    {WordSenses::Kind::adjective, "er", ""},  {WordSenses::Kind::adjective, "est", ""},
    {WordSenses::Kind::adjective, "er", "e"}, {WordSenses::Kind::adjective, "est", "e"},
};

}  // namespace

WordSenses::WordSenses(std::vector<std::uint32_t> hashes, std::vector<std::uint16_t> indices,
                       std::vector<std::uint64_t> sets)
    : hashes_(std::move(hashes)), indices_(std::move(indices)), sets_(std::move(sets)) {
  buckets_.assign((1u << bucket_bits) + 1, 0);
  for (const std::uint32_t hash : hashes_) ++buckets_[(hash >> (32 - bucket_bits)) + 1];
  for (std::size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
}

std::uint32_t WordSenses::key(Kind kind, std::string_view lemma) {
  return static_cast<std::uint32_t>(
      hash_feature(static_cast<std::uint8_t>(200 + static_cast<int>(kind)), lemma));
}

std::uint64_t WordSenses::find(std::uint32_t hash) const {
  if (hashes_.empty()) return 0;
  const std::uint32_t bucket = hash >> (32 - bucket_bits);
  const auto begin = hashes_.begin() + buckets_[bucket];
  const auto end = hashes_.begin() + buckets_[bucket + 1];
  const auto found = std::lower_bound(begin, end, hash);
  if (found == end || *found != hash) return 0;
  return sets_[indices_[found - hashes_.begin()]];
}

std::uint64_t WordSenses::of(Kind kind, std::string_view lemma) const { return find(key(kind, lemma)); }

std::uint64_t WordSenses::of_inflected(Kind kind, std::string_view lower) const {
  std::uint64_t bits = of(kind, lower);
  std::array<char, 64> stem;
  for (const Detachment& rule : detachments) {
    if (rule.kind != kind || !lower.ends_with(rule.suffix) || lower.size() >= stem.size()) continue;
    const std::size_t kept = lower.size() - rule.suffix.size();
    if (kept < 2) continue;
    std::copy_n(lower.begin(), kept, stem.begin());
    std::copy(rule.ending.begin(), rule.ending.end(), stem.begin() + kept);
    const std::string_view word(stem.data(), kept + rule.ending.size());
    bits |= of(kind, word);
    if (kind == Kind::verb && rule.ending.empty() && kept >= 4 && stem[kept - 1] == stem[kept - 2]) {
      bits |= of(kind, word.substr(0, kept - 1));  // "planned" → "plan"
    }
  }
  return bits;
}

}  // namespace ekg
