#include <fmt/format.h>

#include <chrono>
#include <ostream>

#include "cli/command.hpp"
#include "ingest/input_stream.hpp"
#include "ingest/text/english.hpp"
#include "ingest/text/nn/conllu.hpp"
#include "ingest/text/nn/evaluation.hpp"

namespace ekg {

void add_eval(CLI::App& app, Session& session) {
  Verb verb = add_verb(app, session, "eval",
                       "Read a treebank's tokens and score tags and trees against its own, as CoNLL 2018 did",
                       "ekg eval en_ewt-dev.conllu.gz");
  const auto files = std::make_shared<std::vector<std::string>>();
  verb.add_option("TREEBANK", *files, "CoNLL-U files, packed or not; their figures are added up").required();
  verb.callback([files, &session] {
    const EnglishReader reader;
    TreeScore score;
    double seconds = 0;
    for (const std::string& path : *files) {
      InputStream in(path);
      for (const auto& gold : read_conllu(in.stream(), path, path, session.problems())) {
        ParsedDocument predicted;
        predicted.document = &gold->document;
        predicted.sentences = gold->parsed.sentences;
        for (const Token& token : gold->parsed.tokens) predicted.tokens.push_back({token.span});
        const auto start = std::chrono::steady_clock::now();
        reader.read_tokens(predicted, session.problems());
        seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        score += score_trees(gold->parsed, predicted);
      }
    }
    if (score.tokens == 0) throw InputError("no sentence to score; a treebank in CoNLL-U is needed");
    const auto line = [&](std::string_view name, std::uint64_t right, std::uint64_t all) {
      session.out() << fmt::format("{}={:.2f}\n", name, percent(right, all));
    };
    line("UPOS", score.upos, score.tokens);
    line("XPOS", score.xpos, score.tokens);
    line("lemma", score.lemma, score.tokens);
    line("UAS", score.head, score.tokens);
    line("LAS", score.labelled, score.tokens);
    line("LAS_nopunct", score.labelled_words, score.words);
    session.out() << fmt::format("tokens={}\ntokens/s={:.0f}\n", score.tokens,
                                 seconds > 0 ? static_cast<double>(score.tokens) / seconds : 0.0);
  });
}

}  // namespace ekg
