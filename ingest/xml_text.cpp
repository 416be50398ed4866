#include "ingest/xml_text.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "ingest/text/utf8.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{1} << 26;  // expat counts in int

std::string declared_encoding(std::string_view xml) {
  const std::string head = ascii_lower(xml.substr(0, 256));
  const std::size_t at = head.find("encoding=");
  if (!head.starts_with("<?xml") || at == head.npos || at + 10 >= head.size() || at > head.find("?>"))
    return {};
  return head.substr(at + 10, head.find_first_of("\"'", at + 10) - at - 10);
}

// Is there a control character, or U+FFFE or U+FFFF?
bool is_forbidden(std::string_view at) {
  if (at.empty()) return false;
  const auto c = static_cast<unsigned char>(at[0]);
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || at.starts_with("\xEF\xBF\xBE") ||
         at.starts_with("\xEF\xBF\xBF");
}

bool is_cut(XML_Error error) {
  return error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN ||
         error == XML_ERROR_UNCLOSED_CDATA_SECTION || error == XML_ERROR_PARTIAL_CHAR;
}

struct Parse {
  XML_Parser parser;
  bool has_entities = false;     // of its own
  std::string undefined_entity;  // named, and not declared in the file

  void stop() const { XML_StopParser(parser, XML_FALSE); }
};

void XMLCALL on_entity(void* data, const XML_Char*, int, const XML_Char*, int, const XML_Char*,
                       const XML_Char*, const XML_Char*, const XML_Char*) {
  auto& parse = *static_cast<Parse*>(data);
  parse.has_entities = true;
  parse.stop();
}
// With a document type elsewhere expat only passes over what that may declare.
void XMLCALL on_skipped(void* data, const XML_Char* name, int) {
  auto& parse = *static_cast<Parse*>(data);
  parse.undefined_entity = name;
  parse.stop();
}

}  // namespace

std::string xml_as_utf8(std::string bytes) {
  const std::string encoding = declared_encoding(bytes);
  return to_utf8(std::move(bytes), encoding);
}

std::optional<XmlFault> xml_fault(std::string_view xml) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate("UTF-8"),
                                                                            XML_ParserFree);
  Parse parse{parser.get()};
  XML_SetUserData(parser.get(), &parse);
  XML_SetEntityDeclHandler(parser.get(), on_entity);
  XML_SetSkippedEntityHandler(parser.get(), on_skipped);
  std::string_view rest = xml;
  XML_Status status = XML_STATUS_OK;
  do {
    const std::string_view chunk = rest.substr(0, chunk_bytes);
    rest.remove_prefix(chunk.size());
    status = XML_Parse(parser.get(), chunk.data(), static_cast<int>(chunk.size()), rest.empty() ? 1 : 0);
  } while (status == XML_STATUS_OK && !rest.empty());
  if (status == XML_STATUS_OK || parse.has_entities) return std::nullopt;
  const XML_Error error = XML_GetErrorCode(parser.get());
  const auto offset = static_cast<std::size_t>(std::max<XML_Index>(XML_GetCurrentByteIndex(parser.get()), 0));
  XmlFault fault;
  fault.line = XML_GetCurrentLineNumber(parser.get());
  fault.column = XML_GetCurrentColumnNumber(parser.get()) + 1;
  fault.forbidden_character =
      error == XML_ERROR_BAD_CHAR_REF ||
      (error == XML_ERROR_INVALID_TOKEN && is_forbidden(xml.substr(std::min(offset, xml.size()))));
  if (parse.undefined_entity.empty())
    fault.message =
        fmt::format("{}{}", error == XML_ERROR_INVALID_TOKEN ? "invalid token" : XML_ErrorString(error),
                    is_cut(error) ? "; is the file cut?" : "");
  else
    fault.message = fmt::format("undefined entity &{};", parse.undefined_entity);
  return fault;
}

}  // namespace ekg
