// A web page: its article as one document.
#include "ingest/html_text.hpp"
#include "ingest/reader.hpp"
#include "ingest/text/utf8.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::string_view suffixes[] = {".html", ".htm", ".xhtml"};

bool sniff(std::string_view head) {
  const std::string start = ascii_lower(head.substr(0, 1024));
  return start.find("<!doctype html") != start.npos || start.find("<html") != start.npos;
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  std::string bytes = read_whole(in, options);
  const std::string charset = declared_html_charset(bytes);
  const std::string html = to_utf8(std::move(bytes), charset);
  if (auto bad = text_problem(html, options.file)) return sink.drop(std::move(*bad));
  auto page = read_html_page(html);
  const auto problem = [&](const char* code, Severity severity, const char* message,
                           std::string_view excerpt = {}) {
    return Problem{code, severity, options.file, 0, 0, message, excerpt_of(excerpt)};
  };
  if (!page)
    return sink.drop(
        problem("nested-too-deeply", Severity::error, "elements within elements by the thousand"));
  if (page->text.empty())
    return sink.drop(problem("no-article", Severity::error, "no article found in the page", page->title));
  if (!page->published && !page->published_text.empty())
    sink.report(problem("bad-date", Severity::warning, "the page's publication date is no date",
                        page->published_text));
  Document document;
  document.title = std::move(page->title);
  document.url = std::move(page->url);
  document.outlet = std::move(page->outlet);
  document.language = std::move(page->language);
  document.published = page->published;
  document.text = std::move(page->text);
  finish_document(std::move(document), options, sink);
}

}  // namespace

extern const Reader html_reader = {"html", "a web page: its article, without what stands around it", suffixes,
                                   sniff, read};

}  // namespace ekg
