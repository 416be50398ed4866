#include "ingest/text/nn/train/corpus.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "graph/problem.hpp"
#include "ingest/text/nn/lemma.hpp"
#include "ingest/text/nn/train/tree_names.hpp"
#include "ingest/text/tagset.hpp"

namespace ekg {
namespace {

std::string read_all(const std::string& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (!file) throw InputError(path + ": cannot be opened");
  std::string text;
  char buffer[1 << 16];
  for (int n; (n = gzread(file, buffer, sizeof buffer)) > 0;) text.append(buffer, n);
  gzclose(file);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0;;) {
    const std::size_t at = text.find(by, from);
    parts.push_back(text.substr(from, at - from));
    if (at == std::string_view::npos) return parts;
    from = at + 1;
  }
}

struct OpenEntity {
  std::string id, type;
  int first;
};
struct Entity {
  std::string type;
  int first, last;  // inclusive
};

// GUM's Entity column: "(1-person-…(2-place-…" opens, "2)" closes, "(3-…)" is one token.
void read_entities(std::string_view value, int token, std::vector<OpenEntity>& open,
                   std::vector<Entity>& done) {
  for (std::size_t i = 0; i < value.size();) {
    if (value[i] == '(') {
      std::size_t end = value.find_first_of("()", i + 1);
      if (end == std::string_view::npos) end = value.size();
      const auto fields = split(value.substr(i + 1, end - i - 1), '-');
      OpenEntity entity{std::string(fields[0]), fields.size() > 1 ? std::string(fields[1]) : "", token};
      if (end < value.size() && value[end] == ')') {
        done.push_back({entity.type, token, token});
        ++end;
      } else {
        open.push_back(entity);
      }
      i = end;
    } else {
      std::size_t end = value.find(')', i);
      if (end == std::string_view::npos) return;
      const auto fields = split(value.substr(i, end - i), '-');
      for (auto it = open.rbegin(); it != open.rend(); ++it) {
        if (it->id == fields[0]) {
          done.push_back({it->type, it->first, token});
          open.erase(std::next(it).base());
          break;
        }
      }
      i = end + 1;
    }
  }
}

int index_of(const std::string& kind, const char* const* begin, const char* const* end) {
  const auto* at = std::find(begin, end, kind);
  return at == end ? -1 : static_cast<int>(at - begin);
}

// What may stand between the proper nouns of one name.
bool joins_names(const CorpusToken& token) {
  const auto upos = static_cast<Upos>(token.upos);
  return upos == Upos::ADJ || upos == Upos::NUM || token.form == "-" || token.form == "of" ||
         token.form == "the" || token.form == "and" || token.form == "&" || token.form == "'s" ||
         token.form == "for" || token.form == ".";
}

// The name inside an entity: proper nouns around its head with what joins them, other words that the finer
// tag makes parts of a name ("United"), without titles in front of a person's ("President", "Dr.") and
// without articles.
std::pair<int, int> name_in(const CorpusSentence& sentence, const Entity& entity, int head) {
  const auto proper = [&](int i) {
    const auto xpos = static_cast<Xpos>(sentence[i].xpos);
    return static_cast<Upos>(sentence[i].upos) == Upos::PROPN || xpos == Xpos::NNP || xpos == Xpos::NNPS;
  };
  int first = head, last = head;
  for (int i = head - 1; i >= entity.first && (proper(i) || joins_names(sentence[i])); --i) {
    const bool begins = static_cast<Upos>(sentence[i].upos) == Upos::ADJ && sentence[i].form[0] >= 'A' &&
                        sentence[i].form[0] <= 'Z';
    if (proper(i) || begins) first = i;
  }
  for (int i = head + 1; i <= entity.last && (proper(i) || joins_names(sentence[i])); ++i) {
    if (proper(i)) last = i;
  }
  if (entity.type == "person") {
    while (first < head && static_cast<Deprel>(sentence[first].deprel) == Deprel::nmod_desc) ++first;
  }
  return {first, last};
}

void mark_entities(CorpusSentence& sentence, std::vector<Entity> entities) {
  for (auto& token : sentence) token.mention[kNames] = token.mention[kHeads] = 0;
  // Longer entities come first, so that a name inside a name does not cut it.
  std::stable_sort(entities.begin(), entities.end(),
                   [](const Entity& a, const Entity& b) { return a.last - a.first > b.last - b.first; });
  for (const Entity& entity : entities) {
    if (entity.first < 0 || entity.last >= static_cast<int>(sentence.size())) continue;
    int head = -1;
    for (int i = entity.first; i <= entity.last; ++i) {
      const int above = sentence[i].head;
      if (above < entity.first || above > entity.last) {
        head = i;
        break;
      }
    }
    if (head < 0) continue;
    const int kind = index_of(entity.type, std::begin(head_kinds), std::end(head_kinds));
    if (kind > 0) sentence[head].mention[kHeads] = static_cast<std::int16_t>(kind);
    const int name = index_of(entity.type, std::begin(name_kinds), std::end(name_kinds));
    if (name < 0 || static_cast<Upos>(sentence[head].upos) != Upos::PROPN) continue;
    const auto [first, last] = name_in(sentence, entity, head);
    bool taken = false;
    for (int i = first; i <= last; ++i) taken |= sentence[i].mention[kNames] != 0;
    for (int i = first; i <= last && !taken; ++i) {
      sentence[i].mention[kNames] = static_cast<std::int16_t>(1 + 2 * name + (i > first));
    }
  }
}

}  // namespace

std::string lemma_rule(const std::string& form, const std::string& lemma) {
  return make_lemma_rule(form, lemma);
}

std::vector<CorpusSentence> read_treebank(const std::string& path, const KnownNames* known) {
  const bool with_entities = !known;
  const std::string text = read_all(path);
  std::vector<CorpusSentence> sentences;
  CorpusSentence sentence;
  std::vector<OpenEntity> open;
  std::vector<Entity> entities;
  std::vector<std::size_t> documents{0};  // the first sentence of each
  for (std::string_view line : split(text, '\n')) {
    if (line.empty()) {
      if (!sentence.empty()) {
        if (with_entities) mark_entities(sentence, entities);
        sentences.push_back(std::move(sentence));
      }
      sentence.clear();
      open.clear();
      entities.clear();
      continue;
    }
    if (line.starts_with("# newdoc")) documents.push_back(sentences.size());
    if (line[0] == '#') continue;
    const auto columns = split(line, '\t');
    if (columns.size() < 10 || columns[0].find_first_of("-.") != std::string_view::npos) continue;
    CorpusToken token;
    token.form = columns[1];
    token.lemma = columns[2];
    if (auto tag = upos_from(columns[3])) token.upos = static_cast<std::int16_t>(*tag);
    if (auto tag = xpos_from(columns[4])) token.xpos = static_cast<std::int16_t>(*tag);
    token.head = std::atoi(std::string(columns[6]).c_str()) - 1;
    if (auto relation = deprel_from(columns[7])) token.deprel = static_cast<std::int16_t>(*relation);
    sentence.push_back(std::move(token));
    if (with_entities) {
      for (std::string_view field : split(columns[9], '|')) {
        if (field.starts_with("Entity=")) {
          read_entities(field.substr(7), static_cast<int>(sentence.size()) - 1, open, entities);
        }
      }
    }
  }
  if (known) mark_names_by_trees(sentences, documents, *known);
  return sentences;
}

std::vector<CorpusSentence> read_names(const std::string& path) {
  static const std::map<std::string, int, std::less<>> kinds = {
      {"PER", 0}, {"person", 0}, {"ORG", 1}, {"corporation", 1}, {"group", 1}, {"LOC", 2}, {"location", 2}};
  const std::string text = read_all(path);
  std::vector<CorpusSentence> sentences;
  CorpusSentence sentence;
  int previous = -1;
  for (std::string_view line : split(text, '\n')) {
    const std::size_t cut = line.find_last_of(" \t");
    if (line.empty() || cut == std::string_view::npos) {
      if (!sentence.empty()) sentences.push_back(std::move(sentence));
      sentence.clear();
      previous = -1;
      continue;
    }
    CorpusToken token;
    token.form = line.substr(0, cut);
    std::string_view tag = line.substr(cut + 1);
    // UNER: number, form, tag, and two columns more; comments.
    if (const auto columns = split(line, '\t'); columns.size() == 5) {
      token.form = columns[1];
      tag = columns[2];
    } else if (line.starts_with("# ")) {
      continue;
    }
    int kind = -1;
    if (tag.size() > 2) {
      const auto found = kinds.find(tag.substr(2));
      if (found != kinds.end()) kind = found->second;
    }
    const bool begins = kind >= 0 && (tag[0] == 'B' || previous != kind);
    token.mention[kNames] = static_cast<std::int16_t>(kind < 0 ? 0 : 1 + 2 * kind + !begins);
    previous = kind;
    sentence.push_back(std::move(token));
  }
  return sentences;
}

std::vector<CorpusSentence> read_re3d(const std::string& folder, bool held_out) {
  static const std::map<std::string, int> kinds = {
      {"Person", 0}, {"Organisation", 1}, {"Location", 2},        {"Nationality", 3},
      {"Weapon", 4}, {"Vehicle", 5},      {"MilitaryPlatform", 5}};
  struct Span {
    int begin, end, kind;
  };
  std::map<std::string, std::vector<Span>> spans;
  std::istringstream entity_lines(read_all(folder + "/entities.jsonl"));
  for (std::string line; std::getline(entity_lines, line);) {
    if (line.empty()) continue;
    const auto row = nlohmann::json::parse(line);
    const auto kind = kinds.find(row["type"].get<std::string>());
    if (kind == kinds.end() || row["confidence"].get<double>() < 0.5) continue;
    spans[row["documentId"]].push_back({row["begin"], row["end"], kind->second});
  }
  std::vector<CorpusSentence> sentences;
  std::istringstream documents(read_all(folder + "/documents.jsonl"));
  for (std::string line; std::getline(documents, line);) {
    if (line.empty()) continue;
    const auto row = nlohmann::json::parse(line);
    const std::string id = row["_id"];
    // Ids are hexadecimal hashes already; a quarter is kept out.
    const bool is_held_out = std::string_view("0123").find(id.back()) != std::string_view::npos;
    if (is_held_out != held_out) continue;
    const std::string text = row["text"];
    // Offsets count code points.
    std::vector<int> point(text.size() + 1);
    int points = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      point[i] = points;
      if (i + 1 == text.size() || (static_cast<unsigned char>(text[i + 1]) & 0xC0) != 0x80) ++points;
    }
    point[text.size()] = points;
    CorpusSentence sentence;
    std::vector<std::pair<int, int>> at;
    auto flush = [&] {
      if (sentence.empty()) return;
      for (auto& t : sentence) t.mention[kOuter] = t.mention[kInner] = 0;
      std::vector<Span> mine;
      for (const Span& s : spans[id]) {
        if (s.begin >= at.front().first && s.end <= at.back().second) mine.push_back(s);
      }
      std::sort(mine.begin(), mine.end(), [](const Span& a, const Span& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
      });
      int outer_end = -1, inner_end = -1;
      for (const Span& s : mine) {
        const int layer = s.begin >= outer_end ? kOuter : s.begin >= inner_end ? kInner : -1;
        if (layer < 0) continue;
        (layer == kOuter ? outer_end : inner_end) = s.end;
        bool first = true;
        for (std::size_t i = 0; i < sentence.size(); ++i) {
          if (at[i].first < s.begin || at[i].second > s.end) continue;
          sentence[i].mention[layer] = static_cast<std::int16_t>(1 + 2 * s.kind + !first);
          first = false;
        }
      }
      sentences.push_back(std::move(sentence));
      sentence.clear();
      at.clear();
    };
    auto word_byte = [&](std::size_t i) {
      const auto c = static_cast<unsigned char>(text[i]);
      return std::isalnum(c) || (c >= 0x80 && c != 0xE2 && c != 0xC2 &&
                                 !(i > 0 && static_cast<unsigned char>(text[i - 1]) == 0xE2) &&
                                 !(i > 1 && static_cast<unsigned char>(text[i - 2]) == 0xE2));
    };
    for (std::size_t i = 0; i < text.size();) {
      if (text[i] == '\n') {
        flush();
        ++i;
        continue;
      }
      if (std::isspace(static_cast<unsigned char>(text[i]))) {
        ++i;
        continue;
      }
      std::size_t end = i + 1;
      if (word_byte(i)) {
        while (end < text.size() &&
               (word_byte(end) || ((text[end] == '.' || text[end] == ',') && end + 1 < text.size() &&
                                   word_byte(end + 1) && word_byte(end - 1)))) {
          ++end;
        }
      } else {
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
        if (text[i] == '\'' || text.substr(i, 3) == "\u2019") {
          while (end < text.size() && std::islower(static_cast<unsigned char>(text[end]))) ++end;
        }
      }
      CorpusToken token;
      token.form = text.substr(i, end - i);
      at.emplace_back(point[i], point[end]);
      sentence.push_back(token);
      const bool ends = (token.form == "." || token.form == "?" || token.form == "!") && end < text.size() &&
                        std::isspace(static_cast<unsigned char>(text[end]));
      i = end;
      if (ends) flush();
    }
    flush();
  }
  return sentences;
}

std::uint64_t hash_file(const std::string& path) { return hash_bytes(read_all(path)); }

std::uint64_t hash_bytes(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

}  // namespace ekg
