#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "support/experiments.h"

// What must not change a result: how the work is sliced, how the runs are divided, where a saved state is taken up, and
// what else is looked at meanwhile.

using collapse::Experiment;
using collapse::RunRange;
using collapse::Spec;
using collapse::test::experiment_of;
using collapse::test::finished;
using collapse::test::spec_of;

namespace {

const char* const kSpecs[] = {
    R"({"runs":3,"generations":6,"model":{"kind":"gaussian"},"samples":{"n":20}})",
    R"({"runs":2,"generations":5,"model":{"kind":"gaussian","estimator":"unbiased"},"workflow":{"kind":"accumulate_subsample"},"samples":{"n":15}})",
    R"({"runs":2,"generations":5,"model":{"kind":"gmm","components":3},"source":{"kind":"ring","modes":5},"workflow":{"kind":"accumulate"},"samples":{"n":40}})",
    R"({"runs":2,"generations":5,"model":{"kind":"gmm","restarts":2,"initialisation":"random"},"source":{"kind":"mixture"},"workflow":{"kind":"mix","real_fraction":0.2},"samples":{"n":30,"growth":0.5}})",
    R"({"runs":3,"generations":4,"model":{"kind":"gmm","initialisation":"previous"},"source":{"kind":"dataset","name":"faithful","columns":["eruptions_min","waiting_min"]},"workflow":{"kind":"mix","real":"fixed"},"samples":{"n":50}})",
};

std::vector<double> everything(const Experiment& experiment) {
  std::vector<double> all;
  const RunRange runs = experiment.runs();
  for (int run = runs.first; run < runs.first + runs.count; ++run)
    for (int t = 0; t <= experiment.completed(); ++t) {
      const auto row = experiment.row(run, t);
      all.insert(all.end(), row.begin(), row.end());
      const auto parameters = experiment.parameters(run, t);
      if (t > 0) all.insert(all.end(), parameters.begin(), parameters.end());
    }
  return all;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace

TEST_CASE("slices of 1, 7 or all units give the same bits") {
  for (const char* json : kSpecs) {
    CAPTURE(std::string(json));
    const Experiment whole = finished(spec_of(json));
    for (const long slice : {1L, 7L}) {
      const Experiment sliced = finished(spec_of(json), {}, slice);
      CHECK(same_bits(everything(sliced), everything(whole)));
      CHECK(sliced.hash() == whole.hash());
    }
  }
}

TEST_CASE("runs computed apart are the runs computed together") {
  for (const char* json : kSpecs) {
    CAPTURE(std::string(json));
    const Spec spec = spec_of(json);
    const Experiment whole = finished(spec);
    for (int run = 0; run < spec.runs; ++run) {
      const Experiment alone = finished(spec, {run, 1});
      for (int t = 0; t <= spec.generations; ++t) {
        const auto a = alone.row(run, t), b = whole.row(run, t);
        CHECK(std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
      }
    }
  }
}

TEST_CASE("a state saved half-way and loaded ends in the same bits and hash") {
  for (const char* json : kSpecs) {
    CAPTURE(std::string(json));
    const Experiment whole = finished(spec_of(json));
    Experiment half = experiment_of(spec_of(json));
    while (half.completed() < 2) half.advance(1);
    half.advance(3);  // into generation 3: what is unfinished is done again
    auto loaded = Experiment::load(half.save(), collapse::test::table_of(half.spec()));
    REQUIRE(static_cast<bool>(loaded));
    CHECK(loaded->completed() == half.completed());
    CHECK(loaded->hash() == half.hash());
    while (!loaded->finished()) loaded->advance(5);
    CHECK(same_bits(everything(*loaded), everything(whole)));
    CHECK(loaded->hash() == whole.hash());
  }
}

TEST_CASE("a damaged saved state is refused") {
  Experiment experiment = finished(spec_of(kSpecs[0]));
  const std::string saved = experiment.save();
  const std::string words = "The saved state is damaged or not one of this program's.";
  CHECK(Experiment::load("").error().message == words);
  CHECK(Experiment::load("MCLSAVE3").error().message == words);
  CHECK(Experiment::load(saved.substr(0, saved.size() / 2)).error().message == words);
  for (const std::size_t at : {std::size_t{3}, saved.size() / 3, saved.size() - 1}) {
    std::string changed = saved;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    CHECK(Experiment::load(changed).error().message == words);
  }
}

TEST_CASE("looking at frames, ridges and tables on the way changes nothing") {
  for (const char* json : kSpecs) {
    CAPTURE(std::string(json));
    const Experiment whole = finished(spec_of(json));
    Experiment watched = experiment_of(spec_of(json));
    while (!watched.finished()) {
      watched.advance(2);
      watched.frame(watched.runs().first, watched.completed());
      watched.ridges(0, 0, watched.completed());
      watched.history(0, watched.completed());
      (void)watched.layout();
    }
    CHECK(watched.hash() == whole.hash());
  }
}

TEST_CASE("another seed, and nothing but another seed, gives another hash") {
  const Spec spec = spec_of(kSpecs[0]);
  CHECK(finished(*collapse::edit_spec(spec, {{"/seed", "8"}})).hash() != finished(spec).hash());
  CHECK(finished(spec).hash() == finished(spec).hash());
}

TEST_CASE("workflows share their real data and, while nothing differs, their models") {
  // Generation 1 sees n real points whatever the workflow: common random numbers across workflows.
  const Spec replace = spec_of(R"({"generations":2,"model":{"kind":"gaussian"},"samples":{"n":30}})");
  const Spec mix = *collapse::edit_spec(replace, {{"/workflow/kind", "mix"}});
  const Spec accumulate = *collapse::edit_spec(replace, {{"/workflow/kind", "accumulate"}});
  const Experiment a = finished(replace), b = finished(mix), c = finished(accumulate);
  CHECK(a.parameters(0, 1)[1] == b.parameters(0, 1)[1]);
  CHECK(a.parameters(0, 1)[2] == c.parameters(0, 1)[2]);
  CHECK(a.parameters(0, 2)[1] != b.parameters(0, 2)[1]);
}
