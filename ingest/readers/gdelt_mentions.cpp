// GDELT 2.0 mentions: which documents tell of which events. Tab-separated without a header as published, or
// with a header (docs/formats/gdelt.md).
#include <algorithm>
#include <array>

#include "ingest/coded/coded_rows.hpp"

namespace ekg {
namespace {

enum Column : std::size_t {
  event_id,
  event_time,
  mention_time,
  mention_type,
  source_name,
  identifier,
  sentence_id,
  actor1_offset,
  actor2_offset,
  action_offset,
  in_raw_text,
  confidence,
  length,
  tone,
  translation,
  extras,
};
constexpr std::array<std::string_view, 16> names = {"GLOBALEVENTID",
                                                    "EventTimeDate",
                                                    "MentionTimeDate",
                                                    "MentionType",
                                                    "MentionSourceName",
                                                    "MentionIdentifier",
                                                    "SentenceID",
                                                    "Actor1CharOffset",
                                                    "Actor2CharOffset",
                                                    "ActionCharOffset",
                                                    "InRawText",
                                                    "Confidence",
                                                    "MentionDocLen",
                                                    "MentionDocTone",
                                                    "MentionDocTranslationInfo",
                                                    "Extras"};
constexpr std::size_t needed = 6;

bool has_digits(std::string_view text, std::size_t count) { return text.size() == count && is_digits(text); }

bool is_row(std::span<const std::string_view> field) {
  return field.size() == names.size() && has_digits(field[event_time], 14) &&
         has_digits(field[mention_time], 14) && field[mention_type].size() == 1;
}
bool sniff(std::string_view head) {
  return has_columns(head, std::span(names).first(needed)) || has_row(head, is_row);
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  // As published without a header; republished tables have one, and commas.
  const RowTable table{ColumnFormat::tab, names, needed, RowTable::Header::if_named, {names.size()}};
  read_coded_rows(in, table, options, sink, [&](const CodedRow& row, std::uint64_t) {
    const std::string_view id = row.needed_text(event_id);
    if (!has_digits(id, id.size())) row.fail(event_id, "is no number");
    EventMention mention;
    mention.doc = row.needed_text(identifier);
    if (const auto number = row.whole(sentence_id)) {
      if (*number < 0 || *number > 1'000'000) row.fail(sentence_id, "must be a number from 1");
      if (*number > 0) mention.sentence = static_cast<std::uint32_t>(*number - 1);
    }
    Document source;
    source.id = mention.doc;
    source.outlet = row.text(source_name);
    if (mention.doc.find("://") != std::string::npos) source.url = mention.doc;
    sink.add_source(std::move(source));
    sink.add_mention("gdelt:" + std::string(id), std::move(mention));
  });
}

}  // namespace

extern const Reader gdelt_mentions_reader = {
    "gdelt-mentions", "GDELT 2.0 mentions of events", {}, sniff, read, true,
    nullptr,          std::span(names).first(needed)};

}  // namespace ekg
