#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "ingest/coded/table_shape.hpp"
#include "ingest/input_stream.hpp"
#include "ingest/reader.hpp"

namespace ekg {
namespace {

namespace fs = std::filesystem;

std::string reader_of(std::string_view name, std::string_view head) {
  const Reader* reader = detect_reader(name, head);
  return reader == nullptr ? "nobody" : std::string(reader->name);
}

const std::string petrarch = "20241105\tUKRMIL\tRUSMIL\t190\t\ta\thttp://n.example/a\tbbc\n";

TEST(detection, a_bad_first_row_hides_none_of_those_behind_it) {
  for (const char* first : {"20241105\tIRQkur\tRUSMIL\t190\t\ta\thttp://n.example/a\tbbc\n",
                            "20241105\tUKRMIL\tRUSMIL\t---\t\ta\thttp://n.example/a\tbbc\n",
                            "2014-11-05\tUKRMIL\tRUSMIL\t190\t\ta\thttp://n.example/a\tbbc\n",
                            "date\tsource\ttarget\tcode\tissues\tids\turl\toutlet\n"})
    EXPECT_EQ(reader_of("events.txt", first + petrarch), "petrarch") << first;
  const std::string quadruple = "Ukraine\tMake a visit\tPoland\t2014-05-01\n";
  EXPECT_EQ(reader_of("train.txt", "subject\trelation\tobject\tdate\n" + quadruple + quadruple),
            "quadruples");
  EXPECT_EQ(reader_of("train.txt", "Ukraine\tMake a visit\tPoland\tlater\n" + quadruple), "quadruples");
}

TEST(detection, a_row_longer_than_what_is_looked_at_is_known_by_its_first_columns) {
  std::string row = "20241105121500-5\t20241105121500\t1\tbbc.co.uk\thttps://www.bbc.co.uk/news\t\t";
  row.resize(sniff_bytes, 'x');
  EXPECT_EQ(reader_of("a.gkg.csv", row), "gdelt-gkg");
}

TEST(detection, a_table_that_nobody_knows_is_not_read_as_an_article) {
  for (const char* table :
       {"0\t0\t1\t0\n2\t0\t1\t24\n", "0\t0\t1\t0\t0\n", "Q1\tP26\tQ2\t2014\n", "China\t0\nGhana\t1\n",
        "<Albert_Einstein>\t<wasBornIn>\t<Ulm>\toccursSince\t\"1879-##-##\"\nA\tb\tC\tdate\n",
        "id\tdate\tsource\ttarget\tsummary\n1\t2024-11-05\tUKR\tRUS\tUkrainian forces attacked Russian "
        "troops.\n",
        "20241105-1\t2024-11-05\tASSAULT\tdrone\t-10.0\tMATERIAL CONFLICT\tmilitary\tUkrainian Army\tUKR\n",
        "a;b;c;d\n1;2;3;4\n", "a,b,c,d\n1,2,\"3, or 4\",4\n", "a|b|c|d\n1|2|3|4\n",
        "a\tb\tc\td\r1\t2\t3\t4\r", "who,day\nUkraine,2024-11-05\n",
        "event_id,\"date\",place\n1,2024-11-05,\"Kyiv, Ukraine\"\n2,2024-11-06,\n", "who;whom\nA;B\nC;D\n"})
    for (const char* name : {"events.txt", "events.html", "-", "events"})
      EXPECT_EQ(reader_of(name, table), "nobody") << name << ": " << table;
  EXPECT_EQ(reader_of("a.txt", std::string("\xff\xfe"
                                           "a\0\t\0b\0\t\0c\0\t\0d\0\n\0",
                                           18)),
            "nobody");
}

TEST(detection, a_page_under_the_name_of_a_packed_file_is_a_failed_download) {
  const std::string page =
      "<!DOCTYPE html><html><body><p>The owner of this website has banned you.</p></body>";
  for (const char* name : {"20241105.export.CSV.zip", "events.gz", "a.zst"}) {
    EXPECT_EQ(detect_reader(name, page, false), nullptr) << name;
    EXPECT_EQ(detect_reader(name, "404 Not Found. It is not here.", false), nullptr) << name;
    EXPECT_NE(why_unknown(page, name).find("a web page"), std::string::npos);
    EXPECT_NE(why_unknown("404 Not Found.", name).find("no packed file"), std::string::npos);
  }
  EXPECT_EQ(detect_reader("events.zip", page, true), find_reader("html"));
  for (const char* name :
       {"ngecEvents.DV.2023.txt.zip", "Events.2018.tab", "events.csv", "a.jsonl.gz", "a.txt.gz"})
    EXPECT_EQ(reader_of(name, page), "nobody") << name;
  EXPECT_EQ(reader_of("article.txt.zip", "It is not here. It was removed."), "nobody");
  EXPECT_EQ(reader_of("page.txt", page), "html");
  // A browser unpacks what it fetches and keeps the name.
  EXPECT_EQ(reader_of("page.html.gz", page), "html");
  EXPECT_EQ(reader_of("article.txt.gz", "Soldiers entered the town. It was late."), "text");
  EXPECT_EQ(reader_of("20241105.zip", petrarch), "petrarch");
}

TEST(detection, an_article_with_tabs_lists_or_a_table_in_it_stays_one) {
  const std::string prose =
      "The ministry of defence said on Tuesday that the convoy had reached the town, and that "
      "no soldiers were hurt, although shells fell near the road.\n";
  for (const std::string& article :
       {prose, "\t" + prose + "\t" + prose + "\t" + prose, "1.\t" + prose + "2.\t" + prose + "3.\t" + prose,
        "12:30\tVoss:\t" + prose + "12:31\tBrandt:\t" + prose,
        prose + "Town\tKilled\tHurt\tDate\nKorba\t3\t4\t5\n" + prose,
        prose + prose + "a,b,c,d\n1,2,3,4\n5,6,7,8\n",
        std::string("One, two, three and four.\nFive, six, seven, eight.\nNine, ten, eleven, twelve.\n"),
        std::string("The budget is 1,000,000 dollars\nLast year it was 2,000,000 dollars\n"),
        std::string("Kyiv,Ukraine\nShells fell on 1,000 homes.\n"),
        std::string("Kyiv,Ukraine\nShells fell on many homes\n"), std::string("Korba,Tuesday\n"),
        std::string("The budget is 1,000,000 dollars.\nLast year it was 2,000,000 dollars.\n")})
    EXPECT_EQ(reader_of("article.txt", article), "text") << article;
}

TEST(detection, every_article_at_hand_is_text) {
  int articles = 0;
  for (const char* folder : {"tests/quality/articles", "examples/articles", "../shared/articles"}) {
    if (!fs::exists(fs::path(EKG_SOURCE_DIR) / folder)) continue;
    for (const fs::directory_entry& file : fs::directory_iterator(fs::path(EKG_SOURCE_DIR) / folder)) {
      if (file.path().extension() != ".txt") continue;
      std::ifstream in(file.path(), std::ios::binary);
      const std::string text(std::istreambuf_iterator<char>(in), {});
      EXPECT_EQ(reader_of(file.path().string(), std::string_view(text).substr(0, sniff_bytes)), "text")
          << file.path();
      ++articles;
    }
  }
  EXPECT_GT(articles, 10);
}

TEST(detection, rows_of_gdelt_that_commas_divide_are_not_taken_for_gdelt) {
  std::string row = "1,20241105,202411,2024,2024.8521";
  for (int column = 5; column < 58; ++column) row += column == 26 ? ",190" : ",";
  EXPECT_EQ(reader_of("a.csv", row + "\n" + row + "\n"), "nobody");
  std::string tabs = row;
  for (char& c : tabs)
    if (c == ',') c = '\t';
  EXPECT_EQ(reader_of("a.csv", tabs + "\n"), "gdelt");
}

TEST(detection, a_file_packed_otherwise_is_told_to_be) {
  const std::string path = ::testing::TempDir() + "packed_" + std::to_string(::getpid());
  const auto told = [&](const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
    try {
      const InputStream in(path);
      return std::string("read");
    } catch (const BrokenInput& broken) {
      return broken.problem.message;
    }
  };
  EXPECT_NE(told("BZh91AY&SY...").find("bzip2"), std::string::npos);
  EXPECT_NE(told("\xfd\x37zXZ...").find("xz"), std::string::npos);
  EXPECT_NE(told(std::string(257, 'a') + "ustar").find("tar"), std::string::npos);
  EXPECT_EQ(told("BZh is no magic word of a text"), "read");
  std::remove(path.c_str());
}

TEST(detection, an_unknown_input_is_told_what_it_looks_like) {
  const auto says = [](std::string_view head, std::string_view words) {
    const std::string why = why_unknown(head);
    EXPECT_NE(why.find(words), std::string::npos) << why;
  };
  says("event_id_cnty,event_date,actor1\nA,B,C\n", "the header of acled, without \"sub_event_type\"");
  says("event_id_cnty;event_date;sub_event_type;actor1\nA;\"B\nC\";D;E\n",
       "the header of acled; divided by ';'");
  says("a;b;c;d\n1;2;3;4\n", "a table of 4 columns; divided by ';'");
  says("a\tb\tc\td\n1\t2\t3\t4\n", "--map FILE");
  says("1\t2018-06-01\tIran\t040\n2\t2018-06-01\tIraq\t040\n", "a table of 4 columns without a header; ");
  says(std::string("\xff\xfe"
                   "a\0\t\0b\0\t\0c\0\t\0d\0\n\0",
                   18),
       "iconv -f UTF-16");
  says("\x1f\x8b\x08", "packed twice");
  says("[table]\nname = 1\n", "no reader knows this");
}

}  // namespace
}  // namespace ekg
