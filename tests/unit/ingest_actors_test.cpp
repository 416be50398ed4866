#include <gtest/gtest.h>

#include "graph/problem.hpp"
#include "ingest/text/chain_names.hpp"
#include "ingest/text/coreference.hpp"
#include "ingest/text/english.hpp"
#include "ingest/text/mentions.hpp"
#include "ingest/text/person_names.hpp"

namespace ekg {
namespace {

const ActorLexicon& lexicon() {
  static const ActorLexicon actors;
  return actors;
}

struct Reading {
  Document document;
  ParsedDocument parsed;

  explicit Reading(std::string text) {
    static const EnglishReader reader;
    document.text = std::move(text);
    ProblemLog problems;
    parsed = reader.parse(document, problems);
  }
  std::string text(const Mention& m) const {
    const std::uint32_t begin = parsed.tokens[m.first].span.begin;
    return document.text.substr(begin, parsed.tokens[m.last - 1].span.end - begin);
  }
  std::optional<std::size_t> at(std::string_view words) const {
    for (std::size_t i = 0; i < parsed.mentions.size(); ++i) {
      if (text(parsed.mentions[i]) == words) return i;
    }
    return std::nullopt;
  }
  Party party(std::string_view words) const {
    const auto found = at(words);
    EXPECT_TRUE(found) << words << " is no mention";
    return found ? party_of(parsed, *found) : Party{};
  }
};

TEST(actor_lexicon, names_are_found_in_any_spelling) {
  EXPECT_EQ(name_key("al-Qa'ida"), "al qaida");
  EXPECT_EQ(name_key("U.S."), "us");
  EXPECT_EQ(name_key("São Tomé"), "sao tome");
  const LexiconEntry* state = lexicon().find("U.K.", NameUse::state);
  ASSERT_NE(state, nullptr);
  EXPECT_EQ(state->country, "GBR");
  EXPECT_EQ(lexicon().find("türkiye", NameUse::state)->country, "TUR");
  EXPECT_EQ(lexicon().find("Peking", NameUse::capital)->country, "CHN");
  EXPECT_EQ(lexicon().find("Hizbollah", NameUse::armed_group)->name, "Hezbollah");
  EXPECT_TRUE(lexicon().find("Atlantis").empty());
}

TEST(actor_lexicon, a_company_has_the_state_of_its_head_office) {
  const LexiconEntry* company = lexicon().find("Gazprom", NameUse::organization);
  ASSERT_NE(company, nullptr);
  EXPECT_EQ(company->country, "RUS");
  EXPECT_EQ(company->sector, "MNC");
}

TEST(actor_lexicon, an_acronym_must_be_written_in_capitals) {
  const Reading reading("They told us that the US and the WHO agreed, but who knows.");
  EXPECT_TRUE(reading.at("the US"));
  EXPECT_TRUE(reading.at("the WHO"));
  EXPECT_FALSE(reading.at("who"));
  const auto pronoun = reading.at("us");
  ASSERT_TRUE(pronoun);
  EXPECT_EQ(reading.parsed.mentions[*pronoun].form, MentionForm::pronoun);
}

TEST(actor_lexicon, every_state_of_iso_3166_has_its_code) {
  EXPECT_EQ(lexicon().state_name("PRK"), "North Korea");
  EXPECT_EQ(lexicon().alpha3_of("DE"), "DEU");
  EXPECT_EQ(lexicon().state_name("DEU"), "Germany");
  EXPECT_EQ(lexicon().state_name("XXX"), "");
}

TEST(mentions, a_role_and_its_holder_are_one_person_of_the_state) {
  const Reading reading("Ukrainian defence minister Rustem Umerov met Italian officials in Rome.");
  const Party minister = reading.party("Ukrainian defence minister Rustem Umerov");
  EXPECT_EQ(minister.name, "Rustem Umerov");
  EXPECT_EQ(minister.kind, EntityKind::person);
  EXPECT_EQ(minister.country, "UKR");
  EXPECT_EQ(minister.sector, "GOV");
  const auto rome = reading.at("Rome");
  ASSERT_TRUE(rome);
  EXPECT_EQ(reading.parsed.mentions[*rome].kind, MentionKind::place);
}

TEST(mentions, a_capital_that_acts_is_its_state) {
  const Reading reading("Moscow accused Kyiv of an attack on a village near Moscow.");
  const auto actor = reading.at("Moscow");
  ASSERT_TRUE(actor);
  EXPECT_EQ(reading.parsed.mentions[*actor].kind, MentionKind::government);
  EXPECT_EQ(party_of(reading.parsed, *actor).name, "Russia");
  EXPECT_EQ(party_of(reading.parsed, *actor).kind, EntityKind::country);
  EXPECT_EQ(reading.parsed.mentions.back().kind, MentionKind::place);
}

TEST(mentions, soldiers_take_the_state_of_their_modifier) {
  const Reading reading("More than 10,000 Ethiopian soldiers crossed the border, and Kenyan rebels fled.");
  const Party soldiers = reading.party("More than 10,000 Ethiopian soldiers");
  EXPECT_EQ(soldiers.name, "Ethiopian soldiers");
  EXPECT_EQ(soldiers.country, "ETH");
  EXPECT_EQ(soldiers.kind, EntityKind::military);
  EXPECT_EQ(soldiers.sector, "MIL");
  EXPECT_EQ(reading.party("Kenyan rebels").sector, "REB");
}

TEST(mentions, a_direction_makes_a_state_a_place) {
  const Reading reading("Troops entered northern Iraq on Monday, and Iraq protested.");
  const auto north = reading.at("northern Iraq");
  ASSERT_TRUE(north);
  EXPECT_EQ(reading.parsed.mentions[*north].kind, MentionKind::place);
  EXPECT_EQ(reading.parsed.mentions[*north].country, "IRQ");
  EXPECT_EQ(reading.parsed.mentions[*reading.at("Iraq")].kind, MentionKind::government);
}

TEST(mentions, a_ministry_behind_a_possessor_is_a_body_of_that_state) {
  const Reading reading("Russia's Defence Ministry said so.");
  const auto ministry = reading.at("Russia's Defence Ministry");
  ASSERT_TRUE(ministry);
  EXPECT_EQ(reading.parsed.mentions[*ministry].kind, MentionKind::government);
  EXPECT_EQ(reading.parsed.mentions[*ministry].country, "RUS");
}

TEST(mentions, an_office_is_nobodys_name_and_an_article_nobody) {
  const Reading president("The President of the United States, Joe Biden, met a UN envoy.");
  EXPECT_FALSE(president.at("of the United States"));
  EXPECT_TRUE(president.at("United States") || president.at("the United States"));
  EXPECT_FALSE(president.at("a"));
  ASSERT_TRUE(president.at("UN"));
  EXPECT_EQ(president.parsed.mentions[*president.at("UN")].name, "United Nations");
}

TEST(mentions, where_somebody_stands_can_be_left_out_of_the_phrase) {
  const Reading reading("The opposition in Riyadh met the families of the victims.");
  const auto opposition = reading.at("The opposition in Riyadh"),
             families = reading.at("the families of the victims");
  ASSERT_TRUE(opposition && families);
  const Mention& stands = reading.parsed.mentions[*opposition];
  EXPECT_EQ(end_before_scene(reading.parsed, stands), stands.first + 2);
  const Mention& whole = reading.parsed.mentions[*families];
  EXPECT_EQ(end_before_scene(reading.parsed, whole), whole.last);
}

TEST(mentions, each_span_stands_once_and_in_order) {
  const Reading reading(
      "The president of Chad, Mahamat Deby, told the UN Security Council in New York that Chad's army won.");
  const auto& mentions = reading.parsed.mentions;
  ASSERT_FALSE(mentions.empty());
  for (std::size_t i = 1; i < mentions.size(); ++i) {
    const auto key = [](const Mention& m) { return std::pair(m.first, ~m.last); };
    EXPECT_LT(key(mentions[i - 1]), key(mentions[i]));
  }
  for (const Mention& m : mentions) {
    EXPECT_LE(m.first, m.head);
    EXPECT_LT(m.head, m.last);
  }
}

TEST(mentions, without_trees_the_lexicon_alone_still_names) {
  Document document;
  document.text = "Russian troops shelled Kharkiv";
  ParsedDocument parsed;
  parsed.document = &document;
  for (const auto& [begin, end] : {std::pair{0U, 7U}, {8U, 14U}, {15U, 22U}, {23U, 30U}}) {
    Token token;
    token.span = {begin, end};
    parsed.tokens.push_back(token);
  }
  parsed.sentences.push_back({{0, 30}, 0, 4});
  find_mentions(parsed, lexicon());
  ASSERT_FALSE(parsed.mentions.empty());
  EXPECT_EQ(parsed.mentions.front().kind, MentionKind::military);
  EXPECT_EQ(parsed.mentions.front().country, "RUS");
  EXPECT_EQ(parsed.mentions.front().last, 2U);
}

// Words parted by blanks, a sentence each string; mentions as a network would leave them: first, last, kind.
ParsedDocument named_by_network(Document& document, const std::vector<std::string>& sentences,
                                const std::vector<std::tuple<TokenIndex, TokenIndex, MentionKind>>& names) {
  ParsedDocument parsed;
  parsed.document = &document;
  for (const std::string& words : sentences) {
    const auto begin = static_cast<std::uint32_t>(document.text.size());
    const auto first = static_cast<TokenIndex>(parsed.tokens.size());
    document.text += words + " ";
    for (std::uint32_t at = begin; at < begin + words.size();) {
      const auto end = static_cast<std::uint32_t>(document.text.find(' ', at));
      parsed.tokens.push_back({{at, end}});
      at = end + 1;
    }
    parsed.sentences.push_back({{begin, begin + static_cast<std::uint32_t>(words.size())},
                                first,
                                static_cast<TokenIndex>(parsed.tokens.size())});
  }
  for (const auto& [first, last, kind] : names) {
    Mention mention;
    mention.first = first, mention.last = last, mention.head = last - 1, mention.kind = kind;
    parsed.mentions.push_back(mention);
  }
  find_mentions(parsed, lexicon());
  return parsed;
}

TEST(mentions, a_surname_alone_is_the_person_of_the_full_name) {
  Document document;
  const ParsedDocument parsed = named_by_network(
      document, {"Vorla Teskin spoke", "Later Teskin left", "Oplan grew"},
      {{0, 2, MentionKind::person}, {4, 5, MentionKind::organization}, {6, 7, MentionKind::organization}});
  ASSERT_EQ(parsed.mentions.size(), 3U);
  EXPECT_EQ(parsed.mentions[1].kind, MentionKind::person);
  EXPECT_EQ(parsed.mentions[1].name, "Teskin");
  EXPECT_EQ(parsed.mentions[2].kind, MentionKind::organization);
}

TEST(mentions, no_sign_belongs_to_a_name_and_the_name_is_told_without_its_title) {
  Document document;
  const ParsedDocument parsed =
      named_by_network(document, {"• Minister Vorla Teskin 🕊️ spoke", "in the Oplan"},
                       {{0, 5, MentionKind::person}, {8, 9, MentionKind::organization}});
  ASSERT_EQ(parsed.mentions.size(), 2U);
  EXPECT_EQ(parsed.mentions[0].last, 4U);
  EXPECT_EQ(parsed.mentions[0].name_first, 2U);
  EXPECT_EQ(parsed.mentions[0].name_last, 4U);
  EXPECT_EQ(parsed.mentions[1].first, 7U);
  EXPECT_EQ(parsed.mentions[1].name_first, 8U);
}

TEST(person_names, spellings_of_one_name_agree) {
  const auto compare = [](std::string_view a, std::string_view b) {
    return compare_names(person_name(a), person_name(b));
  };
  EXPECT_EQ(compare("Volodymyr Zelensky", "Volodymyr Zelenskyy"), NameMatch::same);
  EXPECT_EQ(compare("Volodymyr Zelensky", "Володимир Зеленський"), NameMatch::same);
  EXPECT_EQ(compare("Volodymyr Zelenskyy", "@ZelenskyyUa"), NameMatch::same);
  EXPECT_EQ(compare("J. Kerry", "John Kerry"), NameMatch::same);
  EXPECT_EQ(compare("Kerry", "John Kerry"), NameMatch::surname_only);
  EXPECT_EQ(compare("George Bush", "Jeb Bush"), NameMatch::conflict);
  EXPECT_EQ(compare("Haider al-Abadi", "Haider Abadi"), NameMatch::same);
  EXPECT_EQ(compare("Ban Ki-moon", "Anna Moon"), NameMatch::conflict);
}

TEST(coreference, surnames_titles_and_pronouns_lead_to_the_full_name) {
  const Reading reading(
      "Foreign minister Hakan Demir arrived on Monday. Mr Demir met the president. He said that he would "
      "return.");
  EXPECT_EQ(reading.party("Mr Demir").name, "Hakan Demir");
  EXPECT_EQ(reading.party("He").name, "Hakan Demir");
}

TEST(coreference, two_people_of_one_surname_stay_apart) {
  const Reading reading("Anna Keller voted yes and Martin Keller voted no. Keller left early.");
  const Party anna = reading.party("Anna Keller"), martin = reading.party("Martin Keller");
  EXPECT_NE(anna.name, martin.name);
  EXPECT_EQ(reading.party("Keller").name, "Keller");
}

TEST(coreference, a_state_its_capital_and_its_adjective_are_one_country) {
  const Reading reading("Iran rejected the plan. Tehran said that Iranian diplomats would leave Vienna.");
  const auto state = reading.at("Iran"), capital = reading.at("Tehran"), adjective = reading.at("Iranian");
  ASSERT_TRUE(state && capital && adjective);
  EXPECT_EQ(reading.parsed.mentions[*state].chain, reading.parsed.mentions[*capital].chain);
  EXPECT_EQ(reading.parsed.mentions[*state].chain, reading.parsed.mentions[*adjective].chain);
}

TEST(coreference, an_abbreviation_joins_the_name_it_shortens) {
  const Reading reading("The Northern Relief Council (NRC) sent trucks. NRC said that they arrived.");
  const auto longer = reading.at("The Northern Relief Council"), shorter = reading.at("NRC");
  ASSERT_TRUE(longer && shorter);
}

TEST(coreference, we_and_i_in_a_quotation_are_its_speaker) {
  const Reading reading(
      "Minister Hakan Demir said: \"We sent the trucks on Monday and I thank the drivers.\"");
  EXPECT_EQ(reading.party("We").name, "Hakan Demir");
  EXPECT_EQ(reading.party("I").name, "Hakan Demir");
}

TEST(coreference, we_in_a_bodys_own_statement_is_the_body) {
  const Reading reading("Norway condemns the attack. We will send a team to the island.");
  EXPECT_EQ(reading.party("We").name, "Norway");
}

TEST(coreference, an_office_with_the_article_is_its_holder_and_another_office_is_not) {
  const Reading reading(
      "Foreign Secretary Alan Wright spoke to reporters on Monday. The Foreign Secretary said that talks "
      "would go "
      "on. The Defence Secretary said that troops would stay.");
  EXPECT_EQ(reading.party("The Foreign Secretary").name, "Alan Wright");
  EXPECT_NE(reading.party("The Defence Secretary").name, "Alan Wright");
}

TEST(offices, stand_before_the_name_or_beside_it) {
  const Reading reading(
      "Norwegian defence minister Kari Lund met Omar Saleh, deputy director at the Red Cross, in Oslo. "
      "Former "
      "president Jan Berg stayed away.");
  const Party minister = reading.party("Norwegian defence minister Kari Lund");
  ASSERT_EQ(minister.roles.size(), 1u);
  EXPECT_EQ(minister.roles[0].title, "defence minister");
  EXPECT_EQ(minister.roles[0].of, "Norway");
  const Party director = reading.party("Omar Saleh");
  ASSERT_EQ(director.roles.size(), 1u);
  EXPECT_EQ(director.roles[0].title, "deputy director");
  EXPECT_TRUE(reading.party("Former president Jan Berg").roles.empty());
}

TEST(coreference, who_is_known_by_an_owner_is_named_after_it) {
  const Reading reading(
      "The Philippines protested on Monday. Its coast guard recorded the collision. Their officers were "
      "unhurt.");
  EXPECT_EQ(reading.party("Its coast guard").name, "Philippines' coast guard");
  EXPECT_EQ(reading.party("Its coast guard").country, "PHL");
}

TEST(coreference, the_town_of_a_name_is_the_place_of_that_name) {
  const Reading reading("Rebels captured the town of Sake in January. Sake lies near the lake.");
  EXPECT_EQ(reading.party("the town of Sake").name, "Sake");
}

TEST(coreference, rebels_of_a_front_are_the_front) {
  const Reading reading(
      "Rebels of the Lake Front attacked a base near Goma on Sunday. The Lake Front denied the attack.");
  EXPECT_EQ(reading.party("The Lake Front").name, "Lake Front");
  EXPECT_EQ(reading.party("The Lake Front").kind, EntityKind::armed_group);
  EXPECT_EQ(reading.party("Rebels of the Lake Front").name, "Lake Front");
}

TEST(coreference, the_object_of_a_clause_is_not_its_subject) {
  const Reading reading("Secretary Anna Kerr called Minister Ivan Petrov on Monday. Petrov thanked him.");
  EXPECT_NE(reading.party("him").name, "Ivan Petrov");
}

TEST(mentions, an_unknown_place_with_a_state_in_its_name_lies_in_that_state) {
  const Reading reading("Israel mounted an invasion of South Lebanon.");
  const auto place = reading.at("South Lebanon");
  ASSERT_TRUE(place);
  EXPECT_EQ(reading.parsed.mentions[*place].country, "LBN");
}

}  // namespace
}  // namespace ekg
