#include "ingest/text/nn/name_revision.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "ingest/text/utf8.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

enum Kind { person, organization, place };

// BIO tags: 0 is O, 1 + 2k begins a name of kind k, 2 + 2k goes on with it.
std::uint8_t begins(int kind) { return static_cast<std::uint8_t>(1 + 2 * kind); }
std::uint8_t goes_on(int kind) { return static_cast<std::uint8_t>(2 + 2 * kind); }
int kind_of(std::uint8_t tag) { return (tag - 1) / 2; }
bool is_inside(std::uint8_t tag) { return tag > 0 && tag % 2 == 0; }

struct NameSpan {
  TokenIndex first, last;
  int kind;
};

bool binds(Deprel deprel) { return deprel == Deprel::flat || deprel == Deprel::compound; }

std::vector<NameSpan> name_spans(const std::vector<std::uint8_t>& tags, const Sentence& sentence) {
  std::vector<NameSpan> spans;
  for (TokenIndex t = sentence.first; t < sentence.last; ++t) {
    if (tags[t] == 0) continue;
    TokenIndex end = t + 1;
    while (end < sentence.last && !is_inside(tags[t]) && tags[end] == goes_on(kind_of(tags[t]))) ++end;
    spans.push_back({t, end, kind_of(tags[t])});
    t = end - 1;
  }
  return spans;
}

void write_span(std::vector<std::uint8_t>& tags, const NameSpan& span) {
  for (TokenIndex t = span.first; t < span.last; ++t)
    tags[t] = t > span.first ? goes_on(span.kind) : begins(span.kind);
}

// "Coca-Cola", "Ash-Sharq al-Awsat", "Muqtada al-Sadr": names with a hyphen between them that the tree makes
// one name, of the kind of the longer part, of equals that of the last.
void join_hyphened_names(std::vector<std::uint8_t>& tags, const ParsedDocument& parsed) {
  for (const Sentence& sentence : parsed.sentences) {
    std::vector<NameSpan> joined;
    for (const NameSpan& span : name_spans(tags, sentence)) {
      const bool hyphen = !joined.empty() && joined.back().last + 1 == span.first &&
                          parsed.text_of(joined.back().last) == "-";
      bool tied = false;
      if (hyphen) {
        const NameSpan& left = joined.back();
        for (TokenIndex t = left.first; t < span.last; ++t) {
          const Token& token = parsed.tokens[t];
          const bool is_left = t < left.last;
          const bool crosses = is_left ? token.head >= span.first && token.head < span.last
                                       : token.head >= left.first && token.head < left.last;
          tied |= t != left.last && crosses && binds(token.deprel);
        }
      }
      if (!tied) {
        joined.push_back(span);
        continue;
      }
      NameSpan& left = joined.back();
      if (span.last - span.first >= left.last - left.first) left.kind = span.kind;
      left.last = span.last;
    }
    for (const NameSpan& span : joined) write_span(tags, span);
  }
}

bool is_arabic_article(std::string_view word) {
  static const std::set<std::string, std::less<>> articles = [] {
    std::set<std::string, std::less<>> all;
    for (const auto& row : read_table("english/name_articles.txt")) all.emplace(row[0]);
    return all;
  }();
  return articles.contains(ascii_lower(word));
}

// The name that the token stands in.
std::optional<NameSpan> name_at(const std::vector<std::uint8_t>& tags, const Sentence& sentence,
                                TokenIndex token) {
  if (tags[token] == 0) return std::nullopt;
  NameSpan span{token, token + 1, kind_of(tags[token])};
  while (span.first > sentence.first && is_inside(tags[span.first])) --span.first;
  while (span.last < sentence.last && tags[span.last] == goes_on(span.kind)) ++span.last;
  return span;
}

// "Muqtada al-Sadr", "Ash-Sharq": the article is one with the proper noun behind it and with the name before
// it.
void join_articles(std::vector<std::uint8_t>& tags, const ParsedDocument& parsed) {
  // Keeps the work linear where articles follow each other without end.
  constexpr TokenIndex longest_name = 16;
  for (const Sentence& sentence : parsed.sentences) {
    for (TokenIndex t = sentence.first; t + 2 < sentence.last; ++t) {
      if (parsed.text_of(t + 1) != "-" || parsed.tokens[t + 2].upos != Upos::PROPN ||
          !is_arabic_article(parsed.text_of(t)))
        continue;
      std::optional<NameSpan> left = name_at(tags, sentence, t);
      const std::optional<NameSpan> right = name_at(tags, sentence, t + 2);
      if ((!left || left->first == t) && t > sentence.first)
        if (const auto before = name_at(tags, sentence, t - 1)) left = before;
      if (!left && !right) continue;
      const NameSpan whole{left ? left->first : t, right ? right->last : t + 3,
                           !right || (left && left->first < t) ? left->kind : right->kind};
      if (whole.last - whole.first <= longest_name) write_span(tags, whole);
    }
  }
}

// A name takes in the free proper nouns beside it that the tree makes part of the same name.
void widen_names(std::vector<std::uint8_t>& tags, const ParsedDocument& parsed) {
  const auto tied = [&](TokenIndex outside, TokenIndex inside) {
    const Token& out = parsed.tokens[outside];
    const Token& in = parsed.tokens[inside];
    return tags[outside] == 0 && out.upos == Upos::PROPN &&
           ((out.head == inside && binds(out.deprel)) || (in.head == outside && binds(in.deprel)) ||
            (out.head != no_token && out.head == in.head && binds(out.deprel) && binds(in.deprel)));
  };
  for (const Sentence& sentence : parsed.sentences) {
    for (NameSpan span : name_spans(tags, sentence)) {
      const auto tied_to_span = [&](TokenIndex outside) {
        for (TokenIndex t = span.first; t < span.last; ++t) {
          if (tied(outside, t)) return true;
        }
        return false;
      };
      while (span.first > sentence.first && tied_to_span(span.first - 1)) --span.first;
      while (span.last < sentence.last && tied_to_span(span.last)) ++span.last;
      write_span(tags, span);
    }
  }
}

// One name has one kind in a document: the most frequent; of equals, each keeps its own (Gale, Church and
// Yarowsky 1992: one sense per discourse).
void agree_on_names(std::vector<std::uint8_t>& tags, const ParsedDocument& parsed) {
  constexpr int kinds = 3;
  std::map<std::string, std::array<int, kinds>> votes;
  const auto text_of = [&](TokenIndex first, TokenIndex last) {
    std::string text;
    for (TokenIndex t = first; t < last; ++t) text.append(parsed.text_of(t)).append(" ");
    return text;
  };
  for (const Sentence& sentence : parsed.sentences) {
    for (const NameSpan& span : name_spans(tags, sentence)) {
      ++votes[text_of(span.first, span.last)][span.kind];
    }
  }
  for (const Sentence& sentence : parsed.sentences) {
    for (NameSpan span : name_spans(tags, sentence)) {
      const auto& counts = votes[text_of(span.first, span.last)];
      const int best = static_cast<int>(std::max_element(counts.begin(), counts.end()) - counts.begin());
      if (counts[best] > counts[span.kind]) span.kind = best;
      write_span(tags, span);
    }
  }
}

// "World Conservation Union", "Bay of Bengal": what a word of the name says of it, of the word before "of"
// else the last.
void obey_head_words(std::vector<std::uint8_t>& tags, const ParsedDocument& parsed) {
  static const std::map<std::string, int, std::less<>> kinds = [] {
    std::map<std::string, int, std::less<>> all;
    for (const auto& row : read_table("english/name_heads.tsv"))
      if (row[2] == "last") all[std::string(row[0])] = row[1] == "place" ? place : organization;
    return all;
  }();
  for (const Sentence& sentence : parsed.sentences) {
    for (NameSpan span : name_spans(tags, sentence)) {
      if (span.last - span.first == 1) continue;
      TokenIndex head = span.first;
      while (head + 1 < span.last && parsed.text_of(head + 1) != "of") ++head;
      const auto found = kinds.find(ascii_lower(parsed.text_of(head)));
      if (found == kinds.end() || found->second == span.kind) continue;
      if (found->second == place && span.kind == person) continue;  // "Anthony Hill"
      span.kind = found->second;
      write_span(tags, span);
    }
  }
}

}  // namespace

void revise_names(std::vector<std::uint8_t>& tags, const ParsedDocument& parsed) {
  join_hyphened_names(tags, parsed);
  join_articles(tags, parsed);
  widen_names(tags, parsed);
  obey_head_words(tags, parsed);
  agree_on_names(tags, parsed);
}

}  // namespace ekg
