// ekg-train DATA OUT [options]: trains the English reader on the folders treebank/, names/ and re3d/ of DATA
// and writes the model. With teachers, an ensemble is trained first, of other seeds, and the network learns
// from the annotation and from what the ensemble says of every sentence, those without trees too.
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <thread>

#include "graph/embedded.hpp"
#include "graph/problem.hpp"
#include "ingest/text/nn/features.hpp"
#include "ingest/text/nn/train/corpus.hpp"
#include "ingest/text/nn/train/distil.hpp"
#include "ingest/text/nn/train/export_model.hpp"
#include "ingest/text/nn/train/fit.hpp"
#include "ingest/text/nn/train/known_names.hpp"
#include "ingest/text/nn/train/network.hpp"
#include "ingest/text/nn/train/read_model.hpp"
#include "ingest/text/nn/train/wordnet.hpp"
#include "ingest/text/tagset.hpp"

using namespace ekg;

namespace {

struct Options {
  std::string data, out, wordnet = "/usr/share/wordnet", census = "/usr/share/perl5/Text/Names.pm",
                         checkpoint, start;
  FitOptions fit;
  int teachers = 0, teacher_epochs = 20;
  std::vector<std::string> teacher_models;  // trained before, of the same rows
  int cycles = 1;
  int threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  bool only_export = false;
  bool mean_with_start = false;
};

struct Vocabulary {
  WordClasses classes;
  std::vector<std::uint16_t> class_slots;
  std::vector<RowTable::Slot> row_slots;
  std::vector<std::uint64_t> row_hashes;
  std::uint32_t rows = 0;  // of the forms' features, then of the senses
  WordSenses senses;
  std::vector<std::string> lemma_rules;
};

std::vector<std::uint16_t> read_wordnet(const std::string& folder) {
  std::map<std::string, std::uint8_t> words;
  const char* parts[] = {"noun", "verb", "adj", "adv"};
  for (int part = 0; part < 4; ++part) {
    for (const std::string& name : {std::string("index."), std::string("exc")}) {
      const std::string path =
          name == "exc" ? folder + "/" + parts[part] + ".exc" : folder + "/index." + parts[part];
      std::ifstream in(path);
      if (!in) throw InputError(path + ": cannot be opened (Debian package wordnet-base)");
      for (std::string line; std::getline(in, line);) {
        const std::string word = line.substr(0, line.find(' '));
        if (!word.empty() && word.find('_') == std::string::npos)
          words[word] |= static_cast<std::uint8_t>(1 << part);
      }
    }
  }
  return WordClasses::build({words.begin(), words.end()});
}

struct Corpus {
  std::vector<CorpusSentence> train;
  std::map<std::string, std::vector<CorpusSentence>> dev;
};

Corpus read_corpus(const std::string& data, const KnownNames& known) {
  Corpus corpus;
  auto add = [&](std::vector<CorpusSentence> more) {
    for (auto& s : more) corpus.train.push_back(std::move(s));
  };
  add(read_treebank(data + "/treebank/en_ewt-train.conllu.gz", &known));
  add(read_treebank(data + "/treebank/en_gum-train.conllu.gz", nullptr));
  add(read_treebank(data + "/treebank/en_pud-even.conllu.gz", &known));
  add(read_names(data + "/names/wikigold.conll.gz"));
  add(read_names(data + "/names/wnut17-train.conll.gz"));
  for (int repeat = 0; repeat < 3; ++repeat) {
    for (const char* part : {"uk_government", "us_state_department", "wikipedia"}) {
      add(read_re3d(data + "/re3d/" + part, false));
    }
  }
  corpus.dev["ewt"] = read_treebank(data + "/treebank/en_ewt-dev.conllu.gz", &known);
  corpus.dev["gum"] = read_treebank(data + "/treebank/en_gum-dev.conllu.gz", nullptr);
  corpus.dev["uner"] = read_names(data + "/names/uner_en_ewt-dev.iob2.gz");
  for (const char* part : {"uk_government", "us_state_department", "wikipedia"}) {
    for (auto& s : read_re3d(data + "/re3d/" + part, true)) corpus.dev["re3d"].push_back(std::move(s));
  }
  return corpus;
}

// A rule that adds a whole word, learned from odd annotation, keeps the form instead: the model holds no
// words.
std::string without_words(const std::string& rule) {
  constexpr std::size_t longest_ending = 5;
  const std::size_t added = rule.find_first_not_of("0123456789", 1);
  return added != std::string::npos && rule.size() - added > longest_ending ? rule.substr(0, 1) + "0" : rule;
}

void build_vocabulary(const Corpus& corpus, Vocabulary& v) {
  std::map<std::uint64_t, int> counts;
  std::map<std::string, int> rules;
  std::vector<std::uint64_t> hashes;
  std::set<const void*> seen;
  for (const auto& sentence : corpus.train) {
    for (const auto& token : sentence) {
      feature_hashes(token.form, v.classes, hashes);
      for (std::uint64_t h : hashes) ++counts[h];
      if (!token.lemma.empty()) ++rules[lemma_rule(token.form, token.lemma)];
    }
  }
  std::vector<std::uint64_t> kept;
  for (const auto& [hash, count] : counts) {
    if (count >= 3) kept.push_back(hash);
  }
  std::set<std::uint64_t> senses;
  for (const auto& sentence : corpus.train) {
    for (const auto& token : sentence) {
      sense_hashes(token.form, v.senses, hashes);
      senses.insert(hashes.begin(), hashes.end());
    }
  }
  kept.insert(kept.end(), senses.begin(), senses.end());
  v.rows = static_cast<std::uint32_t>(kept.size());
  v.row_slots = RowTable::build(kept);
  v.row_hashes = std::move(kept);
  for (const auto& [rule, count] : rules) {
    if (count >= 4) v.lemma_rules.push_back(rule);
  }
}

std::vector<TrainSentence> prepare(const std::vector<CorpusSentence>& corpus, const Vocabulary& v,
                                   std::map<std::int32_t, int>* word_counts) {
  const RowTable rows(v.row_slots.data(), static_cast<std::uint32_t>(v.row_slots.size()));
  std::map<std::string, int> rules;
  for (std::size_t i = 0; i < v.lemma_rules.size(); ++i) rules[v.lemma_rules[i]] = static_cast<int>(i);
  std::vector<TrainSentence> out;
  std::vector<std::uint64_t> hashes;
  for (const auto& sentence : corpus) {
    if (sentence.empty() || sentence.size() > 200) continue;
    TrainSentence prepared;
    for (const auto& token : sentence) {
      TrainToken t;
      feature_hashes(token.form, v.classes, hashes);
      for (std::uint64_t h : hashes) t.rows.push_back(rows.find(h));
      sense_hashes(token.form, v.senses, hashes);
      for (std::uint64_t h : hashes) t.rows.push_back(rows.find(h));
      if (word_counts && t.rows[0] >= 0) ++(*word_counts)[t.rows[0]];
      t.upos = token.upos;
      t.xpos = token.xpos;
      t.deprel = token.deprel;
      t.head = token.head;
      if (!token.lemma.empty()) {
        const auto rule = rules.find(lemma_rule(token.form, token.lemma));
        t.lemma = rule == rules.end() ? -1 : static_cast<std::int16_t>(rule->second);
      }
      std::copy(std::begin(token.mention), std::end(token.mention), t.mention);
      prepared.push_back(std::move(t));
    }
    out.push_back(std::move(prepared));
  }
  return out;
}

double span_f1(const std::vector<TrainSentence>& gold, const std::vector<Prediction>& predicted, int layer) {
  auto spans = [](auto&& tag_of, int n) {
    std::set<std::array<int, 3>> out;
    int from = -1, kind = -1;
    for (int i = 0; i <= n; ++i) {
      const int tag = i < n ? std::max(0, static_cast<int>(tag_of(i))) : 0;
      const bool goes_on = tag > 0 && tag % 2 == 0 && from >= 0 && (tag - 1) / 2 == kind;
      if (from >= 0 && !goes_on) out.insert({from, i, kind}), from = -1;
      if (tag > 0 && !goes_on) from = i, kind = (tag - 1) / 2;
    }
    return out;
  };
  double hit = 0, want = 0, got = 0;
  for (std::size_t s = 0; s < gold.size(); ++s) {
    const int n = static_cast<int>(gold[s].size());
    const auto g = spans([&](int i) { return gold[s][i].mention[layer]; }, n);
    const auto p = spans([&](int i) { return predicted[s].mention[layer][i]; }, n);
    want += static_cast<double>(g.size());
    got += static_cast<double>(p.size());
    for (const auto& span : p) hit += g.count(span);
  }
  return hit == 0 ? 0 : 2 * hit / (want + got);
}

using Dev = std::map<std::string, std::vector<TrainSentence>>;
using Predict = std::function<std::vector<Prediction>(const std::vector<TrainSentence>&)>;

Predict by_network(const Parameters& p) {
  return [&p](const std::vector<TrainSentence>& sentences) {
    Workspace workspace;
    std::vector<Prediction> predicted;
    for (std::size_t from = 0; from < sentences.size(); from += 64) {
      std::vector<const TrainSentence*> batch;
      for (std::size_t i = from; i < std::min(from + 64, sentences.size()); ++i)
        batch.push_back(&sentences[i]);
      for (auto& one : workspace.predict(p, batch)) predicted.push_back(std::move(one));
    }
    return predicted;
  };
}

Predict by_ensemble(const std::vector<Parameters>& teachers, int threads) {
  return [&teachers, threads](const std::vector<TrainSentence>& gold) {
    std::vector<TrainSentence> sentences = gold;
    for (auto& sentence : sentences) {
      for (auto& token : sentence) token.head = -2;
    }
    const std::vector<SoftTargets> soft = soft_targets(teachers, sentences, threads);
    std::vector<Prediction> predicted(sentences.size());
    for (std::size_t s = 0; s < sentences.size(); ++s) {
      Prediction& one = predicted[s];
      for (std::size_t t = 0; t < sentences[s].size(); ++t) {
        auto best = [&](const Matrix& m) {
          Eigen::Index column = 0;
          m.row(static_cast<Eigen::Index>(t)).maxCoeff(&column);
          return static_cast<std::int16_t>(column);
        };
        one.upos.push_back(best(soft[s].upos));
        one.xpos.push_back(best(soft[s].xpos));
        one.lemma.push_back(-1);
        for (int i = 0; i < kLayerCount; ++i) one.mention[i].push_back(best(soft[s].mention[i]));
        one.head.push_back(sentences[s][t].head);
        one.deprel.push_back(sentences[s][t].deprel);
      }
    }
    return predicted;
  };
}

void evaluate(const Predict& predict, const Dev& dev) {
  for (const auto& [name, sentences] : dev) {
    const std::vector<Prediction> predicted = predict(sentences);
    double n = 0, upos = 0, xpos = 0, lemma = 0, lemmas = 0, uas = 0, las = 0, head_kind = 0, heads = 0;
    for (std::size_t s = 0; s < sentences.size(); ++s) {
      for (std::size_t i = 0; i < sentences[s].size(); ++i) {
        const TrainToken& g = sentences[s][i];
        ++n;
        upos += g.upos == predicted[s].upos[i];
        xpos += g.xpos == predicted[s].xpos[i];
        if (g.lemma >= -1) lemma += g.lemma == predicted[s].lemma[i], ++lemmas;
        const bool arc = g.head == predicted[s].head[i];
        uas += arc;
        las += arc && g.deprel >= 0 &&
               universal(static_cast<Deprel>(g.deprel)) ==
                   universal(static_cast<Deprel>(predicted[s].deprel[i]));
        if (g.mention[kHeads] > 0) ++heads, head_kind += g.mention[kHeads] == predicted[s].mention[kHeads][i];
      }
    }
    if (name == "uner") {
      fmt::print("  uner names F1={:.4f}", span_f1(sentences, predicted, kNames));
    } else if (name == "re3d") {
      fmt::print("  re3d outer F1={:.4f} inner F1={:.4f}", span_f1(sentences, predicted, kOuter),
                 span_f1(sentences, predicted, kInner));
    } else {
      fmt::print("  {} UPOS={:.2f} XPOS={:.2f} lemma={:.2f} UAS={:.2f} LAS={:.2f}", name, 100 * upos / n,
                 100 * xpos / n, 100 * lemma / std::max(1.0, lemmas), 100 * uas / n, 100 * las / n);
      if (heads > 0)
        fmt::print(" kinds={:.2f} names={:.3f}", 100 * head_kind / heads,
                   span_f1(sentences, predicted, kNames));
    }
  }
  fmt::print("\n");
  std::fflush(stdout);
}

// Networks of the seeds after the student's, as many at a time as there are threads for. With a checkpoint,
// each is kept beside it, and one that is there is not trained again. The models trained before come after
// them.
std::vector<Parameters> train_teachers(const Options& options, const Shape& shape,
                                       const std::vector<std::uint64_t>& row_hashes,
                                       const std::vector<TrainSentence>& sentences) {
  std::vector<Parameters> teachers(options.teachers, Parameters(shape));
  std::atomic<int> next = 0;
  auto work = [&] {
    for (int k; (k = next++) < options.teachers;) {
      const std::string path =
          options.checkpoint.empty() ? "" : fmt::format("{}.teacher-{}", options.checkpoint, k + 1);
      if (!path.empty() && load_checkpoint(teachers[k], path)) continue;
      FitOptions own;
      own.epochs = options.teacher_epochs;
      own.seed = options.fit.seed + 1 + k;
      own.name = fmt::format("teacher {} ", k + 1);
      Parameters untrained(shape);
      untrained.initialise(own.seed);
      teachers[k] = fit(std::move(untrained), sentences, {}, own, [](int, const Parameters&) {});
      if (!path.empty()) save_checkpoint(teachers[k], path);
    }
  };
  const int at_once = std::clamp(options.threads / FitOptions().shards, 1, std::max(1, options.teachers));
  std::vector<std::thread> others;
  for (int i = 1; i < at_once; ++i) others.emplace_back(work);
  if (options.teachers > 0) work();
  for (std::thread& t : others) t.join();
  for (const std::string& model : options.teacher_models)
    teachers.push_back(read_model(model, shape, row_hashes));
  return teachers;
}

// Trains so many times, each time from where the last ended, with rates that begin high again; the mean of
// the ends (and of the start where that is asked for) is in a flatter place than any of them (Izmailov et al.
// 2018). With a checkpoint, each end is kept beside it, and one that is there is not trained again.
Parameters fit_in_cycles(Parameters p, const std::vector<TrainSentence>& sentences,
                         const std::vector<SoftTargets>& soft, const Options& options, const Dev& dev) {
  Parameters mean = p;
  for (int cycle = 1; cycle <= options.cycles; ++cycle) {
    FitOptions own = options.fit;
    own.seed += cycle - 1;
    const std::string kept =
        options.checkpoint.empty() ? "" : fmt::format("{}.cycle-{}", options.checkpoint, cycle);
    if (kept.empty() || !load_checkpoint(p, kept)) {
      p = fit(std::move(p), sentences, soft, own, [&](int epoch, const Parameters& average) {
        if (!options.checkpoint.empty()) save_checkpoint(average, options.checkpoint);
        if (epoch % 4 == 0 || epoch == own.epochs) evaluate(by_network(average), dev);
      });
      if (!kept.empty()) save_checkpoint(p, kept);
    }
    const int others = options.mean_with_start ? cycle : cycle - 1;
    if (others == 0)
      mean = p;
    else
      mean.approach(p, 1.0F / static_cast<float>(others + 1));
    if (others > 0) {
      fmt::print("the mean of {}:", others + 1);
      evaluate(by_network(mean), dev);
    }
  }
  return mean;
}

int train(const Options& options) {
  const KnownNames known = read_known_names(options.wordnet, options.census);
  const Corpus corpus = read_corpus(options.data, known);
  Vocabulary v;
  v.class_slots = read_wordnet(options.wordnet);
  v.classes = WordClasses(v.class_slots.data(), static_cast<std::uint32_t>(v.class_slots.size()));
  v.senses = read_wordnet_senses(options.wordnet, known.senses());
  build_vocabulary(corpus, v);
  std::map<std::int32_t, int> word_counts;
  std::vector<TrainSentence> sentences = prepare(corpus.train, v, &word_counts);
  for (auto& s : sentences) {
    for (auto& t : s) {
      if (t.rows[0] >= 0) t.word_dropout = 0.5F / (0.5F + static_cast<float>(word_counts[t.rows[0]]));
    }
  }
  std::map<std::string, std::vector<TrainSentence>> dev;
  for (const auto& [name, part] : corpus.dev) dev[name] = prepare(part, v, nullptr);

  Shape shape;
  shape.rows = static_cast<int>(v.rows);
  shape.xpos = xpos_count;
  shape.deprels = deprel_count;
  shape.lemmas = static_cast<int>(v.lemma_rules.size());
  shape.layers = kLayerCount;
  shape.tags_per_layer[kNames] = 1 + 2 * static_cast<int>(std::size(name_kinds));
  shape.tags_per_layer[kOuter] = shape.tags_per_layer[kInner] =
      1 + 2 * static_cast<int>(std::size(mention_kinds));
  shape.tags_per_layer[kHeads] = static_cast<int>(std::size(head_kinds));
  fmt::print("{} sentences, {} feature rows, {} lemma rules\n", sentences.size(), v.rows,
             v.lemma_rules.size());

  Parameters p(shape);
  if (options.only_export) {
    if (!load_checkpoint(p, options.checkpoint)) throw InputError(options.checkpoint + ": cannot be read");
    evaluate(by_network(p), dev);
  } else {
    std::vector<SoftTargets> soft;
    if (options.teachers > 0 || !options.teacher_models.empty()) {
      const std::vector<Parameters> teachers = train_teachers(options, shape, v.row_hashes, sentences);
      fmt::print("the teachers together:");
      evaluate(by_ensemble(teachers, options.threads), dev);
      soft = soft_targets(teachers, sentences, options.threads);
    }
    p = options.start.empty() ? Parameters(shape) : read_model(options.start, shape, v.row_hashes);
    if (options.start.empty()) {
      p.initialise(options.fit.seed);
    } else {
      fmt::print("the start:");
      evaluate(by_network(p), dev);
    }
    p = fit_in_cycles(std::move(p), sentences, soft, options, dev);
  }
  for (std::string& rule : v.lemma_rules) rule = without_words(rule);
  ModelSource source{p, v.row_slots, v.class_slots, v.senses, v.lemma_rules, ""};
  source.provenance =
      fmt::format("command ekg-train DATA OUT --epochs {} --seed {} --batch {} --shards {}",
                  options.fit.epochs, options.fit.seed, options.fit.batch_tokens, options.fit.shards);
  if (options.teachers > 0) {
    source.provenance +=
        fmt::format(" --teachers {} --teacher-epochs {}", options.teachers, options.teacher_epochs);
  }
  if (options.cycles > 1) source.provenance += fmt::format(" --cycles {}", options.cycles);
  if (!options.start.empty()) source.provenance += fmt::format(" --start MODEL --rate {}", options.fit.rate);
  if (options.mean_with_start) source.provenance += " --mean-with-start";
  for (std::size_t i = 0; i < options.teacher_models.size(); ++i) source.provenance += " --teacher MODEL";
  source.provenance += "\n";
  for (const std::string& model : options.teacher_models)
    source.provenance += fmt::format("teacher {:016x}\n", hash_file(model));
  if (!options.start.empty()) source.provenance += fmt::format("start {:016x}\n", hash_file(options.start));
  for (const char* file : {"treebank/en_ewt-train.conllu.gz", "treebank/en_gum-train.conllu.gz",
                           "treebank/en_pud-even.conllu.gz", "names/wikigold.conll.gz",
                           "names/wnut17-train.conll.gz", "re3d/uk_government/entities.jsonl",
                           "re3d/us_state_department/entities.jsonl", "re3d/wikipedia/entities.jsonl"}) {
    source.provenance += fmt::format("{} {:016x}\n", file, hash_file(options.data + "/" + file));
  }
  for (const char* file : {"data.noun", "data.verb", "data.adj", "data.adv"}) {
    source.provenance += fmt::format("wordnet/{} {:016x}\n", file, hash_file(options.wordnet + "/" + file));
  }
  source.provenance += fmt::format("census/Names.pm {:016x}\n", hash_file(options.census));
  for (const std::string& list : known_name_lists()) {
    source.provenance += fmt::format("data/{} {:016x}\n", list, hash_bytes(embedded_data(list)));
  }
  write_model(source, options.out);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  std::vector<std::string> positional;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    auto value = [&]() -> std::string { return i + 1 < argc ? argv[++i] : ""; };
    if (arg == "--epochs")
      options.fit.epochs = std::stoi(value());
    else if (arg == "--seed")
      options.fit.seed = std::stoull(value());
    else if (arg == "--batch")
      options.fit.batch_tokens = std::stoi(value());
    else if (arg == "--shards")
      options.fit.shards = std::max(1, std::stoi(value()));
    else if (arg == "--teachers")
      options.teachers = std::stoi(value());
    else if (arg == "--teacher")
      options.teacher_models.push_back(value());
    else if (arg == "--teacher-epochs")
      options.teacher_epochs = std::stoi(value());
    else if (arg == "--cycles")
      options.cycles = std::max(1, std::stoi(value()));
    else if (arg == "--start")
      options.start = value();
    else if (arg == "--rate")
      options.fit.rate = std::stof(value());
    else if (arg == "--threads")
      options.threads = std::max(1, std::stoi(value()));
    else if (arg == "--wordnet")
      options.wordnet = value();
    else if (arg == "--census")
      options.census = value();
    else if (arg == "--checkpoint")
      options.checkpoint = value();
    else if (arg == "--mean-with-start")
      options.mean_with_start = true;
    else if (arg == "--export-only")
      options.only_export = true;
    else
      positional.push_back(arg);
  }
  if (positional.size() != 2) {
    fmt::print(
        stderr,
        "usage: ekg-train DATA OUT [--epochs N] [--seed N] [--batch TOKENS] [--shards N] [--teachers N "
        "[--teacher-epochs N]] [--teacher MODEL …] [--start MODEL] [--rate R] [--cycles N] "
        "[--mean-with-start] [--threads N] "
        "[--wordnet DIR] "
        "[--census FILE] "
        "[--checkpoint FILE "
        "[--export-only]]\n"
        "example: ekg-train ../shared/data data/model/english.ekgm --epochs 36\n"
        "Threads do not change the model; shards of a batch do.\n");
    return 2;
  }
  options.data = positional[0];
  options.out = positional[1];
  try {
    return train(options);
  } catch (const std::exception& e) {
    fmt::print(stderr, "ekg-train: {}\n", e.what());
    return 2;
  }
}
