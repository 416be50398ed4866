// RSS 2.0 (and 1.0) and Atom: each entry is a document.
#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>

#include "ingest/html_text.hpp"
#include "ingest/reader.hpp"
#include "ingest/text/utf8.hpp"
#include "ingest/text_bytes.hpp"
#include "ingest/xml_text.hpp"

namespace ekg {
namespace {

constexpr std::string_view suffixes[] = {".rss", ".atom", ".xml"};

bool sniff(std::string_view head) {
  const std::string start = ascii_lower(head.substr(0, 4096));
  return start.find("<rss") != start.npos || start.find("<feed") != start.npos ||
         start.find("<rdf:rdf") != start.npos;
}

std::uint64_t line_at(std::string_view xml, std::ptrdiff_t offset) {
  const auto end = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(offset, 0, std::ssize(xml)));
  return static_cast<std::uint64_t>(std::ranges::count(xml.substr(0, end), '\n')) + 1;
}

std::string text_of(pugi::xml_node node) { return tidy_text(node.text().get()); }

// Atom says which type its text has; RSS carries HTML as text.
std::string body_of(pugi::xml_node node) {
  const std::string_view type = node.attribute("type").value();
  if (type == "text" || type == "text/plain") return text_of(node);
  std::string html;
  if (type == "xhtml") {
    struct Writer final : pugi::xml_writer {
      std::string& out;
      explicit Writer(std::string& to) : out(to) {}
      void write(const void* data, std::size_t size) override {
        out.append(static_cast<const char*>(data), size);
      }
    } writer(html);
    for (const pugi::xml_node child : node.children()) child.print(writer, "", pugi::format_raw);
  } else {
    html = node.text().get();
  }
  return html_fragment_text(html).value_or("");
}

struct Feed {
  std::string_view xml;
  const ReadOptions& options;
  RecordSink& sink;

  void entry(pugi::xml_node node, Document document, const std::string& published, std::string body) const {
    document.line = line_at(xml, node.offset_debug());
    document.text = std::move(body);
    if (!published.empty()) {
      document.published = parse_published(published);
      if (!document.published)
        sink.report({"bad-date", Severity::warning, options.file, document.line, 0,
                     "the entry's publication date is no date", excerpt_of(published)});
    }
    ReadOptions own = options;
    own.document_id.clear();
    finish_document(std::move(document), own, sink);
  }

  void rss(pugi::xml_node channel, pugi::xml_node items) const {
    for (const pugi::xml_node item : items.children("item")) {
      Document document;
      document.title = html_fragment_text(item.child("title").text().get()).value_or("");
      document.url = text_of(item.child("link"));
      document.id = document.url.empty() ? text_of(item.child("guid")) : document.url;
      document.outlet = text_of(item.child("source"));
      if (document.outlet.empty()) document.outlet = text_of(channel.child("title"));
      document.language = text_of(channel.child("language"));
      std::string published = text_of(item.child("pubDate"));
      if (published.empty()) published = text_of(item.child("dc:date"));
      std::string body = body_of(item.child("content:encoded"));
      if (body.empty()) body = body_of(item.child("description"));
      entry(item, std::move(document), published, std::move(body));
    }
  }

  void atom(pugi::xml_node feed) const {
    for (const pugi::xml_node item : feed.children("entry")) {
      Document document;
      document.title = body_of(item.child("title"));
      for (const pugi::xml_node link : item.children("link")) {
        const std::string_view relation = link.attribute("rel").value();
        if (document.url.empty() && (relation.empty() || relation == "alternate"))
          document.url = link.attribute("href").value();
      }
      document.id = document.url.empty() ? text_of(item.child("id")) : document.url;
      document.outlet = text_of(item.child("source").child("title"));
      if (document.outlet.empty()) document.outlet = body_of(feed.child("title"));
      document.language = item.attribute("xml:lang").value();
      if (document.language.empty()) document.language = feed.attribute("xml:lang").value();
      std::string published = text_of(item.child("published"));
      if (published.empty()) published = text_of(item.child("updated"));
      std::string body = body_of(item.child("content"));
      if (body.empty()) body = body_of(item.child("summary"));
      entry(item, std::move(document), published, std::move(body));
    }
  }
};

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  const std::string xml = xml_as_utf8(read_whole(in, options));
  if (auto bad = text_problem(xml, options.file)) throw BrokenInput(std::move(*bad));
  pugi::xml_document tree;
  const auto result = tree.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_doctype,
                                       pugi::encoding_utf8);
  const auto broken = [&](std::uint64_t line, std::string message) {
    return BrokenInput({"bad-xml", Severity::error, options.file, line, 0, std::move(message), ""});
  };
  if (!result)
    throw broken(line_at(xml, result.offset), fmt::format("{}; is the file cut?", result.description()));
  const pugi::xml_node doctype =
      tree.find_child([](pugi::xml_node node) { return node.type() == pugi::node_doctype; });
  if (declares_entities(doctype.value()))
    throw broken(line_at(xml, doctype.offset_debug()), "it declares entities, which are never expanded");
  const Feed feed{xml, options, sink};
  if (const pugi::xml_node channel = tree.child("rss").child("channel"))
    feed.rss(channel, channel);
  else if (const pugi::xml_node rdf = tree.child("rdf:RDF"))
    feed.rss(rdf.child("channel"), rdf);
  else if (const pugi::xml_node atom = tree.child("feed"))
    feed.atom(atom);
  else
    throw broken(1, "no RSS or Atom feed");
}

}  // namespace

extern const Reader feed_reader = {"feed", "an RSS or Atom feed, a document an entry", suffixes, sniff, read};

}  // namespace ekg
