#include "ingest/text/event_lexicon.hpp"

#include <algorithm>
#include <sstream>

#include "graph/embedded.hpp"
#include "ingest/text/events/tsv.hpp"

namespace ekg {
namespace {

constexpr std::string_view role_names[] = {"actor", "recipient", "place", "item", "content", "instrument"};
constexpr std::string_view function_names[] = {"subj", "obj", "iobj", "poss", "mod", "xcomp", "ccomp"};
constexpr std::string_view effect_names[] = {"planned",   "commit",     "hypothetical", "negated",
                                             "denied",    "unverified", "reported",     "requested",
                                             "confirmed", "begun",      "factual"};

std::optional<FrameRole> role_from(std::string_view name) {
  for (std::size_t i = 0; i < std::size(role_names); ++i)
    if (role_names[i] == name) return static_cast<FrameRole>(i);
  return std::nullopt;
}

Source source_from(std::string_view name) {
  for (std::size_t i = 0; i < std::size(function_names); ++i)
    if (function_names[i] == name) return {static_cast<Function>(i), {}};
  if (name == "content.subj") return {Function::content_subj, {}};
  if (name == "content.recipient") return {Function::content_recipient, {}};
  return {Function::prep, std::string(name)};
}

std::vector<RoleRule> default_roles(WordClass word_class) {
  const auto rule = [](FrameRole role, std::initializer_list<const char*> names) {
    RoleRule made{role, {}};
    for (const char* name : names) made.sources.push_back(source_from(name));
    return made;
  };
  switch (word_class) {
    case WordClass::verb:
      return {rule(FrameRole::actor, {"subj"}),
              rule(FrameRole::recipient, {"obj", "iobj", "to", "with", "against", "on"})};
    case WordClass::noun:
      return {rule(FrameRole::actor, {"poss", "by", "mod", "of", "between", "from"}),
              rule(FrameRole::recipient, {"on", "against", "to", "with", "of"})};
    case WordClass::adjective:
      return {rule(FrameRole::recipient, {"subj"})};
  }
  return {};
}

std::string row_key(const Predicate& row) {
  std::string key;
  for (const Requirement& need : row.requirements)
    key += static_cast<char>('0' + static_cast<int>(need.kind)) + need.word + ' ';
  for (const Condition& condition : row.conditions) {
    key += ';';
    for (const Test& test : condition)
      key += (test.wanted ? '+' : '-') +
             std::string(1, static_cast<char>('0' + static_cast<int>(test.kind))) +
             static_cast<char>('0' + static_cast<int>(test.source.function)) + test.source.preposition + ':' +
             test.word + '|';
  }
  return key;
}

}  // namespace

std::string_view to_string(FrameRole role) { return role_names[static_cast<int>(role)]; }
std::string_view to_string(Function function) {
  switch (function) {
    case Function::prep:
      return "prep";
    case Function::content_subj:
      return "content.subj";
    case Function::content_recipient:
      return "content.recipient";
    default:
      return function_names[static_cast<int>(function)];
  }
}
std::string_view to_string(Effect effect) { return effect_names[static_cast<int>(effect)]; }

EventLexicon::EventLexicon(Ontology ontology) : ontology_(std::move(ontology)) {
  ProblemLog problems;
  std::vector<std::string_view> paths = embedded_paths("lexicon/");
  std::stable_partition(paths.begin(), paths.end(),
                        [](std::string_view path) { return path.ends_with("classes.tsv"); });
  for (std::string_view path : paths) {
    if (!path.ends_with(".tsv")) continue;
    std::istringstream in{std::string(embedded_data(path))};
    read(in, std::string(path), problems);
  }
  problems_ = problems.sorted();
}

void EventLexicon::read(std::istream& in, const std::string& file, ProblemSink& problems) {
  for_each_row(in, [&](std::string_view line, std::uint64_t number) {
    if (line[0] == '@')
      read_class(line, file, number, problems);
    else if (file.ends_with("operators.tsv"))
      read_operator(line, file, number, problems);
    else
      read_row(line, file, number, problems);
  });
}

void EventLexicon::read_class(std::string_view line, const std::string& file, std::uint64_t number,
                              ProblemSink& problems) {
  std::string words(line.substr(1));
  std::replace(words.begin(), words.end(), '\t', ' ');
  std::istringstream in(words);
  std::string name, lemma;
  if (!(in >> name)) {
    problems.report(
        {"lexicon-row", Severity::error, file, number, 0, "a word class without a name", excerpt_of(line)});
    return;
  }
  auto& lemmas = classes_[name];
  while (in >> lemma) lemmas.insert(lemma);
}

void EventLexicon::read_operator(std::string_view line, const std::string& file, std::uint64_t number,
                                 ProblemSink& problems) {
  const std::vector<std::string_view> field = split(line, '\t');
  const auto problem = [&](const std::string& message) {
    problems.report({"lexicon-row", Severity::error, file, number, 0, message, excerpt_of(line)});
  };
  if (field.size() < 4 || field[1].size() != 1)
    return problem("an operator has a trigger, a part of speech, an effect and a scope");
  Operator row;
  row.part_of_speech = field[1][0];
  const auto effect = std::find(std::begin(effect_names), std::end(effect_names), field[2]);
  if (effect == std::end(effect_names)) return problem("unknown effect");
  row.effect = static_cast<Effect>(effect - std::begin(effect_names));
  for (std::string_view scope : split(field[3], '|')) row.scopes.emplace_back(trim(scope));
  const std::vector<std::string_view> words = split(field[0], ' ');
  for (std::size_t i = 1; i < words.size(); ++i)
    if (words[i].size() > 1) row.requirements.emplace_back(words[i].substr(1));
  operators_[std::string(words[0])].push_back(std::move(row));
  ++count_;
}

std::span<const Operator> EventLexicon::operators(std::string_view lemma) const {
  const auto found = operators_.find(lemma);
  return found == operators_.end() ? std::span<const Operator>() : std::span<const Operator>(found->second);
}

void EventLexicon::read_row(std::string_view line, const std::string& file, std::uint64_t number,
                            ProblemSink& problems) {
  const std::vector<std::string_view> field = split(line, '\t');
  const auto problem = [&](const std::string& message) {
    problems.report({"lexicon-row", Severity::error, file, number, 0, message, excerpt_of(line)});
  };
  if (field.size() < 3) return problem("a row has a trigger, a part of speech and a type");
  Predicate row;
  row.where = file + ":" + std::to_string(number);

  const auto lemmas_of = [&](std::string_view word, const std::unordered_set<std::string>*& lemmas) {
    if (word.empty() || word[0] != '@') return true;
    lemmas = word_class(word.substr(1));
    return lemmas != nullptr;
  };
  for (std::string_view word : split(field[0], ' ')) {
    if (word.empty()) continue;
    if (row.lemma.empty()) {
      row.lemma = word;
      continue;
    }
    Requirement need;
    if (word[0] == '+')
      need.kind = Requirement::Kind::marker;
    else if (word[0] == '=')
      need.kind = Requirement::Kind::object;
    else if (word[0] == '>')
      need.kind = Requirement::Kind::next;
    else
      return problem("a required word begins with + = or >");
    need.word = word.substr(1);
    if (need.word.empty()) return problem("an empty required word");
    if (!lemmas_of(need.word, need.lemmas)) return problem("unknown word class " + need.word);
    row.requirements.push_back(std::move(need));
  }
  if (row.lemma.empty()) return problem("no trigger");

  if (field[1] == "v")
    row.word_class = WordClass::verb;
  else if (field[1] == "n")
    row.word_class = WordClass::noun;
  else if (field[1] == "a")
    row.word_class = WordClass::adjective;
  else
    return problem("the part of speech is v, n or a");

  if (field[2] != "-") {
    row.type = ontology_.find(trim(field[2]));
    if (!row.type) return problem("unknown type");
  }

  const std::string_view roles = field.size() > 3 ? trim(field[3]) : std::string_view();
  if (roles.empty() || roles == "-" || roles[0] == ';') {
    if (!roles.empty() && roles[0] == ';')
      problem("conditions stand in the fifth column; roles are the usual ones");
    row.roles = default_roles(row.word_class);
  } else {
    for (std::string_view part : split(roles, ',')) {
      part = trim(part);
      if (part == "reciprocal") {
        row.reciprocal = true;
        continue;
      }
      const std::size_t equals = part.find('=');
      const std::optional<FrameRole> role = role_from(part.substr(0, equals));
      if (equals == std::string_view::npos || !role)
        return problem("unknown role or flag " + std::string(part));
      RoleRule rule{*role, {}};
      for (std::string_view name : split(part.substr(equals + 1), '|'))
        rule.sources.push_back(source_from(trim(name)));
      row.roles.push_back(std::move(rule));
    }
  }
  if (row.type && row.type->reciprocal) row.reciprocal = true;

  std::string_view when = field.size() > 4 ? trim(field[4]) : std::string_view();
  if (when.empty() && !roles.empty() && roles[0] == ';') when = trim(roles.substr(1));
  if (!when.empty() && when != "-") {
    for (std::string_view alternatives : split(when, ';')) {
      Condition condition;
      for (std::string_view text : split(alternatives, '|')) {
        text = trim(text);
        Test test;
        if (text.starts_with('!')) {
          test.wanted = false;
          text.remove_prefix(1);
        }
        const std::size_t colon = text.find(':');
        if (text == "passive") {
          test.kind = Test::Kind::passive;
        } else if (colon == std::string_view::npos) {
          return problem("unknown condition " + std::string(text));
        } else if (text.substr(0, colon) == "has") {
          test.kind = Test::Kind::has;
          test.source = source_from(text.substr(colon + 1));
        } else {
          test.source = source_from(text.substr(0, colon));
          test.word = text.substr(colon + 1);
          test.kind = test.word.starts_with('@') ? Test::Kind::lemma : Test::Kind::mention;
          if (test.word.starts_with('=')) {
            test.kind = Test::Kind::lemma;
            test.word.erase(0, 1);
          }
          if (!lemmas_of(test.word, test.lemmas)) return problem("unknown word class " + test.word);
        }
        condition.push_back(std::move(test));
      }
      row.conditions.push_back(std::move(condition));
    }
  }
  row.specificity = static_cast<int>(row.requirements.size() * 16 + row.conditions.size());
  // What is traded says more than with whom: "traded fire with".
  if (std::ranges::any_of(row.requirements,
                          [](const Requirement& need) { return need.kind == Requirement::Kind::object; }))
    row.specificity += 8;
  if (field.size() > 5) row.cameo = trim(field[5]);

  const std::string key = row_key(row);
  auto& rows = rows_[static_cast<int>(row.word_class)][row.lemma];
  const auto same =
      std::find_if(rows.begin(), rows.end(), [&](const Predicate& other) { return row_key(other) == key; });
  if (same != rows.end()) {
    *same = std::move(row);
    return;
  }
  const auto place = std::find_if(
      rows.begin(), rows.end(), [&](const Predicate& other) { return other.specificity < row.specificity; });
  rows.insert(place, std::move(row));
  ++count_;
}

void EventLexicon::replace_verb(const std::string& lemma, std::vector<Predicate> added) {
  auto& rows = rows_[static_cast<int>(WordClass::verb)][lemma];
  count_ -= rows.size();
  rows = std::move(added);
  count_ += rows.size();
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Predicate& a, const Predicate& b) { return a.specificity > b.specificity; });
}

const std::unordered_set<std::string>* EventLexicon::define_class(const std::string& name,
                                                                  const std::vector<std::string>& lemmas) {
  auto& known = classes_[name];
  known.insert(lemmas.begin(), lemmas.end());
  return &known;
}

std::span<const Predicate> EventLexicon::find(std::string_view lemma, WordClass word_class) const {
  const Rows& rows = rows_[static_cast<int>(word_class)];
  const auto found = rows.find(lemma);
  return found == rows.end() ? std::span<const Predicate>() : std::span<const Predicate>(found->second);
}

const std::unordered_set<std::string>* EventLexicon::word_class(std::string_view name) const {
  const auto found = classes_.find(name);
  return found == classes_.end() ? nullptr : &found->second;
}

}  // namespace ekg
