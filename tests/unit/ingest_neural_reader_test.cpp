#include "ingest/text/nn/neural_reader.hpp"

#include <gtest/gtest.h>

#include <string>

#include "graph/embedded.hpp"
#include "graph/problem.hpp"

namespace ekg {
namespace {

// A document whose words stand between blanks; a sentence a line.
struct Words {
  Document document;
  ParsedDocument parsed;
  explicit Words(std::string text) {
    document.text = std::move(text);
    parsed.document = &document;
    Sentence sentence;
    const std::string& t = document.text;
    for (std::uint32_t at = 0; at <= t.size();) {
      const std::uint32_t end = static_cast<std::uint32_t>(std::min(t.find_first_of(" \n", at), t.size()));
      if (end > at) {
        Token token;
        token.span = {at, end};
        parsed.tokens.push_back(token);
      }
      if (end == t.size() || t[end] == '\n') {
        sentence.last = static_cast<TokenIndex>(parsed.tokens.size());
        if (sentence.last > sentence.first) parsed.sentences.push_back(sentence);
        sentence.first = sentence.last;
      }
      at = end + 1;
    }
  }
};

std::string as_text(const ParsedDocument& parsed) {
  std::string out;
  for (const Token& token : parsed.tokens) {
    out += std::string(to_string(token.upos)) + " " + std::string(to_string(token.xpos)) + " " + token.lemma +
           " " + std::to_string(token.head) + " " + std::string(to_string(token.deprel)) + "\n";
  }
  for (const Mention& m : parsed.mentions) {
    out += std::to_string(m.first) + "-" + std::to_string(m.last) + " " +
           std::to_string(static_cast<int>(m.kind)) + "\n";
  }
  return out;
}

std::string_view model() { return embedded_data("model/english.ekgm"); }

const char* const news =
    "Rebel forces shelled the port of Berbera on Tuesday , killing at least nine dockers .\n"
    "Kenya 's foreign minister , Musalia Mudavadi , met his Ethiopian counterpart in Addis Ababa .\n"
    "The ministry denied that any soldiers had been sent across the border .\n"
    "Why ?\n";

TEST(neural_reader, finds_subject_verb_and_object_of_a_plain_news_sentence) {
  Words words("Rebel forces shelled the port of Berbera on Tuesday .");
  NeuralReader(model()).read(words.parsed);
  const auto& tokens = words.parsed.tokens;
  EXPECT_EQ(tokens[2].head, no_token);
  EXPECT_EQ(tokens[2].upos, Upos::VERB);
  EXPECT_EQ(tokens[2].lemma, "shell");
  EXPECT_EQ(tokens[1].head, 2u);
  EXPECT_EQ(tokens[1].deprel, Deprel::nsubj);
  EXPECT_EQ(tokens[4].head, 2u);
  EXPECT_EQ(tokens[4].deprel, Deprel::obj);
}

TEST(neural_reader, gives_the_same_bytes_on_every_instruction_set) {
  const auto paths = supported_kernel_paths();
  Words first(news);
  NeuralReader(model(), paths.front()).read(first.parsed);
  for (KernelPath path : paths) {
    Words again(news);
    NeuralReader(model(), path).read(again.parsed);
    EXPECT_EQ(as_text(again.parsed), as_text(first.parsed)) << to_string(path);
  }
}

TEST(neural_reader, reads_a_sentence_the_same_alone_and_among_others) {
  Words all(news), alone("Why ?");
  NeuralReader reader(model());
  reader.read(all.parsed);
  reader.read(alone.parsed);
  const std::size_t at = all.parsed.tokens.size() - 2;
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(all.parsed.tokens[at + i].upos, alone.parsed.tokens[i].upos);
    EXPECT_EQ(all.parsed.tokens[at + i].deprel, alone.parsed.tokens[i].deprel);
  }
}

TEST(neural_reader, every_sentence_has_one_root_and_no_cycle) {
  std::string text;
  for (int i = 0; i < 700; ++i) text += "forces and , said the ";
  Words words(text + "\n" + news);
  NeuralReader(model()).read(words.parsed);
  for (const Sentence& sentence : words.parsed.sentences) {
    int roots = 0;
    for (TokenIndex t = sentence.first; t < sentence.last; ++t) {
      roots += words.parsed.tokens[t].head == no_token;
      TokenIndex up = t;
      TokenIndex steps = 0;
      while (words.parsed.tokens[up].head != no_token && steps <= sentence.last - sentence.first) {
        up = words.parsed.tokens[up].head;
        ASSERT_GE(up, sentence.first);
        ASSERT_LT(up, sentence.last);
        ++steps;
      }
      ASSERT_LE(steps, sentence.last - sentence.first);
    }
    EXPECT_EQ(roots, 1);
  }
}

TEST(neural_reader, an_empty_document_stays_empty) {
  Words words("");
  NeuralReader(model()).read(words.parsed);
  EXPECT_TRUE(words.parsed.tokens.empty());
  EXPECT_TRUE(words.parsed.mentions.empty());
}

TEST(neural_reader, mentions_are_sorted_and_lie_within_one_sentence) {
  Words words(news);
  NeuralReader(model()).read(words.parsed);
  ASSERT_FALSE(words.parsed.mentions.empty());
  for (std::size_t i = 0; i < words.parsed.mentions.size(); ++i) {
    const Mention& m = words.parsed.mentions[i];
    EXPECT_LT(m.first, m.last);
    EXPECT_LE(m.first, m.head);
    EXPECT_LT(m.head, m.last);
    if (i > 0) {
      const Mention& before = words.parsed.mentions[i - 1];
      EXPECT_TRUE(before.first < m.first || (before.first == m.first && before.last >= m.last));
    }
  }
}

TEST(neural_reader, a_cut_or_foreign_model_is_refused_in_words) {
  const std::string whole(model());
  for (std::size_t size :
       {std::size_t{0}, std::size_t{5}, std::size_t{200}, whole.size() / 2, whole.size() - 1}) {
    EXPECT_THROW(NeuralReader(std::string_view(whole).substr(0, size)), InputError) << size;
  }
  EXPECT_THROW(NeuralReader("ekg model 9\n\n"), InputError);
}

TEST(neural_reader, the_model_says_what_it_was_trained_on) {
  bool names_treebank = false;
  const NeuralReader reader(model());
  for (const auto& [name, value] : reader.provenance()) {
    names_treebank |= name.find("en_ewt-train") != std::string::npos && value.size() == 16;
  }
  EXPECT_TRUE(names_treebank);
}

}  // namespace
}  // namespace ekg
