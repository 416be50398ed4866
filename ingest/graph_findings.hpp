// What GraphML and GEXF have in common for who checks them: nodes, edges, values, and what was found. Used by
// one check of one file.
#pragma once
#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "graph/problem.hpp"
#include "ingest/graph_check.hpp"

namespace pugi {
class xml_node;
}

namespace ekg {

class GraphFindings {
 public:
  struct Column {
    std::string type;
    std::string name;  // by which Gephi knows it; of GraphML
    bool dynamic = false;
  };
  using Columns = std::unordered_map<std::string, Column>;

  // `xml`: the file as UTF-8, which outlives it; offsets of elements are into it.
  GraphFindings(std::string_view xml, const std::string& file) : xml_(xml), file_(file) {}

  void report(const char* code, Severity severity, std::ptrdiff_t offset, std::string message);
  void report(Problem problem);  // of which it knows no line itself
  // Each kind of finding once, with how many there are.
  void tell(ProblemSink& problems) const;

  void node(const pugi::xml_node& at);
  void edge(const pugi::xml_node& at, const std::string& kind, bool directed);
  void value(const pugi::xml_node& at, const Column& column, std::string_view text);
  void weight(const pugi::xml_node& at, std::string_view text);
  void shade(const pugi::xml_node& at, std::string_view text);  // of red, green or blue
  // An attribute that has one of the words, or is not there.
  void word(const pugi::xml_node& at, const char* attribute,
            const std::initializer_list<std::string_view>& known);

  static std::optional<double> number(std::string_view text);
  static bool is_finite(std::string_view text);
  static bool fits(std::string_view type, std::string_view value);

  GraphFileSummary summary;

 private:
  struct Found {
    Problem first;
    std::size_t count = 0;
  };

  std::string_view xml_;
  const std::string& file_;
  std::map<std::string, Found> found_;
  std::unordered_map<std::string, std::ptrdiff_t> nodes_;  // where each is
  std::unordered_set<std::string> edges_, pairs_;
};

// What each format has of its own, below its root element or <graph>.
void check_graphml(const pugi::xml_node& root, GraphFindings& findings);
void check_gexf(const pugi::xml_node& graph, GraphFindings& findings);

}  // namespace ekg
