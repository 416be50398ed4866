#include "ingest/text/petrarch/verbs.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "ingest/text/petrarch/dictionary_lines.hpp"

namespace ekg {
namespace {

// A code of a line: "190", "---" (no event), "043:042" (the verb active : passive), ":173" (passive alone).
struct VerbCode {
  enum class Kind : std::uint8_t { none, null, event } active = Kind::none, passive = Kind::none;
  std::string active_code, passive_code;
};

// What a pattern asks for, before it is joined with a verb.
struct Pattern {
  std::vector<Requirement> requirements;
  std::vector<Condition> conditions;
  std::vector<Source> actors;      // empty: the subject
  std::vector<Source> recipients;  // empty: as usual
  bool both = false;               // % : the parties act on each other
};

struct Verb {
  std::string lemma;
  std::vector<Requirement> requirements;
  VerbCode code;
  bool own_code = false;
  std::uint64_t line = 0;
};

struct CodedPattern {
  Pattern pattern;
  VerbCode code;
  std::uint64_t line = 0;
};

// What a noun may stand for after lemmatizing; forms that are no words do no harm.
std::vector<std::string> forms_of(const std::string& noun) {
  std::vector<std::string> forms{noun};
  const auto cut = [&](std::size_t count, const char* end) {
    forms.push_back(noun.substr(0, noun.size() - count) + end);
  };
  if (noun.size() > 4 && noun.ends_with("ies")) cut(3, "y");
  if (noun.size() > 4 && noun.ends_with("es")) cut(2, "");
  if (noun.size() > 3 && noun.ends_with("s") && !noun.ends_with("ss")) cut(1, "");
  if (noun.size() > 3 && noun.ends_with("men")) cut(2, "an");
  return forms;
}

class VerbReader {
 public:
  VerbReader(const std::string& file, EventLexicon& lexicon, ProblemSink& problems)
      : file_(file), lexicon_(lexicon), problems_(problems) {
    // The type for a CAMEO code: types before their modes, then in the order of names.
    for (const bool modes : {false, true})
      for (const auto& [key, type] : lexicon.ontology().types())
        if (type.mode.empty() != modes && !type.cameo.empty()) types_.emplace(type.cameo, &type);
  }

  void line(const PetrarchLine& line) {
    const std::string& text = line.text;
    if (text.starts_with("---")) return block(line);
    if (text[0] == '&') return synset(line);
    if (text[0] == '+' && in_synset_) return member(line);
    if (text[0] == '~')
      return problem(line, "a transformation: what one says of another's act is told by attribution");
    if (text[0] == '-' || text.starts_with(" -")) return pattern(line);
    if (text.starts_with("<") || text.find_first_not_of(" \t") == std::string::npos) return;
    verb(line);
  }

  PetrarchVerbCounts finish() {
    end_block();
    for (auto& [lemma, rows] : rows_) {
      if (rows.empty()) continue;
      counts_.verbs += 1;
      const bool bare = std::any_of(rows.begin(), rows.end(), [](const Predicate& row) {
        return row.requirements.empty() && row.conditions.empty();
      });
      if (!bare)  // "carry out" says nothing of "carry" alone
        for (const Predicate& row : lexicon_.find(lemma, WordClass::verb)) rows.push_back(row);
      lexicon_.replace_verb(lemma, std::move(rows));
    }
    return counts_;
  }

 private:
  void problem(const PetrarchLine& line, const std::string& message) {
    ++counts_.dropped;
    petrarch_problem(problems_, file_, line.number, message, line.text);
  }

  bool is(std::string_view word_class, const std::string& word) const {
    const auto* words = lexicon_.word_class(word_class);
    return words && words->contains(word);
  }

  // ---- codes
  // -------------------------------------------------------------------------------------------------

  // The type of a CAMEO code, that of a shorter code when the finer one has none: 1823 → 182 → 180.
  const EventType* type_of(const std::string& code) const {
    if (code.size() < 3 ||
        !std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; }))
      return nullptr;
    for (std::size_t size = code.size(); size >= 3; --size)
      if (const auto found = types_.find(code.substr(0, size)); found != types_.end()) return found->second;
    const auto root = types_.lower_bound(code.substr(0, 2));  // 110, which has no type: the first of its root
    return root == types_.end() || !root->first.starts_with(code.substr(0, 2)) ? nullptr : root->second;
  }

  // Nothing, and a message, where a code is none that the ontology has.
  std::optional<VerbCode> code_of(const std::string& text, std::string& message) const {
    VerbCode code;
    const auto one = [&](std::string_view part, VerbCode::Kind& kind, std::string& number) {
      part = trim(part);
      if (part.empty()) return true;
      kind = part.find_first_not_of('-') == std::string_view::npos ? VerbCode::Kind::null
                                                                   : VerbCode::Kind::event;
      if (kind == VerbCode::Kind::null) return true;
      number = part;
      if (type_of(number)) return true;
      message = "a code that the ontology does not know: " + number;
      return false;
    };
    const std::size_t colon = text.find(':');
    if (!one(std::string_view(text).substr(0, colon), code.active, code.active_code)) return std::nullopt;
    if (colon == std::string::npos) {
      code.passive = code.active;
      code.passive_code = code.active_code;
    } else if (!one(std::string_view(text).substr(colon + 1), code.passive, code.passive_code)) {
      return std::nullopt;
    }
    return code;
  }

  // ---- blocks
  // ------------------------------------------------------------------------------------------------

  void block(const PetrarchLine& line) {
    end_block();
    block_code_ = VerbCode{VerbCode::Kind::null, VerbCode::Kind::null, {}, {}};
    in_block_ = true;
    const PetrarchParts parts = petrarch_parts(line.text);
    if (parts.codes.empty()) return;
    std::string message;
    if (const auto code = code_of(parts.codes.front(), message)) {
      block_code_ = *code;
    } else {
      block_code_ = VerbCode{};  // its verbs have no code, so they are left to what is embedded
      problem(line, message);
    }
  }

  void end_block() {
    in_synset_ = false;
    for (const Verb& verb : verbs_) {
      auto& rows = rows_[verb.lemma];
      add_rows(verb, {}, verb.code, verb.line, rows);
      for (const CodedPattern& coded : patterns_) add_rows(verb, coded.pattern, coded.code, coded.line, rows);
    }
    verbs_.clear();
    patterns_.clear();
    in_block_ = false;
  }

  void verb(const PetrarchLine& line) {
    in_synset_ = false;
    if (!in_block_) return problem(line, "a verb before any block");
    const PetrarchParts parts = petrarch_parts(line.text);
    if (!parts.sound || parts.phrase.empty()) return problem(line, "brackets that do not match");
    Verb verb;
    verb.line = line.number;
    verb.code = block_code_;
    if (!parts.codes.empty()) {
      std::string message;
      const auto code = code_of(parts.codes.front(), message);
      if (!code) return problem(line, message);
      verb.code = *code;
    }
    std::vector<std::string> words;
    std::size_t head = 0;
    for (std::string_view word : split(parts.phrase, '_')) {
      word = trim(word);
      if (word.empty()) continue;
      if (word.front() == '+') {
        head = words.size();
        word.remove_prefix(1);
      }
      words.push_back(petrarch_words(word));
    }
    if (words.empty() || head >= words.size() || words[head].empty()) return problem(line, "no verb");
    if (words[head].find(' ') != std::string::npos)
      return problem(line,
                     "words with blanks between them: a verb of several words has _ and a + before its verb");
    if (words.size() > 1 && parts.phrase.find('+') == std::string::npos)
      return problem(line, "a verb of several words needs a + before its verb");
    verb.lemma = words[head];
    if (head == 1 && words[0] == "re") {
      words.erase(words.begin());
      head = 0;
      verb.lemma = "re-" + words[0];
    } else if (head > 0) {
      return problem(line, "words before the verb cannot be asked for");
    }
    for (std::size_t i = head + 1; i < words.size(); ++i) verb.requirements.push_back(beside(words[i]));
    verbs_.push_back(std::move(verb));
  }

  // ---- synsets
  // -----------------------------------------------------------------------------------------------

  void synset(const PetrarchLine& line) {
    end_block();
    in_synset_ = true;
    std::string name(trim(std::string_view(line.text).substr(1)));
    name = name.substr(0, name.find_first_of(" \t"));
    synset_ = class_name(name);
    lexicon_.define_class(synset_, {});
    synsets_[synset_] = true;
  }

  static std::string class_name(std::string_view synset) {
    std::string name = "petrarch &";
    for (const char c : synset) name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    while (name.ends_with('_')) name.pop_back();
    return name;
  }

  void member(const PetrarchLine& line) {
    const std::string words = petrarch_words(std::string_view(line.text).substr(1));
    if (words.empty()) return problem(line, "an empty member of a synset");
    if (words.find_first_of("$+%^*") != std::string::npos) return problem(line, "a synset holds words alone");
    lexicon_.define_class(synset_, forms_of(words));
    if (std::count(words.begin(), words.end(), ' ') > 1) problem(line, "a member of three words or more");
  }

  // ---- patterns
  // ----------------------------------------------------------------------------------------------

  // A word that must stand beside the verb: a particle or preposition, else a noun as its object.
  Requirement beside(const std::string& word) {
    Requirement need;
    if (is("petrarch_prepositions", word) || word.ends_with("ly")) {
      need.kind = Requirement::Kind::marker;
      need.word = word;
      need.loose = true;
      return need;
    }
    return object(word);
  }

  Requirement object(const std::string& word) {
    Requirement need;
    need.kind = Requirement::Kind::object;
    if (word[0] == '&') {
      need.word = class_name(word.substr(1));
    } else {
      need.word = "petrarch " + word;
      lexicon_.define_class(need.word, forms_of(word));
    }
    need.lemmas = lexicon_.word_class(need.word);
    need.loose = true;
    return need;
  }

  // The pieces of one side of a pattern: words, "(", ")", "{", "}", "$", "+", "%", "^". Words joined by "_"
  // are a phrase, a preposition at its begin apart.
  std::vector<std::string> pieces_of(std::string_view text) const {
    std::vector<std::string> pieces;
    std::string joined;
    bool inside = false;
    const auto flush = [&] {
      std::vector<std::string> words;
      for (std::string_view word : split(joined, '_'))
        if (!word.empty()) words.emplace_back(word);
      joined.clear();
      std::size_t first = 0;
      while (first < words.size() && words.size() > 1 && is("petrarch_prepositions", words[first]))
        pieces.push_back(words[first++]);
      const bool phrase = words.size() - first > 1 && !inside;
      if (phrase) pieces.emplace_back("{");
      pieces.insert(pieces.end(), words.begin() + static_cast<std::ptrdiff_t>(first), words.end());
      if (phrase) pieces.emplace_back("}");
    };
    for (const char c : text) {
      if (std::string_view("(){}$+%^").find(c) != std::string_view::npos) {
        flush();
        pieces.emplace_back(1, c);
        if (c == '{' || c == '}') inside = c == '{';
      } else if (c == ' ' || c == '\t') {
        flush();
      } else {
        joined += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      }
    }
    flush();
    return pieces;
  }

  void pattern(const PetrarchLine& line) {
    in_synset_ = false;
    if (!in_block_) return problem(line, "a pattern before any block");
    const std::size_t bracket = line.text.rfind('[');
    const std::size_t end = bracket == std::string::npos ? bracket : line.text.find(']', bracket);
    if (end == std::string::npos) return problem(line, "a pattern without a code");
    CodedPattern coded;
    coded.line = line.number;
    std::string message;
    const auto code = code_of(line.text.substr(bracket + 1, end - bracket - 1), message);
    if (!code) return problem(line, message);
    coded.code = *code;
    const std::string_view text = trim(std::string_view(line.text).substr(0, bracket));
    const std::string_view body = text.substr(text.find('-') + 1);
    const std::size_t star = body.find('*');
    if (star == std::string_view::npos) return problem(line, "a pattern without the verb's *");
    if (!side(pieces_of(body.substr(0, star)), true, coded.pattern, message) ||
        !side(pieces_of(body.substr(star + 1)), false, coded.pattern, message))
      return problem(line, message);
    ++counts_.patterns;
    patterns_.push_back(std::move(coded));
  }

  // Takes one side apart. False, and a message, for what a frame cannot say.
  bool side(const std::vector<std::string>& pieces, bool before, Pattern& pattern, std::string& message) {
    std::string preposition;  // the last one seen, in brackets or bare
    bool bracket = false, marked = false;
    std::vector<std::string> phrase;
    const auto mark = [&] {
      if (preposition.empty() || marked) return;
      std::size_t at = 0;  // "by/with": no row can say one or the other, a class can
      Requirement need;
      need.kind = Requirement::Kind::marker;
      need.word = preposition;
      need.loose = true;
      if ((at = preposition.find('/')) != std::string::npos) {
        need.word = "petrarch " + preposition;
        std::vector<std::string> words;
        for (std::string_view one : split(preposition, '/')) words.emplace_back(one);
        need.lemmas = lexicon_.define_class(need.word, words);
      }
      pattern.requirements.push_back(std::move(need));
      marked = true;
    };
    const auto party = [&](std::vector<Source>& sources) {
      if (!preposition.empty()) {
        mark();
        sources.push_back({Function::prep, preposition});
      } else {
        sources.push_back({before ? Function::subj : Function::obj, {}});
      }
    };
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const std::string& piece = pieces[i];
      if (piece == "(") {
        if (bracket) return message = "brackets that do not match", false;
        bracket = true;
        preposition.clear();
        marked = false;
      } else if (piece == ")") {
        if (!bracket) return message = "brackets that do not match", false;
        mark();
        bracket = false;
        preposition.clear();
      } else if (piece == "{") {
        phrase.clear();
        std::size_t j = i + 1;
        for (; j < pieces.size() && pieces[j] != "}"; ++j) phrase.push_back(pieces[j]);
        if (j == pieces.size()) return message = "brackets that do not match", false;
        i = j;
        if (phrase.empty()) return message = "an empty phrase", false;
        if (!noun(phrase, before, preposition, mark, pattern, message)) return false;
      } else if (piece == "}") {
        return message = "brackets that do not match", false;
      } else if (piece == "$") {
        party(pattern.actors);
      } else if (piece == "+") {
        party(pattern.recipients);
      } else if (piece == "%") {
        pattern.both = true;
      } else if (piece == "^") {
        continue;
      } else if ((bracket && preposition.empty()) || is("petrarch_prepositions", piece)) {
        if (!bracket) mark();
        preposition = piece;
        marked = false;
        const bool last = i + 1 == pieces.size() || pieces[i + 1] == ")";
        if (last || !bracket) mark();
      } else {
        if (!noun({piece}, before, preposition, mark, pattern, message)) return false;
      }
    }
    if (bracket) return message = "brackets that do not match", false;
    return true;
  }

  template <typename Mark>
  bool noun(const std::vector<std::string>& phrase, bool before, const std::string& preposition, Mark mark,
            Pattern& pattern, std::string& message) {
    for (const std::string& word : phrase) {
      if (is("petrarch_verbal", word)) return message = "another verb in the pattern: " + word, false;
      if (word[0] == '&' && !synsets_.contains(class_name(word.substr(1))))
        return message = "a synset that is not defined before: " + word, false;
    }
    const std::string& head = phrase.back();
    if (before && preposition.empty()) {
      if (phrase.size() == 1 && head.ends_with("ly")) {
        pattern.requirements.push_back(beside(head));
        return true;
      }
      if (phrase.size() > 2 || (phrase.size() == 2 && (phrase[0][0] == '&' || head[0] == '&')))
        return message = "a phrase with a synset or of three words as the subject", false;
      Test test;
      test.kind = Test::Kind::lemma;
      test.source = {Function::subj, {}};
      const Requirement need = object(phrase.size() == 2 ? phrase[0] + " " + head : head);
      test.word = need.word;
      test.lemmas = need.lemmas;
      pattern.conditions.push_back({test});
      return true;
    }
    mark();
    Requirement need = phrase.size() == 1 && preposition.empty() ? beside(head) : object(head);
    for (std::size_t i = 0; i + 1 < phrase.size(); ++i) need.modifiers.push_back(object(phrase[i]));
    pattern.requirements.push_back(std::move(need));
    return true;
  }

  // ---- rows
  // --------------------------------------------------------------------------------------------------

  std::vector<RoleRule> roles_of(const Pattern& pattern, bool passive) const {
    RoleRule actor{FrameRole::actor, pattern.actors};
    if (actor.sources.empty() || passive) actor.sources = {{Function::subj, {}}};
    RoleRule recipient{FrameRole::recipient, pattern.recipients};
    recipient.sources.reserve(recipient.sources.size() + 8);
    for (Function function : {Function::obj, Function::iobj}) recipient.sources.push_back({function, {}});
    for (const char* preposition : {"to", "with", "against", "on", "from", "for"})
      recipient.sources.push_back({Function::prep, preposition});
    return {actor, recipient};
  }

  void add_rows(const Verb& verb, const Pattern& pattern, const VerbCode& code, std::uint64_t line,
                std::vector<Predicate>& rows) const {
    const bool same = code.active == code.passive && code.active_code == code.passive_code;
    for (const bool passive : {false, true}) {
      if (same && passive) break;
      const VerbCode::Kind kind = passive ? code.passive : code.active;
      if (kind == VerbCode::Kind::none) continue;
      Predicate row;
      row.lemma = verb.lemma;
      row.requirements = verb.requirements;
      row.requirements.insert(row.requirements.end(), pattern.requirements.begin(),
                              pattern.requirements.end());
      row.conditions = pattern.conditions;
      if (!same) {
        Test voice;
        voice.kind = Test::Kind::passive;
        voice.wanted = passive;
        row.conditions.push_back({voice});
      }
      if (kind == VerbCode::Kind::event) {
        row.cameo = passive ? code.passive_code : code.active_code;
        row.type = type_of(row.cameo);
        row.reciprocal = pattern.both || row.type->reciprocal;
      }
      row.roles = roles_of(pattern, passive);
      row.where = file_ + ":" + std::to_string(line);
      std::size_t words = row.requirements.size();
      for (const Requirement& need : row.requirements) words += need.modifiers.size();
      row.specificity = static_cast<int>(words * 16 + row.conditions.size());
      rows.push_back(std::move(row));
    }
  }

  const std::string& file_;
  EventLexicon& lexicon_;
  ProblemSink& problems_;
  std::map<std::string, const EventType*> types_;
  std::unordered_map<std::string, bool> synsets_;
  std::map<std::string, std::vector<Predicate>> rows_;
  std::vector<Verb> verbs_;
  std::vector<CodedPattern> patterns_;
  VerbCode block_code_;
  std::string synset_;
  bool in_synset_ = false;
  bool in_block_ = false;
  PetrarchVerbCounts counts_;
};

}  // namespace

PetrarchVerbCounts read_petrarch_verbs(std::istream& in, const std::string& file, EventLexicon& lexicon,
                                       ProblemSink& problems) {
  VerbReader reader(file, lexicon, problems);
  for_each_petrarch_line(in, true, [&](const PetrarchLine& line) { reader.line(line); });
  return reader.finish();
}

}  // namespace ekg
