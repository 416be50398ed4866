#include "ingest/text/tokens.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "ingest/text/utf8.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {

struct Tokenizer::Words {
  struct AbbreviationRow {
    Abbreviation kind;
    bool soft;  // a word of its own as well
  };
  std::unordered_map<std::string_view, AbbreviationRow> abbreviations;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> contractions;
  std::unordered_set<std::string_view> prefixes, units, domains, starters;
};

namespace {

constexpr std::size_t longest_looked_up = 24;  // bytes; every word of the tables is shorter

std::unordered_set<std::string_view> read_words(std::string_view path) {
  std::unordered_set<std::string_view> words;
  for (const auto& row : read_table(path)) words.insert(row.at(0));
  return words;
}

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }

// "U.S", "a.k.a": single letters with dots between, at least two.
bool is_dotted_letters(std::string_view word) {
  if (word.size() < 3 || word.size() % 2 == 0) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i % 2 == 0 ? !is_ascii_letter(word[i]) : word[i] != '.') return false;
  }
  return true;
}

}  // namespace

namespace {

// Walks one stretch of text without white space. Positions are absolute bytes of text.
class ChunkWalker {
 public:
  ChunkWalker(const Tokenizer::Words& words, std::string_view text, std::uint32_t block_end,
              std::uint32_t begin, std::uint32_t end, std::vector<ByteRange>& tokens)
      : words_(words), text_(text), block_end_(block_end), at_(begin), end_(end), tokens_(tokens) {
    const std::string_view chunk = text.substr(begin, end - begin);
    has_at_ = chunk.find('@') != std::string_view::npos;
    has_dot_ = chunk.find('.') != std::string_view::npos;
  }

  void walk() {
    while (at_ < end_) {
      const CodePoint c = point(at_);
      if (web_address() || handle_or_tag() || email_or_domain()) continue;
      if (is_digit(c.value) || signed_number()) {
        number();
      } else if (is_letter(c.value)) {
        word();
      } else if (is_apostrophe(c.value) && apostrophe_word()) {
        continue;
      } else {
        punctuation();
      }
    }
  }

 private:
  CodePoint point(std::uint32_t offset) const {
    return offset < end_ ? code_point_at(text_.substr(0, end_), offset) : CodePoint{};
  }
  char byte(std::uint32_t offset) const { return offset < end_ ? text_[offset] : '\0'; }
  std::string_view range(std::uint32_t begin, std::uint32_t end) const {
    return text_.substr(begin, end - begin);
  }
  void emit(std::uint32_t end) {
    if (end > at_) tokens_.push_back({at_, end});
    at_ = end;
  }
  bool starts_with(std::string_view lower) const {
    return end_ - at_ >= lower.size() &&
           ascii_lower(range(at_, at_ + static_cast<std::uint32_t>(lower.size()))) == lower;
  }

  // The end of a web address without the punctuation that follows it in the sentence.
  std::uint32_t trimmed(std::uint32_t end) const {
    const bool opens = range(at_, end).find('(') != std::string_view::npos;
    while (end > at_) {
      const auto before = static_cast<std::uint32_t>(previous_offset(text_, end));
      const char32_t c = code_point_at(text_, before).value;
      const bool closes = c == ')' && !opens;
      if (!(c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == '>' || c == ']' ||
            closes || is_quote(c) || c == 0x2026)) {
        break;
      }
      end = before;
    }
    return end;
  }

  bool web_address() {
    const char c = byte(at_);
    if (c != 'h' && c != 'H' && c != 'w' && c != 'W' && c != 'f') return false;
    if (!starts_with("http://") && !starts_with("https://") && !starts_with("www.") && !starts_with("ftp://"))
      return false;
    emit(std::max(trimmed(end_), at_ + 3));
    return true;
  }

  bool handle_or_tag() {
    const char c = byte(at_);
    if (c != '@' && c != '#') return false;
    const CodePoint next = point(at_ + 1);
    if (!(is_letter(next.value) || next.value == '_' || (c == '@' && is_digit(next.value)))) return false;
    std::uint32_t end = at_ + 1;
    for (CodePoint p = point(end); p.size != 0 && (is_word(p.value) || p.value == '_' ||
                                                   (p.value == '.' && is_word(point(end + 1).value)));
         p = point(end)) {
      end += p.size;
    }
    emit(end);
    return true;
  }

  bool email_or_domain() {
    if (!(has_at_ || has_dot_) || !(is_ascii_letter(byte(at_)) || is_ascii_digit(byte(at_)))) return false;
    // A failed attempt consumed no token; do not look at the same stretch again, which keeps the walk linear.
    if (at_ < no_address_before_) return false;
    std::uint32_t end = at_, last_dot = 0, at_sign = 0;
    for (char c = byte(end); is_ascii_letter(c) || is_ascii_digit(c) || c == '.' || c == '-' || c == '_' ||
                             c == '%' || c == '+' || (c == '@' && at_sign == 0);
         c = byte(++end)) {
      if (c == '.' && (is_ascii_letter(byte(end + 1)) || is_ascii_digit(byte(end + 1)))) last_dot = end;
      if (c == '@') at_sign = end;
    }
    no_address_before_ = end;
    if (at_sign != 0 && last_dot > at_sign) {
      emit(trimmed(end));
      return true;
    }
    if (last_dot <= at_ + 1) return false;
    std::uint32_t label_end = last_dot + 1;
    while (is_ascii_letter(byte(label_end))) ++label_end;
    const std::string_view label = range(last_dot + 1, label_end);
    if (label_end - last_dot > 6 || label_end - at_ > 80 || !words_.domains.contains(label)) return false;
    if (byte(label_end) == '/') label_end = trimmed(end_);
    emit(label_end);
    return true;
  }

  bool signed_number() const {
    const char c = byte(at_);
    if (c == '+') return is_ascii_digit(byte(at_ + 1));
    return c == '.' && is_ascii_digit(byte(at_ + 1)) &&
           (tokens_.empty() || tokens_.back().end != at_ || text_[at_ - 1] == '$');
  }

  std::uint32_t digits_from(std::uint32_t offset) const {
    for (CodePoint p = point(offset); is_digit(p.value); p = point(offset)) offset += p.size;
    return offset;
  }

  // Dates and telephone numbers keep their hyphens and slashes; ranges and scores do not.
  std::uint32_t hyphenated_number() const {
    std::array<std::uint32_t, 6> lengths{};
    std::size_t groups = 0;
    std::uint32_t end = at_;
    const std::uint32_t first = digits_from(at_);
    const char separator = byte(first);
    if (separator != '-' && separator != '/') return at_;
    while (groups < lengths.size()) {
      const std::uint32_t group_end = digits_from(end);
      if (group_end == end) break;
      lengths[groups++] = group_end - end;
      end = group_end;
      if (byte(end) != separator || !is_ascii_digit(byte(end + 1))) break;
      ++end;
    }
    if (is_letter(point(end).value) && byte(end) != 'T') return at_;
    if (separator == '/')
      return groups == 3 || (groups == 2 && lengths[0] <= 2 && lengths[1] <= 2) ? end : at_;
    if (groups == 3 && lengths[0] == 4 && byte(end) == 'T' && is_ascii_digit(byte(end + 1))) {
      while (is_ascii_digit(byte(end)) || byte(end) == ':' || byte(end) == 'T' || byte(end) == 'Z' ||
             ((byte(end) == '+' || byte(end) == '-' || byte(end) == '.') && is_ascii_digit(byte(end + 1)))) {
        ++end;
      }
      return end;
    }
    return groups >= 3 || (groups == 2 && lengths[0] == 3 && lengths[1] == 4) ? end : at_;
  }

  void number() {
    if (const std::uint32_t end = hyphenated_number(); end > at_) return emit(end);
    std::uint32_t end = at_;
    if (byte(end) == '+' || byte(end) == '.') ++end;
    end = digits_from(end);
    for (;;) {
      const char c = byte(end);
      if ((c != '.' && c != ',' && c != ':') || !is_ascii_digit(byte(end + 1))) break;
      const std::uint32_t next = digits_from(end + 1);
      if (c == ',' && next - end != 4) break;
      end = next;
    }
    std::uint32_t letters = end;
    for (CodePoint p = point(letters); is_word(p.value); p = point(letters)) letters += p.size;
    if (letters == end) {
      const CodePoint mark = point(end);
      const bool decade = text_[end - 1] == '0' && is_apostrophe(mark.value) &&
                          byte(end + mark.size) == 's' && !is_word(point(end + mark.size + 1).value);
      return emit(decade ? end + mark.size + 1 : end);
    }
    const std::string suffix = letters - end <= 4 ? ascii_lower(range(end, letters)) : std::string();
    const bool clock =
        (suffix == "a" || suffix == "p") && byte(letters) == '.' && (byte(letters + 1) | 0x20) == 'm';
    if (clock || words_.units.contains(suffix)) return emit(end);
    emit(letters);
  }

  // End of the run of word characters with apostrophes, dots of abbreviations and "&" inside.
  std::uint32_t word_end() const {
    std::uint32_t end = at_;
    for (;;) {
      CodePoint p = point(end);
      if (is_word(p.value) || p.value == '_') {
        end += p.size;
        continue;
      }
      const CodePoint next = p.size == 0 ? CodePoint{} : point(end + p.size);
      if (is_apostrophe(p.value) && is_letter(next.value)) {
        end += p.size;
        continue;
      }
      if (p.value == '&' && is_letter(next.value) && end - at_ <= 4) {
        ++end;
        continue;
      }
      if (p.value == '.' && is_letter(next.value)) {
        const bool single = end == at_ + 1 || (end >= at_ + 2 && text_[end - 2] == '.');
        if (single ||
            (is_lower(next.value) && is_lower(code_point_at(text_, previous_offset(text_, end)).value)) ||
            (end == at_ + 2 && range(at_, end) == "Ph")) {
          ++end;
          continue;
        }
      }
      return end;
    }
  }

  // Whether a word that begins after white space at `offset` may go on with a name after an initial or title.
  bool next_word_goes_on(std::uint32_t offset) const {
    while (offset < block_end_ && is_space(code_point_at(text_, offset).value))
      offset += code_point_at(text_, offset).size;
    if (offset >= block_end_ || !is_upper(code_point_at(text_, offset).value)) return false;
    std::uint32_t end = offset;
    while (end < block_end_ && end - offset < longest_looked_up && is_ascii_letter(text_[end])) ++end;
    return !words_.starters.contains(ascii_lower(range(offset, end)));
  }
  char32_t next_printed(std::uint32_t offset) const {
    while (offset < block_end_) {
      const CodePoint c = code_point_at(text_, offset);
      if (!is_space(c.value)) return c.value;
      offset += c.size;
    }
    return 0;
  }

  bool keeps_dot(std::uint32_t word_end) const {
    if (byte(word_end) != '.' || (byte(word_end + 1) == '.' && byte(word_end + 2) == '.')) return false;
    const std::string_view word = range(at_, word_end);
    if (word.size() > longest_looked_up) return false;
    if (is_dotted_letters(word)) return true;
    const char32_t next = next_printed(word_end + 1);
    if (word.size() == 1 && is_ascii_upper(word[0])) {
      if (is_word(point(word_end + 1).value)) return true;
      if (next == ',' || next == '-' || (next == ';' && after_initial())) return word[0] != 'I';
      return next_word_goes_on(word_end + 1) && !(word[0] == 'I' && after_capitalised_word());
    }
    const auto row = words_.abbreviations.find(ascii_lower(word));
    if (row == words_.abbreviations.end()) return false;
    if (row->second.kind == Abbreviation::number) return is_digit(next);
    if (row->second.soft) return is_digit(next) || next == ',' || is_lower(next);
    return true;
  }
  bool after_initial() const {
    return !tokens_.empty() && tokens_.back().size() == 2 && text_[tokens_.back().end - 1] == '.';
  }
  bool after_capitalised_word() const {
    return !tokens_.empty() && is_upper(code_point_at(text_, tokens_.back().begin).value);
  }

  void word() {
    const std::uint32_t end = word_end();
    const CodePoint after = point(end);
    if (after.value == '$' && end - at_ <= 3 && is_ascii_digit(byte(end + 1)) && is_ascii_upper(byte(at_)))
      return emit(end + 1);
    if (keeps_dot(end)) return emit(end + 1);
    const bool hyphen = (after.value == '-' || after.value == 0x2010 || after.value == 0x2011) &&
                        is_word(point(end + after.size).value);
    if (hyphen && end - at_ <= longest_looked_up && words_.prefixes.contains(ascii_lower(range(at_, end)))) {
      const std::uint32_t begin = at_;
      at_ = end + after.size;
      const std::uint32_t whole_end = word_end();
      at_ = begin;
      return emit_with_clitics(whole_end);
    }
    emit_with_clitics(end);
  }

  void emit_with_clitics(std::uint32_t end) {
    const std::string_view word = range(at_, end);
    if (word.size() <= longest_looked_up) {
      const std::string folded = fold_word(word);
      if (const auto row = words_.contractions.find(folded); row != words_.contractions.end())
        return emit_parts(row->second, end);
      if (folded.size() > 3 && folded.ends_with("n't")) return emit_split(code_points_before(end, 3), end);
    }
    const std::uint32_t tail = end - at_ > 8 ? end - 8 : at_;
    const std::string folded = fold_word(range(tail, end));
    for (const std::string_view clitic : {"'s", "'re", "'ve", "'ll", "'d", "'m"}) {
      if (folded.ends_with(clitic) && folded.size() > clitic.size()) {
        return emit_split(code_points_before(end, clitic.size()), end);
      }
    }
    emit(end);
  }
  std::uint32_t code_points_before(std::uint32_t end, std::size_t count) const {
    std::size_t offset = end;
    while (count-- > 0 && offset > at_) offset = previous_offset(text_, offset);
    return static_cast<std::uint32_t>(offset);
  }
  void emit_split(std::uint32_t middle, std::uint32_t end) {
    emit(middle);
    emit(end);
  }
  void emit_parts(const std::vector<std::uint32_t>& lengths, std::uint32_t end) {
    for (const std::uint32_t length : lengths) {
      std::uint32_t part_end = at_;
      for (std::uint32_t i = 0; i < length && part_end < end; ++i)
        part_end += code_point_at(text_, part_end).size;
      emit(part_end);
    }
    emit(end);
  }

  // A clitic that stands alone after a bracket or quote, a shortened year ("’72"), or a word that begins with
  // the mark.
  bool apostrophe_word() {
    const std::uint32_t mark = point(at_).size;
    std::uint32_t end = at_ + mark;
    while (is_word(point(end).value) && end - at_ < longest_looked_up) end += point(end).size;
    if (end == at_ + mark) return false;
    const std::string folded = fold_word(range(at_, end));
    const bool touches = !tokens_.empty() && tokens_.back().end == at_;
    const bool clitic = touches && (folded == "'s" || folded == "'re" || folded == "'ve" || folded == "'ll" ||
                                    folded == "'d" || folded == "'m");
    const bool year = (folded.size() == 3 || (folded.size() == 4 && folded[3] == 's')) &&
                      is_ascii_digit(folded[1]) && is_ascii_digit(folded[2]);
    const auto row = words_.contractions.find(folded);
    if (row != words_.contractions.end()) {
      emit_parts(row->second, end);
    } else if (clitic || year) {
      emit(end);
    } else {
      return false;
    }
    return true;
  }

  void punctuation() {
    static constexpr std::string_view runs = "-*=_~+<>,#.!?|'`";
    const CodePoint c = point(at_);
    if (range(at_, std::min(end_, at_ + 5)) == "[...]") return emit(at_ + 5);
    if (c.value == ':' || c.value == ';') {
      for (const std::string_view face : {":-)", ";-)", ":)", ";)", ":("}) {
        if (range(at_, end_) == face) return emit(end_);
      }
    }
    std::uint32_t end = at_ + c.size;
    if (c.value < 0x80 && runs.find(static_cast<char>(c.value)) != std::string_view::npos) {
      const auto ends_sentence = [](char b) { return b == '.' || b == '!' || b == '?'; };
      while (byte(end) == byte(at_) || (ends_sentence(byte(at_)) && ends_sentence(byte(end)))) ++end;
      return emit(end);
    }
    for (CodePoint p = point(end);
         p.size != 0 && (p.value == 0x200D || (p.value >= 0xFE00 && p.value <= 0xFE0F) ||
                         (p.value >= 0x1F3FB && p.value <= 0x1F3FF));
         p = point(end)) {
      end += p.size;
      if (p.value == 0x200D && !is_word(point(end).value)) end += point(end).size;
    }
    emit(end);
  }

  const Tokenizer::Words& words_;
  std::string_view text_;
  std::uint32_t block_end_;
  std::uint32_t at_;
  std::uint32_t end_;
  std::uint32_t no_address_before_ = 0;
  bool has_at_ = false;
  bool has_dot_ = false;
  std::vector<ByteRange>& tokens_;
};

}  // namespace

Tokenizer::Tokenizer() {
  auto words = std::make_unique<Words>();
  for (const auto& row : read_table("english/abbreviations.tsv")) {
    const std::string_view kind = row.at(1);
    words->abbreviations[row[0]] = {kind == "title"    ? Abbreviation::title
                                    : kind == "number" ? Abbreviation::number
                                    : kind == "date"   ? Abbreviation::date
                                                       : Abbreviation::other,
                                    kind == "soft"};
  }
  for (const auto& row : read_table("english/contractions.tsv")) {
    for (const std::string_view length : split_fields(row.at(1), ' ')) {
      words->contractions[row[0]].push_back(static_cast<std::uint32_t>(length[0] - '0'));
    }
  }
  words->prefixes = read_words("english/hyphen_prefixes.txt");
  words->units = read_words("english/units_after_digits.txt");
  words->domains = read_words("english/domains.txt");
  words->starters = read_words("english/sentence_starters.txt");
  words_ = std::move(words);
}

Tokenizer::~Tokenizer() = default;

void Tokenizer::split(std::string_view text, ByteRange block, std::vector<ByteRange>& tokens) const {
  std::uint32_t at = block.begin;
  while (at < block.end) {
    CodePoint c = code_point_at(text.substr(0, block.end), at);
    if (is_space(c.value)) {
      at += c.size;
      continue;
    }
    const std::uint32_t begin = at;
    while (at < block.end && !is_space((c = code_point_at(text.substr(0, block.end), at)).value))
      at += c.size;
    ChunkWalker(*words_, text, block.end, begin, at, tokens).walk();
  }
}

Abbreviation Tokenizer::abbreviation(std::string_view token) const {
  if (token.size() < 2 || token.size() > longest_looked_up || token.back() != '.') return Abbreviation::none;
  token.remove_suffix(1);
  if (token.size() == 1 && is_ascii_upper(token[0])) return Abbreviation::title;
  const auto row = words_->abbreviations.find(ascii_lower(token));
  if (row != words_->abbreviations.end()) return row->second.kind;
  return is_dotted_letters(token) ? Abbreviation::other : Abbreviation::none;
}

bool Tokenizer::begins_sentence(std::string_view word) const {
  return word.size() <= longest_looked_up && words_->starters.contains(ascii_lower(word));
}

}  // namespace ekg
