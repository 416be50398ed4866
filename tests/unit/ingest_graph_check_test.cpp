#include "ingest/graph_check.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "export/writer.hpp"
#include "tests/support/hostile_graph.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

std::set<std::string> codes_of(const std::string& xml) {
  ProblemLog problems;
  check_graph_file(xml, "x", problems);
  std::set<std::string> codes;
  for (const Problem& problem : problems.sorted())
    if (problem.severity != Severity::note) codes.insert(problem.code);
  return codes;
}

using Codes = std::set<std::string>;

std::string graphml(const std::string& keys, const std::string& graph) {
  return "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">" + keys +
         "<graph edgedefault=\"directed\"><node id=\"a\"/><node id=\"b\"/>" + graph + "</graph></graphml>";
}
std::string gexf(const std::string& attributes, const std::string& edges) {
  return "<gexf version=\"1.3\"><graph mode=\"dynamic\" timeformat=\"dateTime\">" + attributes +
         "<nodes><node id=\"a\"/><node id=\"b\"/></nodes><edges>" + edges + "</edges></graph></gexf>";
}

TEST(graph_check, our_own_files_lose_nothing) {
  const EventGraph graph = testing::hostile_graph();
  {
    for (const char* format : {"graphml", "gexf"}) {
      for (const GraphView view : {GraphView::actors, GraphView::events, GraphView::documents}) {
        for (const bool aggregate : {false, true}) {
          WriteOptions options;
          options.view = view;
          options.aggregate = aggregate;
          std::ostringstream out;
          ProblemLog ignored;
          find_writer(format)->write(TimeSlice(graph), out, options, ignored);
          Codes codes = codes_of(out.str());
          codes.erase("graph-infinity");  // the hostile names ask for it
          const bool merged = codes.erase("graph-parallel-edges") > 0;
          EXPECT_EQ(merged, std::string_view(format) == "graphml" && view != GraphView::events);
          EXPECT_EQ(codes, Codes{}) << format << " view " << static_cast<int>(view) << " aggregate "
                                    << aggregate;
        }
      }
    }
  }
}

TEST(graph_check, a_document_type_is_told_and_entities_of_its_own_are_refused) {
  const std::string graph = graphml("", "");
  EXPECT_EQ(codes_of("<!DOCTYPE graphml SYSTEM \"graphml.dtd\">" + graph), Codes{"graph-doctype"});
  for (const char* entity : {"<!ENTITY x SYSTEM \"file:///etc/passwd\">", "<!ENTITY x \"xxxx\">"}) {
    ProblemLog problems;
    const auto summary =
        check_graph_file("<!DOCTYPE graphml [" + std::string(entity) + "]>" + graph, "x", problems);
    EXPECT_EQ(summary.format, "");
    ASSERT_EQ(problems.sorted().size(), 1U);
    EXPECT_EQ(problems.sorted()[0].code, "graph-doctype");
    EXPECT_EQ(problems.sorted()[0].severity, Severity::error);
  }
}

TEST(graph_check, what_is_no_graph_is_named) {
  EXPECT_EQ(codes_of("<graphml><node>"), Codes{"graph-not-xml"});
  EXPECT_EQ(codes_of("<html/>"), Codes{"graph-not-xml"});
  EXPECT_EQ(codes_of("<graphml/>"), Codes{"graph-namespace"});
  EXPECT_TRUE(codes_of(graphml("", "<desc>&#1;</desc>")).contains("graph-forbidden-character"));
}

TEST(graph_check, what_no_xml_parser_opens_is_not_well_formed) {
  const std::string whole = graphml("", "");
  const std::string with_doctype = "<!DOCTYPE graphml SYSTEM \"graphml.dtd\">";
  for (const std::string& broken :
       {graphml("", "<edge source=\"a\" target=\"<b\"/>"), graphml("", "<edge source=\"a\" source=\"b\"/>"),
        graphml("", "<desc>&foo;</desc>"), with_doctype + graphml("", "<desc>&foo;</desc>"), whole + "text",
        whole + whole, graphml("", "<desc>\xff</desc>"), graphml("", "<desc>\xED\xA0\x80</desc>"),
        whole.substr(0, 100), std::string()})
    EXPECT_EQ(codes_of(broken), Codes{"graph-not-xml"}) << broken;
  for (const char* character : {"&#1;", "&#0;", "&#xFFFE;", "&#xD800;", "\x01", "\xEF\xBF\xBE"})
    EXPECT_EQ(codes_of(graphml("", "<desc>" + std::string(character) + "</desc>")),
              Codes{"graph-forbidden-character"});
}

TEST(graph_check, the_place_of_a_fault_is_named) {
  ProblemLog problems;
  check_graph_file("<graphml>\n<graph>\n</graphml>", "x", problems);
  ASSERT_EQ(problems.sorted().size(), 1U);
  EXPECT_EQ(format_problem(problems.sorted()[0]),
            "x:3:3: error: not well-formed: mismatched tag [graph-not-xml]");
}

TEST(graph_check, what_xml_allows_is_read) {
  EXPECT_EQ(codes_of(graphml("", "<desc><![CDATA[&#1; &foo; <]]></desc>")), Codes{});
  EXPECT_EQ(codes_of("<g:graphml xmlns:g=\"http://graphml.graphdrawing.org/xmlns\"><g:graph "
                     "edgedefault=\"directed\"><g:node id=\"a\"/><g:edge source=\"a\" target=\"b\"/>"
                     "</g:graph></g:graphml>"),
            Codes{"graph-unknown-node"});
  std::string wide = "\xff\xfe";
  for (const char c : "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + graphml("", "")) wide += {c, '\0'};
  EXPECT_EQ(codes_of(wide), Codes{});
  EXPECT_EQ(codes_of("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + graphml("", "<desc>\xe9</desc>")),
            Codes{});
}

TEST(graph_check, long_names_leave_as_gephi_reads_them) {
  const std::string name(600'000, 'x');
  Entity entity = testing::entity("A");
  entity.name = name;
  EventRecord record = testing::event("1", name, {"A"}, {"B"}, testing::days_span(1, 1));
  record.mentions.push_back({"d1", 0, {}, {}, name});
  const EventGraph graph = testing::graph_of({record}, {entity});
  for (const char* format : {"gexf", "graphml"}) {
    std::ostringstream out;
    ProblemLog problems;
    find_writer(format)->write(TimeSlice(graph), out, {}, problems);
    EXPECT_EQ(codes_of(out.str()), Codes{}) << format;
    const bool cut = !problems.empty() && problems.sorted()[0].code == "value-cut";
    EXPECT_EQ(cut, std::string_view(format) == "gexf");
  }
  EXPECT_EQ(codes_of(gexf("", "<edge source=\"a\" target=\"b\" label=\"" + name + "\"/>")),
            Codes{"graph-value-too-long"});
}

TEST(graph_check, edges_need_nodes_ids_of_their_own_and_a_weight) {
  EXPECT_EQ(codes_of(graphml("", "<edge source=\"a\" target=\"c\"/>")), Codes{"graph-unknown-node"});
  EXPECT_EQ(codes_of(graphml(
                "", "<edge id=\"e\" source=\"a\" target=\"b\"/><edge id=\"e\" source=\"b\" target=\"a\"/>")),
            Codes{"graph-repeated-id"});
  EXPECT_EQ(codes_of(gexf(
                "", "<edge id=\"1\" source=\"a\" target=\"b\"/><edge id=\"2\" source=\"a\" target=\"b\"/>")),
            Codes{"graph-parallel-edges"});
  EXPECT_EQ(codes_of(gexf("", "<edge source=\"a\" target=\"b\" weight=\"0\"/>")), Codes{"graph-zero-weight"});
}

TEST(graph_check, values_are_declared_and_of_their_type) {
  const std::string key = "<key id=\"d\" for=\"edge\" attr.name=\"deaths\" attr.type=\"int\"/>";
  const auto with = [&](const std::string& data) {
    return codes_of(graphml(key, "<edge source=\"a\" target=\"b\">" + data + "</edge>"));
  };
  EXPECT_EQ(with("<data key=\"d\">3</data>"), Codes{});
  EXPECT_EQ(with("<data key=\"d\">three</data>"), Codes{"graph-value"});
  EXPECT_EQ(with("<data key=\"x\">3</data>"), Codes{"graph-undeclared"});
  EXPECT_EQ(codes_of(graphml("<key id=\"l\" for=\"node\" attr.name=\"Label\" attr.type=\"string\"/>", "")),
            Codes{"graph-key-name"});
  EXPECT_EQ(codes_of(graphml("<key id=\"l\" for=\"all\" attr.name=\"n\" attr.type=\"text\"/>", "")),
            (Codes{"graph-key-for", "graph-type"}));
}

TEST(graph_check, times_are_dates_of_the_files_kind) {
  const auto with = [&](const std::string& spell) {
    return codes_of(gexf("", "<edge source=\"a\" target=\"b\"><spells>" + spell + "</spells></edge>"));
  };
  EXPECT_EQ(with("<spell start=\"2024-11-05T00:00:00Z\" end=\"2024-11-05T23:59:59Z\"/>"), Codes{});
  EXPECT_EQ(with("<spell start=\"2024-11-05\" end=\"2024-11-05\"/>"), Codes{"graph-zero-spell"});
  EXPECT_EQ(with("<spell start=\"yesterday\"/>"), Codes{"graph-bad-time"});
  EXPECT_EQ(with("<spell timestamp=\"2024-11-05\"/>"), Codes{"graph-time-kind"});
}

TEST(graph_check, edges_of_one_kind_are_parallel) {
  const auto pair = [](const std::string& first, const std::string& second) {
    return "<edge id=\"1\" source=\"a\" target=\"b\" " + first +
           "/><edge id=\"2\" source=\"a\" target=\"b\" " + second + "/>";
  };
  EXPECT_EQ(codes_of(graphml("", pair("", ""))), Codes{"graph-parallel-edges"});
  EXPECT_EQ(codes_of(graphml("", pair("label=\"x\"", "label=\"y\""))), Codes{});
  EXPECT_EQ(codes_of(gexf("", pair("label=\"x\"", "label=\"y\""))), Codes{"graph-parallel-edges"});
  EXPECT_EQ(codes_of(gexf("", pair("kind=\"x\"", "kind=\"y\""))), Codes{});
}

TEST(graph_check, weights_are_numbers_above_zero) {
  const std::string key = "<key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>";
  const std::map<std::string, std::string> codes = {
      {"0", "graph-zero-weight"}, {"-1", "graph-weight"}, {"NaN", "graph-weight"}, {"INF", "graph-weight"}};
  for (const auto& [weight, code] : codes) {
    EXPECT_EQ(codes_of(graphml(
                  key, "<edge source=\"a\" target=\"b\"><data key=\"weight\">" + weight + "</data></edge>")),
              Codes{code})
        << weight;
    EXPECT_EQ(codes_of(gexf("", "<edge source=\"a\" target=\"b\" weight=\"" + weight + "\"/>")), Codes{code});
  }
  EXPECT_EQ(codes_of(gexf("", "<edge source=\"a\" target=\"b\" weight=\"abc\"/>")), Codes{"graph-weight"});
}

TEST(graph_check, stretches_of_time_are_in_order_apart_and_in_a_zone) {
  const auto with = [&](const std::string& attributes, const std::string& spells) {
    return codes_of(gexf(
        "", "<edge source=\"a\" target=\"b\" " + attributes + "><spells>" + spells + "</spells></edge>"));
  };
  EXPECT_EQ(with("", "<spell start=\"2024-11-05\" end=\"2024-11-04\"/>"), Codes{"graph-time-order"});
  EXPECT_EQ(with("", "<spell start=\"2024-11-05\" end=\"2024-11-09\"/><spell start=\"2024-11-08\"/>"),
            Codes{"graph-overlapping-spells"});
  EXPECT_EQ(with("", "<spell start=\"2024-11-05T10:00:00\"/>"), Codes{"graph-no-zone"});
  EXPECT_EQ(with("", "<spell start=\"2024-11-05T10:00:00+02:00\"/>"), Codes{});
  EXPECT_EQ(with("intervals=\"[2024-11-05, 2024-11-06]; [2024-11-08, 2024-11-09]\"", ""), Codes{});
  EXPECT_EQ(with("intervals=\"[2024-11-05, tomorrow]\"", ""), Codes{"graph-bad-time"});
  EXPECT_EQ(with("timestamps=\"[2024-11-05, 2024-11-06]\"", ""), Codes{"graph-time-kind"});
}

TEST(graph_check, an_edge_has_its_ends_while_it_is_there) {
  const auto with = [&](const std::string& first, const std::string& last) {
    return codes_of(
        "<gexf version=\"1.3\"><graph mode=\"dynamic\" timeformat=\"date\"><nodes><node id=\"a\">"
        "<spells><spell start=\"2024-01-01\" end=\"2024-01-03\"/><spell start=\"2024-01-05\" "
        "end=\"2024-01-09\"/></spells></node><node id=\"b\"/></nodes><edges><edge source=\"a\" "
        "target=\"b\" start=\"" +
        first + "\" end=\"" + last + "\"/></edges></graph></gexf>");
  };
  EXPECT_EQ(with("2024-01-05", "2024-01-09"), Codes{});
  EXPECT_EQ(with("2024-01-02", "2024-01-06"), Codes{"graph-edge-without-node"});
  EXPECT_EQ(with("2023-12-31", "2024-01-02"), Codes{"graph-edge-without-node"});
}

TEST(graph_check, words_colours_and_sizes_are_those_that_are_read) {
  const auto node = [](const std::string& graph, const std::string& looks) {
    return codes_of("<gexf version=\"1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\"><graph " + graph +
                    "><nodes><node id=\"a\">" + looks + "</node></nodes></graph></gexf>");
  };
  EXPECT_EQ(node("mode=\"foo\"", ""), Codes{"graph-unknown-word"});
  EXPECT_EQ(node("timeformat=\"bla\"", ""), Codes{"graph-unknown-word"});
  EXPECT_EQ(node("", "<viz:size value=\"3\" unit=\"x\"/><viz:color r=\"255\" g=\"0\" b=\"7\"/>"), Codes{});
  EXPECT_EQ(node("", "<viz:size unit=\"x\" value=\"3\"/>"), Codes{"graph-viz"});
  EXPECT_EQ(node("", "<viz:color r=\"256\" g=\"0\" b=\"7\"/>"), Codes{"graph-viz"});
}

TEST(graph_check, a_label_is_not_written_over_and_a_default_not_lost) {
  const std::string key = "<key id=\"label\" for=\"edge\" attr.name=\"label\" attr.type=\"string\"";
  const std::string edge =
      "<edge source=\"a\" target=\"b\"><desc>d</desc><data key=\"label\">l</data></edge>";
  EXPECT_EQ(codes_of(graphml(key + "/>", edge)), Codes{"graph-desc"});
  EXPECT_EQ(codes_of(graphml(key + "><default>x</default></key>", "")), Codes{"graph-default"});
}

TEST(graph_check, nodes_stand_before_their_edges) {
  EXPECT_EQ(codes_of(graphml("", "<edge source=\"a\" target=\"c\"/><node id=\"c\"/>")),
            Codes{"graph-unknown-node"});
}

TEST(graph_check, dated_values_do_not_overlap) {
  const std::string list =
      "<attributes class=\"edge\" mode=\"dynamic\"><attribute id=\"w\" title=\"w\" "
      "type=\"float\"/></attributes>";
  const auto with = [&](const std::string& second) {
    return codes_of(gexf(
        list,
        "<edge source=\"a\" target=\"b\"><attvalues><attvalue for=\"w\" value=\"1\" start=\"2024-01-01\" "
        "end=\"2024-01-31\"/><attvalue for=\"w\" value=\"2\" start=\"" +
            second + "\" end=\"2024-03-01\"/></attvalues></edge>"));
  };
  EXPECT_EQ(with("2024-02-01"), Codes{});
  EXPECT_EQ(with("2024-01-15"), Codes{"graph-overlapping-values"});
}

TEST(graph_check, a_label_may_say_inf) {
  const std::string keys =
      "<key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>"
      "<key id=\"note\" for=\"node\" attr.name=\"note\" attr.type=\"string\"/>";
  EXPECT_EQ(codes_of(graphml(keys, "<node id=\"c\"><data key=\"label\">INFLATION</data></node>")), Codes{});
  EXPECT_EQ(codes_of(graphml(keys, "<node id=\"c\"><data key=\"note\">INFLATION</data></node>")),
            Codes{"graph-infinity"});
}

TEST(graph_check, nodes_inside_nodes_are_known_to_edges) {
  EXPECT_EQ(codes_of(graphml("",
                             "<node id=\"c\"><graph edgedefault=\"directed\"><node id=\"d\"/>"
                             "<edge source=\"d\" target=\"a\"/></graph></node>"
                             "<edge source=\"a\" target=\"d\"/>")),
            Codes{"graph-nested"});
  const std::string nested =
      "<gexf version=\"1.2\"><graph><nodes><node id=\"a\"><nodes><node id=\"b\"/></nodes></node></nodes>"
      "<edges><edge source=\"a\" target=\"b\"/></edges></graph></gexf>";
  EXPECT_EQ(codes_of(nested), Codes{"graph-nested"});
}

TEST(graph_check, edges_without_direction_are_parallel_either_way_and_never_to_one_with) {
  const auto edges = [](const char* first, const char* second) {
    return codes_of(gexf("", std::string("<edge id=\"1\" source=\"a\" target=\"b\" type=\"") + first +
                                 "\"/><edge id=\"2\" source=\"b\" target=\"a\" type=\"" + second + "\"/>"));
  };
  EXPECT_EQ(edges("undirected", "undirected"), Codes{"graph-parallel-edges"});
  EXPECT_EQ(edges("directed", "directed"), Codes{});
  EXPECT_EQ(codes_of(gexf("",
                          "<edge id=\"1\" source=\"a\" target=\"b\" type=\"undirected\"/>"
                          "<edge id=\"2\" source=\"a\" target=\"b\" type=\"directed\"/>")),
            Codes{});
  EXPECT_EQ(edges("directed", "bidirectional"), Codes{"graph-unknown-word"});
}

TEST(graph_check, an_edge_at_a_time_without_its_ends_is_told) {
  const auto at = [](const char* time) {
    return codes_of(
        "<gexf version=\"1.3\"><graph mode=\"dynamic\" timeformat=\"integer\" "
        "timerepresentation=\"timestamp\"><nodes><node id=\"a\" timestamps=\"&lt;[1, 2, 3]&gt;\"/>"
        "<node id=\"b\"/></nodes><edges><edge source=\"a\" target=\"b\" timestamp=\"" +
        std::string(time) + "\"/></edges></graph></gexf>");
  };
  EXPECT_EQ(at("2").count("graph-edge-without-node"), 0U);
  EXPECT_EQ(at("9").count("graph-edge-without-node"), 1U);
}

TEST(graph_check, attributes_and_looks_that_no_reader_understands_are_told) {
  const auto declared = [](const std::string& attributes) {
    return codes_of(gexf("<attributes class=\"node\">" + attributes + "</attributes>", ""));
  };
  EXPECT_EQ(declared("<attribute id=\"0\" title=\"n\" type=\"number\"/>"), Codes{"graph-type"});
  EXPECT_EQ(declared("<attribute title=\"n\" type=\"string\"/>"), Codes{"graph-no-id"});
  EXPECT_EQ(declared("<attribute id=\"0\" title=\"n\" type=\"string\"/><attribute id=\"0\" title=\"m\" "
                     "type=\"liststring\"/>"),
            Codes{"graph-repeated-id"});
  const auto drawn = [](const std::string& looks) {
    return codes_of("<gexf version=\"1.3\" xmlns:viz=\"v\"><graph><nodes><node id=\"a\">" + looks +
                    "</node></nodes></graph></gexf>");
  };
  EXPECT_EQ(drawn("<viz:position x=\"0,5\" y=\"1\"/>"), Codes{"graph-viz"});
  EXPECT_EQ(drawn("<viz:position x=\"nan\" y=\"1\"/>"), Codes{"graph-viz"});
  EXPECT_EQ(drawn("<viz:color hex=\"nothex\"/>"), Codes{"graph-viz"});
  EXPECT_EQ(drawn("<viz:color hex=\"#FF8800\"/><viz:position x=\"-0.5\" y=\"1e3\"/>"), Codes{});
}

}  // namespace
}  // namespace ekg
