// Why an event record says what it says, for people and for programs that audit it.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ekg {

// One step: a field of the record, what it became, the text's own words behind it, and the rule.
struct ExplanationStep {
  ExplanationStep() = default;
  // "field: value", as the coder's rules note it; without a colon the whole is the value of a "note".
  ExplanationStep(std::string_view note) {
    const std::size_t colon = note.find(": ");
    field = colon == std::string_view::npos ? "note" : note.substr(0, colon);
    value = colon == std::string_view::npos ? note : note.substr(colon + 2);
  }
  ExplanationStep(const std::string& note) : ExplanationStep(std::string_view(note)) {}
  ExplanationStep(const char* note) : ExplanationStep(std::string_view(note)) {}
  ExplanationStep(std::string field_, std::string value_, std::string words_, std::string why_)
      : field(std::move(field_)), value(std::move(value_)), words(std::move(words_)), why(std::move(why_)) {}

  std::string field;  // "trigger", "type", "actor", "status", "time", "confidence" …
  std::string value;
  std::string words;  // as they stand in the text; empty where the text has none
  std::string why;    // the row of the lexicon, the path in the tree, the rule
};

// One token of the sentence that tells of the event.
struct ExplanationToken {
  std::string text;
  std::string lemma;
  std::string_view upos;    // as in Universal Dependencies
  std::string_view deprel;  // with subtype
  std::uint32_t head = 0;   // 1-based in the sentence; 0: the root
  bool trigger = false;
};

struct EventExplanation {
  std::string event;  // the record's id
  std::vector<ExplanationStep> steps;
  std::vector<ExplanationToken> tree;                    // the sentence of its first mention
  std::vector<std::pair<std::string, double>> features;  // of the confidence, with their weights
};

}  // namespace ekg
