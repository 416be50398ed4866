// What the trainer reads: treebanks with trees, name corpora without, and re3d with nested mentions. Each
// sentence says by −1 / −2 what is not annotated in it, so that one network learns from all.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ekg {

struct KnownNames;

// Mention layers; BIO tags are 0 = O, 1 + 2k = B, 2 + 2k = I of kind k. The head layer has one tag a kind.
enum MentionLayer { kNames, kOuter, kInner, kHeads, kLayerCount };
inline constexpr const char* name_kinds[] = {"person", "organization", "place"};
inline constexpr const char* mention_kinds[] = {"person",      "organization", "place",
                                                "nationality", "weapon",       "vehicle"};
inline constexpr const char* head_kinds[] = {"",          "person", "place", "organization",
                                             "object",    "event",  "time",  "abstract",
                                             "substance", "animal", "plant"};

struct CorpusToken {
  std::string form, lemma;
  std::int16_t upos = -1, xpos = -1, deprel = -1;
  std::int32_t head = -2;  // −1 root, −2 no tree
  std::int16_t mention[kLayerCount] = {-1, -1, -1, -1};
};
using CorpusSentence = std::vector<CorpusToken>;

// All of them take the path of a file, gzip or plain, and throw InputError when it cannot be read. A treebank
// names what its Entity column says (`known` null) or, without that column, those chains of proper nouns
// whose kind `known` and the tree tell; other proper nouns stay not annotated.
std::vector<CorpusSentence> read_treebank(const std::string& path, const KnownNames* known);
std::vector<CorpusSentence> read_names(const std::string& path);  // last or second column B-/I- tags
// A re3d folder; `held_out` chooses the documents whose id is kept out of training (or only those).
std::vector<CorpusSentence> read_re3d(const std::string& folder, bool held_out);

// The rule that makes a lemma of a form: "case|strip|add"; the same for training and inference.
std::string lemma_rule(const std::string& form, const std::string& lemma);

// FNV-1a of the file's bytes, for the model's record of what it was trained on.
std::uint64_t hash_file(const std::string& path);
std::uint64_t hash_bytes(std::string_view bytes);

}  // namespace ekg
