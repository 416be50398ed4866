#include "ingest/text/nn/learned_mentions.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "ingest/text/nn/name_revision.hpp"

namespace ekg {
namespace {

constexpr MentionKind span_kinds[] = {MentionKind::person, MentionKind::organization,
                                      MentionKind::place,  MentionKind::nationality,
                                      MentionKind::weapon, MentionKind::vehicle};
// Of the head layer only these kinds can act or be a scene.
constexpr MentionKind head_kinds[] = {MentionKind::other, MentionKind::person, MentionKind::place,
                                      MentionKind::organization};

bool cut_off(Deprel deprel) {
  switch (deprel) {
    case Deprel::acl:
    case Deprel::acl_relcl:
    case Deprel::appos:
    case Deprel::conj:
    case Deprel::cc:
    case Deprel::punct:
    case Deprel::case_:
    case Deprel::parataxis:
    case Deprel::cop:
    case Deprel::mark:
    case Deprel::discourse:
    case Deprel::advcl:
    case Deprel::nsubj:
    case Deprel::advmod:
      return true;
    default:
      return false;
  }
}

TokenIndex head_of(const ParsedDocument& parsed, TokenIndex first, TokenIndex last) {
  for (TokenIndex t = first; t < last; ++t) {
    const TokenIndex head = parsed.tokens[t].head;
    if (head == no_token || head < first || head >= last) return t;
  }
  return last - 1;
}

// The noun phrase around `head`: its subtree without clauses, appositions and coordinated phrases, as far as
// it touches.
std::pair<TokenIndex, TokenIndex> noun_phrase(const ParsedDocument& parsed, TokenIndex head, TokenIndex begin,
                                              TokenIndex end) {
  std::vector<char> inside(end - begin, 0);
  inside[head - begin] = 1;
  // A token is inside when the chain to the head has no cut; depth is bounded by the sentence.
  auto belongs = [&](TokenIndex t) {
    for (TokenIndex steps = begin; t != head; ++steps) {
      const Token& token = parsed.tokens[t];
      if (cut_off(token.deprel) || token.head == no_token || token.head < begin || token.head >= end ||
          steps >= end)
        return false;
      t = token.head;
    }
    return true;
  };
  TokenIndex first = head, last = head + 1;
  while (first > begin && belongs(first - 1)) --first;
  while (last < end && belongs(last)) ++last;
  return {first, last};
}

}  // namespace

std::vector<std::uint8_t> best_tags(const std::vector<float>& scores, int n, int tags) {
  std::vector<std::uint8_t> best(n);
  for (int i = 0; i < n; ++i) {
    const auto begin = scores.begin() + static_cast<std::ptrdiff_t>(i) * tags;
    best[i] = static_cast<std::uint8_t>(std::max_element(begin, begin + tags) - begin);
  }
  return best;
}

std::vector<std::uint8_t> best_bio(const std::vector<float>& scores, int n, int tags) {
  constexpr float forbidden = -1e30F;
  std::vector<float> value(scores);
  std::vector<std::uint8_t> back(static_cast<std::size_t>(n) * tags, 0);
  for (int i = 0; i < n; ++i) {
    for (int tag = 0; tag < tags; ++tag) {
      const bool inside = tag > 0 && tag % 2 == 0;
      float top = i == 0 ? (inside ? forbidden : 0.0F) : forbidden;
      int from = 0;
      if (i > 0) {
        const float* before = value.data() + static_cast<std::size_t>(i - 1) * tags;
        if (inside) {
          from = before[tag - 1] >= before[tag] ? tag - 1 : tag;
          top = before[from];
        } else {
          for (int t = 0; t < tags; ++t) {
            if (before[t] > top) top = before[t], from = t;
          }
        }
      }
      value[static_cast<std::size_t>(i) * tags + tag] += top;
      back[static_cast<std::size_t>(i) * tags + tag] = static_cast<std::uint8_t>(from);
    }
  }
  std::vector<std::uint8_t> best(n);
  if (n == 0) return best;
  const auto last = value.begin() + static_cast<std::ptrdiff_t>(n - 1) * tags;
  best[n - 1] = static_cast<std::uint8_t>(std::max_element(last, last + tags) - last);
  for (int i = n - 1; i > 0; --i) best[i - 1] = back[static_cast<std::size_t>(i) * tags + best[i]];
  return best;
}

void append_learned_mentions(LearnedTags tags, ParsedDocument& parsed) {
  revise_names(tags.layer[learned_names], parsed);
  std::set<std::pair<TokenIndex, TokenIndex>> spans;
  std::vector<char> has_mention(parsed.tokens.size(), 0);  // of head tokens
  std::vector<char> covered(parsed.tokens.size(), 0);      // of tokens in a mention of the span layers
  auto add = [&](TokenIndex first, TokenIndex last, TokenIndex head, MentionKind kind, MentionForm form) {
    if (!spans.emplace(first, last).second) return;
    Mention mention;
    mention.first = first, mention.last = last, mention.head = head;
    mention.kind = kind, mention.form = form;
    parsed.mentions.push_back(mention);
    has_mention[head] = 1;
  };
  for (const Sentence& sentence : parsed.sentences) {
    for (int layer : {learned_names, learned_outer, learned_inner}) {
      for (TokenIndex t = sentence.first; t < sentence.last;) {
        const int tag = tags.layer[layer][t];
        TokenIndex end = t + 1;
        if (tag == 0) {
          t = end;
          continue;
        }
        while (end < sentence.last && tags.layer[layer][end] == tag + 1 && tag % 2 == 1) ++end;
        // An article alone is the beginning of its noun's phrase.
        if (const Token& last = parsed.tokens[end - 1]; last.deprel == Deprel::det && last.head != no_token &&
                                                        last.head >= end && last.head < sentence.last) {
          end = last.head + 1;
        }
        const TokenIndex head = head_of(parsed, t, end);
        const MentionKind kind = span_kinds[(tag - 1) / 2];
        const Upos upos = parsed.tokens[head].upos;
        const MentionForm form = layer == learned_names ? MentionForm::named
                                 : upos == Upos::ADJ    ? MentionForm::adjective
                                 : upos == Upos::PRON   ? MentionForm::pronoun
                                                        : MentionForm::nominal;
        add(t, end, head, kind, form);
        std::fill(covered.begin() + t, covered.begin() + end, 1);
        t = end;
      }
    }
    for (TokenIndex t = sentence.first; t < sentence.last; ++t) {
      const int tag = tags.layer[learned_heads][t];
      if (tag == 0 || tag >= static_cast<int>(std::size(head_kinds)) || has_mention[t]) continue;
      const Upos upos = parsed.tokens[t].upos;
      // What is named, the names' layer says.
      if (upos != Upos::NOUN && upos != Upos::PRON && upos != Upos::ADJ && upos != Upos::NUM) continue;
      if (covered[t] && upos != Upos::PRON) continue;
      const auto [first, last] = noun_phrase(parsed, t, sentence.first, sentence.last);
      const bool several = head_kinds[tag] == MentionKind::person && parsed.tokens[t].xpos == Xpos::NNS;
      add(first, last, t, several ? MentionKind::group : head_kinds[tag],
          upos == Upos::PRON ? MentionForm::pronoun : MentionForm::nominal);
    }
  }
  std::stable_sort(parsed.mentions.begin(), parsed.mentions.end(), [](const Mention& a, const Mention& b) {
    return a.first != b.first ? a.first < b.first : a.last > b.last;
  });
}

}  // namespace ekg
