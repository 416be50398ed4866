#include "ingest/gazetteer.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace ekg {
namespace {

std::string row(int id, const std::string& name, const std::string& others, const std::string& position,
                const std::string& kind, const std::string& country, int population) {
  return std::to_string(id) + '\t' + name + '\t' + name + '\t' + others + '\t' + position + '\t' + kind +
         '\t' + country + "\t\t\t\t\t\t" + std::to_string(population) + "\t\t\t\t2024-01-01\n";
}

class gazetteer : public ::testing::Test {
 protected:
  gazetteer()
      : path_(std::filesystem::path(::testing::TempDir()) /
              (std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + ".gazetteer")) {
    std::filesystem::remove(path_);
  }
  ~gazetteer() override { std::filesystem::remove(path_); }

  GazetteerCounts import(const std::string& dump) {
    std::istringstream in(dump);
    return import_geonames(in, "dump.txt", path_.string(), problems_);
  }
  // The one place of an event between parties of those states.
  PlaceName located(const std::string& name, const std::string& country,
                    const std::vector<std::string>& states) const {
    std::vector<EventRecord> events(1);
    for (const std::string& state : states) {
      Party party;
      party.name = party.country = state;
      events[0].actors.push_back(party);
    }
    PlaceName place;
    place.name = name;
    place.country = country;
    events[0].places.push_back(place);
    Gazetteer(path_.string()).locate(events);
    return events[0].places[0];
  }

  std::filesystem::path path_;
  ProblemLog problems_;
};

const std::string villages =
    row(1, "Novi Zavod", "Новий Завод,Novyj Zavod", "49.1\t36.2", "P\tPPL", "UA", 1200) +
    row(2, "Novi Zavod", "", "44.1\t20.2", "P\tPPL", "RS", 900) +
    row(3, "Dolyna", "", "50.0\t30.0", "P\tPPL", "UA", 500) +
    row(4, "Dolyna", "", "47.0\t35.0", "P\tPPL", "UA", 600) +
    row(5, "Zorya", "", "47.3\t35.3", "P\tPPLA3", "UA", 60000) +
    row(6, "Zorya", "", "49.3\t31.3", "P\tPPL", "UA", 100) +
    row(7, "Luh", "", "48.0\t25.0", "A\tADM3", "UA", 0) + row(8, "Luh", "", "48.1\t25.1", "P\tPPL", "UA", 0);

TEST_F(gazetteer, the_state_that_is_spoken_of_says_which_place_is_meant) {
  import(villages);
  const PlaceName there = located("Novi Zavod", "", {"UKR"});
  EXPECT_EQ(there.geonames, 1);
  EXPECT_EQ(there.country, "UKR");
  EXPECT_EQ(there.latitude, 49.1);
  EXPECT_EQ(located("Novi Zavod", "", {"SRB"}).geonames, 2);
  EXPECT_EQ(located("Novi Zavod", "SRB", {"UKR"}).geonames, 2) << "the place's own state comes first";
  EXPECT_EQ(located("Новий Завод", "", {}).geonames, 1) << "other names and scripts are names";
}

TEST_F(gazetteer, a_name_that_fits_several_places_stays_without_position) {
  import(villages);
  EXPECT_FALSE(located("Novi Zavod", "", {}).latitude);
  EXPECT_FALSE(located("Novi Zavod", "", {"SRB", "UKR"}).latitude);
  EXPECT_FALSE(located("Dolyna", "UKR", {}).latitude);
  EXPECT_FALSE(located("Novi Zavod", "FRA", {}).latitude);
  EXPECT_FALSE(located("Nowhere", "", {"UKR"}).latitude);
}

TEST_F(gazetteer, a_much_larger_place_and_one_spot_of_two_kinds_are_meant_by_the_bare_name) {
  import(villages);
  EXPECT_EQ(located("Zorya", "", {"UKR"}).geonames, 5);
  EXPECT_EQ(located("Luh", "", {"UKR"}).geonames, 8) << "the town, not the district of that name";
}

TEST_F(gazetteer, states_and_what_the_built_in_table_knows_are_left_to_it) {
  import(row(1, "Kyiv", "", "1.0\t2.0", "P\tPPL", "UA", 5) +
         row(2, "Ukraine", "", "1.0\t2.0", "P\tPPL", "UA", 5));
  EXPECT_FALSE(located("Kyiv", "", {"UKR"}).latitude);
  EXPECT_FALSE(located("Ukraine", "", {"UKR"}).latitude);
}

TEST_F(gazetteer, a_row_that_cannot_be_read_is_a_problem_and_the_others_are_kept) {
  const GazetteerCounts counts =
      import("no row\n" + row(1, "A", "", "95\t10", "P\tPPL", "UA", 5) +
             row(2, "B", "", "x\t10", "P\tPPL", "UA", 5) + row(3, "Hotel", "", "5\t10", "S\tHTL", "UA", 5) +
             row(4, "C", "", "5\t10", "S\tAIRB", "UA", 5));
  EXPECT_EQ(counts.read, 5U);
  EXPECT_EQ(counts.dropped, 3U);
  EXPECT_EQ(counts.left_out, 1U);
  ASSERT_EQ(problems_.sorted().size(), 3U);
  EXPECT_EQ(problems_.sorted()[1].line, 2U);
  EXPECT_EQ(problems_.sorted()[1].code, "gazetteer-row");
  EXPECT_EQ(located("C", "", {"UKR"}).geonames, 4);
}

TEST_F(gazetteer, what_holds_no_place_makes_no_file_and_another_file_is_no_gazetteer) {
  EXPECT_THROW(import("no row\n"), InputError);
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_THROW(Gazetteer(path_.string()), InputError);
  std::ofstream(path_) << "some text";
  EXPECT_THROW(Gazetteer(path_.string()), InputError);
}

}  // namespace
}  // namespace ekg
