#include "ingest/text/nn/train/wordnet.hpp"

#include <cctype>
#include <fstream>
#include <map>
#include <sstream>

#include "graph/problem.hpp"

namespace ekg {
namespace {

using Kind = WordSenses::Kind;
using Table = std::map<std::uint32_t, std::uint64_t>;

std::ifstream open(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw InputError("cannot open " + path + " (install WordNet's data: Debian package wordnet-base)");
  return in;
}

std::string to_lower(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

// Adds the words of one synset line: https://wordnet.princeton.edu/documentation/wndb5wn
void add_synset(const std::string& line, Kind kind, Table& table) {
  std::istringstream fields(line);
  std::string offset, type, field;
  int file = 0, words = 0;
  fields >> offset >> file >> type >> std::hex >> words >> std::dec;
  std::vector<std::string> lemmas;
  for (int i = 0; i < words; ++i) {
    std::string lemma, lexical_id;
    fields >> lemma >> lexical_id;
    lemmas.push_back(lemma.substr(0, lemma.find('(')));
  }
  std::vector<std::uint64_t> bits(lemmas.size(), 0);
  if (kind == Kind::noun) bits.assign(lemmas.size(), 1ull << (file - 3));
  if (kind == Kind::verb) bits.assign(lemmas.size(), 1ull << (file - 29));
  if (kind == Kind::adjective) bits.assign(lemmas.size(), 1ull << (file == 44 ? 2 : file));
  if (kind == Kind::adverb) bits.assign(lemmas.size(), 1ull << 3);
  int pointers = 0;
  fields >> pointers;
  for (int i = 0; i < pointers * 4; ++i) fields >> field;
  if (kind == Kind::verb) {
    int frames = 0, frame = 0, word = 0;
    fields >> frames;
    for (int i = 0; i < frames; ++i) {
      fields >> field >> frame >> std::hex >> word >> std::dec;
      for (std::size_t k = 0; k < lemmas.size(); ++k) {
        if (word == 0 || static_cast<std::size_t>(word) == k + 1) bits[k] |= 1ull << (14 + frame);
      }
    }
  }
  for (std::size_t k = 0; k < lemmas.size(); ++k) {
    const bool proper = kind == Kind::noun && std::isupper(static_cast<unsigned char>(lemmas[k][0]));
    const std::string lemma = to_lower(lemmas[k]);
    const bool phrase = lemma.find('_') != std::string::npos;
    if (!phrase) table[WordSenses::key(proper ? Kind::proper : kind, lemma)] |= bits[k];
    if (!proper || !phrase) continue;
    std::istringstream parts(lemmas[k]);
    for (std::string part; std::getline(parts, part, '_');) {
      if (part.size() > 1 && std::isupper(static_cast<unsigned char>(part[0]))) {
        table[WordSenses::key(Kind::part_of_proper, to_lower(part))] |= bits[k];
      }
    }
  }
}

void add_exceptions(const std::string& path, Kind kind, Table& table) {
  std::ifstream in = open(path);
  Table added;
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string inflected;
    fields >> inflected;
    for (std::string lemma; fields >> lemma;) {
      const auto found = table.find(WordSenses::key(kind, lemma));
      if (found != table.end()) added[WordSenses::key(kind, inflected)] |= found->second;
    }
  }
  for (const auto& [hash, bits] : added) table[hash] |= bits;
}

}  // namespace

WordSenses read_wordnet_senses(const std::string& folder,
                               const std::vector<std::pair<std::uint32_t, std::uint64_t>>& more) {
  Table table;
  const std::pair<const char*, Kind> files[] = {
      {"noun", Kind::noun}, {"verb", Kind::verb}, {"adj", Kind::adjective}, {"adv", Kind::adverb}};
  for (const auto& [name, kind] : files) {
    std::ifstream in = open(folder + "/data." + name);
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with(' ')) add_synset(line, kind, table);
    }
  }
  for (const auto& [name, kind] : files) add_exceptions(folder + "/" + name + ".exc", kind, table);
  for (const auto& [hash, bits] : more) table[hash] |= bits;
  std::map<std::uint64_t, std::uint16_t> index_of;
  std::vector<std::uint32_t> hashes;
  std::vector<std::uint16_t> indices;
  std::vector<std::uint64_t> sets;
  for (const auto& [hash, bits] : table) {
    const auto [found, added] = index_of.try_emplace(bits, static_cast<std::uint16_t>(sets.size()));
    if (added) sets.push_back(bits);
    if (sets.size() > 65535) throw InputError("too many distinct word senses in " + folder);
    hashes.push_back(hash);
    indices.push_back(found->second);
  }
  return {std::move(hashes), std::move(indices), std::move(sets)};
}

}  // namespace ekg
