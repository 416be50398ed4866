// An XML file as a tree, with the lines of its nodes. Entities other than XML's own five are never expanded.
#pragma once
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "ingest/reader.hpp"

namespace ekg {

class XmlTree {
 public:
  // Throws BrokenInput "bad-xml", with the line, when it is not well-formed or its root is not `root_name`,
  // and "too-large" over a gibibyte.
  XmlTree(std::istream& in, const ReadOptions& options, const char* root_name);

  pugi::xml_node root() const { return root_; }
  std::uint64_t line_of(pugi::xml_node node) const;  // 1-based, O(log n)

 private:
  std::string bytes_;
  std::vector<std::size_t> line_ends_;
  pugi::xml_document document_;
  pugi::xml_node root_;
};

}  // namespace ekg
