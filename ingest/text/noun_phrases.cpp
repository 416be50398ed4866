#include "ingest/text/noun_phrases.hpp"

#include <array>

#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

bool is_inner_relation(Deprel relation) {
  switch (universal(relation)) {
    case Deprel::det:
    case Deprel::amod:
    case Deprel::compound:
    case Deprel::flat:
    case Deprel::nummod:
    case Deprel::fixed:
    case Deprel::goeswith:
      return true;
    default:
      return relation == Deprel::nmod_poss;
  }
}

// Whether the chain from `t` up to `head` runs through parts of the noun phrase only.
bool belongs(const ParsedDocument& parsed, TokenIndex t, TokenIndex head, const Sentence& sentence) {
  for (TokenIndex steps = sentence.first; t != head; ++steps) {
    const Token& token = parsed.tokens[t];
    if (token.head == no_token || token.head < sentence.first || token.head >= sentence.last ||
        steps >= sentence.last)
      return false;
    const Deprel relation = universal(token.deprel);
    const bool left = t < head;
    const bool inner = is_inner_relation(token.deprel) || relation == Deprel::nmod ||
                       (relation == Deprel::advmod && left && token.head != head);
    if (relation == Deprel::case_ || relation == Deprel::punct || relation == Deprel::cc ||
        relation == Deprel::conj) {
      // Only deeper in the phrase: "people from all communities", "the UK's commitment", "U.S.- and UN-led".
      if (token.head == head) {
        if (!(relation == Deprel::punct && parsed.text_of(t) == "-")) return false;
      }
      if (relation == Deprel::punct && parsed.text_of(t) != "-" && parsed.text_of(t) != ",") return false;
    } else if (!inner) {
      return false;
    }
    t = token.head;
  }
  return true;
}

bool is_modifier_word(const ParsedDocument& parsed, TokenIndex t) {
  const Upos upos = parsed.tokens[t].upos;
  if (upos == Upos::DET || upos == Upos::ADJ || upos == Upos::NUM || upos == Upos::NOUN ||
      upos == Upos::PROPN)
    return true;
  if (upos != Upos::X) return false;
  const std::string word = ascii_lower(parsed.text_of(t));
  return word == "the" || word == "a" || word == "an" ||
         is_upper(code_point_at(parsed.text_of(t), 0).value) ||
         is_digit(code_point_at(parsed.text_of(t), 0).value);
}

}  // namespace

TokenIndex head_of(const ParsedDocument& parsed, TokenIndex first, TokenIndex last) {
  for (TokenIndex t = first; t < last; ++t) {
    const TokenIndex head = parsed.tokens[t].head;
    if (head == no_token || head < first || head >= last) {
      const bool no_trees = head == no_token && parsed.tokens[t].deprel != Deprel::root;
      return no_trees ? last - 1 : t;
    }
  }
  return last - 1;
}

Span noun_phrase(const ParsedDocument& parsed, TokenIndex head, const Sentence& sentence, bool has_tree) {
  Span span{head, head + 1};
  if (!has_tree) {
    while (span.first > sentence.first && is_modifier_word(parsed, span.first - 1)) --span.first;
    return span;
  }
  while (span.first > sentence.first && belongs(parsed, span.first - 1, head, sentence)) --span.first;
  while (span.last < sentence.last && belongs(parsed, span.last, head, sentence)) ++span.last;
  while (span.last > head + 1 &&
         (parsed.tokens[span.last - 1].upos == Upos::PUNCT || parsed.tokens[span.last - 1].upos == Upos::ADP))
    --span.last;
  while (span.first < head && parsed.tokens[span.first].upos == Upos::PUNCT) ++span.first;
  return span;
}

}  // namespace ekg
