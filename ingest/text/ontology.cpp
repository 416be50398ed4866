#include "ingest/text/ontology.hpp"

#include <charconv>
#include <istream>
#include <sstream>

#include "graph/embedded.hpp"
#include "ingest/text/events/tsv.hpp"

namespace ekg {
namespace {

std::string value_or_empty(std::string_view field) {
  return field == "-" ? std::string() : std::string(field);
}

std::optional<double> number(std::string_view field) {
  double value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc() || end != field.data() + field.size()) return std::nullopt;
  return value;
}

bool has_flag(std::string_view flags, std::string_view flag) {
  for (std::string_view one : split(flags, ','))
    if (one == flag) return true;
  return false;
}

}  // namespace

Ontology::Ontology() {
  ProblemLog problems;
  for (const char* path : {"ontology.tsv", "modes.tsv"}) {
    std::istringstream in{std::string(embedded_data(path))};
    read(in, path, problems);
  }
}

void Ontology::read(std::istream& in, const std::string& file, ProblemSink& problems) {
  for_each_row(in, [&](std::string_view line, std::uint64_t number_of_line) {
    const std::vector<std::string_view> field = split(line, '\t');
    const auto problem = [&](const std::string& message) {
      problems.report({"ontology-row", Severity::error, file, number_of_line, 0, message, excerpt_of(line)});
    };
    const std::size_t dot = field[0].find('.');
    EventType type;
    if (dot != std::string_view::npos) {
      const EventType* base = find(field[0].substr(0, dot));
      if (!base) return problem("a mode of an unknown type");
      if (field.size() < 3) return problem("a mode has a CAMEO code and an intensity");
      type = *base;
      type.mode = field[0].substr(dot + 1);
      type.cameo = value_or_empty(field[1]);
      type.intensity = number(field[2]);
      if (field.size() > 3) type.gloss = field[3];
      if (field.size() > 4) type.plover = value_or_empty(field[4]);
    } else {
      if (field.size() < 8) return problem("a type has eight columns at least");
      type.name = field[0];
      type.cameo = value_or_empty(field[1]);
      type.plover = value_or_empty(field[2]);
      type.mode = value_or_empty(field[3]);
      type.quad = quad_from(field[4]);
      if (!type.quad && field[4] != "-") return problem("unknown quad class");
      type.intensity = number(field[5]);
      type.family = value_or_empty(field[6]);
      type.speech = has_flag(field[7], "speech");
      type.outer = has_flag(field[7], "outer");
      type.reciprocal = has_flag(field[7], "reciprocal");
      type.between_states = has_flag(field[7], "between-states");
      type.on_a_state = has_flag(field[7], "on-a-state");
      type.yields = has_flag(field[7], "yields");
      type.harms = has_flag(field[7], "harms");
      if (field.size() > 8) type.gloss = field[8];
    }
    types_[std::string(field[0])] = std::move(type);
  });
}

const EventType* Ontology::find(std::string_view key) const {
  const auto found = types_.find(key);
  return found == types_.end() ? nullptr : &found->second;
}

}  // namespace ekg
