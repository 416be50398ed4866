#include "ingest/text/nn/train/known_names.hpp"

#include <cctype>
#include <fstream>
#include <sstream>

#include "graph/problem.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

constexpr std::uint64_t bit(int n) { return 1ull << n; }
// WordNet's lexicographer files noun.group, noun.location, noun.object, noun.person and noun.time, less 3.
constexpr std::uint64_t group = bit(11), location = bit(12), object = bit(14), person = bit(15);
constexpr std::uint64_t places = location | object | bit(kPlace) | bit(kState);
constexpr std::uint64_t bodies = group | bit(kBody) | bit(kMedia) | bit(kArmedGroup);
constexpr std::uint64_t persons = person | bit(kLeader);
constexpr std::uint64_t ours =
    bit(kPlace) | bit(kState) | bit(kBody) | bit(kMedia) | bit(kArmedGroup) | bit(kLeader);

std::string to_lower(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

// https://wordnet.princeton.edu/documentation/wndb5wn
void read_wordnet(const std::string& path, KnownNames& names) {
  std::ifstream in(path);
  if (!in) throw InputError(path + ": cannot be opened (Debian package wordnet-base)");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(' ')) continue;
    std::istringstream fields(line);
    std::string offset, type, lemma, id;
    int file = 0, words = 0;
    fields >> offset >> file >> type >> std::hex >> words >> std::dec;
    for (int i = 0; i < words && fields >> lemma >> id; ++i) {
      if (!std::isupper(static_cast<unsigned char>(lemma[0]))) continue;
      for (char& c : lemma) c = c == '_' ? ' ' : c;
      names.bits[to_lower(lemma)] |= bit(file - 3);
    }
  }
}

// Three here-documents of "NAME share sum rank".
void read_census(const std::string& path, KnownNames& names) {
  std::ifstream in(path);
  if (!in) throw InputError(path + ": cannot be opened (Debian package libtext-names-perl)");
  std::uint64_t of_list = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("$COMMON_MALE_FIRSTNAMES =")) of_list = bit(kGivenMale);
    if (line.starts_with("$COMMON_FEMALE_FIRSTNAMES =")) of_list = bit(kGivenFemale);
    if (line.starts_with("$COMMON_SURNAMES =")) of_list = bit(kSurname);
    if (line.starts_with("ENDNAMES")) of_list = 0;
    if (!of_list) continue;
    std::istringstream fields(line.starts_with('$') ? "" : line);
    for (std::string field; fields >> field;) {
      if (std::isupper(static_cast<unsigned char>(field[0]))) names.bits[to_lower(field)] |= of_list;
    }
  }
}

struct List {
  const char* path;
  int name, others;  // columns; `others` is a list parted by "|", -1: none
  int bit;
};
constexpr List lists[] = {
    {"places/places.tsv", 0, 5, kPlace},
    {"places/capitals.tsv", 0, 4, kPlace},
    {"actors/states.tsv", 2, 3, kState},
    {"actors/organisations.tsv", 0, 2, kBody},
    {"actors/bodies.tsv", 0, 4, kBody},
    {"actors/media.tsv", 0, 3, kMedia},
    {"actors/armed_groups.tsv", 0, 3, kArmedGroup},
    {"actors/leaders.tsv", 0, 5, kLeader},
};

void read_lists(KnownNames& names) {
  const auto add = [&](std::string name, int to) {
    name = to_lower(std::move(name));
    if (name.starts_with("the ")) name.erase(0, 4);
    if (name.size() > 1) names.bits[name] |= bit(to);
  };
  for (const List& list : lists) {
    for (const auto& row : read_table(list.path)) {
      if (static_cast<int>(row.size()) > list.name) add(std::string(row[list.name]), list.bit);
      if (list.others < 0 || static_cast<int>(row.size()) <= list.others) continue;
      for (std::string_view other : split_fields(row[list.others], '|')) add(std::string(other), list.bit);
    }
  }
}

}  // namespace

int KnownNames::kind_of(const std::string& lower) const {
  const auto found = bits.find(lower);
  if (found == bits.end()) return -1;
  // Our lists name what news names; WordNet knows of everybody.
  const std::uint64_t mine = found->second & ours ? found->second & ours : found->second;
  const bool is_person = mine & persons, is_body = mine & bodies, is_place = mine & places;
  if (is_person + is_body + is_place != 1) return -1;
  return is_person ? 0 : is_body ? 1 : 2;
}

bool KnownNames::has(const std::string& lower, std::uint64_t mask) const {
  const auto found = bits.find(lower);
  return found != bits.end() && (found->second & mask) != 0;
}

std::vector<std::pair<std::uint32_t, std::uint64_t>> KnownNames::senses() const {
  constexpr std::uint64_t wordnet = (1ull << 26) - 1;  // there already
  std::vector<std::pair<std::uint32_t, std::uint64_t>> out;
  for (const auto& [name, all] : bits) {
    const std::uint64_t mine = all & ~wordnet;
    if (!mine) continue;
    if (name.find(' ') == std::string::npos) {
      out.emplace_back(WordSenses::key(WordSenses::Kind::proper, name), mine);
      continue;
    }
    std::istringstream parts(name);
    for (std::string part; parts >> part;) {
      if (part.size() > 3) out.emplace_back(WordSenses::key(WordSenses::Kind::part_of_proper, part), mine);
    }
  }
  return out;
}

KnownNames read_known_names(const std::string& wordnet, const std::string& census) {
  KnownNames names;
  read_wordnet(wordnet + "/data.noun", names);
  read_census(census, names);
  read_lists(names);
  return names;
}

const std::vector<std::string>& known_name_lists() {
  static const std::vector<std::string> paths = [] {
    std::vector<std::string> all;
    for (const List& list : lists) all.push_back(list.path);
    all.insert(all.end(), {"actors/titles.tsv", "english/name_heads.tsv"});
    return all;
  }();
  return paths;
}

}  // namespace ekg
