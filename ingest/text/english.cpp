#include "ingest/text/english.hpp"

#include "graph/embedded.hpp"
#include "ingest/text/coreference.hpp"
#include "ingest/text/lemmas.hpp"
#include "ingest/text/mentions.hpp"
#include "ingest/text/nn/neural_reader.hpp"
#include "ingest/text/quantities.hpp"
#include "ingest/text/quotations.hpp"
#include "ingest/text/sentences.hpp"
#include "ingest/text/speech_verbs.hpp"
#include "ingest/text/times/times.hpp"
#include "ingest/text/tree_repair.hpp"

namespace ekg {

struct EnglishReader::Resources {
  Resources(std::optional<KernelPath> path, ActorLexicon own)
      : network(embedded_data("model/english.ekgm"), path), actors(std::move(own)) {}

  Tokenizer tokenizer;
  NeuralReader network;
  Lemmas lemmas;
  TimeFinder times;
  QuantityFinder quantities;
  SpeechVerbs speech_verbs;
  QuotationFinder quotations{speech_verbs};
  ActorLexicon actors;
};

EnglishReader::EnglishReader(std::optional<KernelPath> path)
    : resources_(std::make_unique<const Resources>(path, ActorLexicon())) {}
EnglishReader::EnglishReader(ActorLexicon actors)
    : resources_(std::make_unique<const Resources>(std::nullopt, std::move(actors))) {}
EnglishReader::~EnglishReader() = default;

ParsedDocument EnglishReader::parse(const Document& document, ProblemSink& problems) const {
  ParsedDocument parsed;
  parsed.document = &document;
  split_sentences(resources_->tokenizer, parsed);
  read_tokens(parsed, problems);
  return parsed;
}

void EnglishReader::read_tokens(ParsedDocument& parsed, ProblemSink& problems) const {
  resources_->network.read(parsed);
  resources_->lemmas.correct(parsed);
  find_mentions(parsed, resources_->actors);
  repair_trees(parsed, resources_->lemmas);
  resources_->quotations.find(parsed);  // "I" and "we" in a quotation are its speaker
  link_mentions(parsed, resources_->actors);
  resources_->times.find(parsed, problems);
  resources_->quantities.find(parsed);
}

}  // namespace ekg
