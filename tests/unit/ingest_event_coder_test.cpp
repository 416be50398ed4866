// The coder on trees written by hand: each test is one construction.
#include "ingest/text/event_coder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/coreference.hpp"
#include "ingest/text/mentions.hpp"
#include "ingest/text/nn/conllu.hpp"
#include "ingest/text/tree_repair.hpp"

namespace ekg {
namespace {

// Rows "form lemma UPOS XPOS head relation", one a token.
std::vector<EventRecord> code(const std::string& rows, const std::string& published = "2024-11-07") {
  static const EventCoder coder;
  static const ActorLexicon actors;
  static const Lemmas lemmas;
  std::istringstream in(rows);
  std::string line, conllu = "# newdoc id = test\n# sent_id = 1\n";
  for (int number = 1; std::getline(in, line);) {
    std::istringstream words(line);
    std::string form, lemma, upos, xpos, head, relation;
    if (!(words >> form >> lemma >> upos >> xpos >> head >> relation)) continue;
    conllu += std::to_string(number++) + "\t" + form + "\t" + lemma + "\t" + upos + "\t" + xpos + "\t_\t" +
              head + "\t" + relation + "\t_\t_\n";
  }
  conllu += "\n";
  std::istringstream file(conllu);
  ProblemLog problems;
  const auto documents = read_conllu(file, "test.conllu", "test", problems);
  EXPECT_TRUE(problems.empty());
  ConlluDocument& document = *documents.at(0);
  document.document.published = parse_time(published);
  find_mentions(document.parsed, actors);
  repair_trees(document.parsed, lemmas);
  link_mentions(document.parsed, actors);
  return coder.code(document.parsed, problems);
}

const EventRecord* find(const std::vector<EventRecord>& events, const std::string& type) {
  const auto found =
      std::find_if(events.begin(), events.end(), [&](const EventRecord& e) { return e.type == type; });
  return found == events.end() ? nullptr : &*found;
}

std::string states(const std::vector<Party>& parties) {
  std::string all;
  for (const Party& party : parties) all += (all.empty() ? "" : " ") + party.country;
  return all;
}

TEST(event_coder, an_active_verb_has_its_subject_as_actor_and_its_object_as_recipient) {
  const auto events = code(R"(
Israeli Israeli ADJ JJ 2 amod
soldiers soldier NOUN NNS 3 nsubj
arrested arrest VERB VBD 0 root
Lebanese Lebanese ADJ JJ 5 amod
fishermen fisherman NOUN NNS 3 obj)");
  const EventRecord* arrest = find(events, "arrest");
  ASSERT_TRUE(arrest);
  EXPECT_EQ(states(arrest->actors), "ISR");
  EXPECT_EQ(states(arrest->recipients), "LBN");
  EXPECT_EQ(arrest->plover, "COERCE");
  EXPECT_EQ(arrest->status, Status::asserted);
}

TEST(event_coder, a_passive_verb_has_its_subject_as_recipient_and_its_by_phrase_as_actor) {
  const auto events = code(R"(
Lebanese Lebanese ADJ JJ 2 amod
fishermen fisherman NOUN NNS 4 nsubj:pass
were be AUX VBD 4 aux:pass
arrested arrest VERB VBN 0 root
by by ADP IN 7 case
Israeli Israeli ADJ JJ 7 amod
soldiers soldier NOUN NNS 4 obl:agent)");
  const EventRecord* arrest = find(events, "arrest");
  ASSERT_TRUE(arrest);
  EXPECT_EQ(states(arrest->actors), "ISR");
  EXPECT_EQ(states(arrest->recipients), "LBN");
}

TEST(event_coder, a_relative_pronoun_stands_for_its_antecedent) {
  const auto events = code(R"(
Israeli Israeli ADJ JJ 2 amod
soldiers soldier NOUN NNS 7 nsubj
who who PRON WP 4 nsubj
arrested arrest VERB VBD 2 acl:relcl
Lebanese Lebanese ADJ JJ 6 amod
fishermen fisherman NOUN NNS 4 obj
slept sleep VERB VBD 0 root)");
  const EventRecord* arrest = find(events, "arrest");
  ASSERT_TRUE(arrest);
  EXPECT_EQ(states(arrest->actors), "ISR");
}

TEST(event_coder, who_says_so_is_the_attribution_and_the_event_is_reported) {
  const auto events = code(R"(
Egypt Egypt PROPN NNP 2 nsubj
said say VERB VBD 0 root
Israel Israel PROPN NNP 4 nsubj
bombed bomb VERB VBD 2 ccomp
Lebanon Lebanon PROPN NNP 4 obj)");
  const EventRecord* attack = find(events, "assault");
  ASSERT_TRUE(attack);
  EXPECT_EQ(attack->status, Status::reported);
  ASSERT_EQ(attack->attribution.size(), 1u);
  EXPECT_EQ(attack->attribution[0].by.country, "EGY");
  const EventRecord* statement = find(events, "statement");
  ASSERT_TRUE(statement);
  EXPECT_EQ(statement->about, attack->id);
  EXPECT_EQ(statement->plover, "");
}

TEST(event_coder, a_confirmation_makes_the_event_confirmed) {
  const auto events = code(R"(
Egypt Egypt PROPN NNP 2 nsubj
confirmed confirm VERB VBD 0 root
Israel Israel PROPN NNP 4 nsubj
bombed bomb VERB VBD 2 ccomp
Lebanon Lebanon PROPN NNP 4 obj)");
  const EventRecord* attack = find(events, "assault");
  ASSERT_TRUE(attack);
  EXPECT_EQ(attack->status, Status::confirmed);
  EXPECT_EQ(attack->attribution.at(0).stance, Stance::confirms);
}

TEST(event_coder, a_negated_verb_is_no_event_that_happened) {
  const auto events = code(R"(
Israel Israel PROPN NNP 4 nsubj
did do AUX VBD 4 aux
not not PART RB 4 advmod
bomb bomb VERB VB 0 root
Lebanon Lebanon PROPN NNP 4 obj)");
  const EventRecord* attack = find(events, "assault");
  ASSERT_TRUE(attack);
  EXPECT_EQ(attack->status, Status::negated);
}

TEST(event_coder, who_says_that_another_must_act_demands_it) {
  const auto events = code(R"(
Egypt Egypt PROPN NNP 2 nsubj
said say VERB VBD 0 root
Israel Israel PROPN NNP 5 nsubj
must must AUX MD 5 aux
leave leave VERB VB 2 ccomp
Lebanon Lebanon PROPN NNP 5 obj)");
  const EventRecord* demand = find(events, "demand");
  ASSERT_TRUE(demand);
  EXPECT_EQ(states(demand->actors), "EGY");
  EXPECT_EQ(states(demand->recipients), "ISR");
  EXPECT_EQ(demand->plover, "REQUEST");
}

TEST(event_coder, the_spans_are_code_points) {
  const auto events = code(R"(
Zürich Zürich PROPN NNP 2 nsubj
accused accuse VERB VBD 0 root
Libya Libya PROPN NNP 2 obj)");
  const EventRecord* accusation = find(events, "accusation");
  ASSERT_TRUE(accusation);
  ASSERT_TRUE(accusation->mentions.at(0).trigger);
  EXPECT_EQ((*accusation->mentions[0].trigger)[0], 7u);
  EXPECT_EQ((*accusation->mentions[0].trigger)[1], 14u);
}

TEST(event_coder, the_same_document_gives_the_same_records) {
  const std::string rows = R"(
Egypt Egypt PROPN NNP 2 nsubj
said say VERB VBD 0 root
Israel Israel PROPN NNP 4 nsubj
bombed bomb VERB VBD 2 ccomp
Lebanon Lebanon PROPN NNP 4 obj)";
  EXPECT_EQ(code(rows), code(rows));
}

TEST(event_coder, coordinated_verbs_of_one_kind_tell_one_event) {
  const auto events = code(R"(
    Sixty       sixty    NUM   CD   2 nummod
    Kenyans     Kenyan   PROPN NNPS 4 nsubj:pass
    were        be       AUX   VBD  4 aux:pass
    killed      kill     VERB  VBN  0 root
    and         and      CCONJ CC   6 cc
    injured     injure   VERB  VBN  4 conj
  )");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].mentions.size(), 2u);
  EXPECT_EQ(states(events[0].recipients), "KEN");
}

TEST(event_coder, a_relative_clause_of_saying_goes_on_with_the_claim) {
  const auto events = code(R"(
    The         the      DET   DT   2 det
    claim       claim    NOUN  NN   3 nsubj
    comes       come     VERB  VBZ  0 root
    from        from     ADP   IN   5 case
    Peru        Peru     PROPN NNP  3 obl
    which       which    PRON  WDT  7 nsubj
    said        say      VERB  VBD  5 acl:relcl
    so          so       ADV   RB   7 advmod
  )");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].type, "statement");
  EXPECT_EQ(states(events[0].actors), "PER");
}

TEST(event_coder, a_verb_taken_for_a_participle_of_a_name_before_it_is_active) {
  const auto events = code(R"(
    Peru        Peru     PROPN NNP  0 root
    expelled    expel    VERB  VBN  1 acl
    Chilean     Chilean  ADJ   JJ   4 amod
    diplomats   diplomat NOUN  NNS  2 obj
  )");
  const EventRecord* event = find(events, "expulsion");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(states(event->actors), "PER");
  EXPECT_EQ(states(event->recipients), "CHL");
}

TEST(event_coder, the_second_of_between_is_found_where_the_parser_hung_it_higher) {
  const auto events = code(R"(
    Talks   talk    NOUN  NNS  6 nsubj
    between between ADP   IN   3 case
    Peru    Peru    PROPN NNP  1 nmod
    and     and     CCONJ CC   5 cc
    Chile   Chile   PROPN NNP  1 conj
    ended   end     VERB  VBD  0 root
  )");
  const EventRecord* event = find(events, "meeting");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(states(event->actors), "PER CHL");
}

TEST(event_coder, whoever_is_accused_of_it_does_it_also_where_the_clause_hangs_on_him) {
  const auto events = code(R"(
    Peru     Peru    PROPN NNP  2 nsubj
    accused  accuse  VERB  VBD  0 root
    Chile    Chile   PROPN NNP  5 nmod:poss
    's       's      PART  POS  3 case
    army     army    NOUN  NN   2 obj
    of       of      SCONJ IN   7 mark
    shelling shell   VERB  VBG  5 acl
    Bolivia  Bolivia PROPN NNP  7 obj
  )");
  const EventRecord* event = find(events, "assault");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(states(event->actors), "CHL");
  EXPECT_EQ(event->status, Status::reported);
}

TEST(event_coder, those_who_signed_are_the_subject_of_the_relative_clause) {
  const auto events = code(R"(
    They    they    PRON  PRP  2 nsubj
    broke   break   VERB  VBD  0 root
    a       a       DET   DT   4 det
    treaty  treaty  NOUN  NN   2 obj
    that    that    PRON  WDT  9 obj
    Peru    Peru    PROPN NNP  4 appos
    and     and     CCONJ CC   8 cc
    Chile   Chile   PROPN NNP  6 conj
    signed  sign    VERB  VBD  4 acl:relcl
  )");
  const EventRecord* event = find(events, "agreement");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(states(event->actors), "PER CHL");
}

TEST(event_coder, who_has_not_said_has_not_spoken) {
  const auto events = code(R"(
    No        no        DET   DT   2 det
    group     group     NOUN  NN   4 nsubj
    has       have      AUX   VBZ  4 aux
    commented comment   VERB  VBN  0 root
  )");
  const EventRecord* event = find(events, "statement");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->status, Status::negated);
}

TEST(event_coder, a_game_is_no_battle) {
  const std::string attack = R"(
    Chelsea  Chelsea PROPN NNP  2 nsubj
    attacked attack  VERB  VBD  0 root
    Burnley  Burnley PROPN NNP  2 obj
    in       in      ADP   IN   6 case
    the      the     DET   DT   6 det
    )";
  EXPECT_NE(find(code(attack + "street street NOUN NN 2 obl"), "assault"), nullptr);
  EXPECT_EQ(
      find(code(attack + "league league NOUN NN 2 obl\ncup cup NOUN NN 6 conj\ncoach coach NOUN NN 6 conj"),
           "assault"),
      nullptr);
}

TEST(event_coder, who_calls_somebody_is_the_one_who_speaks_of_the_call) {
  const auto events = code(R"(
    Peru   Peru  PROPN NNP  2 nsubj
    spoke  speak VERB  VBD  0 root
    in     in    ADP   IN   4 case
    talks  talk  NOUN  NNS  2 obl
    with   with  ADP   IN   6 case
    Chile  Chile PROPN NNP  4 nmod
  )");
  const EventRecord* event = find(events, "meeting");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(states(event->actors), "PER");
  EXPECT_EQ(states(event->recipients), "CHL");
}

TEST(event_coder, heads_in_a_ring_are_read_to_an_end) {
  EXPECT_NO_THROW(code(R"(
Talks talk NOUN NNS 4 nsubj
between between ADP IN 3 case
Varga Varga PROPN NNP 1 nmod
Colombo Colombo PROPN NNP 3 nmod
)"));
}

TEST(event_coder, a_thing_without_a_state_is_not_that_of_who_speaks_of_it) {
  const auto events = code(R"(
Iran Iran PROPN NNP 2 nsubj
condemned condemn VERB VBD 0 root
the the DET DT 4 det
move move NOUN NN 2 obj
. . PUNCT . 2 punct
)");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(states(events[0].actors), "IRN");
  EXPECT_TRUE(events[0].recipients.empty());
}

TEST(event_coder, a_verb_taken_for_a_participle_of_its_object_is_the_verb) {
  const auto events = code(R"(
Iran Iran PROPN NNP 3 compound
severed severed ADJ JJ 3 amod
relations relation NOUN NNS 0 root
with with ADP IN 5 case
Israel Israel PROPN NNP 3 nmod
. . PUNCT . 3 punct
)");
  const EventRecord* sanction = find(events, "sanction");
  ASSERT_TRUE(sanction);
  EXPECT_EQ(states(sanction->actors), "IRN");
  EXPECT_EQ(states(sanction->recipients), "ISR");
}

TEST(event_coder, a_verb_between_a_plural_and_its_object_is_no_participle) {
  const auto before_object = code(R"(
Syrian Syrian ADJ JJ 2 amod
troops troops NOUN NNS 5 compound
shelled shell VERB VBN 5 amod
rebel rebel NOUN NN 5 compound
positions position NOUN NNS 0 root
. . PUNCT . 5 punct
)");
  const EventRecord* shelling = find(before_object, "assault");
  ASSERT_TRUE(shelling);
  EXPECT_EQ(states(shelling->actors), "SYR");

  const auto after_subject = code(R"(
Syrian Syrian ADJ JJ 2 amod
helicopters helicopter NOUN NNS 0 root
shelled shell VERB VBN 2 amod
villages village NOUN NNS 3 obj
. . PUNCT . 2 punct
)");
  EXPECT_TRUE(find(after_subject, "assault"));
}

TEST(event_coder, a_participle_behind_have_is_a_perfect) {
  const auto events = code(R"(
Iran Iran PROPN NNP 2 nsubj
has have VERB VBZ 0 root
eased ease VERB VBN 4 amod
sanctions sanction NOUN NNS 2 obj
on on ADP IN 6 case
Israel Israel PROPN NNP 4 nmod
. . PUNCT . 2 punct
)");
  const EventRecord* easing = find(events, "easing");
  ASSERT_TRUE(easing);
  EXPECT_EQ(states(easing->actors), "IRN");
  EXPECT_EQ(states(easing->recipients), "ISR");
}

TEST(event_coder, what_always_has_an_object_is_passive_without_one) {
  const auto events = code(R"(
Lebanese Lebanese ADJ JJ 2 amod
soldiers soldier NOUN NNS 3 nsubj
killed kill VERB VBD 0 root
in in ADP IN 6 case
bomb bomb NOUN NN 6 compound
attack attack NOUN NN 3 obl
)");
  const EventRecord* assault = find(events, "assault");
  ASSERT_TRUE(assault);
  EXPECT_TRUE(assault->actors.empty());
  EXPECT_EQ(states(assault->recipients), "LBN");
}

TEST(event_coder, a_harm_and_its_cause_share_their_parties) {
  const auto events = code(R"(
Lebanese Lebanese ADJ JJ 2 amod
fishermen fisherman NOUN NNS 4 nsubj:pass
were be AUX VBD 4 aux:pass
killed kill VERB VBN 0 root
when when ADV WRB 8 advmod
Israeli Israeli ADJ JJ 7 amod
soldiers soldier NOUN NNS 8 nsubj
fired fire VERB VBD 4 advcl
. . PUNCT . 4 punct
)");
  const EventRecord* assault = find(events, "assault");
  ASSERT_TRUE(assault);
  EXPECT_EQ(states(assault->actors), "ISR");
  EXPECT_EQ(states(assault->recipients), "LBN");
}

TEST(event_coder, who_would_strike_under_a_condition_threatens) {
  const std::string would = R"(
Iran Iran PROPN NNP 3 nsubj
would would AUX MD 3 aux
bomb bomb VERB VB 0 root
Israel Israel PROPN NNP 3 obj
)";
  EXPECT_FALSE(find(code(would), "threat"));
  const auto events = code(would + R"(
if if SCONJ IN 7 mark
it it PRON PRP 7 nsubj
mobilised mobilise VERB VBD 3 advcl
)");
  const EventRecord* threat = find(events, "threat");
  ASSERT_TRUE(threat);
  EXPECT_EQ(states(threat->actors), "IRN");
  EXPECT_EQ(states(threat->recipients), "ISR");
}

TEST(event_coder, the_leaders_of_two_states_are_two_parties) {
  const auto events = code(R"(
The the DET DT 2 det
leaders leader NOUN NNS 7 nsubj
of of ADP IN 4 case
Iran Iran PROPN NNP 2 nmod
and and CCONJ CC 6 cc
Israel Israel PROPN NNP 4 conj
met meet VERB VBD 0 root
. . PUNCT . 7 punct
)");
  const EventRecord* meeting = find(events, "meeting");
  ASSERT_TRUE(meeting);
  EXPECT_EQ(states(meeting->actors), "IRN ISR");
  EXPECT_EQ(meeting->actors[0].name, "leaders of Iran");
}

TEST(event_coder, of_two_objects_the_first_is_whom_it_is_given_to) {
  const auto events = code(R"(
Iran Iran PROPN NNP 2 nsubj
offered offer VERB VBD 0 root
Lebanese Lebanese ADJ JJ 4 amod
fishermen fisherman NOUN NNS 2 obj
a a DET DT 6 det
loan loan NOUN NN 2 obj
. . PUNCT . 2 punct
)");
  const EventRecord* agreement = find(events, "agreement");
  ASSERT_TRUE(agreement);
  EXPECT_EQ(states(agreement->recipients), "LBN");
}

TEST(event_coder, what_breaks_out_between_two_is_between_them) {
  const auto events = code(R"(
Fighting fighting NOUN NN 2 nsubj
erupted erupt VERB VBD 0 root
at at ADP IN 4 case
dawn dawn NOUN NN 2 obl
between between ADP IN 7 case
Iranian Iranian ADJ JJ 7 amod
soldiers soldier NOUN NNS 4 nmod
and and CCONJ CC 10 cc
Lebanese Lebanese ADJ JJ 10 amod
guerrillas guerrilla NOUN NNS 7 conj
. . PUNCT . 2 punct
)");
  const EventRecord* clash = find(events, "clash");
  ASSERT_TRUE(clash);
  EXPECT_EQ(states(clash->actors), "IRN LBN");
}

TEST(event_coder, who_was_behind_it_is_accused) {
  const auto events = code(R"(
Iran Iran PROPN NNP 2 nsubj
said say VERB VBD 0 root
Israel Israel PROPN NNP 6 nsubj
was be AUX VBD 6 cop
behind behind ADP IN 6 case
it it PRON PRP 2 ccomp
. . PUNCT . 2 punct
)");
  const EventRecord* accusation = find(events, "accusation");
  ASSERT_TRUE(accusation);
  EXPECT_EQ(states(accusation->actors), "IRN");
  EXPECT_EQ(states(accusation->recipients), "ISR");
}

TEST(event_coder, whose_body_it_is_outranks_of_which_nation) {
  const auto events = code(R"(
Iran Iran PROPN NNP 4 nmod:poss
's 's PART POS 1 case
Armenian Armenian ADJ JJ 4 amod
party party NOUN NN 5 nsubj
condemned condemn VERB VBD 0 root
Israel Israel PROPN NNP 5 obj
. . PUNCT . 5 punct
)");
  const EventRecord* accusation = find(events, "accusation");
  ASSERT_TRUE(accusation);
  EXPECT_EQ(states(accusation->actors), "IRN");
}

TEST(event_coder, who_is_named_for_contrast_is_no_party) {
  const auto attackers = [](const std::string& tree) {
    const auto events = code(tree);
    const EventRecord* assault = find(events, "assault");
    return assault ? states(assault->actors) : "none";
  };
  EXPECT_EQ(attackers(R"(
Iran Iran PROPN NNP 6 nsubj
, , PUNCT , 4 punct
not not PART RB 4 advmod
Iraq Iraq PROPN NNP 1 conj
, , PUNCT , 1 punct
attacked attack VERB VBD 0 root
Israel Israel PROPN NNP 6 obj
. . PUNCT . 6 punct
)"),
            "IRN");
  EXPECT_EQ(attackers(R"(
Iran Iran PROPN NNP 4 nsubj
and and CCONJ CC 3 cc
Iraq Iraq PROPN NNP 1 conj
attacked attack VERB VBD 0 root
Israel Israel PROPN NNP 4 obj
. . PUNCT . 4 punct
)"),
            "IRN IRQ");
}

}  // namespace
}  // namespace ekg
