#include "ingest/text/nn/features.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace ekg {
namespace {

struct Fold {
  std::string_view from;
  std::string_view to;
};
constexpr Fold folds[] = {
    {"\u2018", "'"},  {"\u2019", "'"},  {"\u201A", "'"},  {"\u201B", "'"},   {"\u2032", "'"},
    {"\u201C", "\""}, {"\u201D", "\""}, {"\u201E", "\""}, {"\u00AB", "\""},  {"\u00BB", "\""},
    {"\u2033", "\""}, {"\u2010", "-"},  {"\u2011", "-"},  {"\u2012", "-"},   {"\u2013", "-"},
    {"\u2014", "-"},  {"\u2015", "-"},  {"\u2212", "-"},  {"\u2026", "..."}, {"\u00A0", " "},
    {"\u202F", " "},
};

bool continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The last / first n code points.
std::string_view last_points(std::string_view text, int n) {
  std::size_t at = text.size();
  while (at > 0 && n > 0) {
    --at;
    if (!continuation(text[at])) --n;
  }
  return text.substr(at);
}
std::string_view first_points(std::string_view text, int n) {
  std::size_t at = 0;
  while (at < text.size() && n > 0) {
    ++at;
    while (at < text.size() && continuation(text[at])) ++at;
    --n;
  }
  return text.substr(0, at);
}

bool digit(char c) { return c >= '0' && c <= '9'; }
bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool lower(char c) { return c >= 'a' && c <= 'z'; }

std::string shape_of(std::string_view form) {
  std::string shape;
  int run = 0;
  for (char c : form) {
    if (continuation(c)) continue;
    const char kind = upper(c)                                ? 'X'
                      : lower(c)                              ? 'x'
                      : digit(c)                              ? 'd'
                      : static_cast<unsigned char>(c) >= 0x80 ? 'u'
                                                              : c;
    run = !shape.empty() && shape.back() == kind ? run + 1 : 1;
    if (run <= 3) shape += kind;
  }
  return shape;
}

std::string norm_of(std::string_view form) {
  std::string norm;
  int digits = 0;
  for (char c : form) {
    if (digit(c)) {
      if (++digits <= 4) norm += '0';
      continue;
    }
    digits = 0;
    norm += upper(c) ? static_cast<char>(c + 32) : c;
  }
  return norm;
}

std::uint16_t fingerprint16(std::uint64_t hash) {
  const auto print = static_cast<std::uint16_t>(hash >> 48);
  return print ? print : 1;
}

}  // namespace

std::string fold_punctuation(std::string_view form) {
  std::string out;
  out.reserve(form.size());
  for (std::size_t i = 0; i < form.size();) {
    const auto byte = static_cast<unsigned char>(form[i]);
    if (byte == 0xE2 || byte == 0xC2) {
      const auto* fold = std::find_if(std::begin(folds), std::end(folds),
                                      [&](const Fold& f) { return form.substr(i).starts_with(f.from); });
      if (fold != std::end(folds)) {
        out += fold->to;
        i += fold->from.size();
        continue;
      }
    }
    out += form[i++];
  }
  return out;
}

std::uint64_t hash_feature(std::uint8_t kind, std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ (kind * 0x9E3779B97F4A7C15ULL);
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  hash ^= hash >> 32;
  hash *= 0xd6e8feb86659fd93ULL;
  hash ^= hash >> 32;
  hash *= 0xd6e8feb86659fd93ULL;
  return hash ^ (hash >> 32);
}

std::int32_t RowTable::find(std::uint64_t hash) const {
  const std::uint16_t print = fingerprint16(hash);
  for (std::uint32_t at = static_cast<std::uint32_t>(hash) & mask_;; at = (at + 1) & mask_) {
    if (slots_[at].fingerprint == 0) return -1;
    if (slots_[at].fingerprint == print) return slots_[at].row;
  }
}

std::vector<RowTable::Slot> RowTable::build(const std::vector<std::uint64_t>& hashes) {
  if (hashes.size() > 65535) throw std::length_error("RowTable: too many rows");
  const std::uint32_t count = std::bit_ceil(static_cast<std::uint32_t>(hashes.size() * 2 + 2));
  std::vector<Slot> slots(count);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    std::uint32_t at = static_cast<std::uint32_t>(hashes[i]) & (count - 1);
    while (slots[at].fingerprint != 0) at = (at + 1) & (count - 1);
    slots[at] = {fingerprint16(hashes[i]), static_cast<std::uint16_t>(i)};
  }
  return slots;
}

std::uint8_t WordClasses::find(std::string_view lower) const {
  const std::uint64_t hash = hash_feature(kClasses, lower);
  const auto print = static_cast<std::uint16_t>((hash >> 52) | 0);
  for (std::uint32_t at = static_cast<std::uint32_t>(hash) & mask_;; at = (at + 1) & mask_) {
    if (slots_[at] == 0) return 0;
    if ((slots_[at] >> 4) == print) return slots_[at] & 15;
  }
}

std::vector<std::uint16_t> WordClasses::build(
    const std::vector<std::pair<std::string, std::uint8_t>>& words) {
  const std::uint32_t count = std::bit_ceil(static_cast<std::uint32_t>(words.size() * 2 + 2));
  std::vector<std::uint16_t> slots(count);
  for (const auto& [word, bits] : words) {
    const std::uint64_t hash = hash_feature(kClasses, word);
    const auto print = static_cast<std::uint16_t>(hash >> 52);
    std::uint32_t at = static_cast<std::uint32_t>(hash) & (count - 1);
    while (slots[at] != 0 && (slots[at] >> 4) != print) at = (at + 1) & (count - 1);
    slots[at] = static_cast<std::uint16_t>(print << 4 | (slots[at] & 15) | bits);
  }
  return slots;
}

void feature_hashes(std::string_view raw_form, const WordClasses& classes,
                    std::vector<std::uint64_t>& hashes) {
  const std::string form = fold_punctuation(raw_form);
  const std::string norm = norm_of(form);
  hashes.clear();
  hashes.push_back(hash_feature(kWord, norm));
  hashes.push_back(hash_feature(kSuffix4, last_points(norm, 4)));
  hashes.push_back(hash_feature(kSuffix3, last_points(norm, 3)));
  hashes.push_back(hash_feature(kSuffix2, last_points(norm, 2)));
  hashes.push_back(hash_feature(kPrefix4, first_points(norm, 4)));
  hashes.push_back(hash_feature(kPrefix3, first_points(norm, 3)));
  hashes.push_back(hash_feature(kPrefix2, first_points(norm, 2)));
  hashes.push_back(hash_feature(kShape, shape_of(form)));
  // The word's classes, and those of the stems that regular endings leave.
  std::string bits = "c";
  auto add = [&](char tag, std::string_view stem, std::string_view more = {}) {
    if (stem.size() < 2) return;
    std::string word(stem);
    word += more;
    if (const std::uint8_t found = classes.find(word)) {
      bits += tag;
      bits += static_cast<char>('a' + found);
    }
  };
  add('=', norm);
  const std::string_view n = norm;
  auto without = [&](std::size_t k) { return n.substr(0, n.size() - k); };
  auto undouble = [&](std::string_view stem) {
    return stem.size() > 3 && stem.back() == stem[stem.size() - 2] ? stem.substr(0, stem.size() - 1) : stem;
  };
  if (n.ends_with("ies"))
    add('s', without(3), "y");
  else if (n.ends_with("es"))
    add('s', without(1)), add('t', without(2));
  else if (n.ends_with("s"))
    add('s', without(1));
  else if (n.ends_with("ied"))
    add('d', without(3), "y");
  else if (n.ends_with("ed"))
    add('d', without(1)), add('e', undouble(without(2)));
  else if (n.ends_with("ing"))
    add('g', undouble(without(3))), add('h', without(3), "e");
  else if (n.ends_with("er"))
    add('r', without(1)), add('q', undouble(without(2)));
  else if (n.ends_with("est"))
    add('u', without(2)), add('v', undouble(without(3)));
  else if (n.ends_with("ly"))
    add('l', without(2));
  hashes.push_back(hash_feature(kClasses, bits));
  // Every three bytes of the word, at most a dozen: what a new word shares with known ones.
  const std::string framed = "<" + norm + ">";
  for (std::size_t i = 0; i + 3 <= framed.size() && i < 12; ++i) {
    hashes.push_back(hash_feature(kTrigram, std::string_view(framed).substr(i, 3)));
  }
}

void sense_hashes(std::string_view raw_form, const WordSenses& senses, std::vector<std::uint64_t>& hashes) {
  using Kind = WordSenses::Kind;
  const std::string form = fold_punctuation(raw_form);
  const std::string norm = norm_of(form);
  hashes.clear();
  const auto add = [&](FeatureKind kind, std::uint64_t bits) {
    for (; bits; bits &= bits - 1) {
      const char bit = static_cast<char>(std::countr_zero(bits));
      hashes.push_back(hash_feature(kind, std::string_view(&bit, 1)));
    }
  };
  add(kNounSense, senses.of_inflected(Kind::noun, norm));
  add(kVerbSense, senses.of_inflected(Kind::verb, norm));
  add(kOtherSense, senses.of_inflected(Kind::adjective, norm) | senses.of(Kind::adverb, norm));
  add(kProperSense, senses.of(Kind::proper, norm));
  add(kProperPartSense, senses.of(Kind::part_of_proper, norm));
}

}  // namespace ekg
