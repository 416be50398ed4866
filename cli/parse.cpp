#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <string>

#include "cli/graph_io.hpp"
#include "ingest/input_files.hpp"
#include "ingest/input_stream.hpp"
#include "ingest/ordered_pool.hpp"
#include "ingest/text/english.hpp"
#include "ingest/text/nn/conllu.hpp"
#include "ingest/text/parse_output.hpp"

namespace ekg {
namespace {

struct Counts {
  std::uint64_t read = 0;
  std::uint64_t dropped = 0;
};

// A text or a document of a treebank, whose tokens are kept.
struct Input {
  Document document;
  std::shared_ptr<ConlluDocument> treebank;
};
// What is seen is written when its turn has come: as text a book's trees are several times as large.
using ParsePool = OrderedPool<Input, ParsedDocument>;

// Gives texts away as they come; what a reader finds that is no text is left alone.
class TextSink final : public RecordSink {
 public:
  TextSink(ParsePool& pool, ProblemSink& problems, Counts& counts)
      : pool_(pool), problems_(problems), counts_(counts) {}
  void add(Document document) override {
    ++counts_.read;
    pool_.add({std::move(document), nullptr});
  }
  void add(EventRecord&&) override {}
  void add_row(Document) override {}
  void add_row(Entity) override {}
  void add_mention(std::string, EventMention) override {}
  void add_source(Document) override {}
  void drop(Problem problem) override {
    ++counts_.read;
    ++counts_.dropped;
    report(std::move(problem));
  }
  void report(Problem problem) override { problems_.report(std::move(problem)); }

 private:
  ParsePool& pool_;
  ProblemSink& problems_;
  Counts& counts_;
};

bool is_conllu(const std::string& path) {
  return path.ends_with(".conllu") || path.ends_with(".conllu.gz") || path.ends_with(".conllu.zst");
}

void write(std::ostream& out, const ParsedDocument& parsed, const std::string& format,
           const std::vector<std::string>& sentence_ids = {}) {
  if (format == "conllu") {
    write_conllu(out, parsed, sentence_ids);
  } else if (format == "text") {
    write_parse_text(out, parsed);
  } else {
    write_parse_json(out, parsed);
    out << '\n';
  }
}

}  // namespace

void add_parse(CLI::App& app, Session& session) {
  struct Options {
    InputOptions input;
    std::string format = "json";
  };
  Verb verb = add_verb(
      app, session, "parse",
      "Print what the reader sees in texts: trees, names, times, quantities, quotations",
      "ekg parse article.txt --published 2024-11-07 --format text\n"
      "  Spans count the characters of the text without a byte order mark, white space at its ends and the\n"
      "  CR of its line ends.");
  const auto options = std::make_shared<Options>();
  add_input_options(verb, options->input);
  verb.add_option("--format", options->format, "json: one object a line; conllu; text: for people")
      .one_of({"json", "conllu", "text"})
      .show_default();
  verb.callback([options, &session] {
    const IngestOptions ingest = ingest_options(session, options->input);
    const EnglishReader reader;
    const auto parse = [&](Input& input, ProblemSink& problems) {
      if (!input.treebank) return reader.parse(input.document, problems);
      reader.read_tokens(input.treebank->parsed, problems);
      return std::move(input.treebank->parsed);
    };
    const auto print = [&](const Input& input, ParsedDocument&& parsed) {
      write(session.out(), parsed, options->format,
            input.treebank ? input.treebank->sentence_ids : std::vector<std::string>());
    };
    ParsePool pool(thread_count(session.jobs), parse, print, session.problems());
    Counts counts;
    TextSink sink(pool, session.problems(), counts);
    for (InputFile& file : find_input_files(options->input.inputs, {}, session.problems())) {
      try {
        InputStream in(file.path);
        if (in.head().empty()) {
          sink.drop({"empty-file", Severity::error, file.path, 0, 0, "nothing in it", {}});
          continue;
        }
        if (is_conllu(file.path)) {
          auto treebanks = read_conllu(in.stream(), file.path, file.options.document_id, session.problems());
          std::erase_if(treebanks, [](const auto& treebank) { return treebank->parsed.sentences.empty(); });
          if (treebanks.empty())
            sink.drop(
                {"empty-file", Severity::error, file.path, 0, 0, "no sentence of a treebank in it", {}});
          for (auto& treebank : treebanks) {
            ++counts.read;
            treebank->document.published = ingest.published;
            pool.add({{}, std::move(treebank)});
          }
          continue;
        }
        if (!file.options.published) file.options.published = ingest.published;
        const Reader* format =
            ingest.reader != nullptr ? ingest.reader : detect_reader(file.path, in.head(), in.is_unpacked());
        if (format == nullptr) {
          throw BrokenInput({"unknown-format",
                             Severity::error,
                             file.path,
                             0,
                             0,
                             why_unknown(in.head(), file.path, in.is_unpacked()),
                             {}});
        }
        format->read(in.stream(), file.options, sink);
      } catch (const BrokenInput& broken) {
        sink.drop(broken.problem);
      }
    }
    pool.flush();
    session.summary(fmt::format("read {} texts, kept {}, dropped {}", counts.read,
                                counts.read - counts.dropped, counts.dropped));
  });
}

}  // namespace ekg
