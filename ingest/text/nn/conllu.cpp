#include "ingest/text/nn/conllu.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <istream>
#include <optional>
#include <ostream>
#include <string_view>

#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::size_t column_count = 10;
using Columns = std::array<std::string_view, column_count>;

std::optional<Columns> split_columns(std::string_view line) {
  Columns columns;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < column_count; ++i) {
    const std::size_t tab = line.find('\t', begin);
    if ((tab == std::string_view::npos) != (i + 1 == column_count)) return std::nullopt;
    columns[i] = line.substr(begin, tab == std::string_view::npos ? tab : tab - begin);
    begin = tab + 1;
  }
  return columns;
}

std::optional<std::uint32_t> to_number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

bool has_no_space_after(std::string_view misc) {
  while (!misc.empty()) {
    const std::size_t bar = misc.find('|');
    if (misc.substr(0, bar) == "SpaceAfter=No") return true;
    if (bar == std::string_view::npos) break;
    misc.remove_prefix(bar + 1);
  }
  return false;
}

// The largest code point boundary of `text` that is not after `at`.
std::size_t boundary_before(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

struct Line {
  std::string text;
  std::uint64_t number = 0;
};

class SentenceReader {
 public:
  SentenceReader(const std::string& file, ProblemSink& problems) : file_(file), problems_(problems) {}

  // Appends the sentence, or reports a problem and leaves `out` as it was.
  void read(const std::vector<Line>& lines, bool new_paragraph, const std::string& id,
            ConlluDocument& out) const {
    const std::size_t old_text = out.document.text.size();
    const std::size_t old_tokens = out.parsed.tokens.size();
    if (!out.document.text.empty()) out.document.text += new_paragraph ? "\n\n" : "\n";
    const std::size_t begin = out.document.text.size();
    if (!append_tokens(lines, out)) {
      out.document.text.resize(old_text);
      out.parsed.tokens.resize(old_tokens);
      out.misc.resize(old_tokens);
      return;
    }
    while (!out.document.text.empty() && out.document.text.back() == ' ') out.document.text.pop_back();
    out.parsed.sentences.push_back(
        {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(out.document.text.size())},
         static_cast<TokenIndex>(old_tokens),
         static_cast<TokenIndex>(out.parsed.tokens.size())});
    out.sentence_ids.push_back(id);
  }

 private:
  bool append_tokens(const std::vector<Line>& lines, ConlluDocument& out) const {
    const TokenIndex first = static_cast<TokenIndex>(out.parsed.tokens.size());
    std::vector<std::uint32_t> heads;
    std::string surface;             // of the multiword token that is open
    std::uint32_t surface_last = 0;  // its last word's number, 0: none is open
    bool surface_space = false;
    std::size_t surface_used = 0;
    std::vector<const Line*> line_of;  // each token's
    for (const Line& line : lines) {
      if (text_problem(line.text, file_)) return broken(line, "not UTF-8, or a NUL byte in it");
      const auto columns = split_columns(line.text);
      if (!columns) return broken(line, "a token line needs ten columns with tabs between them");
      const auto& c = *columns;
      if (c[0].find('.') != std::string_view::npos) continue;
      if (const std::size_t dash = c[0].find('-'); dash != std::string_view::npos) {
        const auto last = to_number(c[0].substr(dash + 1));
        if (!last || *last < heads.size() + 1 || surface_last)
          return broken(line, "the range of a multiword token is wrong");
        surface = c[1];
        surface_last = *last;
        surface_space = !has_no_space_after(c[9]);
        surface_used = 0;
        continue;
      }
      const auto number = to_number(c[0]);
      const auto head = to_number(c[6]);
      if (!number || *number != heads.size() + 1) return broken(line, "token numbers must count from 1");
      if (!head) return broken(line, "the head is no number");
      if (c[1].empty()) return broken(line, "the form is empty");
      Token token;
      token.span.begin = static_cast<std::uint32_t>(out.document.text.size());
      if (surface_last) {
        const bool last = *number == surface_last;
        const std::string_view rest = std::string_view(surface).substr(surface_used);
        const std::size_t size = last ? rest.size() : boundary_before(rest, c[1].size());
        out.document.text += rest.substr(0, size);
        surface_used += size;
        token.span.end = static_cast<std::uint32_t>(out.document.text.size());
        if (last) {
          if (surface_space) out.document.text += ' ';
          surface_last = 0;
        }
      } else {
        out.document.text += c[1];
        token.span.end = static_cast<std::uint32_t>(out.document.text.size());
        if (!has_no_space_after(c[9])) out.document.text += ' ';
      }
      token.lemma = c[2];
      read_tags(line, c, token);
      out.parsed.tokens.push_back(std::move(token));
      out.misc.emplace_back(c[9]);
      heads.push_back(*head);
      line_of.push_back(&line);
    }
    if (surface_last) return broken(lines.back(), "a multiword token lacks its words");
    for (std::size_t i = 0; i < heads.size(); ++i) {
      if (heads[i] > heads.size()) return broken(*line_of[i], "a head lies outside the sentence");
      out.parsed.tokens[first + i].head = heads[i] == 0 ? no_token : first + heads[i] - 1;
    }
    return !heads.empty();
  }

  void read_tags(const Line& line, const Columns& c, Token& token) const {
    const auto upos = upos_from(c[3]);
    const auto xpos = xpos_from(c[4]);
    auto deprel = deprel_from(c[7]);
    if (!deprel) deprel = deprel_from(c[7].substr(0, c[7].find(':')));
    if (upos) token.upos = *upos;
    if (xpos) token.xpos = *xpos;
    if (deprel) token.deprel = *deprel;
    const bool wrong = (!upos && c[3] != "_") || (!xpos && c[4] != "_") || (!deprel && c[7] != "_");
    if (wrong) report(line, "conllu-tag", Severity::warning, "a tag or relation is not one of UD English");
  }

  bool broken(const Line& line, std::string message) const {
    report(line, "conllu-line", Severity::error, std::move(message));
    return false;
  }

  void report(const Line& line, std::string code, Severity severity, std::string message) const {
    problems_.report(
        {std::move(code), severity, file_, line.number, 0, std::move(message), excerpt_of(line.text)});
  }

  const std::string& file_;
  ProblemSink& problems_;
};

std::string value_after_equals(const std::string& comment) {
  const std::size_t equals = comment.find('=');
  if (equals == std::string::npos) return {};
  const std::size_t begin = comment.find_first_not_of(' ', equals + 1);
  return begin == std::string::npos ? std::string() : comment.substr(begin);
}

}  // namespace

std::vector<std::unique_ptr<ConlluDocument>> read_conllu(std::istream& in, const std::string& file,
                                                         const std::string& id, ProblemSink& problems) {
  std::vector<std::unique_ptr<ConlluDocument>> documents;
  const SentenceReader reader(file, problems);
  const auto start_document = [&](std::string name) {
    auto& added = *documents.emplace_back(std::make_unique<ConlluDocument>());
    added.document.id = std::move(name);
    added.document.language = "en";
    added.document.file = file;
    added.parsed.document = &added.document;
  };
  std::vector<Line> lines;
  std::string sentence_id;
  bool new_paragraph = false;
  const auto finish_sentence = [&] {
    if (lines.empty()) return;
    if (documents.empty()) start_document(id);
    reader.read(lines, new_paragraph, sentence_id, *documents.back());
    lines.clear();
    sentence_id.clear();
    new_paragraph = false;
  };
  Line line;
  while (std::getline(in, line.text)) {
    ++line.number;
    if (!line.text.empty() && line.text.back() == '\r') line.text.pop_back();
    if (line.text.empty()) {
      finish_sentence();
    } else if (line.text[0] == '#') {
      if (line.text.starts_with("# newdoc")) start_document(value_after_equals(line.text));
      if (line.text.starts_with("# newpar")) new_paragraph = true;
      if (line.text.starts_with("# sent_id")) sentence_id = value_after_equals(line.text);
    } else {
      lines.push_back(line);
    }
  }
  finish_sentence();
  return documents;
}

void write_conllu(std::ostream& out, const ParsedDocument& parsed,
                  const std::vector<std::string>& sentence_ids) {
  out << "# newdoc id = " << parsed.document->id << '\n';
  const std::string& text = parsed.document->text;
  for (std::size_t s = 0; s < parsed.sentences.size(); ++s) {
    const Sentence& sentence = parsed.sentences[s];
    out << "# sent_id = ";
    if (s < sentence_ids.size() && !sentence_ids[s].empty()) {
      out << sentence_ids[s];
    } else {
      out << parsed.document->id << '-' << s + 1;
    }
    std::string line(parsed.document->at(sentence.span));
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    out << "\n# text = " << line << '\n';
    for (TokenIndex i = sentence.first; i < sentence.last; ++i) {
      const Token& token = parsed.tokens[i];
      const bool touches = token.span.end < text.size() && text[token.span.end] != ' ' &&
                           text[token.span.end] != '\n' && i + 1 < parsed.tokens.size() &&
                           parsed.tokens[i + 1].span.begin == token.span.end;
      out << i - sentence.first + 1 << '\t' << parsed.text_of(i) << '\t'
          << (token.lemma.empty() ? "_" : token.lemma) << '\t' << to_string(token.upos) << '\t'
          << to_string(token.xpos) << "\t_\t"
          << (token.head == no_token ? 0 : token.head - sentence.first + 1) << '\t' << to_string(token.deprel)
          << "\t_\t" << (touches ? "SpaceAfter=No" : "_") << '\n';
    }
    out << '\n';
  }
}

}  // namespace ekg
