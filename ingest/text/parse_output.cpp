#include "ingest/text/parse_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "graph/event_record.hpp"
#include "ingest/resolve.hpp"
#include "ingest/text/chain_names.hpp"
#include "ingest/text/mentions.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

using Json = nlohmann::ordered_json;

// Byte offsets to code points in O(log n): a count at every block of the text, then at most a block to walk.
class CodePointIndex {
 public:
  explicit CodePointIndex(std::string_view text) : text_(text) {
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i % block == 0) counts_.push_back(count);
      count += starts(i);
    }
    counts_.push_back(count);
  }
  std::uint32_t at(std::uint32_t byte) const {
    std::uint32_t count = counts_[byte / block];
    if (byte % block != 0 || byte / block * block >= text_.size()) {
      for (std::size_t i = byte / block * block; i < byte && i < text_.size(); ++i) count += starts(i);
    }
    return count;
  }
  std::array<std::uint32_t, 2> span(ByteRange range) const { return {at(range.begin), at(range.end)}; }

 private:
  static constexpr std::size_t block = 64;
  bool starts(std::size_t i) const { return (static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80; }
  std::string_view text_;
  std::vector<std::uint32_t> counts_;
};

ByteRange range_of(const ParsedDocument& parsed, TokenIndex first, TokenIndex last) {
  return {parsed.tokens[first].span.begin, parsed.tokens[last - 1].span.end};
}

// One array of the object, its rows written as they come: the tree of a whole book would not fit.
class Rows {
 public:
  Rows(std::ostream& out, std::string_view name) : out_(out) { out_ << ",\"" << name << "\":["; }
  void add(const Json& row) {
    if (!first_) out_ << ',';
    first_ = false;
    out_ << row.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  void end() { out_ << ']'; }

 private:
  std::ostream& out_;
  bool first_ = true;
};

void write_sentences(Rows& rows, const ParsedDocument& parsed, const CodePointIndex& index) {
  for (const Sentence& sentence : parsed.sentences) {
    Json tokens = Json::array();
    for (TokenIndex i = sentence.first; i < sentence.last; ++i) {
      const Token& token = parsed.tokens[i];
      tokens.push_back({{"span", index.span(token.span)},
                        {"form", parsed.text_of(i)},
                        {"lemma", token.lemma},
                        {"upos", to_string(token.upos)},
                        {"xpos", to_string(token.xpos)},
                        {"head", token.head == no_token ? 0 : token.head - sentence.first + 1},
                        {"deprel", to_string(token.deprel)}});
    }
    rows.add({{"span", index.span(sentence.span)}, {"tokens", std::move(tokens)}});
  }
}

// The entity of each chain. Each stands in a record of its own, so that resolve() keeps them apart.
std::vector<std::string> entity_ids(const ParsedDocument& parsed) {
  std::vector<EventRecord> records;
  for (std::size_t chain = 0; chain < parsed.parties.size(); ++chain) {
    if (parsed.parties[chain].name.empty()) continue;
    EventRecord& record = records.emplace_back();
    record.id = std::to_string(chain);
    record.actors.push_back(parsed.parties[chain]);
  }
  std::vector<std::string> ids(parsed.parties.size());
  for (const EventRecord& record : resolve(records).events) {
    if (!record.actors.empty()) ids[std::stoul(record.id)] = record.actors.front().id;
  }
  return ids;
}

std::string_view entity_of(const Mention& mention, const std::vector<std::string>& ids) {
  const bool known = mention.chain >= 0 && static_cast<std::size_t>(mention.chain) < ids.size();
  return known ? std::string_view(ids[static_cast<std::size_t>(mention.chain)]) : std::string_view();
}

// The name inside a longer mention, as a mention of its own.
std::optional<Mention> inner_name(const ParsedDocument& parsed, const Mention& mention) {
  if (mention.name_first >= mention.name_last ||
      (mention.name_first == mention.first && mention.name_last == mention.last))
    return std::nullopt;
  Mention name = mention;
  name.first = mention.name_first, name.last = mention.name_last;
  name.head = name.last - 1;
  for (TokenIndex t = name.first; t < name.last; ++t) {
    const TokenIndex above = parsed.tokens[t].head;
    if (above >= name.first && above < name.last) continue;
    name.head = t;
    break;
  }
  return name;
}

// As they are printed: a name inside a longer mention is one of its own, and the longer one is nominal; in
// the order of the text, the longer first.
std::vector<Mention> shown_mentions(const ParsedDocument& parsed) {
  std::vector<Mention> all;
  for (const Mention& mention : parsed.mentions) {
    all.push_back(mention);
    if (auto name = inner_name(parsed, mention)) {
      all.back().form = MentionForm::nominal;
      all.push_back(std::move(*name));
    }
  }
  std::ranges::stable_sort(all, {},
                           [](const Mention& m) { return std::pair(m.first, -std::int64_t{m.last}); });
  return all;
}

// Without the place that it stands in: "the opposition in Riyadh" is shown up to "in".
ByteRange shown_range(const ParsedDocument& parsed, const Mention& mention) {
  return range_of(parsed, mention.first, end_before_scene(parsed, mention));
}

void write_mentions(Rows& rows, const ParsedDocument& parsed, const CodePointIndex& index,
                    const std::vector<std::string>& entities) {
  for (const Mention& mention : shown_mentions(parsed)) {
    Json row{{"span", index.span(shown_range(parsed, mention))},
             {"head", index.span(parsed.tokens[mention.head].span)},
             {"kind", to_string(mention.kind)},
             {"form", to_string(mention.form)}};
    if (!mention.country.empty()) row["country"] = mention.country;
    if (!mention.sector.empty()) row["sector"] = mention.sector;
    if (!mention.name.empty()) row["name"] = mention.name;
    if (mention.chain >= 0) row["chain"] = mention.chain;
    if (const auto entity = entity_of(mention, entities); !entity.empty()) row["entity"] = entity;
    rows.add(row);
  }
}

void write_times(Rows& rows, const ParsedDocument& parsed, const CodePointIndex& index) {
  for (const TimeExpression& time : parsed.times) {
    Json row{{"span", index.span(time.span)},
             {"text", parsed.document->at(time.span)},
             {"type", to_string(time.type)},
             {"value", time.value}};
    if (time.interval) {
      row["start"] = format_begin(*time.interval);
      row["end"] = format_end(*time.interval);
      row["precision"] = to_string(time.interval->precision);
    }
    rows.add(row);
  }
}

void write_quantities(Rows& rows, const ParsedDocument& parsed, const CodePointIndex& index) {
  for (const QuantityExpression& quantity : parsed.quantities) {
    Json row{{"span", index.span(quantity.span)},
             {"text", parsed.document->at(quantity.span)},
             {"value", quantity.value}};
    if (quantity.max) row["max"] = *quantity.max;
    row["comparator"] = to_string(quantity.comparator);
    if (quantity.unit != no_token) row["of"] = parsed.text_of(quantity.unit);
    rows.add(row);
  }
}

void write_quotes(Rows& rows, const ParsedDocument& parsed, const CodePointIndex& index,
                  const std::vector<std::string>& entities) {
  for (const Quotation& quotation : parsed.quotations) {
    Json row{{"span", index.span(quotation.span)}, {"kind", to_string(quotation.kind)}};
    if (quotation.speaker != no_token) {
      if (const auto speaker = mention_headed_by(parsed, quotation.speaker)) {
        const auto entity = entity_of(parsed.mentions[*speaker], entities);
        if (!entity.empty()) row["speaker"] = entity;
      }
    }
    if (quotation.verb != no_token) row["verb"] = index.span(parsed.tokens[quotation.verb].span);
    if (quotation.speaker != no_token) {
      row["speaker_head"] = index.span(parsed.tokens[quotation.speaker].span);
      row["speaker_text"] = parsed.text_of(quotation.speaker);
    }
    rows.add(row);
  }
}

void write_words(std::ostream& out, const ParsedDocument& parsed, const Sentence& sentence) {
  std::size_t widest = 4;
  for (TokenIndex i = sentence.first; i < sentence.last; ++i)
    widest = std::max(widest, std::min<std::size_t>(parsed.text_of(i).size(), 24));
  for (TokenIndex i = sentence.first; i < sentence.last; ++i) {
    const Token& token = parsed.tokens[i];
    const std::string head =
        token.head == no_token ? std::string("-") : std::string(parsed.text_of(token.head));
    out << fmt::format("  {:>3} {:<{}} {:<5} {:<5} {} <- {}\n", i - sentence.first + 1, parsed.text_of(i),
                       widest, to_string(token.upos), to_string(token.xpos), to_string(token.deprel), head);
  }
}

}  // namespace

void write_parse_json(std::ostream& out, const ParsedDocument& parsed) {
  const CodePointIndex index(parsed.document->text);
  const std::vector<std::string> entities = entity_ids(parsed);
  out << "{\"doc\":" << Json(parsed.document->id).dump(-1, ' ', false, Json::error_handler_t::replace);
  const auto array = [&](std::string_view name, const auto& write) {
    Rows rows(out, name);
    write(rows);
    rows.end();
  };
  array("sentences", [&](Rows& rows) { write_sentences(rows, parsed, index); });
  array("mentions", [&](Rows& rows) { write_mentions(rows, parsed, index, entities); });
  array("times", [&](Rows& rows) { write_times(rows, parsed, index); });
  array("quantities", [&](Rows& rows) { write_quantities(rows, parsed, index); });
  array("quotes", [&](Rows& rows) { write_quotes(rows, parsed, index, entities); });
  out << '}';
}

void write_parse_text(std::ostream& out, const ParsedDocument& parsed) {
  const Document& document = *parsed.document;
  out << "# " << document.id << '\n';
  const auto within = [](ByteRange span, const Sentence& sentence) {
    return span.begin >= sentence.span.begin && span.begin < sentence.span.end;
  };
  const std::vector<Mention> mentions = shown_mentions(parsed);
  auto mention = mentions.begin();
  auto time = parsed.times.begin();
  auto quantity = parsed.quantities.begin();
  auto quotation = parsed.quotations.begin();
  for (std::size_t s = 0; s < parsed.sentences.size(); ++s) {
    const Sentence& sentence = parsed.sentences[s];
    out << '\n' << s + 1 << ". " << document.at(sentence.span) << '\n';
    write_words(out, parsed, sentence);
    for (; mention != mentions.end() && mention->first < sentence.last; ++mention) {
      out << fmt::format("  mention   {} ({} {}{}{})\n", document.at(shown_range(parsed, *mention)),
                         to_string(mention->form), to_string(mention->kind),
                         mention->country.empty() ? "" : " ", mention->country);
    }
    for (; time != parsed.times.end() && within(time->span, sentence); ++time) {
      out << fmt::format("  time      {} = {}", document.at(time->span), time->value);
      if (time->interval)
        out << fmt::format(" ({} to {})", format_begin(*time->interval), format_end(*time->interval));
      out << '\n';
    }
    for (; quantity != parsed.quantities.end() && within(quantity->span, sentence); ++quantity) {
      out << fmt::format("  quantity  {} = {} {}{}", document.at(quantity->span),
                         to_string(quantity->comparator), quantity->value,
                         quantity->max ? fmt::format(" to {}", *quantity->max) : "");
      if (quantity->unit != no_token) out << " of " << parsed.text_of(quantity->unit);
      out << '\n';
    }
    for (; quotation != parsed.quotations.end() && within(quotation->span, sentence); ++quotation) {
      out << fmt::format(
          "  quote     {} by {}: {}\n", to_string(quotation->kind),
          quotation->speaker == no_token ? "nobody found" : std::string(parsed.text_of(quotation->speaker)),
          document.at(quotation->span));
    }
  }
}

}  // namespace ekg
