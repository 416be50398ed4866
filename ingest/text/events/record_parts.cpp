#include "ingest/text/events/record_parts.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "ingest/text/events/parties.hpp"

namespace ekg {
namespace {

// Code points before each byte offset that is asked for in rising order.
class CodePoints {
 public:
  explicit CodePoints(std::string_view text) : before_(text.size() + 1) {
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      before_[i] = count;
      if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++count;
    }
    before_[text.size()] = count;
  }
  // REQUIRES: `byte` is a code point boundary.
  std::uint32_t at(std::size_t byte) const { return before_[byte]; }

 private:
  std::vector<std::uint32_t> before_;
};

}  // namespace

void complete_records(const Trees& trees, std::vector<EventDraft>& drafts) {
  const ParsedDocument& parsed = trees.parsed();
  const CodePoints points(parsed.document->text);
  std::multimap<TokenIndex, const Quotation*> quotations_by;  // by the verb of speech
  for (const Quotation& quote : parsed.quotations)
    if (quote.verb != no_token) quotations_by.emplace(quote.verb, &quote);
  for (EventDraft& draft : drafts) {
    EventRecord& record = draft.record;
    const EventType& type = *draft.type;
    record.type = type.name;
    record.mode = type.mode;
    record.cameo = draft.rule.empty() && !draft.trigger.predicate->cameo.empty()
                       ? draft.trigger.predicate->cameo
                       : type.cameo;
    record.plover = type.plover;
    record.quad = type.quad;
    record.intensity = type.intensity;
    record.places = places_of(trees, draft.trigger.frame);
    const auto [first, last] = trees.extent(draft.trigger.token, true);
    const auto begins_at = [&](TokenIndex token) {
      return std::ranges::lower_bound(parsed.quantities, token, {}, &QuantityExpression::first);
    };
    for (const QuantityExpression& quantity : std::span(begins_at(first), begins_at(last))) {
      if (quantity.unit == no_token || quantity.last > last) continue;
      const bool argument = std::any_of(draft.trigger.frame.arguments.begin(),
                                        draft.trigger.frame.arguments.end(), [&](const Argument& a) {
                                          return trees.dominates(a.head, quantity.unit) &&
                                                 trees.depth(quantity.unit) <= trees.depth(a.head) + 2;
                                        });
      if (!argument) continue;
      EventQuantity counted;
      counted.value = quantity.value;
      counted.max = quantity.max;
      counted.comparator = quantity.comparator;
      counted.of = std::string(parsed.text_of(quantity.unit));
      counted.text = std::string(parsed.document->at(
          {quantity.span.begin, std::max(quantity.span.end, parsed.tokens[quantity.unit].span.end)}));
      record.quantities.push_back(std::move(counted));
    }
    ByteRange span{parsed.tokens[first].span.begin, parsed.tokens[last - 1].span.end};
    const auto quotes = quotations_by.equal_range(draft.trigger.token);
    for (auto it = quotes.first; it != quotes.second; ++it)  // what somebody says belongs to the saying
      if (const ByteRange said = it->second->span; type.speech && said.begin < said.end)
        span = {std::min(span.begin, said.begin), std::max(span.end, said.end)};
    const ByteRange word = parsed.tokens[draft.trigger.token].span;
    EventMention mention;
    mention.doc = parsed.document->id;
    mention.sentence = trees.sentence(draft.trigger.token);
    mention.span = {{points.at(span.begin), points.at(span.end)}};
    mention.trigger = {{points.at(word.begin), points.at(word.end)}};
    mention.text = std::string(parsed.document->at(span));
    record.mentions.push_back(std::move(mention));
    for (auto it = quotes.first; it != quotes.second; ++it)
      if (it->second->kind == QuoteKind::direct)
        record.quote = std::string(parsed.document->at(it->second->span));
  }
}

}  // namespace ekg
