#include "ingest/text/quotations.hpp"

#include <algorithm>
#include <string>

#include "ingest/text/sentences.hpp"
#include "ingest/text/tree_index.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

constexpr TokenIndex verb_reach = 25;  // tokens between a quotation and the verb that introduces it
constexpr int climb_limit = 12;        // steps up a tree
constexpr TokenIndex fewest_direct_tokens =
    4;  // shorter words in marks are a part of somebody else's sentence

struct MarkedWords {
  TokenIndex first, last;  // tokens between the marks
  std::size_t paragraph;
  bool continues = false;  // the paragraph before left its mark open
};

struct Speech {
  TokenIndex verb = no_token;
  TokenIndex speaker = no_token;
};

class QuotationScanner {
 public:
  QuotationScanner(const SpeechVerbs& verbs, ParsedDocument& parsed)
      : verbs_(verbs), parsed_(parsed), tree_(parsed) {
    const std::vector<ByteRange> paragraphs = split_paragraphs(parsed.document->text);
    std::size_t paragraph = 0;
    for (const Sentence& sentence : parsed.sentences) {
      while (paragraph + 1 < paragraphs.size() && sentence.span.begin >= paragraphs[paragraph].end)
        ++paragraph;
      if (paragraph_of_.empty() || paragraph_of_.back() != paragraph)
        paragraph_starts_.push_back(paragraph_of_.size());
      paragraph_of_.push_back(paragraph);
    }
    paragraph_starts_.push_back(parsed.sentences.size());
    sentence_of_.resize(parsed.tokens.size());
    for (std::size_t s = 0; s < parsed.sentences.size(); ++s) {
      std::fill(sentence_of_.begin() + parsed.sentences[s].first,
                sentence_of_.begin() + parsed.sentences[s].last, static_cast<std::uint32_t>(s));
    }
  }

  void scan() {
    find_marked_words();
    find_tweets();
    attribute_marked_words();
    find_unmarked_statements();
    find_indirect();
    std::stable_sort(parsed_.quotations.begin(), parsed_.quotations.end(),
                     [](const Quotation& a, const Quotation& b) {
                       return std::pair(a.span.begin, b.span.end) < std::pair(b.span.begin, a.span.end);
                     });
  }

 private:
  const Token& token(TokenIndex i) const { return parsed_.tokens[i]; }
  std::string_view text(TokenIndex i) const { return parsed_.text_of(i); }
  std::string lower(TokenIndex i) const { return fold_word(text(i).substr(0, 32)); }
  bool glued(TokenIndex i) const { return i > 0 && token(i - 1).span.end == token(i).span.begin; }
  const Sentence& sentence(TokenIndex i) const { return parsed_.sentences[sentence_of_[i]]; }
  std::size_t paragraph(TokenIndex i) const { return paragraph_of_[sentence_of_[i]]; }
  ByteRange range(TokenIndex first, TokenIndex last) const {
    return {token(first).span.begin, token(last - 1).span.end};
  }

  // --- words in marks

  enum class Mark : std::uint8_t { none, open, close, either };
  Mark double_mark(TokenIndex i) const {
    const char32_t c = code_point_at(text(i), 0).value;
    if (c == 0x201C || c == 0xAB || c == 0x201E || text(i) == "``") return Mark::open;
    if (c == 0x201D || c == 0xBB || text(i) == "''") return Mark::close;
    if (c != '"') return Mark::none;
    const bool before = glued(i), after = i + 1 < parsed_.tokens.size() && glued(i + 1);
    return before == after ? Mark::either : after ? Mark::open : Mark::close;
  }
  Mark single_mark(TokenIndex i) const {
    const char32_t c = code_point_at(text(i), 0).value;
    if (text(i).size() != code_point_at(text(i), 0).size) return Mark::none;
    if (c == 0x2018) return Mark::open;
    if (c == 0x2019) return token(i).upos == Upos::PART ? Mark::none : Mark::close;
    if (c != '\'' || token(i).upos == Upos::PART) return Mark::none;
    return i + 1 < parsed_.tokens.size() && glued(i + 1) && !glued(i) ? Mark::open : Mark::close;
  }

  void find_marked_words() {
    for (std::size_t p = 0; p + 1 < paragraph_starts_.size(); ++p) {
      const TokenIndex first = parsed_.sentences[paragraph_starts_[p]].first;
      const TokenIndex last = parsed_.sentences[paragraph_starts_[p + 1] - 1].last;
      const bool was_open = open_at_end_;
      open_at_end_ = false;
      scan_paragraph(first, last, was_open, next_paragraph_opens(p));
    }
  }
  bool next_paragraph_opens(std::size_t p) const {
    if (p + 2 >= paragraph_starts_.size()) return false;
    return double_mark(parsed_.sentences[paragraph_starts_[p + 1]].first) != Mark::none ||
           single_mark(parsed_.sentences[paragraph_starts_[p + 1]].first) == Mark::open;
  }
  void scan_paragraph(TokenIndex first, TokenIndex last, bool continues, bool next_opens) {
    TokenIndex open = no_token, single = no_token;
    bool starts_open = false;
    for (TokenIndex i = first; i < last; ++i) {
      const Mark mark = double_mark(i);
      if (mark != Mark::none) {
        if (open == no_token && mark != Mark::close) {
          open = i;
          starts_open = i == first;
        } else if (open != no_token && mark != Mark::open) {
          add_marked(open + 1, i, continues && starts_open);
          open = no_token;
        }
        single = no_token;
        continue;
      }
      if (open != no_token) continue;
      const Mark quote = single_mark(i);
      if (quote == Mark::open && single == no_token) {
        single = i;
      } else if (quote == Mark::close && single != no_token) {
        add_marked(single + 1, i, continues && single == first);
        single = no_token;
      }
    }
    const TokenIndex left = open != no_token ? open : single;
    if (left == no_token) return;
    // An opening mark that the next paragraph repeats was never to be closed; a whole paragraph in marks
    // forgot it.
    if (next_opens || left == first) {
      add_marked(left + 1, last, continues && left == first);
      open_at_end_ = next_opens;
    }
  }
  void add_marked(TokenIndex first, TokenIndex last, bool continues) {
    if (first < last) marked_.push_back({first, last, paragraph(first), continues});
  }

  // --- speakers

  bool is_speech_verb(TokenIndex i) const {
    if (token(i).upos != Upos::VERB) return false;
    return verbs_.stance(token(i).lemma).has_value();
  }

  // The subject of a verb: its own, inherited over conj and xcomp, or the noun of its relative clause.
  TokenIndex subject_of(TokenIndex verb) const {
    TokenIndex at = verb;
    for (int steps = 0; steps < climb_limit && at != no_token; ++steps) {
      for (const TokenIndex child : tree_.children(at)) {
        const Deprel relation = universal(token(child).deprel);
        if (relation != Deprel::nsubj) continue;
        const std::string word = lower(child);
        if (word == "who" || word == "which" || word == "that") {
          const TokenIndex noun = token(at).head;
          if (noun != no_token && universal(token(at).deprel) == Deprel::acl) return noun;
        }
        // "It has been reported that …" is said by nobody.
        return word == "it" && (has_expletive(at) || token(child).deprel == Deprel::nsubj_pass) ? no_token
                                                                                                : child;
      }
      const Deprel relation = universal(token(at).deprel);
      const TokenIndex head = token(at).head;
      if (head == no_token) return no_token;
      if (relation == Deprel::acl) return head;
      if (relation != Deprel::conj && relation != Deprel::xcomp && relation != Deprel::advcl &&
          relation != Deprel::parataxis)
        return no_token;
      // "said X" as a parenthesis has no subject in a clause above it.
      if (relation == Deprel::parataxis) return no_token;
      at = head;
    }
    return no_token;
  }
  bool has_expletive(TokenIndex verb) const {
    for (const TokenIndex child : tree_.children(verb)) {
      if (universal(token(child).deprel) == Deprel::expl) return true;
    }
    return false;
  }
  bool is_passive(TokenIndex verb) const {
    for (const TokenIndex child : tree_.children(verb)) {
      if (token(child).deprel == Deprel::aux_pass) return true;
    }
    return false;
  }
  // A noun or pronoun beside the verb, where the tree gives no subject: "said Dietz", "Dietz said".
  TokenIndex neighbour_of(TokenIndex verb) const {
    const Sentence& s = sentence(verb);
    for (TokenIndex i = verb + 1; i < std::min(s.last, verb + 4); ++i) {
      const Upos upos = token(i).upos;
      if (upos == Upos::PROPN || upos == Upos::PRON || upos == Upos::NOUN) return head_of_phrase(i, verb);
      if (upos != Upos::DET && upos != Upos::ADJ) break;
    }
    if (verb > s.first) {
      const Upos upos = token(verb - 1).upos;
      if (upos == Upos::PROPN || upos == Upos::PRON || upos == Upos::NOUN)
        return head_of_phrase(verb - 1, verb);
    }
    return no_token;
  }
  TokenIndex head_of_phrase(TokenIndex i, TokenIndex verb) const {
    for (int steps = 0; steps < climb_limit; ++steps) {
      const TokenIndex head = token(i).head;
      const Deprel relation = universal(token(i).deprel);
      if (head == no_token || head == verb ||
          (relation != Deprel::flat && relation != Deprel::compound && relation != Deprel::nmod &&
           relation != Deprel::appos))
        return i;
      if (token(head).upos == Upos::VERB) return i;
      i = head;
    }
    return i;
  }

  Speech speech_of(TokenIndex verb) const {
    TokenIndex subject = subject_of(verb);
    if (subject == no_token && universal(token(verb).deprel) != Deprel::ccomp && !has_expletive(verb) &&
        !is_passive(verb)) {
      subject = neighbour_of(verb);
    }
    return {verb, subject};
  }

  // The verb of speech nearest to the words in marks: in their sentences outside the marks, or before a colon
  // that ends the sentence before.
  Speech speech_around(const MarkedWords& words) const {
    const Sentence& from = sentence(words.first);
    const Sentence& to = sentence(words.last - 1);
    TokenIndex best = no_token, nearest = verb_reach + 1;
    const auto consider = [&](TokenIndex i, TokenIndex distance) {
      if (distance < nearest && is_speech_verb(i) && !in_marks(i)) {
        best = i;
        nearest = distance;
      }
    };
    for (TokenIndex i = words.last; i < std::min(to.last, words.last + verb_reach); ++i)
      consider(i, i - words.last);
    // What stands behind the closing mark belongs to it only up to the next opening one; what stands before
    // may have ended another quotation, and is then a little farther.
    for (TokenIndex i = words.first; i-- > from.first && words.first - i <= verb_reach;)
      consider(i, words.first - i + 1);
    if (best == no_token && from.first > 0 && paragraph(from.first) == paragraph(from.first - 1) &&
        words.first <= from.first + 1) {
      best = verb_before_colon(from.first);
    }
    if (best == no_token && words.first <= from.first + 1 && from.first > 0)
      best = verb_before_colon(from.first);
    return best == no_token ? Speech{} : speech_of(best);
  }
  // The last verb of speech of the sentence that ends before `first`, when it ends in a colon.
  TokenIndex verb_before_colon(TokenIndex first) const {
    if (first == 0 || text(first - 1) != ":") return no_token;
    const Sentence& before = sentence(first - 1);
    for (TokenIndex i = before.last; i-- > before.first;) {
      if (is_speech_verb(i)) return i;
    }
    return no_token;
  }
  bool in_marks(TokenIndex i) const {
    const auto after =
        std::upper_bound(marked_.begin(), marked_.end(), i,
                         [](TokenIndex at, const MarkedWords& words) { return at < words.first; });
    return after != marked_.begin() && i < std::prev(after)->last;
  }

  // --- direct

  bool is_whole(const MarkedWords& words) const {
    if (words.last - words.first < fewest_direct_tokens && !ends_with_mark(words)) return false;
    if (sentence_of_[words.first] != sentence_of_[words.last - 1]) return true;
    const bool capital =
        is_upper(code_point_at(text(words.first), 0).value) && token(words.first).upos != Upos::PROPN;
    if (words.continues) return true;
    return ends_with_mark(words) ? capital || starts_sentence(words) || has_finite_verb(words)
                                 : capital && has_finite_verb(words);
  }
  bool ends_with_mark(const MarkedWords& words) const {
    const std::string_view last = text(words.last - 1);
    return last == "." || last == "," || last == "!" || last == "?" || last == "…" ||
           last.starts_with("..") || last == "—";
  }
  bool starts_sentence(const MarkedWords& words) const {
    return words.first <= sentence(words.first).first + 1;
  }
  bool has_finite_verb(const MarkedWords& words) const {
    for (TokenIndex i = words.first; i < words.last; ++i) {
      const Xpos xpos = token(i).xpos;
      if (xpos == Xpos::VBD || xpos == Xpos::VBZ || xpos == Xpos::VBP || xpos == Xpos::MD) return true;
    }
    return false;
  }

  void attribute_marked_words() {
    Speech last;
    std::size_t last_paragraph = ~std::size_t{0};
    for (const MarkedWords& words : marked_) {
      if (!is_whole(words)) {
        fragments_.push_back(words);
        continue;
      }
      if (covered(words.first)) continue;
      Speech speech = speech_around(words);
      // A quotation without a verb of its own goes on in the words of who spoke last.
      const bool follows =
          last_paragraph == words.paragraph || (words.continues && last_paragraph + 1 == words.paragraph);
      if (speech.verb == no_token && follows) speech = last;
      parsed_.quotations.push_back(
          {range(words.first, words.last), QuoteKind::direct, speech.verb, speech.speaker});
      if (speech.verb != no_token || speech.speaker != no_token) {
        back_fill(words, speech);
        last = speech;
        last_paragraph = words.paragraph;
      }
      direct_.push_back({words.first, words.last});
    }
  }
  // Earlier pieces of the same quotation learn their speaker when only the last paragraph names him.
  void back_fill(const MarkedWords& words, const Speech& speech) {
    if (!words.continues) return;
    for (auto quotation = parsed_.quotations.rbegin() + 1; quotation != parsed_.quotations.rend();
         ++quotation) {
      if (quotation->verb != no_token || quotation->speaker != no_token) break;
      quotation->verb = speech.verb;
      quotation->speaker = speech.speaker;
    }
  }
  bool covered(TokenIndex i) const {
    const auto after = std::upper_bound(tweets_.begin(), tweets_.end(), std::pair(i, ~TokenIndex{0}));
    return after != tweets_.begin() && i < std::prev(after)->second;
  }

  // --- tweets: a paragraph, then "— Name (@handle) November 5, 2024"

  void find_tweets() {
    for (std::size_t p = 1; p + 1 < paragraph_starts_.size(); ++p) {
      const Sentence& line = parsed_.sentences[paragraph_starts_[p]];
      if (!is_dash(code_point_at(text(line.first), 0).value) || line.last - line.first < 4 ||
          line.last - line.first > 24)
        continue;
      TokenIndex handle = no_token;
      for (TokenIndex i = line.first + 2; i < line.last; ++i) {
        if (text(i).size() > 1 && text(i)[0] == '@') handle = i;
        if (handle != no_token) break;
      }
      if (handle == no_token || text(handle - 1) != "(") continue;
      const TokenIndex first = parsed_.sentences[paragraph_starts_[p - 1]].first;
      const TokenIndex last = parsed_.sentences[paragraph_starts_[p] - 1].last;
      TokenIndex speaker = line.first + 1;
      for (int steps = 0; steps < climb_limit; ++steps) {
        const TokenIndex head = token(speaker).head;
        if (head == no_token || head <= line.first || head >= handle) break;
        speaker = head;
      }
      parsed_.quotations.push_back({range(first, last), QuoteKind::direct, no_token, speaker});
      tweets_.emplace_back(first, last);
      direct_.push_back({first, last});
    }
  }

  // --- statements after "The minister said:" that carry no marks

  void find_unmarked_statements() {
    for (std::size_t p = 0; p + 2 < paragraph_starts_.size(); ++p) {
      const TokenIndex next = parsed_.sentences[paragraph_starts_[p + 1]].first;
      if (double_mark(next) != Mark::none || single_mark(next) == Mark::open || covered(next)) continue;
      const TokenIndex verb = verb_before_colon(next);
      if (verb == no_token) continue;
      const Speech speech = speech_of(verb);
      // A statement in the first person goes on to the next heading, quotation or "… said:".
      bool own_voice = false;
      for (std::size_t q = p + 1; q + 1 < paragraph_starts_.size(); ++q) {
        const TokenIndex first = parsed_.sentences[paragraph_starts_[q]].first;
        const TokenIndex last = parsed_.sentences[paragraph_starts_[q + 1] - 1].last;
        if (q > p + 1 && (!own_voice || !ends_sentence(last - 1) || double_mark(first) != Mark::none)) break;
        own_voice = own_voice || speaks_of_itself(first, last);
        parsed_.quotations.push_back({range(first, last), QuoteKind::direct, speech.verb, speech.speaker});
        direct_.push_back({first, last});
      }
    }
  }
  bool ends_sentence(TokenIndex i) const {
    const std::string_view mark = text(i);
    return mark == "." || mark == "!" || mark == "?" || mark == "…" ||
           is_close_quote(code_point_at(mark, 0).value) || mark == "\"";
  }
  bool speaks_of_itself(TokenIndex first, TokenIndex last) const {
    for (TokenIndex i = first; i < last; ++i) {
      if (token(i).upos != Upos::PRON) continue;
      const std::string word = lower(i);
      if (word == "i" || word == "we" || word == "our" || word == "my" || word == "us" || word == "me")
        return true;
    }
    return false;
  }

  // --- indirect and mixed

  struct Content {
    TokenIndex first, last;
    Speech speech;
  };

  void find_indirect() {
    std::sort(direct_.begin(), direct_.end());
    std::vector<Content> contents;
    for (TokenIndex i = 0; i < parsed_.tokens.size(); ++i) {
      if (is_speech_verb(i)) {
        if (const auto content = content_of(i)) contents.push_back(*content);
      } else if (token(i).lemma == "according" || lower(i) == "according") {
        if (const auto content = according_to(i)) contents.push_back(*content);
      }
    }
    for (const Content& content : contents) {
      if (is_direct(content.first, content.last)) continue;
      const auto inside =
          std::lower_bound(fragments_.begin(), fragments_.end(), content.first,
                           [](const MarkedWords& words, TokenIndex at) { return words.first < at; });
      const bool marked = inside != fragments_.end() && inside->last <= content.last;
      parsed_.quotations.push_back({range(content.first, content.last),
                                    marked ? QuoteKind::mixed : QuoteKind::indirect, content.speech.verb,
                                    content.speech.speaker});
    }
  }

  // The clause that a verb of speech tells. Parsers hang "that …" on the noun before it as well: "told
  // reporters that …".
  TokenIndex content_clause(TokenIndex verb) const {
    const bool requests = verbs_.stance(token(verb).lemma) == Stance::requests;
    for (const TokenIndex child : tree_.children(verb)) {
      const Deprel relation = universal(token(child).deprel);
      if (relation == Deprel::ccomp || (relation == Deprel::xcomp && requests) ||
          (relation == Deprel::acl && has_that(child)) ||
          (relation == Deprel::csubj && has_expletive(verb))) {
        return child;
      }
      if (child < verb || (relation != Deprel::obj && relation != Deprel::iobj && relation != Deprel::obl))
        continue;
      for (const TokenIndex below : tree_.children(child)) {
        if (universal(token(below).deprel) == Deprel::acl && has_that(below)) return below;
      }
    }
    return no_token;
  }

  std::optional<Content> content_of(TokenIndex verb) const {
    const Sentence& s = sentence(verb);
    if (const TokenIndex clause = content_clause(verb); clause != no_token) {
      const TreeIndex::Extent extent = tree_.extent(clause);
      if (verb < extent.first || verb >= extent.last)
        return trimmed(Content{extent.first, extent.last, speech_of(verb)});
    }
    // "The army left, officials said": the verb of speech hangs on what was said.
    if (universal(token(verb).deprel) == Deprel::parataxis && token(verb).head != no_token) {
      const TreeIndex::Extent own = tree_.extent(verb);
      const TreeIndex::Extent whole = tree_.extent(token(verb).head);
      Speech speech = speech_of(verb);
      if (own.first - whole.first >= whole.last - own.last) {
        if (own.first > whole.first) return trimmed(Content{whole.first, own.first, speech});
      } else if (own.last < whole.last) {
        return trimmed(Content{own.last, std::min(whole.last, s.last), speech});
      }
    }
    return std::nullopt;
  }
  bool has_that(TokenIndex clause) const {
    for (const TokenIndex child : tree_.children(clause)) {
      if (token(child).upos == Upos::SCONJ && lower(child) == "that") return true;
    }
    return false;
  }

  std::optional<Content> according_to(TokenIndex according) const {
    const Sentence& s = sentence(according);
    // UD: "according" and "to" hang on the source; some trees hang the source on "according".
    TokenIndex source = no_token;
    const TokenIndex head = token(according).head;
    if (head != no_token && universal(token(according).deprel) == Deprel::case_) source = head;
    for (const TokenIndex child : tree_.children(according)) {
      if (universal(token(child).deprel) == Deprel::obl) source = child;
    }
    if (source == no_token) return std::nullopt;
    const TreeIndex::Extent phrase = tree_.extent(source);
    const TokenIndex first = std::min(phrase.first, according), last = phrase.last;
    Content content{s.first, s.last, {no_token, source}};
    if (first <= s.first + 1)
      content.first = last;
    else
      content.last = first;
    if (content.first >= content.last) return std::nullopt;
    return trimmed(content);
  }

  // Without commas, marks, "that" and the full stop at the ends.
  std::optional<Content> trimmed(Content content) const {
    const auto outside = [&](TokenIndex i) { return token(i).upos == Upos::PUNCT; };
    while (content.first < content.last &&
           (outside(content.first) ||
            (token(content.first).upos == Upos::SCONJ && lower(content.first) == "that")))
      ++content.first;
    while (content.first < content.last && outside(content.last - 1)) --content.last;
    if (content.first >= content.last) return std::nullopt;
    return content;
  }
  // Whether most of the tokens are in a direct quotation.
  bool is_direct(TokenIndex first, TokenIndex last) const {
    TokenIndex inside = 0;
    auto at = std::lower_bound(direct_.begin(), direct_.end(), std::pair<TokenIndex, TokenIndex>(first, 0));
    if (at != direct_.begin()) --at;
    for (; at != direct_.end() && at->first < last; ++at) {
      const TokenIndex from = std::max(first, at->first), to = std::min(last, at->second);
      if (from < to) inside += to - from;
    }
    return 2 * inside > last - first;
  }

  const SpeechVerbs& verbs_;
  ParsedDocument& parsed_;
  TreeIndex tree_;
  std::vector<std::size_t> paragraph_of_;  // of each sentence
  std::vector<std::size_t>
      paragraph_starts_;  // first sentence of each paragraph that has one; one past the last at the end
  std::vector<std::uint32_t> sentence_of_;  // of each token
  std::vector<MarkedWords> marked_, fragments_;
  std::vector<std::pair<TokenIndex, TokenIndex>> direct_, tweets_;
  bool open_at_end_ = false;
};

}  // namespace

void QuotationFinder::find(ParsedDocument& parsed) const {
  if (!parsed.tokens.empty()) QuotationScanner(verbs_, parsed).scan();
}

}  // namespace ekg
