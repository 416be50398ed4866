#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "graph/embedded.hpp"
#include "ingest/text/event_lexicon.hpp"

namespace ekg {
namespace {

struct Loaded {
  ProblemLog problems;
  EventLexicon lexicon;
  Loaded() {
    for (std::string_view path : embedded_paths("lexicon/")) {
      if (path.ends_with("/operators.tsv")) continue;
      std::istringstream in{std::string(embedded_data(path))};
      lexicon.read(in, std::string(path), problems);
    }
  }
};

TEST(lexicon_data, every_row_is_used) {
  Loaded loaded;
  for (const Problem& problem : loaded.problems.sorted())
    ADD_FAILURE() << problem.file << ":" << problem.line << ": " << problem.message << ": "
                  << problem.excerpt;
  EXPECT_GT(loaded.lexicon.size(), 1500u);
}

TEST(lexicon_data, a_deal_that_is_struck_is_no_attack) {
  const EventLexicon lexicon;
  const auto rows = lexicon.find("strike", WordClass::verb);
  ASSERT_FALSE(rows.empty());
  for (const Predicate& row : rows)
    if (!row.requirements.empty() && row.requirements[0].word == "deal") {
      EXPECT_EQ(row.type->name, "agreement");
      return;
    }
  ADD_FAILURE() << "no row for strike =deal";
}

TEST(lexicon_data, every_plover_root_has_forty_rows) {
  const Ontology ontology;
  std::map<std::string, int> rows;
  for (const auto& [name, type] : ontology.types())
    if (!type.plover.empty()) rows[type.plover] = 0;
  EXPECT_EQ(rows.size(), 16u);
  for (std::string_view path : embedded_paths("lexicon/")) {
    std::istringstream in{std::string(embedded_data(path))};
    for (std::string line; std::getline(in, line);) {
      const auto first = line.find('\t'), second = line.find('\t', first + 1),
                 third = line.find('\t', second + 1);
      if (line.starts_with('#') || second == std::string::npos) continue;
      const EventType* type =
          ontology.find(line.substr(second + 1, third == std::string::npos ? third : third - second - 1));
      if (type && !type->plover.empty()) ++rows[type->plover];
    }
  }
  for (const auto& [root, count] : rows) EXPECT_GE(count, 40) << root;
}

}  // namespace
}  // namespace ekg
