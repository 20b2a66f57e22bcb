#include <doctest/doctest.h>

#include <cstring>
#include <limits>
#include <string>

#include "collapse/json.h"
#include "numerics/hash.h"
#include "support/digits_file.h"
#include "support/fuzz.h"
#include "support/text_experiments.h"

// Saved states spoilt by chance and sealed again, so that the checksum does not stop them, and questions spoilt by
// chance. A state is refused, or it can be looked at from all sides and computed to its end; nothing crashes.

using collapse::Experiment;
using collapse::Result;
using collapse::test::Spoiler;

namespace {

struct Saved {
  const char* name;
  std::string spec, table;
};

std::vector<Saved> small_experiments() {
  const auto of = [](const char* name, const char* rest) {
    return Saved{name, std::string(R"({"runs":2,"generations":5,"samples":{"n":12},)") + rest + "}", ""};
  };
  return {
      of("gaussian", R"("model":{"kind":"gaussian"},"source":{"mean":[0,1],"covariance":[[1,0],[0,1]]})"),
      of("gmm", R"("model":{"kind":"gmm","components":3},"source":{"kind":"ring"},"workflow":{"kind":"accumulate"})"),
      of("statistics", R"("model":{"kind":"gaussian","draws":"statistics"})"),
      of("kde", R"("model":{"kind":"kde"},"workflow":{"kind":"accumulate"})"),
      of("categorical", R"("model":{"kind":"categorical"},"source":{"kind":"zipf","categories":20})"),
      of("poisson", R"("model":{"kind":"poisson"},"source":{"kind":"poisson"})"),
      of("regression", R"("model":{"kind":"linear_regression"},"source":{"kind":"linear","features":3})"),
      {"ngram", collapse::test::text_spec(R"("kind":"ngram","order":2)", R"("runs":2,"generations":3)"), ""},
      {"transformer", collapse::test::text_spec(collapse::test::kTinyNetwork, R"("runs":1,"generations":2)"), ""},
      {"vae",
       R"({"runs":1,"generations":2,"samples":{"n":100},"source":{"kind":"digits","training":100},"model":{"kind":"vae","hidden":8,"latent":2,"epochs":1,"batch":50}})",
       collapse::test::digits_file(14, 200, 100)},
  };
}

constexpr std::size_t kHead = 16;  // the name of the format and the length of the spec

std::uint64_t word_at(const std::string& bytes, std::size_t at) {
  std::uint64_t word;
  std::memcpy(&word, bytes.data() + at, sizeof word);
  return word;
}

// One to three numbers or bytes changed, lost or doubled, everywhere but in the spec (other tests spoil that), and a
// checksum that fits.
std::string spoilt(const std::string& saved, Spoiler& chance) {
  static const double strange[] = {std::numeric_limits<double>::quiet_NaN(),
                                   std::numeric_limits<double>::infinity(),
                                   -1,
                                   0,
                                   1e300,
                                   -1e300,
                                   4,
                                   5,
                                   1e9};
  static const std::uint64_t words[] = {0, 1, 2, 3, 255, 10000, 1ull << 31, 1ull << 32, 1ull << 62, ~0ull};
  const std::size_t behind = kHead + word_at(saved, 8);
  std::string bytes = saved.substr(0, saved.size() - 8);
  for (std::size_t faults = 1 + chance.below(3); faults > 0; --faults) {
    const std::size_t room = bytes.size() - behind;
    const std::size_t at = chance.below(12) == 0 ? chance.below(kHead) : behind + chance.below(room + 1);
    switch (chance.below(6)) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(chance.below(256));
        break;
      case 1:
        if (at >= behind) bytes.resize(at);
        break;
      case 2:
        if (at >= behind) bytes.insert(at, bytes.substr(at, chance.below(64)));
        break;
      default: {
        const std::size_t place = at < behind ? at : behind + (at - behind) / 8 * 8;
        if (place + 8 > bytes.size()) break;
        std::memcpy(bytes.data() + place,
                    chance.below(2) == 0 ? static_cast<const void*>(&chance.one_of(strange)) : &chance.one_of(words),
                    8);
      }
    }
  }
  collapse::numerics::Hash hash;
  hash.add(std::string_view(bytes));
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(hash.value() >> (8 * i) & 255);
  return bytes;
}

// Everything that can be asked for is; returns how much it was, so that none of it is left out by the compiler.
std::size_t looked_at(Experiment& experiment) {
  const collapse::RunRange runs = experiment.runs();
  std::size_t seen =
      experiment.hash().size() + experiment.csv(1).size() + experiment.scene().size() + experiment.progress().size();
  for (int run = runs.first; run < runs.first + runs.count; ++run) {
    for (int t = 0; t <= experiment.completed(); ++t) {
      seen += experiment.summary(run, t).size() + experiment.frame(run, t).size();
      if (t > 0) seen += experiment.parameters(run, t).size();
    }
    seen += experiment.ridges(run, 0, experiment.completed()).size();
  }
  seen +=
      experiment.history(0, experiment.completed()).size() + experiment.lines(0, 2, 0, experiment.completed()).size();
  CHECK_FALSE(static_cast<bool>(collapse::json_fault(experiment.layout())));
  for (const char* question :
       {R"({"ask":"verdicts"})", R"({"ask":"laws"})", R"({"ask":"text","length":5})", R"({"ask":"sample"})",
        R"({"ask":"next"})", R"({"ask":"lost"})", R"({"ask":"grid","size":3})"}) {
    const Result<std::string> answer = experiment.ask(question);
    if (answer) CHECK_FALSE(static_cast<bool>(collapse::json_fault(*answer)));
    seen += answer ? answer->size() : answer.error().message.size();
  }
  return seen;
}

}  // namespace

TEST_CASE("a saved state spoilt by chance is refused, or can be looked at and computed to its end (10 kinds)") {
  for (const Saved& one : small_experiments()) {
    CAPTURE(std::string(one.name));
    Result<Experiment> made = Experiment::create(collapse::test::spec_of(one.spec), one.table);
    REQUIRE(static_cast<bool>(made));
    while (made->completed() + 1 < made->spec().generations) made->advance(1);
    const std::string saved = made->save();
    unsigned taken = 0;
    const bool network = one.spec.find("transformer") != std::string::npos || !one.table.empty();
    const unsigned rounds = collapse::test::fuzz_rounds(network ? 60 : 300);
    for (unsigned round = 0; round < rounds; ++round) {
      Spoiler chance(round);
      CAPTURE(round);
      Result<Experiment> loaded = Experiment::load(spoilt(saved, chance), one.table);
      if (!loaded) {
        CHECK(loaded.error().message.size() > 10);
        continue;
      }
      ++taken;
      CHECK(looked_at(*loaded) > 0);
      while (!loaded->finished()) loaded->advance(1000);
      CHECK(looked_at(*loaded) > 0);
    }
    CHECK(taken < rounds);
  }
}

TEST_CASE("2,000 questions spoilt by chance are answered in JSON or refused in one sentence") {
  Experiment words =
      collapse::test::finished_text(collapse::test::text_spec(R"("kind":"ngram","order":2)", R"("generations":3)"));
  const std::string questions[] = {
      R"({"ask":"text","run":0,"generation":2,"prompt":"Do ki \u00e9 \ud83d\ude00","length":12})",
      R"({"ask":"next","generation":1,"before":"do ki","most":5})",
      R"({"ask":"sample","items":3})",
      R"({"ask":"lost","generation":2,"most":10})",
      R"({"ask":"grid","size":3})",
      R"({"ask":"verdicts","run":0,"generation":3})",
      R"({"ask":"laws","generation":1})",
  };
  unsigned answered = 0;
  const unsigned rounds = collapse::test::fuzz_rounds(2000);
  for (unsigned round = 0; round < rounds; ++round) {
    Spoiler chance(round);
    const std::string question = chance.spoilt(chance.one_of(questions));
    CAPTURE(question);
    const Result<std::string> answer = words.ask(question);
    if (answer) {
      ++answered;
      CHECK_FALSE(static_cast<bool>(collapse::json_fault(*answer)));
      continue;
    }
    CAPTURE(answer.error().message);
    CHECK(answer.error().message.size() > 10);
    CHECK(answer.error().message.size() <= 1000);
    CHECK(collapse::test::is_utf8(answer.error().message));
    for (const char* word : {"nan", "inf", "infinity"})
      CHECK_FALSE(collapse::test::has_word(collapse::test::unquoted(answer.error().message), word));
  }
  CHECK(answered > rounds / 50);
  CHECK(answered < rounds);
}
