#include "ingest/text/nn/train/tree_names.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include "ingest/text/nn/train/known_names.hpp"
#include "ingest/text/tagset.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

// What a part of a person's name may be known as: WordNet's persons, given names and surnames.
constexpr std::uint64_t persons = 1ull << 15 | 1ull << kGivenMale | 1ull << kGivenFemale | 1ull << kSurname;
constexpr int person = 0, organization = 1, place = 2, unknown = -1,
              no_name = -2;  // else index in name_kinds

struct Chain {
  int first, end, kind;
};

std::string lower_text(const CorpusSentence& sentence, int first, int end) {
  std::string text;
  for (int i = first; i < end; ++i) text += (i > first ? " " : "") + sentence[i].form;
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return text;
}

Upos upos(const CorpusToken& token) { return static_cast<Upos>(token.upos); }
Deprel deprel(const CorpusToken& token) { return static_cast<Deprel>(token.deprel); }
// "New" of New York is an adjective that the finer tag makes a part of the name.
bool proper(const CorpusToken& token) {
  const auto xpos = static_cast<Xpos>(token.xpos);
  return upos(token) == Upos::PROPN || xpos == Xpos::NNP || xpos == Xpos::NNPS;
}
bool inside_name(const CorpusToken& token) {
  return deprel(token) == Deprel::flat || deprel(token) == Deprel::compound ||
         (deprel(token) == Deprel::amod && upos(token) != Upos::PROPN);
}

struct NameWords {
  std::map<std::string, int, std::less<>> first, last;
  std::set<std::string, std::less<>> titles, companies;  // "Mr.", "Inc."
  NameWords() {
    for (const auto& row : read_table("english/name_heads.tsv")) {
      (row[2] == "first" ? first : last)[std::string(row[0])] = row[1] == "place" ? place : organization;
      if (row[1] == "company") companies.insert(std::string(row[0]));
    }
    for (const auto& row : read_table("actors/titles.tsv")) {
      std::string title(row[0]);
      for (char& c : title) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      titles.insert(title + ".");
      titles.insert(std::move(title));
    }
  }
};

int kind_in(const std::map<std::string, int, std::less<>>& words, const std::string& word) {
  const auto found = words.find(word);
  return found == words.end() ? unknown : found->second;
}

// The tags say where no name is.
void mark_no_names(CorpusSentence& sentence) {
  for (auto& token : sentence) {
    if (proper(token)) continue;
    switch (upos(token)) {
      case Upos::NOUN:
      case Upos::VERB:
      case Upos::AUX:
      case Upos::PRON:
      case Upos::ADV:
      case Upos::SCONJ:
      case Upos::INTJ:
        token.mention[kNames] = 0;
        break;
      default:
        break;
    }
  }
}

int kind_of_chain(const CorpusSentence& sentence, int first, int end, const KnownNames& known,
                  const NameWords& words) {
  constexpr std::uint64_t given = 1ull << kGivenMale | 1ull << kGivenFemale, surname = 1ull << kSurname;
  constexpr std::uint64_t time = 1ull << 25;
  const std::string whole = lower_text(sentence, first, end), start = lower_text(sentence, first, first + 1),
                    finish = lower_text(sentence, end - 1, end);
  if (const int kind = known.kind_of(whole); kind >= 0) return kind;
  const bool starts_as_person = known.has(start, given);
  if (first + 1 == end) {
    const auto found = known.bits.find(whole);
    if (found == known.bits.end()) return unknown;
    if (found->second == time) return no_name;
    return (found->second & ~(given | surname)) == 0 && starts_as_person ? person : unknown;
  }
  if (const int kind = kind_in(words.last, finish); kind >= 0) return kind;
  if (const int kind = kind_in(words.first, start); kind >= 0) return kind;
  bool flat = true;  // in EWT and PUD: persons' names, and little else
  for (int i = first + 1; i < end; ++i) flat &= deprel(sentence[i]) == Deprel::flat;
  if (flat && (starts_as_person || known.has(finish, surname))) return person;
  return starts_as_person && known.has(finish, surname) ? person : unknown;
}

// The proper nouns that touch and hang on one head, without titles before them.
std::vector<Chain> chains_of(const CorpusSentence& sentence, const KnownNames& known,
                             const NameWords& words) {
  std::vector<Chain> chains;
  const int n = static_cast<int>(sentence.size());
  for (int first = 0; first < n; ++first) {
    if (!proper(sentence[first])) continue;
    int end = first + 1;
    while (end < n && proper(sentence[end])) ++end;
    const int begin = first;
    while (first < end - 1 && deprel(sentence[first]) == Deprel::nmod_desc) ++first;
    int heads = 0;
    for (int i = first; i < end; ++i) {
      const int above = sentence[i].head;
      if (above < first || above >= end)
        ++heads;
      else if (!inside_name(sentence[i]))
        heads += 2;
    }
    if (heads == 1) {
      const bool titled = first > begin && words.titles.contains(lower_text(sentence, first - 1, first));
      chains.push_back({first, end, titled ? person : kind_of_chain(sentence, first, end, known, words)});
    }
    first = end;
  }
  return chains;
}

// "Department of Housing and Urban Development", "University of Texas", "Bay of Bengal": chains that "of"
// joins in the tree are one name, whose kind the first tells.
void join_chains(const CorpusSentence& sentence, std::vector<Chain>& chains, const NameWords& words) {
  std::vector<Chain> joined;
  for (const Chain& chain : chains) {
    if (joined.empty()) {
      joined.push_back(chain);
      continue;
    }
    Chain& before = joined.back();
    int at = before.end;
    const int limit = chain.first;
    const auto skip = [&](std::string_view form) {
      const bool there = at < limit && sentence[at].form == form;
      at += there;
      return there;
    };
    const bool of = skip("of") && (skip("the") || true);
    const bool and_ = !of && before.kind == organization && (skip("and") || skip("&"));
    bool hangs = false;
    for (int i = chain.first; i < chain.end; ++i) {
      const int above = sentence[i].head;
      hangs |= above >= before.first && above < before.end &&
               deprel(sentence[i]) == (of ? Deprel::nmod : Deprel::conj);
    }
    int kind = and_ && before.end - before.first > 2 ? before.kind : unknown;
    if (of) {
      const std::string word = lower_text(sentence, before.end - 1, before.end);
      const int by_first = kind_in(words.first, word);
      kind = by_first >= 0 ? by_first : kind_in(words.last, word);
    }
    if (!hangs || at != limit || kind < 0) {
      joined.push_back(chain);
      continue;
    }
    before.kind = kind;
    before.end = chain.end;
  }
  chains = std::move(joined);
}

using Votes = std::map<std::string, std::array<int, 3>>;

// A name votes for itself; a full name for the given name and the surname alone, "Enron Corp." for "Enron".
void vote(const CorpusSentence& sentence, const Chain& chain, const KnownNames& known, const NameWords& words,
          Votes& votes) {
  if (chain.kind < 0) return;
  ++votes[lower_text(sentence, chain.first, chain.end)][chain.kind];
  if (chain.end - chain.first < 2) return;
  if (chain.kind == organization && words.companies.contains(lower_text(sentence, chain.end - 1, chain.end)))
    ++votes[lower_text(sentence, chain.first, chain.end - 1)][organization];
  if (chain.kind != person) return;
  for (const int part : {chain.first, chain.end - 1}) {
    const std::string name = lower_text(sentence, part, part + 1);
    const auto found = known.bits.find(name);
    if (found == known.bits.end() || (found->second & ~persons) == 0) ++votes[name][person];
  }
}

// The kind that nearly all votes are for, at least `least`.
int elected(const Votes& votes, const std::string& name, int least) {
  const auto found = votes.find(name);
  if (found == votes.end()) return unknown;
  const auto best = std::max_element(found->second.begin(), found->second.end());
  const int all = found->second[0] + found->second[1] + found->second[2];
  return *best >= least && *best * 10 >= all * 9 ? static_cast<int>(best - found->second.begin()) : unknown;
}

}  // namespace

void mark_names_by_trees(std::span<CorpusSentence> sentences, const std::vector<std::size_t>& documents,
                         const KnownNames& known) {
  static const NameWords words;
  std::vector<std::vector<Chain>> all;
  Votes everywhere;
  std::vector<Votes> of_document(documents.size());
  for (std::size_t s = 0, d = 0; s < sentences.size(); ++s) {
    while (d + 1 < documents.size() && documents[d + 1] <= s) ++d;
    mark_no_names(sentences[s]);
    all.push_back(chains_of(sentences[s], known, words));
    join_chains(sentences[s], all.back(), words);
    for (const Chain& chain : all.back()) {
      vote(sentences[s], chain, known, words, everywhere);
      vote(sentences[s], chain, known, words, of_document[d]);
    }
  }
  for (std::size_t s = 0, d = 0; s < sentences.size(); ++s) {
    while (d + 1 < documents.size() && documents[d + 1] <= s) ++d;
    CorpusSentence& sentence = sentences[s];
    for (Chain chain : all[s]) {
      if (chain.kind == unknown) {
        const std::string name = lower_text(sentence, chain.first, chain.end);
        chain.kind = elected(of_document[d], name, 1);
        if (chain.kind == unknown) chain.kind = elected(everywhere, name, 2);
      }
      for (int i = chain.first; i < chain.end; ++i) {
        // What joins the parts of a name that is not known is not annotated either.
        sentence[i].mention[kNames] = chain.kind == unknown ? std::int16_t{-1}
                                      : chain.kind < 0
                                          ? std::int16_t{0}
                                          : static_cast<std::int16_t>(1 + 2 * chain.kind + (i > chain.first));
      }
    }
  }
}

}  // namespace ekg
