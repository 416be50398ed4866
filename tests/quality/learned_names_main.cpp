// learned_names FILE.conllu: the names that the network alone finds in the file's tokens, one "first last
// kind" a line, tokens [first, last) counted through the file. For names.py.
#include <cstdio>
#include <fstream>

#include "graph/embedded.hpp"
#include "graph/problem.hpp"
#include "ingest/text/nn/conllu.hpp"
#include "ingest/text/nn/neural_reader.hpp"

int main(int argc, char** argv) {
  using namespace ekg;
  struct : ProblemSink {
    void report(Problem) override {}
  } problems;
  std::ifstream in(argc == 2 ? argv[1] : "");
  if (!in) return std::fputs("usage: learned_names FILE.conllu\n", stderr), 2;
  const NeuralReader reader(embedded_data("model/english.ekgm"));
  std::size_t before = 0;
  for (const auto& treebank : read_conllu(in, argv[1], argv[1], problems)) {
    ParsedDocument& parsed = treebank->parsed;
    reader.read(parsed);
    for (const Mention& mention : parsed.mentions) {
      if (mention.form != MentionForm::named) continue;
      std::printf("%zu %zu %s\n", before + mention.first, before + mention.last,
                  std::string(to_string(mention.kind)).c_str());
    }
    before += parsed.tokens.size();
  }
  return 0;
}
