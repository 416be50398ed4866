// The trained English model: tags, lemmas, Universal Dependencies trees and mentions for tokens that are
// already cut. All arithmetic is in integers, so that every processor, instruction set and number of threads
// gives the same bytes. A NeuralReader is immutable after construction: any number of threads may share one.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

// Which implementation of the integer products runs. All give the same result.
enum class KernelPath : std::uint8_t { scalar, avx2, avx512 };
std::string_view to_string(KernelPath);
// The paths that this processor can run, slowest first.
std::vector<KernelPath> supported_kernel_paths();

class NeuralReader {
 public:
  // `model` is the content of data/model/english.ekgm and must outlive the reader. Without `path` the fastest
  // supported one is taken. Throws InputError when the bytes are no model of this version.
  // REQUIRES: `path` is one of supported_kernel_paths().
  explicit NeuralReader(std::string_view model, std::optional<KernelPath> path = std::nullopt);
  ~NeuralReader();
  NeuralReader(NeuralReader&&) noexcept;

  // Fills upos, xpos, lemma, deprel and head of every token, and appends the learned mentions (kind, form,
  // head; not resolved, country and name empty), sorted as Mention demands. Reads only the text, the
  // sentences and the token spans. Sentences are read independently. Time and memory are linear in the
  // tokens: longer sentences than max_window_tokens are read in windows, whose roots hang on the first
  // window's root.
  void read(ParsedDocument& parsed) const;

  // Name and value of each line of the model's header: command, seeds, hashes of the training files.
  const std::vector<std::pair<std::string, std::string>>& provenance() const;

  static constexpr std::size_t max_window_tokens = 256;

 private:
  struct Model;
  std::unique_ptr<const Model> model_;
};

}  // namespace ekg
