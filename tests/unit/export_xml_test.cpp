#include "export/xml.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "export/writer.hpp"
#include "tests/support/hostile_graph.hpp"

namespace ekg {
namespace {

std::string utf8(unsigned code) {
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 | code >> 6), static_cast<char>(0x80 | (code & 63))};
  if (code < 0x10000)
    return {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 63)),
            static_cast<char>(0x80 | (code & 63))};
  return {static_cast<char>(0xF0 | code >> 18), static_cast<char>(0x80 | (code >> 12 & 63)),
          static_cast<char>(0x80 | (code >> 6 & 63)), static_cast<char>(0x80 | (code & 63))};
}

// The production Char of XML 1.0, section 2.2, word for word.
bool is_char(unsigned c) {
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
         (c >= 0x10000 && c <= 0x10FFFF);
}

TEST(xml, every_character_leaves_as_it_is_as_a_reference_or_replaced_and_counted) {
  const std::string markup = "&<>\"\t\n\r";
  for (unsigned code = 0; code <= 0x10FFFF; code += code < 0x11000 ? 1 : 251) {
    std::ostringstream stream;
    XmlText xml(stream);
    xml.escaped("a" + utf8(code) + "b");
    xml.flush();
    const std::string out = stream.str();
    if (!is_char(code)) {
      EXPECT_NE(out.find("\xEF\xBF\xBD"), out.npos) << code;
      EXPECT_GT(xml.replaced(), 0U) << code;
    } else if (code < 0x80 && markup.find(static_cast<char>(code)) != markup.npos) {
      EXPECT_TRUE(out.starts_with("a&") && out.ends_with(";b")) << code;
    } else {
      EXPECT_EQ(out, "a" + utf8(code) + "b") << code;
      EXPECT_EQ(xml.replaced(), 0U) << code;
    }
  }
}

TEST(xml, bytes_that_are_no_utf8_are_replaced) {
  for (const char* text : {"\xFF", "\xC3", "\xC3(", "\xE2\x82", "\xC0\xAF", "\xF5\x80\x80\x80", "\x80"}) {
    std::ostringstream stream;
    XmlText xml(stream);
    xml.escaped(text);
    xml.flush();
    const std::string out = stream.str();
    EXPECT_GT(xml.replaced(), 0U) << text;
    EXPECT_EQ(out.find(text), out.npos);
  }
}

TEST(xml, what_was_replaced_is_a_problem_of_graphml_and_gexf) {
  const EventGraph graph = testing::hostile_graph();
  for (const char* name : {"graphml", "gexf"}) {
    ProblemLog problems;
    std::ostringstream out;
    find_writer(name)->write(TimeSlice(graph), out, {}, problems);
    const auto all = problems.sorted();
    EXPECT_EQ(std::ranges::count(all, "xml-characters-replaced", &Problem::code), 1) << name;
    const std::string text = out.str();
    EXPECT_TRUE(std::ranges::none_of(text, [](char c) {
      return static_cast<unsigned char>(c) < 0x20 && c != '\n';
    })) << name;
    EXPECT_EQ(text.find("\xEF\xBF\xBE"), text.npos) << name;
  }
}

}  // namespace
}  // namespace ekg
