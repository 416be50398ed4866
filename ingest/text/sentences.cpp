#include "ingest/text/sentences.hpp"

#include <algorithm>

#include "ingest/text/datelines.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

struct Line {
  ByteRange span;          // without white space at both ends
  bool after_gap = false;  // an empty line, or indentation, stands before it
};

std::vector<Line> split_lines(std::string_view text) {
  std::vector<Line> lines;
  bool gap = false;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = text.find_first_of("\n\r\f\v", at);
    if (end == std::string_view::npos) end = text.size();
    std::size_t begin = at, last = end;
    while (begin < last && is_space(code_point_at(text, begin).value))
      begin += code_point_at(text, begin).size;
    while (last > begin) {
      const std::size_t before = previous_offset(text, last);
      if (!is_space(code_point_at(text, before).value)) break;
      last = before;
    }
    if (begin == last) {
      gap = true;
    } else {
      const bool indented = begin - at >= 2 || (begin > at && text[at] == '\t');
      lines.push_back(
          {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(last)}, gap || indented});
      gap = false;
    }
    at = end + (end + 1 < text.size() && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
  }
  return lines;
}

bool is_terminal(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x203D || c == 0x3002 || c == 0x061F ||
         c == 0x0964;
}
bool is_closer(char32_t c) { return c == ')' || c == ']' || c == '"' || c == '\'' || is_close_quote(c); }

bool ends_like_a_sentence(std::string_view line) {
  std::size_t end = line.size();
  while (end > 0) {
    const std::size_t before = previous_offset(line, end);
    const char32_t c = code_point_at(line, before).value;
    if (is_terminal(c) || c == ':') return true;
    if (!is_closer(c)) return false;
    end = before;
  }
  return false;
}

// A text is wrapped when many of its lines stop in the middle of a sentence: they end without a full stop and
// the next line goes on in small letters.
bool is_wrapped(std::string_view text, const std::vector<Line>& lines) {
  std::size_t pairs = 0, running_on = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].after_gap) continue;
    ++pairs;
    const std::string_view line = text.substr(lines[i - 1].span.begin, lines[i - 1].span.size());
    running_on += is_lower(code_point_at(text, lines[i].span.begin).value) && !ends_like_a_sentence(line);
  }
  return running_on >= 2 && running_on * 5 >= pairs;
}

}  // namespace

std::vector<ByteRange> split_paragraphs(std::string_view text) {
  const std::vector<Line> lines = split_lines(text);
  const bool wrapped = is_wrapped(text, lines);
  std::uint32_t widest = 0;
  for (const Line& line : lines) widest = std::max(widest, line.span.size());
  std::vector<ByteRange> paragraphs;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    bool joins = false;
    if (i > 0 && !lines[i].after_gap) {
      const ByteRange before = lines[i - 1].span;
      const bool finished = ends_like_a_sentence(text.substr(before.begin, before.size()));
      const bool small = is_lower(code_point_at(text, lines[i].span.begin).value);
      joins = wrapped ? !(before.size() * 5 < std::min(widest, 120u) * 3 && !small)
                      : small && !finished && before.size() > 40;
    }
    if (joins) {
      paragraphs.back().end = lines[i].span.end;
    } else {
      paragraphs.push_back(lines[i].span);
    }
  }
  return paragraphs;
}

namespace {

// Decides inside one paragraph, over its tokens [first, last) of `tokens`.
class SentenceCutter {
 public:
  SentenceCutter(const Tokenizer& tokenizer, std::string_view text, const std::vector<ByteRange>& tokens)
      : tokenizer_(tokenizer), text_(text), tokens_(tokens) {}

  // The end of the sentence that begins at token `first`, as a token index; at most `last`.
  std::size_t sentence_end(std::size_t first, std::size_t last) {
    int depth = 0;
    std::size_t soft_cut = 0;
    for (std::size_t i = first; i < last; ++i) {
      const char32_t c = first_char(i);
      if (c == '(' || c == '[') ++depth;
      if ((c == ')' || c == ']') && depth > 0) --depth;
      if ((c == ';' || c == ',' || c == ':') && i - first > longest_sentence / 2) soft_cut = i + 1;
      if (i - first + 1 >= longest_sentence) return soft_cut > first ? soft_cut : i + 1;
      if (!may_end(i)) continue;
      const std::size_t end = past_closers(i + 1, last);
      if (end == last) return last;
      int open = depth;
      for (std::size_t closer = i + 1; closer < end; ++closer) {
        const char32_t mark = first_char(closer);
        open -= (mark == ')' || mark == ']') && open > 0 && touches_previous(closer);
      }
      if (ends_before(i, end, open)) return end;
    }
    return last;
  }

 private:
  std::string_view token(std::size_t i) const { return text_.substr(tokens_[i].begin, tokens_[i].size()); }
  char32_t first_char(std::size_t i) const { return code_point_at(text_, tokens_[i].begin).value; }
  bool touches_previous(std::size_t i) const { return i > 0 && tokens_[i - 1].end == tokens_[i].begin; }

  bool may_end(std::size_t i) const {
    const std::string_view word = token(i);
    if (is_terminal(first_char(i)))
      return !(word.size() > 1 && code_point_at(word, code_point_at(word, 0).size).value == U'0');
    return word.back() == '.';
  }

  // Closing quotes and brackets that touch, and the bracketed numbers of footnotes, belong to the sentence
  // before them.
  std::size_t past_closers(std::size_t i, std::size_t last) const {
    for (;;) {
      if (i < last && touches_previous(i) && is_closer(first_char(i)) && token(i).size() <= 3) {
        ++i;
      } else if (i + 2 < last && token(i) == "[" && is_digit(first_char(i + 1)) && token(i + 2) == "]") {
        i += 3;
      } else {
        return i;
      }
    }
  }

  // Whether the sentence whose mark is token `mark` ends before token `next`.
  bool ends_before(std::size_t mark, std::size_t next, int depth) const {
    std::size_t word = next;
    while (word < tokens_.size() && word < next + 3 && !is_word(first_char(word)) && is_opener(word)) ++word;
    if (word >= tokens_.size()) return true;
    const char32_t c = first_char(word);
    const Abbreviation kind = tokenizer_.abbreviation(token(mark));
    const bool quoted = next > mark + 1;
    if (kind != Abbreviation::none) {
      if (is_digit(c) || is_lower(c)) return false;
      if (kind == Abbreviation::title && !quoted)
        return tokenizer_.begins_sentence(token(word)) && token(mark).size() == 2;
      if (!is_word(c)) return is_dash(c) ? false : quoted && !is_joiner(c);
      return quoted || tokenizer_.begins_sentence(token(word)) || word > next;
    }
    if (is_lower(c)) return false;
    if (is_joiner(c)) return false;
    if (depth > 0 && first_char(next) != '(') return mark > 0 && depth == 1 && is_far_from_bracket(mark);
    const char32_t m = first_char(mark);
    if (m == 0x2026 || token(mark).starts_with("..")) return !touches_previous(mark + 1) || quoted;
    return true;
  }
  bool is_opener(std::size_t i) const {
    const char32_t c = first_char(i);
    return c == '(' || c == '[' || is_open_quote(c) || c == '"' || c == '\'' || c == '*' || c == '#' ||
           c == '@';
  }
  static bool is_joiner(char32_t c) {
    return c == ',' || c == ';' || c == ':' || c == ')' || c == ']' || c == '/' || c == '%';
  }
  // A bracket that was opened long ago was never meant to be closed.
  bool is_far_from_bracket(std::size_t mark) const {
    for (std::size_t back = 0; back < 40 && back <= mark; ++back) {
      const char32_t c = first_char(mark - back);
      if (c == '(' || c == '[') return false;
    }
    return true;
  }

  const Tokenizer& tokenizer_;
  std::string_view text_;
  const std::vector<ByteRange>& tokens_;
};

}  // namespace

void split_sentences(const Tokenizer& tokenizer, ParsedDocument& parsed) {
  const std::string_view text = parsed.document->text;
  std::vector<ByteRange> tokens;
  std::vector<std::size_t> paragraph_ends;
  for (const ByteRange paragraph : split_paragraphs(text)) {
    tokenizer.split(text, paragraph, tokens);
    paragraph_ends.push_back(tokens.size());
  }
  SentenceCutter cutter(tokenizer, text, tokens);
  std::size_t first = 0;
  for (const std::size_t last : paragraph_ends) {
    const std::size_t dateline = dateline_end(text, tokens, first, last);
    while (first < last) {
      const std::size_t end = dateline > first ? dateline : cutter.sentence_end(first, last);
      parsed.sentences.push_back({{tokens[first].begin, tokens[end - 1].end},
                                  static_cast<TokenIndex>(first),
                                  static_cast<TokenIndex>(end)});
      first = end;
    }
  }
  parsed.tokens.resize(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) parsed.tokens[i].span = tokens[i];
}

}  // namespace ekg
