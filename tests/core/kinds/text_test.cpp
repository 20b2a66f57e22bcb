#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "support/experiments.h"
#include "support/text_experiments.h"
#include "support/text_file.h"

// Whole experiments with text, on a made-up one: words lost and found, the law of the vocabulary, what is said of it.

using namespace collapse;
using namespace collapse::test;

namespace {

const std::string kSpecs[] = {
    text_spec(R"("kind":"ngram","order":3)", R"("generations":4,"runs":2)"),
    text_spec(R"("kind":"ngram","order":2,"smoothing":"kneser-ney")",
              R"("generations":3,"runs":2,"workflow":{"kind":"mix","real_fraction":0.25})"),
    text_spec(R"("kind":"ngram","order":4,"smoothing":"witten-bell","lower_orders":"back-off")",
              R"("generations":3,"workflow":{"kind":"accumulate"})"),
    text_spec(R"("kind":"ngram","order":1,"smoothing":"add-alpha")",
              R"("generations":3,"workflow":{"kind":"accumulate_subsample"})"),
    text_spec(kTinyNetwork, R"("generations":3,"runs":2,"samples":{"n":300})", "characters"),
    text_spec(
        std::string(kTinyNetwork) + R"(,"start":"pretrained","pretraining":1,"prompt":4,"decoding":"beam","beams":2)",
        R"("generations":2,"samples":{"n":300},"workflow":{"kind":"mix","real_fraction":0.2,"real":"fixed"})",
        "byte-pairs"),
    text_spec(std::string(kTinyNetwork) +
                  R"(,"start":"previous","temperature":0.7,"top_k":5,"top_p":0.9,"repetition_penalty":1.5)",
              R"("generations":2,"samples":{"n":300},"workflow":{"kind":"accumulate"})", "words"),
};

}  // namespace

TEST_CASE(
    "text: under replace the vocabulary of an unsmoothed model can only shrink, and a smoothed one can find lost words "
    "again") {
  const Experiment pure = finished_text(text_spec(R"("kind":"ngram","order":3)", R"("generations":12)"));
  for (int t = 2; t <= 12; ++t) CHECK(value(pure, 0, t, "vocabulary") <= value(pure, 0, t - 1, "vocabulary"));
  CHECK(value(pure, 0, 12, "vocabulary") < value(pure, 0, 1, "vocabulary"));
  const Experiment smoothed =
      finished_text(text_spec(R"("kind":"ngram","order":1,"smoothing":"add-alpha","alpha":1)", R"("generations":12)"));
  bool found_again = false;
  for (int t = 2; t <= 12; ++t)
    found_again = found_again || value(smoothed, 0, t, "vocabulary") > value(smoothed, 0, t - 1, "vocabulary");
  CHECK(found_again);
}

TEST_CASE("text: with real text in every generation more of the vocabulary stays") {
  const Experiment none = finished_text(text_spec(R"("kind":"ngram","order":2)", R"("generations":10)"));
  const Experiment tenth = finished_text(
      text_spec(R"("kind":"ngram","order":2)", R"("generations":10,"workflow":{"kind":"mix","real_fraction":0.1})"));
  CHECK(value(tenth, 0, 10, "vocabulary") > value(none, 0, 10, "vocabulary"));
}

// Law: with order 1 and no smoothing the counts of a generation are a multinomial sample of the ones before, so the
// expected number of types alive is theory::expected_survivors, up to a share of about generations/n = 0.005. 150 runs;
// the mean of the differences is within 5 standard errors but for a probability of 6e-7 a generation, plus that share.
TEST_CASE("text: the vocabulary of unsmoothed counts follows the law that is drawn over it") {
  const int runs = 150;
  const Experiment many =
      finished_text(text_spec(R"("kind":"ngram","order":1)", R"("generations":5,"runs":150,"samples":{"n":1000})"));
  const std::vector<double> law = law_values(many, "vocabulary");
  REQUIRE(law.size() == 6);
  CHECK(std::isnan(law[0]));
  for (int t = 2; t <= 5; ++t) {
    double sum = 0, squares = 0;
    for (int r = 0; r < runs; ++r) {
      const double alive = value(many, r, t, "vocabulary");
      sum += alive;
      squares += alive * alive;
    }
    const double mean = sum / runs, error = std::sqrt((squares / runs - mean * mean) / runs);
    CAPTURE(t);
    CAPTURE(mean);
    CAPTURE(law[static_cast<std::size_t>(t)]);
    // The law averages over the real texts of 20 runs, whose vocabularies differ: its own error counts too.
    const double law_error = error * std::sqrt(static_cast<double>(runs) / 20);
    CHECK(std::fabs(mean - law[static_cast<std::size_t>(t)]) <
          5 * std::sqrt(error * error + law_error * law_error) + 0.005 * mean);
  }
}

TEST_CASE("text: no law is drawn where none holds") {
  for (const char* model : {R"("kind":"ngram","smoothing":"kneser-ney")", kTinyNetwork})
    CHECK(law_values(text_experiment(text_spec(model, R"("samples":{"n":300})")), "vocabulary").empty());
  CHECK(law_values(text_experiment(text_spec(R"("kind":"ngram")", R"("workflow":{"kind":"accumulate"})")), "vocabulary")
            .empty());
}

TEST_CASE("text: a frame says how many tokens were learnt from and how many of them are real") {
  const auto heads = [](const std::string& more, int t) {
    Experiment experiment = finished_text(text_spec(R"("kind":"ngram","order":2)", R"("generations":3,)" + more));
    const std::vector<double> head = section(experiment, experiment.frame(0, t), "frame", "head");
    return std::pair{head[2], head[3]};
  };
  CHECK(heads(R"("workflow":{"kind":"replace"})", 1) == std::pair{800.0, 800.0});
  CHECK(heads(R"("workflow":{"kind":"replace"})", 3) == std::pair{800.0, 0.0});
  CHECK(heads(R"("workflow":{"kind":"mix","real_fraction":0.25})", 3) == std::pair{800.0, 200.0});
  CHECK(heads(R"("workflow":{"kind":"accumulate"})", 3) == std::pair{2400.0, 800.0});
  const auto [all, real] = heads(R"("workflow":{"kind":"accumulate_subsample"})", 3);
  CHECK(all == 800);
  CHECK(real > 100);
  CHECK(real < 500);
}

TEST_CASE(
    "text: the pictures of a frame are shares: histograms sum to 1, frequencies fall, rarities lie between 0 and 1") {
  for (const std::string& json : kSpecs) {
    Experiment experiment = finished_text(json);
    for (int t = 0; t <= experiment.completed(); ++t) {
      const std::vector<double> frame(experiment.frame(0, t).begin(), experiment.frame(0, t).end());
      double sum = 0;
      for (const double share : section(experiment, frame, "frame", "histogram")) sum += share;
      CHECK(close(sum, 1, 1e-12));
      double before = 1;
      for (const double frequency : section(experiment, frame, "frame", "frequency")) {
        if (std::isnan(frequency)) continue;
        CHECK(frequency <= before);
        before = frequency;
      }
      for (const double share : section(experiment, frame, "frame", "alive_by_rarity")) {
        if (std::isnan(share)) continue;
        CHECK(share >= 0);
        CHECK(share <= 1);
        if (t <= 1) CHECK(share == 1);
      }
    }
    CHECK(experiment.ridges(0, 0, experiment.completed()).size() ==
          48 * static_cast<std::size_t>(experiment.completed() + 1));
  }
}

TEST_CASE("text: shares lie between 0 and 1, and no perplexity is below 1") {
  for (const std::string& json : kSpecs) {
    CAPTURE(json.substr(json.find("\"model\"")));
    const Experiment experiment = finished_text(json);
    for (int t = 1; t <= experiment.completed(); ++t) {
      for (const char* name : {"test_impossible", "distinct_1", "distinct_2", "distinct_3", "self_bleu"}) {
        CHECK(value(experiment, 0, t, name) >= 0);
        CHECK(value(experiment, 0, t, name) <= 1);
      }
      CHECK(value(experiment, 0, t, "own_perplexity") >= 1);
    }
  }
}

TEST_CASE("text: more than there is, too little to learn from, and settings at odds are refused with a sentence") {
  const auto said = [](const std::string& json) {
    const Result<Spec> spec = read_spec(json);
    if (!spec) return spec.error().path + ": " + spec.error().message;
    const Result<Experiment> made = Experiment::create(*spec);
    return made ? std::string("accepted") : made.error().path + ": " + made.error().message;
  };
  CHECK(said(text_spec(R"("kind":"ngram")", R"("samples":{"n":900000})"))
            .find("/samples/n: One generation would take 900000 tokens of real text, but there are only ") == 0);
  CHECK(said(R"({"source":{"kind":"text"},"model":{"kind":"ngram"}})") ==
        "/source/value: There is no text yet: paste one of at least 10 words.");
  CHECK(said(R"({"source":{"kind":"text","value":"whale"},"model":{"kind":"ngram"}})").find("/source/value: ") == 0);
  CHECK(said(R"({"source":{"kind":"text","value":"\u0000\u0001\u0002 junk"},"model":{"kind":"ngram"}})")
            .find("/source/value: ") == 0);
  CHECK(said(R"({"source":{"kind":"corpus"},"model":{"kind":"ngram"}})") ==
        "/source/corpus: The text was not supplied.");
  CHECK(said(R"({"source":{"kind":"corpus"},"model":{"kind":"gaussian"}})") ==
        "/model/kind: Text is learnt by a language model, so the model must be \"ngram\" or \"transformer\", but is "
        "\"gaussian\".");
  CHECK(
      said(R"({"model":{"kind":"ngram"}})") ==
      "/source/kind: A language model learns text, so the source must be \"corpus\" or \"text\", but is \"gaussian\".");
  CHECK(said(text_spec(R"("kind":"transformer","width":30,"heads":4)")) ==
        "/model/width: The width must be a multiple of the 4 heads, but is 30.");
  CHECK(said(text_spec(R"("kind":"transformer","context":16,"prompt":9)")) ==
        "/model/prompt: The prompt and what is written after it must fit into the context of 16 tokens, so the prompt "
        "may have at most 8, but has 9.");
  CHECK(said(text_spec(R"("kind":"transformer","decoding":"beam")")) ==
        "/model/decoding: A beam search without a prompt always finds the same text; give it a prompt of at least 1 "
        "token.");
  CHECK(said(text_spec(R"("kind":"transformer","decoding":"beam","prompt":4,"temperature":0.5)")) ==
        "/model/decoding: A beam search does not draw, so temperature and top p must be 1 and top k 0.");
  CHECK(
      said(
          R"({"source":{"kind":"corpus","corpus":"names","tokens":"characters"},"model":{"kind":"transformer","prompt":2}})") ==
      "/model/prompt: Names are written freely, so the prompt must be 0, but is 2.");
  CHECK(said(R"({"source":{"kind":"digits"},"model":{"kind":"vae","start":"pretrained"}})") ==
        "/model/start: An autoencoder starts \"fresh\" or from the \"previous\" one; only a transformer can be "
        "\"pretrained\".");
  CHECK(said(text_spec(R"("kind":"ngram")", "", "characters", R"(,"vocabulary":50)")) ==
        "/source/vocabulary: Characters are all kept, so the vocabulary must be 0, but is 50.");
  CHECK(said(text_spec(R"("kind":"ngram")", "", "byte-pairs", R"(,"vocabulary":5000)")) ==
        "/source/vocabulary: A vocabulary of byte pairs must be 0 or from 64 to 4096, but is 5000.");
}

TEST_CASE("text: emoji, right-to-left letters and a text of one word said ten times are learnt like any other") {
  for (const char* words : {"😀 😀 🐳 😀 🐳 🐳 😀 🐳 😀 🐳 🌊 😀", "שלום עולם שלום טוב עולם טוב שלום עולם טוב שלום עולם שלום",
                            "whale whale whale whale whale whale whale whale whale whale"})
    for (const char* tokens : {"words", "characters", "byte-pairs"}) {
      CAPTURE(words);
      CAPTURE(tokens);
      const std::string json = std::string(R"({"generations":3,"samples":{"n":4},"source":{"kind":"text","tokens":")") +
                               tokens + R"(","value":")" + words + R"("},"model":{"kind":"ngram","order":2}})";
      const Experiment experiment = finished_text(json);
      CHECK(experiment.completed() == 3);
      CHECK(experiment.summary(0, 3).find("After 3 generations ") == 0);
    }
}

TEST_CASE("text: a built-in text is read from its file, and a missing, damaged or other one is refused") {
  test::TextFile file;
  file.name = "names";
  for (int i = 0; i < 100; ++i)
    file.items.emplace_back("name" + std::string(1, static_cast<char>('a' + i % 7)), i % 10 == 4   ? 1
                                                                                     : i % 10 == 9 ? 2
                                                                                                   : 0);
  const Spec spec = *read_spec(
      R"({"generations":2,"samples":{"n":100},"source":{"kind":"corpus","corpus":"names","tokens":"characters"},"model":{"kind":"ngram"}})");
  CHECK(static_cast<bool>(Experiment::create(spec, file.bytes())));
  const auto said = [&](const std::string& bytes) {
    const Result<Experiment> made = Experiment::create(spec, bytes);
    REQUIRE_FALSE(static_cast<bool>(made));
    return made.error().path + ": " + made.error().message;
  };
  CHECK(said("") == "/source/corpus: The text was not supplied.");
  CHECK(said(file.bytes() + "x").find("/source/corpus: the text file has ") == 0);
  file.name = "moby-dick";
  CHECK(said(file.bytes()) == "/source/corpus: The text supplied is \"moby-dick\", not \"names\".");
}

TEST_CASE(
    "text: the sentence about a generation says what is left, what real text costs, and what the names are worth") {
  const Experiment pure = finished_text(text_spec(R"("kind":"ngram","order":2)", R"("generations":3)"));
  CHECK(pure.summary(0, 0) == "Real text that no model has read.");
  CHECK(pure.summary(0, 1) ==
        "After 1 generation the model knows " + format_number(value(pure, 0, 1, "vocabulary")) + " different words.");
  const double left = 100 * value(pure, 0, 3, "vocabulary") / value(pure, 0, 1, "vocabulary");
  CHECK(pure.summary(0, 3) == "After 3 generations the model knows " + format_number(value(pure, 0, 3, "vocabulary")) +
                                  " different words, " + format_number(std::floor(left + 0.5)) +
                                  " % as many as after generation 1.");
  const Experiment smoothed =
      finished_text(text_spec(R"("kind":"ngram","order":2,"smoothing":"absolute-discounting")", R"("generations":2)"));
  CHECK(smoothed.summary(0, 2).find(" % as many as after generation 1.\nReal text has a perplexity of ") !=
        std::string::npos);
  CHECK(smoothed.summary(0, 2).find(", up from ") != std::string::npos);
  const Experiment network =
      finished_text(text_spec(kTinyNetwork, R"("generations":2,"samples":{"n":300})", "characters"));
  CHECK(network.summary(0, 1).find("After 1 generation real text has a perplexity of ") == 0);
  CHECK(network.summary(0, 2).find(" % of the words it writes exist.") != std::string::npos);
}
