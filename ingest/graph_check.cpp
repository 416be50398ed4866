#include "ingest/graph_check.hpp"

#include <fmt/format.h>

#include <cstring>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "ingest/graph_findings.hpp"
#include "ingest/xml_text.hpp"

namespace ekg {
namespace {

constexpr std::size_t longest_value = 524288;  // of an attribute, in Gephi's XML parser

// Of an element, as its prefix or none says.
std::string namespace_of(pugi::xml_node element) {
  const std::string name = element.name();
  const std::size_t colon = name.find(':');
  return element.attribute((colon == name.npos ? "xmlns" : "xmlns:" + name.substr(0, colon)).c_str()).value();
}

// What holds for each of them. Prefixes of namespaces are taken off the names, for Gephi does not look at
// them.
void check_elements(pugi::xml_document& document, GraphFindings& findings) {
  struct Walk final : pugi::xml_tree_walker {
    explicit Walk(GraphFindings& all) : findings(all) {}
    bool for_each(pugi::xml_node& node) override {
      if (const char* const colon = std::strchr(node.name(), ':')) {
        const std::string local = colon + 1;  // set_name writes over what it is given
        node.set_name(local.c_str());
      }
      for (const pugi::xml_attribute& attribute : node.attributes())
        if (const std::size_t bytes = std::strlen(attribute.value()); bytes > longest_value)
          findings.report("graph-value-too-long", Severity::error, node.offset_debug(),
                          fmt::format("\"{}\" has {} bytes; Gephi reads {} of an attribute", attribute.name(),
                                      bytes, longest_value));
      return true;
    }
    GraphFindings& findings;
  };
  Walk walk(findings);
  document.traverse(walk);
}

void check(const std::string& xml, const std::string& file, GraphFindings& findings) {
  if (const auto fault = xml_fault(xml)) {
    Problem problem{"graph-not-xml",
                    Severity::error,
                    file,
                    fault->line,
                    fault->column,
                    "not well-formed: " + fault->message,
                    ""};
    if (fault->forbidden_character) {
      problem.code = "graph-forbidden-character";
      problem.message = "a character that XML 1.0 forbids: the import fails";
    }
    findings.report(std::move(problem));
    return;
  }
  pugi::xml_document document;
  const auto parsed = document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_doctype,
                                           pugi::encoding_utf8);
  if (!parsed) {
    findings.report("graph-not-xml", Severity::error, parsed.offset,
                    fmt::format("not well-formed: {}", parsed.description()));
    return;
  }
  if (const pugi::xml_node doctype =
          document.find_child([](pugi::xml_node node) { return node.type() == pugi::node_doctype; })) {
    if (declares_entities(doctype.value())) {
      findings.report("graph-doctype", Severity::error, doctype.offset_debug(),
                      "it declares entities, which are never expanded; write the text itself instead");
      return;
    }
    findings.report(
        "graph-doctype", Severity::warning, doctype.offset_debug(),
        "a document type declaration: who looks it up needs the network, and others refuse the file");
  }
  const pugi::xml_node root = document.document_element();
  const std::string space = namespace_of(root);
  check_elements(document, findings);
  const std::string_view name = root.name();
  if (name == "graphml") {
    findings.summary.format = "GraphML";
    if (space != "http://graphml.graphdrawing.org/xmlns")
      findings.report("graph-namespace", Severity::error, root.offset_debug(),
                      "without the namespace http://graphml.graphdrawing.org/xmlns networkx finds no graph");
    check_graphml(root, findings);
  } else if (name == "gexf") {
    findings.summary.format = fmt::format("GEXF {}", root.attribute("version").value());
    check_gexf(root.child("graph"), findings);
  } else {
    findings.report("graph-not-xml", Severity::error, 0,
                    fmt::format("<{}> is neither GraphML nor GEXF", name));
  }
}

}  // namespace

GraphFileSummary check_graph_file(std::string_view bytes, const std::string& file, ProblemSink& problems) {
  const std::string xml = xml_as_utf8(std::string(bytes));
  GraphFindings findings(xml, file);
  check(xml, file, findings);
  findings.tell(problems);
  return findings.summary;
}

}  // namespace ekg
