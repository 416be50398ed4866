// The text of HTML: the article of a page without what stands around it, and the text of a fragment as feeds
// carry it. Parsed as a browser does (gumbo), so broken markup gives the tree that a reader would see.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "graph/time_span.hpp"

namespace ekg {

struct HtmlPage {
  std::string title;
  std::string url;  // canonical
  std::string outlet;
  std::string language;
  std::optional<TimeSpan> published;
  std::string published_text;  // what the page says, also where it cannot be read
  std::string text;            // paragraphs of the article, a line each; empty when there are none
};

// REQUIRES: valid UTF-8. nullopt: nested too deeply to be a page.
std::optional<HtmlPage> read_html_page(std::string_view html);

// All text of a fragment, a line a block; nullopt as above. Plain text stays as it is.
std::optional<std::string> html_fragment_text(std::string_view html);

// The charset that the page declares within its first kilobyte; empty: none.
std::string declared_html_charset(std::string_view html);

}  // namespace ekg
