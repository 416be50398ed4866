// A small graph whose names and texts are made to break every format: markup, quotes, control characters,
// formulas, line ends, bidi controls; with ties, intervals, undated events, parallel edges and links.
#pragma once
#include "tests/support/small_graph.hpp"

namespace ekg::testing {

inline const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> texts = {
      "<script>alert('x')</script>",
      "</script><!-- \"quoted\" & 'single' ]]>",
      "=HYPERLINK(\"http://example.org\")",
      "+1, -1; @cmd\ttab",
      "two\nlines\r\nand \\ backslash \\n",
      "bidi \xE2\x80\xAE override, emoji \xF0\x9F\x95\x8A, \xD0\x9A\xD0\xB8\xD1\x97\xD0\xB2",
      std::string("control \x01 \x1f \x7f and \xEF\xBF\xBE"),
      "{curly} [square] $dollar `backtick` #hash %percent;",
      "INFLATION",
      "'); DROP GRAPH; --",
  };
  return texts;
}

inline EventGraph hostile_graph() {
  const auto& texts = hostile_texts();
  EventGraphBuilder builder;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Entity row = entity("e" + std::to_string(i), static_cast<EntityKind>(i % 10), i % 2 == 0 ? "UKR" : "");
    row.name = texts[i];
    row.aliases = {texts[(i + 1) % texts.size()] + " alias", "plain"};
    if (i == 0) row.roles.push_back({texts[1], texts[2], days_span(0, 0), std::nullopt, ""});
    if (i % 3 == 0) {
      row.latitude = 50.5;
      row.longitude = -30.25;
    }
    builder.add(row);
  }
  Document document;
  document.id = "http://example.org/a?b=<c>&d";
  document.title = texts[0];
  document.outlet = texts[1];
  document.published = days_span(3, 3);
  builder.add(document);
  const char* const types[] = {"clash", "meeting", "statement"};
  for (int i = 0; i < 40; ++i) {
    const auto name = [&](int k) { return "e" + std::to_string((i * k + k) % 7); };
    std::optional<TimeSpan> time;
    if (i % 8 != 7) time = days_span(i % 11, i % 11 + (i % 5 == 0 ? 20 : 0));
    std::vector<std::string> recipients;
    if (i % 6 != 5) recipients.push_back(name(3));
    if (i % 9 == 0) recipients.push_back(name(4));
    EventRecord record =
        event((i < 10 ? "0" : "") + std::to_string(i), types[i % 3], {name(2)}, recipients, time);
    for (std::vector<Party>* parties : {&record.actors, &record.recipients})
      for (Party& one : *parties) one.name = texts[static_cast<std::size_t>(one.id.back() - '0')];
    if (i == 3) record.id = "odd id <" + texts[1];
    record.quad = static_cast<Quad>(i % 4);
    record.intensity = i % 2 == 0 ? -10.0 : 3.4;
    record.status = static_cast<Status>(i % 8);
    record.confidence = 0.5 + i / 100.0;
    record.quote = texts[static_cast<std::size_t>(i) % texts.size()];
    record.cameo = "190";
    record.attribution.push_back({party("e8"), texts[1], Stance::doubts});
    record.quantities.push_back({10.0 + i, std::nullopt, Comparator::more_than, texts[3], texts[4]});
    if (i % 4 == 0) {
      PlaceName place;
      place.id = "en-e9";
      place.name = texts[9];
      place.latitude = 12.5;
      place.longitude = 33.125;
      record.places.push_back(place);
    }
    if (i == 7) record.about = "ev-06";
    record.mentions.push_back({document.id, static_cast<std::uint32_t>(i), std::array<std::uint32_t, 2>{0, 9},
                               std::nullopt, texts[static_cast<std::size_t>(i) % texts.size()]});
    if (i % 3 == 0) record.mentions.push_back({"plain-doc", 1, std::nullopt, std::nullopt, "told again"});
    builder.add(record);
  }
  ProblemLog problems;
  return builder.freeze(problems);
}

}  // namespace ekg::testing
