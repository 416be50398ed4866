// Walking one document's dependency trees: children, clauses, phrases. A view: the ParsedDocument must
// outlive it.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

class Trees {
 public:
  // O(tokens + mentions). A head outside the sentence counts as a root, and so does the first
  // token of a ring of heads, which no parser of ours makes.
  explicit Trees(const ParsedDocument& parsed);

  const ParsedDocument& parsed() const { return *parsed_; }
  std::span<const TokenIndex> children(TokenIndex token) const {
    return std::span(children_).subspan(first_child_[token], first_child_[token + 1] - first_child_[token]);
  }
  const Token& at(TokenIndex token) const { return parsed_->tokens[token]; }
  TokenIndex head(TokenIndex token) const { return head_[token]; }
  std::string_view lemma(TokenIndex token) const { return at(token).lemma; }
  Deprel relation(TokenIndex token) const { return universal(at(token).deprel); }
  std::uint32_t sentence(TokenIndex token) const { return sentence_[token]; }
  std::uint32_t depth(TokenIndex token) const;

  bool is_verb(TokenIndex token) const;
  bool is_nominal(TokenIndex token) const;  // noun, name, pronoun, number
  bool is_relative_pronoun(TokenIndex token) const;
  bool in_time_expression(TokenIndex token) const { return in_time_[token]; }
  bool in_quantity(TokenIndex token) const { return in_quantity_[token]; }  // its number or what is counted
  // The mentions of one chain, as indices of parsed().mentions in the order of the text; none for -1.
  std::span<const std::uint32_t> mentions_of(std::int32_t chain) const {
    const auto at = static_cast<std::size_t>(chain);
    if (chain < 0 || at + 1 >= first_of_chain_.size()) return {};
    return std::span(of_chain_).subspan(first_of_chain_[at], first_of_chain_[at + 1] - first_of_chain_[at]);
  }
  // The child with that relation (subtypes count), or no_token.
  TokenIndex child(TokenIndex token, Deprel relation) const;
  bool has_child_lemma(TokenIndex token, Deprel relation, std::string_view lemma) const;
  // The preposition or mark of a phrase: "with", "according to"; empty when it has none.
  std::string_view marker(TokenIndex token) const;
  // Passive by its form: aux:pass, or a participle that modifies a noun, or be/get with a past participle.
  bool passive(TokenIndex verb) const;
  // The first and one past the last token of the subtree; clauses that hang on it are left out where
  // `own_clause`.
  std::pair<TokenIndex, TokenIndex> extent(TokenIndex token, bool own_clause) const;
  bool dominates(TokenIndex ancestor, TokenIndex token) const;
  // The phrases coordinated with this one, itself first.
  std::vector<TokenIndex> conjuncts(TokenIndex token) const;

 private:
  bool is_contrast(TokenIndex conjunct) const;

  const ParsedDocument* parsed_;
  std::vector<TokenIndex> head_;
  std::vector<std::uint32_t> first_child_;
  std::vector<TokenIndex> children_;
  std::vector<std::uint32_t> sentence_;
  std::vector<bool> in_time_, in_quantity_;
  std::vector<std::uint32_t> first_of_chain_, of_chain_;
};

}  // namespace ekg
