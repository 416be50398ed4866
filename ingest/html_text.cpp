#include "ingest/html_text.hpp"

#include <gumbo.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "graph/embedded.hpp"
#include "ingest/text/utf8.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr int depth_limit = 1000;         // of the tree that gumbo builds and we walk
constexpr std::size_t open_limit = 2000;  // of tags left open before it is built

struct Attributes {
  const GumboElement& element;
  std::string_view operator[](const char* name) const {
    const GumboAttribute* attribute = gumbo_get_attribute(&element.attributes, name);
    return attribute == nullptr ? std::string_view() : std::string_view(attribute->value);
  }
  bool has(const char* name) const { return gumbo_get_attribute(&element.attributes, name) != nullptr; }
};

bool one_of(GumboTag tag, std::initializer_list<GumboTag> tags) {
  return std::ranges::find(tags, tag) != tags.end();
}

bool is_block(GumboTag tag) {
  return one_of(
      tag, {GUMBO_TAG_P,      GUMBO_TAG_DIV,        GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE,    GUMBO_TAG_MAIN,
            GUMBO_TAG_LI,     GUMBO_TAG_UL,         GUMBO_TAG_OL,      GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE,
            GUMBO_TAG_H1,     GUMBO_TAG_H2,         GUMBO_TAG_H3,      GUMBO_TAG_H4,         GUMBO_TAG_H5,
            GUMBO_TAG_H6,     GUMBO_TAG_TABLE,      GUMBO_TAG_TR,      GUMBO_TAG_TD,         GUMBO_TAG_TH,
            GUMBO_TAG_DL,     GUMBO_TAG_DT,         GUMBO_TAG_DD,      GUMBO_TAG_HR,         GUMBO_TAG_BR,
            GUMBO_TAG_FIGURE, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_HEADER,  GUMBO_TAG_FOOTER,     GUMBO_TAG_BODY,
            GUMBO_TAG_HTML});
}

bool is_heading(GumboTag tag) {
  return one_of(tag, {GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6});
}

// Elements whose content nobody reads as text.
bool is_silent(GumboTag tag) {
  return one_of(tag, {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE,
                      GUMBO_TAG_SVG, GUMBO_TAG_MATH, GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED,
                      GUMBO_TAG_HEAD, GUMBO_TAG_TITLE, GUMBO_TAG_TEXTAREA, GUMBO_TAG_SELECT, GUMBO_TAG_BUTTON,
                      GUMBO_TAG_INPUT, GUMBO_TAG_CANVAS, GUMBO_TAG_VIDEO, GUMBO_TAG_AUDIO});
}

const std::unordered_set<std::string_view>& boilerplate_words() {
  static const auto words = [] {
    std::unordered_set<std::string_view> set;
    std::string_view data = embedded_data("html/boilerplate.txt");
    while (!data.empty()) {
      const std::string_view line = data.substr(0, data.find('\n'));
      data.remove_prefix(std::min(data.size(), line.size() + 1));
      if (!line.empty() && line[0] != '#') set.insert(line);
    }
    return set;
  }();
  return words;
}

bool names_boilerplate(std::string_view attribute) {
  const std::string lower = ascii_lower(attribute);
  const auto& words = boilerplate_words();
  for (const std::string_view separators : {" \t\n", " \t\n-_:"}) {
    for (std::size_t i = 0; i < lower.size();) {
      const std::size_t end = std::min(lower.find_first_of(separators, i), lower.size());
      if (words.contains(std::string_view(lower).substr(i, end - i))) return true;
      i = end + 1;
    }
  }
  return false;
}

// Not part of the article. The page's own root elements and headings keep their place whatever their class
// says.
bool is_boilerplate(const GumboElement& element) {
  const GumboTag tag = element.tag;
  if (is_silent(tag) || one_of(tag, {GUMBO_TAG_NAV, GUMBO_TAG_ASIDE, GUMBO_TAG_FOOTER, GUMBO_TAG_FORM,
                                     GUMBO_TAG_FIGCAPTION, GUMBO_TAG_MENU}))
    return true;
  const Attributes attributes{element};
  if (attributes.has("hidden") || attributes["aria-hidden"] == "true") return true;
  std::string style = ascii_lower(attributes["style"]);
  std::erase(style, ' ');
  if (style.find("display:none") != style.npos) return true;
  if (one_of(tag, {GUMBO_TAG_HTML, GUMBO_TAG_BODY, GUMBO_TAG_MAIN, GUMBO_TAG_ARTICLE, GUMBO_TAG_H1}) ||
      attributes["itemprop"] == "articleBody")
    return false;
  return names_boilerplate(attributes["class"]) || names_boilerplate(attributes["id"]) ||
         names_boilerplate(attributes["role"]);
}

template <class Each>
void for_children(const GumboNode& node, Each each) {
  const GumboVector& children =
      node.type == GUMBO_NODE_DOCUMENT ? node.v.document.children : node.v.element.children;
  for (unsigned i = 0; i < children.length; ++i) each(*static_cast<const GumboNode*>(children.data[i]));
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

bool is_text(const GumboNode& node) {
  return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA;
}

// Visits elements in document order; `enter` says whether to go below.
template <class Enter>
void walk(const GumboNode& node, Enter enter, int depth = 0) {
  if (depth > depth_limit || (node.type != GUMBO_NODE_DOCUMENT && !is_element(node))) return;
  if (is_element(node) && !enter(node)) return;
  for_children(node, [&](const GumboNode& child) { walk(child, enter, depth + 1); });
}

// Joins runs of white space, and lines at block boundaries.
class LineText {
 public:
  void text(std::string_view piece) {
    for (std::size_t i = 0; i < piece.size();) {
      const CodePoint c = code_point_at(piece, i);
      if (c.value <= 0x20) {
        pending_space_ = true;
      } else {
        if (pending_space_ && !line_.empty()) line_ += ' ';
        pending_space_ = false;
        line_ += piece.substr(i, c.size);
      }
      i += c.size;
    }
  }
  void linked(std::size_t bytes) { linked_bytes_ += bytes; }
  std::size_t line_bytes() const { return line_.size(); }
  // Ends the line. With `drop_link_lists`, a line that is mostly links and no sentence is left out.
  void end_line(bool drop_link_lists) {
    const bool link_list = drop_link_lists && linked_bytes_ * 2 > line_.size() && line_.size() < 200;
    if (!line_.empty() && !link_list) {
      if (!text_.empty()) text_ += '\n';
      text_ += line_;
    }
    line_.clear();
    linked_bytes_ = 0;
    pending_space_ = false;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_, line_;
  std::size_t linked_bytes_ = 0;
  bool pending_space_ = false;
};

void append_text(const GumboNode& node, LineText& out, bool article, int depth = 0) {
  if (is_text(node)) return out.text(node.v.text.text);
  if (!is_element(node) || depth > depth_limit) return;
  const GumboElement& element = node.v.element;
  if (article ? is_boilerplate(element) : is_silent(element.tag)) return;
  const bool block = is_block(element.tag);
  if (block) out.end_line(article);
  const std::size_t before = out.line_bytes();
  for_children(node, [&](const GumboNode& child) { append_text(child, out, article, depth + 1); });
  if (element.tag == GUMBO_TAG_A && out.line_bytes() > before) out.linked(out.line_bytes() - before);
  if (block) out.end_line(article && !is_heading(element.tag));
}

std::string text_below(const GumboNode& node, bool article) {
  LineText out;
  append_text(node, out, article);
  out.end_line(false);
  return out.take();
}

// Where the article stands: each paragraph of some length gives its weight to its parent and half of it to
// its grandparent (after Readability's scheme); marked-up articles are worth more than others.
class ArticleFinder {
 public:
  const GumboNode* find(const GumboNode& root) {
    score(root, 0);
    const GumboNode* best = nullptr;
    double best_score = 0;
    for (const GumboNode* node : order_) {
      const double value = scores_[node] * bonus(node->v.element);
      if (value > best_score) {
        best = node;
        best_score = value;
      }
    }
    return best;
  }

 private:
  static double bonus(const GumboElement& element) {
    const Attributes attributes{element};
    if (attributes["itemprop"] == "articleBody") return 4;
    if (element.tag == GUMBO_TAG_ARTICLE) return 2.5;
    if (element.tag == GUMBO_TAG_MAIN || attributes["role"] == "main") return 1.5;
    return 1;
  }

  void give(const GumboNode* node, double value) {
    if (node == nullptr || !is_element(*node)) return;
    const auto [at, inserted] = scores_.try_emplace(node, 0);
    if (inserted) order_.push_back(node);
    at->second += value;
  }

  void score(const GumboNode& node, int depth) {
    if (depth > depth_limit || (node.type != GUMBO_NODE_DOCUMENT && !is_element(node))) return;
    if (is_element(node)) {
      if (is_boilerplate(node.v.element)) return;
      double weight = 0;
      if (one_of(node.v.element.tag, {GUMBO_TAG_P, GUMBO_TAG_PRE, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_LI})) {
        const std::string text = text_below(node, true);
        if (text.size() >= 25)
          weight = 1 + static_cast<double>(std::ranges::count(text, ',')) +
                   std::min(3.0, static_cast<double>(text.size()) / 100);
      } else {
        weight = direct_text_weight(node);
      }
      if (weight > 0) {
        // The marked-up article takes the paragraphs below it at any depth.
        const GumboNode* above = node.v.element.tag == GUMBO_TAG_DIV ? &node : node.parent;
        give(above, weight);
        if (above != nullptr) give(above->parent, weight / 2);
        for (const GumboNode* up = above; up != nullptr && is_element(*up); up = up->parent) {
          if (bonus(up->v.element) > 1) give(up, weight / 2);
        }
      }
    }
    for_children(node, [&](const GumboNode& child) { score(child, depth + 1); });
  }

  // Pages that separate paragraphs by <br> hold their text directly in a <div>.
  static double direct_text_weight(const GumboNode& node) {
    if (node.v.element.tag != GUMBO_TAG_DIV) return 0;
    std::size_t bytes = 0;
    for_children(node, [&](const GumboNode& child) {
      if (child.type == GUMBO_NODE_TEXT) bytes += std::string_view(child.v.text.text).size();
    });
    return bytes < 80 ? 0 : static_cast<double>(bytes) / 100;
  }

  std::unordered_map<const GumboNode*, double> scores_;
  std::vector<const GumboNode*> order_;
};

void keep_first(std::string& field, std::string_view value) {
  if (field.empty()) field = tidy_text(value);
}

// Facts about the page, by how far they can be trusted: what stands in `strong` wins.
struct Facts {
  HtmlPage strong, weak;
};

std::string json_text(const nlohmann::json& object, const char* key) {
  const auto at = object.find(key);
  if (at == object.end()) return {};
  if (at->is_string()) return at->get<std::string>();
  if (at->is_array() && !at->empty()) return json_text(nlohmann::json{{key, at->front()}}, key);
  if (at->is_object()) {
    const std::string name = json_text(*at, "name");
    return name.empty() ? json_text(*at, "@id") : name;
  }
  return {};
}

void read_linked_data(const nlohmann::json& json, HtmlPage& page, int depth = 0) {
  if (depth > 8) return;
  if (json.is_array()) {
    for (const auto& item : json) read_linked_data(item, page, depth + 1);
    return;
  }
  if (!json.is_object()) return;
  if (const auto graph = json.find("@graph"); graph != json.end()) read_linked_data(*graph, page, depth + 1);
  const std::string type = json_text(json, "@type");
  if (type.find("Article") == type.npos && type.find("Posting") == type.npos &&
      type.find("Report") == type.npos)
    return;
  keep_first(page.title, json_text(json, "headline"));
  keep_first(page.published_text, json_text(json, "datePublished"));
  keep_first(page.outlet, json_text(json, "publisher"));
  keep_first(page.language, json_text(json, "inLanguage"));
  keep_first(page.url, json_text(json, "mainEntityOfPage"));
  keep_first(page.text, json_text(json, "articleBody"));
}

void read_meta(const Attributes& attributes, Facts& facts) {
  const std::string_view content = attributes["content"];
  std::string name = ascii_lower(attributes["property"]);
  if (name.empty()) name = ascii_lower(attributes["name"]);
  if (name.empty()) name = ascii_lower(attributes["itemprop"]);
  const auto is = [&](std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
  };
  if (is({"og:title"}))
    keep_first(facts.strong.title, content);
  else if (is({"twitter:title", "dc.title", "dcterms.title"}))
    keep_first(facts.weak.title, content);
  else if (is({"og:site_name"}))
    keep_first(facts.strong.outlet, content);
  else if (is({"application-name", "dc.publisher"}))
    keep_first(facts.weak.outlet, content);
  else if (is({"og:url"}))
    keep_first(facts.weak.url, content);
  else if (is({"article:published_time", "og:article:published_time", "datepublished"}))
    keep_first(facts.strong.published_text, content);
  else if (is({"date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
               "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created",
               "parsely-pub-date", "sailthru.date", "article.published", "cxenseparse:recs:publishtime",
               "citation_publication_date"}))
    keep_first(facts.weak.published_text, content);
  else if (is({"og:locale", "dc.language", "language"}))
    keep_first(facts.weak.language, content);
  else if (ascii_lower(attributes["http-equiv"]) == "content-language")
    keep_first(facts.weak.language, content);
}

std::string script_text(const GumboNode& node) {
  std::string text;
  for_children(node, [&](const GumboNode& child) {
    if (is_text(child)) text += child.v.text.text;
  });
  return text;
}

void read_element(const GumboNode& node, Facts& facts) {
  const GumboElement& element = node.v.element;
  const Attributes attributes{element};
  switch (element.tag) {
    case GUMBO_TAG_HTML:
      keep_first(facts.strong.language, attributes["lang"]);
      break;
    case GUMBO_TAG_TITLE:
      keep_first(facts.weak.title, script_text(node));
      break;
    case GUMBO_TAG_META:
      read_meta(attributes, facts);
      break;
    case GUMBO_TAG_LINK:
      if (ascii_lower(attributes["rel"]) == "canonical") keep_first(facts.strong.url, attributes["href"]);
      break;
    case GUMBO_TAG_SCRIPT:
      if (ascii_lower(attributes["type"]) == "application/ld+json")
        read_linked_data(nlohmann::json::parse(script_text(node), nullptr, false), facts.strong);
      break;
    case GUMBO_TAG_TIME:
      if (attributes.has("datetime")) {
        const bool marked = attributes.has("pubdate") || attributes["itemprop"] == "datePublished";
        keep_first(marked ? facts.strong.published_text : facts.weak.published_text, attributes["datetime"]);
      }
      break;
    default:
      if (attributes["itemprop"] == "datePublished") {
        const std::string_view content = attributes["content"];
        keep_first(facts.strong.published_text, content.empty() ? attributes["datetime"] : content);
      }
      break;
  }
}

struct Parsed {
  GumboOutput* output;
  explicit Parsed(std::string_view html)
      : output(gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size())) {}
  ~Parsed() { gumbo_destroy_output(&kGumboDefaultOptions, output); }
  Parsed(const Parsed&) = delete;
  Parsed& operator=(const Parsed&) = delete;
};

// gumbo frees its tree recursively, so what opens thousands of elements within each other is refused before
// it is parsed. Counts tags without knowing HTML: elements that need no end tag are taken out.
bool nested_too_deeply(std::string_view html) {
  static const std::unordered_set<std::string> open_ended = {
      "p",   "li",    "br",    "hr",     "img",   "input",    "meta",     "link",  "td",     "tr",
      "th",  "dt",    "dd",    "option", "area",  "base",     "col",      "embed", "source", "track",
      "wbr", "param", "tbody", "thead",  "tfoot", "colgroup", "optgroup", "rt",    "rp"};
  std::size_t open = 0;
  for (std::size_t i = html.find('<'); i != html.npos; i = html.find('<', i + 1)) {
    const bool closing = i + 1 < html.size() && html[i + 1] == '/';
    std::size_t end = i + 1 + closing;
    while (end < html.size() && ((html[end] | 0x20) >= 'a' && (html[end] | 0x20) <= 'z')) ++end;
    if (end == i + 1 + closing) continue;
    if (open_ended.contains(ascii_lower(html.substr(i + 1 + closing, end - i - 1 - closing)))) continue;
    if (!closing)
      ++open;
    else if (open > 0)
      --open;
    if (open > open_limit) return true;
  }
  return false;
}

}  // namespace

std::optional<HtmlPage> read_html_page(std::string_view html) {
  if (nested_too_deeply(html)) return std::nullopt;
  const Parsed parsed(html);
  const GumboNode& root = *parsed.output->root;
  Facts facts;
  walk(root, [&](const GumboNode& node) {
    read_element(node, facts);
    return true;
  });
  HtmlPage page = std::move(facts.strong);
  const std::string linked_body = std::exchange(page.text, {});
  if (const GumboNode* article = ArticleFinder().find(root)) page.text = text_below(*article, true);
  if (page.text.empty()) page.text = linked_body;
  if (page.title.empty()) {
    walk(root, [&](const GumboNode& node) {
      if (node.v.element.tag == GUMBO_TAG_H1) keep_first(page.title, text_below(node, false));
      return page.title.empty();
    });
  }
  keep_first(page.title, facts.weak.title);
  keep_first(page.url, facts.weak.url);
  keep_first(page.outlet, facts.weak.outlet);
  keep_first(page.language, facts.weak.language);
  keep_first(page.published_text, facts.weak.published_text);
  if (!page.title.empty() && page.text.starts_with(page.title + "\n"))
    page.text.erase(0, page.title.size() + 1);
  std::ranges::replace(page.language, '_', '-');
  page.published = parse_published(page.published_text);
  return page;
}

std::optional<std::string> html_fragment_text(std::string_view html) {
  if (nested_too_deeply(html)) return std::nullopt;
  const Parsed parsed(html);
  return text_below(*parsed.output->root, false);
}

std::string declared_html_charset(std::string_view html) {
  const std::string head = ascii_lower(html.substr(0, 1024));
  const std::size_t at = head.find("charset=");
  if (at == head.npos) return {};
  const std::size_t begin = head.find_first_not_of("\"' ", at + 8);
  if (begin == head.npos) return {};
  return head.substr(begin, head.find_first_of("\"'; />", begin) - begin);
}

}  // namespace ekg
