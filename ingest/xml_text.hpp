// What a file must be before it is taken for XML: the tree parser takes much that no other program opens.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ekg {

// As UTF-8: by a byte order mark, else by the encoding that the XML declaration names. The result may still
// be no valid UTF-8.
std::string xml_as_utf8(std::string bytes);

struct XmlFault {
  std::uint64_t line = 0, column = 0;  // 1-based; columns are bytes
  std::string message;                 // "mismatched tag"
  bool forbidden_character = false;    // one that XML 1.0 forbids, raw or as a reference
};

// Why `xml` is not a well-formed document of XML 1.0; nullopt: it is one, or it declares entities, which are
// not looked into (declares_entities). `xml` is read as UTF-8, whatever it declares. O(n), in constant
// memory.
std::optional<XmlFault> xml_fault(std::string_view xml);

// Entities of its own may grow without end or name files and addresses. Nothing here expands one, so a file
// that declares some would be read as something else than it says: it is refused. `doctype`: what stands in
// <!DOCTYPE …>.
inline bool declares_entities(std::string_view doctype) {
  return doctype.find("<!ENTITY") != std::string_view::npos;
}

}  // namespace ekg
