#include "ingest/text/events/trees.hpp"

#include <algorithm>

namespace ekg {

Trees::Trees(const ParsedDocument& parsed) : parsed_(&parsed) {
  const std::size_t count = parsed.tokens.size();
  head_.assign(count, no_token);
  sentence_.assign(count, 0);
  first_child_.assign(count + 1, 0);
  children_.resize(count);
  in_time_.assign(count, false);
  in_quantity_.assign(count, false);
  for (std::size_t s = 0; s < parsed.sentences.size(); ++s) {
    const Sentence& sentence = parsed.sentences[s];
    for (TokenIndex t = sentence.first; t < sentence.last; ++t) {
      sentence_[t] = static_cast<std::uint32_t>(s);
      const TokenIndex head = parsed.tokens[t].head;
      if (head >= sentence.first && head < sentence.last && head != t) head_[t] = head;
    }
  }
  std::vector<TokenIndex> seen_from(count, no_token);  // the token whose way up went through it first
  for (TokenIndex t = 0; t < count; ++t) {
    TokenIndex at = t;
    while (at != no_token && seen_from[at] == no_token) seen_from[at] = t, at = head_[at];
    if (at != no_token && seen_from[at] == t) head_[at] = no_token;
  }
  for (TokenIndex t = 0; t < count; ++t)
    if (head_[t] != no_token) ++first_child_[head_[t] + 1];
  for (std::size_t i = 0; i < count; ++i) first_child_[i + 1] += first_child_[i];
  std::vector<std::uint32_t> next(first_child_.begin(), first_child_.end() - 1);
  for (TokenIndex t = 0; t < count; ++t)
    if (head_[t] != no_token) children_[next[head_[t]]++] = t;
  for (const TimeExpression& time : parsed.times)
    for (TokenIndex t = time.first; t < time.last && t < count; ++t) in_time_[t] = true;
  for (const QuantityExpression& quantity : parsed.quantities) {
    for (TokenIndex t = quantity.first; t < quantity.last && t < count; ++t) in_quantity_[t] = true;
    if (quantity.unit < count) in_quantity_[quantity.unit] = true;
  }

  std::int32_t last_chain = -1;
  for (const Mention& mention : parsed.mentions) last_chain = std::max(last_chain, mention.chain);
  first_of_chain_.assign(static_cast<std::size_t>(last_chain) + 2, 0);
  for (const Mention& mention : parsed.mentions)
    if (mention.chain >= 0) ++first_of_chain_[static_cast<std::size_t>(mention.chain) + 1];
  for (std::size_t c = 1; c < first_of_chain_.size(); ++c) first_of_chain_[c] += first_of_chain_[c - 1];
  of_chain_.resize(first_of_chain_.back());
  next = first_of_chain_;
  for (std::uint32_t m = 0; m < parsed.mentions.size(); ++m)
    if (const auto chain = parsed.mentions[m].chain; chain >= 0)
      of_chain_[next[static_cast<std::size_t>(chain)]++] = m;
}

std::uint32_t Trees::depth(TokenIndex token) const {
  std::uint32_t depth = 0;
  while ((token = head_[token]) != no_token && depth < 100) ++depth;
  return depth;
}

bool Trees::is_verb(TokenIndex token) const {
  const Token& t = at(token);
  return t.upos == Upos::VERB ||
         (t.upos == Upos::AUX && (t.deprel == Deprel::root || relation(token) == Deprel::conj));
}

bool Trees::is_nominal(TokenIndex token) const {
  switch (at(token).upos) {
    case Upos::NOUN:
    case Upos::PROPN:
    case Upos::PRON:
    case Upos::NUM:
    case Upos::X:
    case Upos::SYM:
      return true;
    default:
      return at(token).xpos == Xpos::DT || at(token).xpos == Xpos::JJ || at(token).xpos == Xpos::JJS;
  }
}

bool Trees::is_relative_pronoun(TokenIndex token) const {
  const Token& t = at(token);
  return t.xpos == Xpos::WDT || t.xpos == Xpos::WP ||
         (t.lemma == "that" && t.upos == Upos::PRON && relation(token) != Deprel::mark && t.xpos != Xpos::DT);
}

TokenIndex Trees::child(TokenIndex token, Deprel relation_wanted) const {
  for (TokenIndex c : children(token))
    if (at(c).deprel == relation_wanted || relation(c) == relation_wanted) return c;
  return no_token;
}

bool Trees::has_child_lemma(TokenIndex token, Deprel relation_wanted, std::string_view word) const {
  for (TokenIndex c : children(token))
    if ((at(c).deprel == relation_wanted || relation(c) == relation_wanted) && lemma(c) == word) return true;
  return false;
}

std::string_view Trees::marker(TokenIndex token) const {
  for (TokenIndex c : children(token)) {
    if (c > token && relation(token) != Deprel::advcl) break;
    if (relation(c) != Deprel::case_ && relation(c) != Deprel::mark) continue;
    if (at(c).xpos == Xpos::POS) continue;
    return lemma(c);
  }
  return {};
}

bool Trees::passive(TokenIndex verb) const {
  const Token& t = at(verb);
  if (t.xpos != Xpos::VBN && t.xpos != Xpos::VBD) return false;
  bool be = false, have = false;
  for (TokenIndex c : children(verb)) {
    if (at(c).deprel == Deprel::aux_pass || at(c).deprel == Deprel::nsubj_pass) return true;
    if (c > verb) break;
    if (relation(c) == Deprel::aux || relation(c) == Deprel::cop) {
      const std::string_view word = lemma(c);
      if (word == "be" || word == "get") be = true;
      if (word == "have") have = true;
    }
  }
  if (be) return true;
  if (t.xpos != Xpos::VBN || have) return false;
  // "Ruritania expelled two diplomats": a headline's verb taken for a participle of the name before it.
  if (t.deprel == Deprel::acl && child(verb, Deprel::obj) != no_token && head(verb) != no_token &&
      head(head(verb)) == no_token && at(head(verb)).upos == Upos::PROPN)
    return false;
  if (t.deprel == Deprel::acl || t.deprel == Deprel::amod) return true;
  // "with ten people killed": a participle with its own subject and no auxiliary.
  if ((relation(verb) == Deprel::advcl || relation(verb) == Deprel::acl) && marker(verb) == "with")
    return true;
  if (relation(verb) == Deprel::conj && head(verb) != no_token && is_verb(head(verb)))
    return child(verb, Deprel::nsubj) == no_token && passive(head(verb));
  if (relation(verb) == Deprel::advcl || relation(verb) == Deprel::xcomp)
    return child(verb, Deprel::obj) == no_token && child(verb, Deprel::nsubj) == no_token;
  return false;
}

std::pair<TokenIndex, TokenIndex> Trees::extent(TokenIndex token, bool own_clause) const {
  TokenIndex first = token, last = token;
  std::vector<TokenIndex> open{token};
  while (!open.empty()) {
    const TokenIndex t = open.back();
    open.pop_back();
    first = std::min(first, t);
    last = std::max(last, t);
    for (TokenIndex c : children(t)) {
      const Deprel r = relation(c);
      if (r == Deprel::punct) continue;
      if (own_clause && (r == Deprel::ccomp || r == Deprel::advcl || r == Deprel::parataxis ||
                         at(c).deprel == Deprel::acl_relcl || (r == Deprel::conj && is_verb(c))))
        continue;
      open.push_back(c);
    }
  }
  return {first, last + 1};
}

bool Trees::dominates(TokenIndex ancestor, TokenIndex token) const {
  for (int steps = 0; token != no_token && steps < 100; ++steps, token = head_[token])
    if (token == ancestor) return true;
  return false;
}

// "Iran, not Iraq", "Peru rather than Chile": named to say that it was not they.
bool Trees::is_contrast(TokenIndex conjunct) const {
  if (is_verb(conjunct)) return false;
  for (const Deprel relation : {Deprel::advmod, Deprel::cc})
    if (has_child_lemma(conjunct, relation, "not") || has_child_lemma(conjunct, relation, "rather"))
      return true;
  return false;
}

std::vector<TokenIndex> Trees::conjuncts(TokenIndex token) const {
  std::vector<TokenIndex> all{token};
  for (std::size_t i = 0; i < all.size() && all.size() < 20; ++i)
    for (TokenIndex c : children(all[i]))
      if (relation(c) == Deprel::conj && !is_contrast(c)) all.push_back(c);
  return all;
}

}  // namespace ekg
