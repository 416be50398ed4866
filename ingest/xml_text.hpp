// What a document type declaration of an XML file would have a reader do.
#pragma once
#include <string_view>

namespace ekg {

// Entities of its own may grow without end or name files and addresses. Nothing here expands one, so a file
// that declares some would be read as something else than it says: it is refused. `doctype`: what stands in
// <!DOCTYPE …>.
inline bool declares_entities(std::string_view doctype) {
  return doctype.find("<!ENTITY") != std::string_view::npos;
}

}  // namespace ekg
