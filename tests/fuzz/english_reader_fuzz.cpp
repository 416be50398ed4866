// Any bytes through the whole English reader: tokens inside the text and in order, rows that refer to tokens
// that are there.
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "ingest/text/english.hpp"
#include "ingest/text/parse_output.hpp"

namespace {
void require(bool holds) {
  if (!holds) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ekg::EnglishReader reader;
  ekg::Document document;
  document.text.assign(reinterpret_cast<const char*>(data), size);
  if (size > 0 && data[0] % 2 == 0) document.published = ekg::parse_time("2024-11-06");
  ekg::ProblemLog problems;
  const ekg::ParsedDocument parsed = reader.parse(document, problems);
  std::uint32_t at = 0;
  for (const ekg::Token& token : parsed.tokens) {
    require(at <= token.span.begin && token.span.begin < token.span.end && token.span.end <= size);
    at = token.span.end;
  }
  ekg::TokenIndex next = 0;
  for (const ekg::Sentence& sentence : parsed.sentences) {
    require(sentence.first == next && sentence.first < sentence.last);
    for (ekg::TokenIndex i = sentence.first; i < sentence.last; ++i) {
      const ekg::TokenIndex head = parsed.tokens[i].head;
      require(head == ekg::no_token || (head >= sentence.first && head < sentence.last && head != i));
    }
    next = sentence.last;
  }
  require(next == parsed.tokens.size());
  for (const ekg::Mention& mention : parsed.mentions) {
    require(mention.first < mention.last && mention.last <= next && mention.first <= mention.head &&
            mention.head < mention.last);
  }
  for (const ekg::TimeExpression& time : parsed.times) {
    require(time.first < time.last && time.last <= next && !time.value.empty());
    require(!time.interval || time.interval->begin < time.interval->end);
  }
  for (const ekg::QuantityExpression& quantity : parsed.quantities) {
    require(quantity.first < quantity.last && quantity.last <= next &&
            (quantity.unit == ekg::no_token || quantity.unit < next));
  }
  for (const ekg::Quotation& quotation : parsed.quotations) {
    require(quotation.span.begin < quotation.span.end && quotation.span.end <= size);
  }
  std::ostringstream out;
  ekg::write_parse_json(out, parsed);
  ekg::write_parse_text(out, parsed);
  return 0;
}
