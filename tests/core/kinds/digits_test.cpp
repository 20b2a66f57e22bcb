#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "collapse/stream.h"
#include "support/digits_file.h"
#include "support/experiments.h"

// Whole experiments with digits, on a made-up file of 300 + 60 images: what must hold whatever the network learns.

using collapse::Error;
using collapse::Experiment;
using collapse::Spec;
using collapse::test::spec_of;

namespace {

const std::string& file() {
  static const std::string bytes = collapse::test::digits_file(14, 300, 60);
  return bytes;
}

std::string small(const std::string& more = "", const std::string& model = "") {
  return R"({"generations":3,"source":{"kind":"digits","training":300},"samples":{"n":120})" + more +
         R"(,"model":{"kind":"vae","hidden":16,"latent":3,"epochs":2,"batch":50)" + model + "}}";
}

const std::string kSpecs[] = {
    small(R"(,"runs":2)"),
    small(R"(,"runs":2,"workflow":{"kind":"mix","real_fraction":0.25})", R"(,"output":"bernoulli","start":"previous")"),
    small(R"(,"workflow":{"kind":"accumulate_subsample"})", R"(,"temperature":0.5,"weight_decay":0.001)"),
    small(R"(,"workflow":{"kind":"accumulate"})", R"(,"beta":1)"),
};

Experiment made_of(const Spec& spec) {
  auto made = Experiment::create(spec, file());
  CAPTURE(made.error().message);
  REQUIRE(static_cast<bool>(made));
  return std::move(*made);
}

Experiment finished(const std::string& json) {
  Experiment experiment = made_of(spec_of(json));
  while (!experiment.finished()) experiment.advance(1000000000);
  return experiment;
}

Error refusal(const std::string& json, const std::string& bytes) {
  return Experiment::create(spec_of(json), bytes).error();
}

std::size_t column(const Experiment& experiment, std::string_view name) {
  for (std::size_t c = 0; c < experiment.columns().size(); ++c)
    if (experiment.columns()[c].name == name) return c;
  FAIL("there is no column ", std::string(name));
  return 0;
}

double value(const Experiment& experiment, int run, int t, std::string_view name) {
  return experiment.row(run, t)[column(experiment, name)];
}

bool same_bits(std::span<const double> a, std::span<const double> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

// Offset and length of a section, from the layout's JSON: {"name":"wall","offset":O,"length":L}.
// (The layout is asked for first: making it uses the buffers of the blocks.)
std::span<const double> section(const std::string& layout, std::span<const double> block, const std::string& part,
                                const std::string& name) {
  const std::size_t from = layout.find("\"" + part + "\":[", layout.find("\"sections\""));
  const std::string key = "{\"name\":\"" + name + "\",\"offset\":";
  const std::size_t at = layout.find(key, from) + key.size();
  const std::size_t length = layout.find("\"length\":", at) + 9;
  return block.subspan(std::stoul(layout.substr(at)), std::stoul(layout.substr(length)));
}

}  // namespace

TEST_CASE("digits: the same spec has the same hash on every compiler and in WebAssembly") {
  // A changed hash is a breaking change, as in tests/golden.
  const char* expected[] = {"d5df25d40030c5cc", "8b84c56d10f74d61", "bf445781554c1fb9", "2a849b337f654a17"};
  for (int i = 0; i < 4; ++i) CHECK(finished(kSpecs[i]).hash() == std::string(expected[i]));
}

TEST_CASE("digits: a longer file that deals the same digits gives the same networks") {
  const Experiment whole = finished(small());
  // Of 900 training digits the first 300 are dealt. What measures differs: the judge sees more, the test digits come
  // later.
  auto other = Experiment::create(spec_of(small()), collapse::test::digits_file(14, 900, 60));
  REQUIRE(static_cast<bool>(other));
  while (other->completed() < 1) other->advance(100);
  CHECK(same_bits(other->parameters(0, 1), whole.parameters(0, 1)));
}

TEST_CASE("digits: a frame tells how many images were learnt from, and how many of them are real") {
  Experiment mixed = finished(small(R"(,"workflow":{"kind":"mix","real_fraction":0.25})"));
  const std::string layout = mixed.layout();
  CHECK(section(layout, mixed.frame(0, 1), "frame", "head")[3] == 120);
  CHECK(section(layout, mixed.frame(0, 2), "frame", "head")[3] == 30);
  Experiment pooled = finished(small(R"(,"workflow":{"kind":"accumulate"})"));
  CHECK(section(layout, pooled.frame(0, 3), "frame", "head")[2] == 360);
  CHECK(section(layout, pooled.frame(0, 3), "frame", "head")[3] == 120);
}

TEST_CASE("digits: the share of real data in a subsample is counted as it is drawn") {
  Experiment experiment = finished(small(R"(,"workflow":{"kind":"accumulate_subsample"})"));
  const std::string layout = experiment.layout();
  // Drawn again from the same stream: numbers below 120 are the pool's real data.
  for (int t = 2; t <= 3; ++t) {
    collapse::random::Stream stream(7, 0, static_cast<std::uint32_t>(t), collapse::random::Purpose::subsample);
    const auto which = collapse::random::sample_without_replacement(stream, 120u * static_cast<std::uint32_t>(t), 120);
    const auto real = std::count_if(which.begin(), which.end(), [](std::uint32_t i) { return i < 120; });
    CHECK(section(layout, experiment.frame(0, t), "frame", "head")[3] == static_cast<double>(real));
    CHECK(real > 0);
    CHECK(real < 120);
  }
}

TEST_CASE("digits: everything measured is defined and within its range") {
  for (const std::string& json : kSpecs) {
    CAPTURE(json);
    const Experiment experiment = finished(json);
    for (int t = 1; t <= 3; ++t) {
      for (const double number : experiment.row(0, t)) CHECK(std::isfinite(number));
      CHECK(value(experiment, 0, t, "test_elbo") ==
            -(value(experiment, 0, t, "test_reconstruction") + value(experiment, 0, t, "test_kl")));
      CHECK(value(experiment, 0, t, "test_kl") >= 0);
      CHECK(value(experiment, 0, t, "sharpness") >= 0);
      CHECK(value(experiment, 0, t, "classes_alive") >= 1);
      CHECK(value(experiment, 0, t, "classes_alive") <= 10);
      CHECK(value(experiment, 0, t, "class_entropy") <= std::log(10.0) + 1e-12);
      CHECK(value(experiment, 0, t, "confidence") >= 0.1);
      CHECK(value(experiment, 0, t, "confidence") <= 1.000001);
      for (const char* share : {"precision", "recall", "nearest_real"}) {
        CHECK(value(experiment, 0, t, share) >= 0);
        CHECK(value(experiment, 0, t, share) <= 1);
      }
      CHECK(value(experiment, 0, t, "status") == 1);
    }
    // The truth: sharp by definition, all classes there, its codes measured; what needs a model is not defined.
    CHECK(value(experiment, 0, 0, "sharpness") == 1);
    CHECK(value(experiment, 0, 0, "classes_alive") == 10);
    CHECK(value(experiment, 0, 0, "latent_sd") > 0);
    CHECK(std::isnan(value(experiment, 0, 0, "test_elbo")));
  }
}

TEST_CASE("digits: at temperature 0 every draw is the same image") {
  const Experiment cold = finished(small("", R"(,"temperature":0)"));
  for (int t = 1; t <= 3; ++t) {
    CHECK(value(cold, 0, t, "classes_alive") == 1);
    CHECK(value(cold, 0, t, "class_entropy") == 0);
  }
}

TEST_CASE("digits: the frame shows the wall, the strip its first ten, the scene the real ones") {
  Experiment experiment = finished(small());
  const std::string layout = experiment.layout();
  const auto scene = experiment.scene();
  const std::vector<double> real(section(layout, scene, "scene", "real").begin(),
                                 section(layout, scene, "scene", "real").end());
  const auto labels = section(layout, scene, "scene", "real_class");
  for (std::size_t i = 0; i < 60; ++i) CHECK(labels[i] == static_cast<double>(i % 10));
  CHECK(std::isnan(labels[60]));  // the file has 60 test digits
  for (int t = 0; t <= 3; ++t) {
    const auto frame = experiment.frame(0, t);
    const auto wall = section(layout, frame, "frame", "wall");
    REQUIRE(wall.size() == 64 * 196);
    for (std::size_t i = 0; i < 60 * 196; ++i) REQUIRE((wall[i] >= 0 && wall[i] <= 1));
    if (t == 0) CHECK(same_bits(wall.first(60 * 196), std::span(real).first(60 * 196)));
    const std::vector<double> ten(wall.begin(), wall.begin() + 1960);
    CHECK(same_bits(experiment.ridges(0, t, t), ten));
    double shares = 0;
    for (const double share : section(layout, frame, "frame", "classes")) shares += share;
    CHECK(std::fabs(shares - 1) < 1e-12);
    const auto x = section(layout, frame, "frame", "map_x");
    CHECK(std::isnan(x[0]) == (t == 0));
    CHECK(std::isfinite(section(layout, frame, "frame", "map_real_x")[59]));
  }
  CHECK(experiment.layout().find("\"attribution\":\"Bars made up for tests\"") != std::string::npos);
  CHECK(experiment.summary(0, 2).find("After 2 generations ") == 0);
  CHECK(experiment.csv().find("\nrun,generation,latent_sd,latent_sd_pooled,test_elbo,") != std::string::npos);
}

TEST_CASE("digits: progress tells the judge's training, then each fit with its curve and its digits so far") {
  Experiment experiment = made_of(spec_of(small()));
  const std::string layout = experiment.layout();
  auto head = [&] { return section(layout, experiment.progress(), "progress", "head"); };
  CHECK(head()[4] == 0);
  const double judge = head()[5];
  REQUIRE(judge >= 1);
  CHECK(experiment.advance(static_cast<long>(judge)) == 0);
  CHECK(head()[4] == judge);
  CHECK(head()[3] == 0);  // no fit yet
  CHECK(std::isnan(section(layout, experiment.progress(), "progress", "wall")[0]));
  experiment.advance(2);
  CHECK(head()[0] == 1);
  CHECK(head()[2] == 2);
  CHECK(head()[3] == 6);  // 120 images, 50 a minibatch, 2 epochs
  const auto loss = section(layout, experiment.progress(), "progress", "loss");
  CHECK(loss[0] > 0);
  CHECK(std::isnan(loss[99]));
  CHECK(section(layout, experiment.progress(), "progress", "wall")[0] > 0);
}

TEST_CASE("digits: what cannot be computed is refused with a sentence") {
  CHECK(refusal(small(), "").message == "The digits were not supplied.");
  CHECK(refusal(small(), "a,b\n1,2\n").path == "/source/kind");
  CHECK(refusal(small(), file().substr(0, 5000)).path == "/source/kind");
  const Error size = refusal(small(), collapse::test::digits_file(28, 300, 60));
  CHECK(size.path == "/source/size");
  CHECK(size.message == "The digits supplied are 28x28, not 14x14.");
  const Error few = refusal(R"({"source":{"kind":"digits"},"model":{"kind":"vae"}})", file());
  CHECK(few.path == "/source/training");
  CHECK(few.message == "There are only 300 training digits here, but 5000 were asked for.");
  const std::string head =
      R"({"generations":3,"source":{"kind":"digits","training":300},"model":{"kind":"vae"},"samples":{"n":301})";
  const Error many = refusal(head + "}", file());
  CHECK(many.path == "/samples/n");
  CHECK(many.message ==
        "One generation would take 301 real digits, but there are only 300, each of which is taken once.");
  const Error fresh = refusal(
      R"({"source":{"kind":"digits","training":300},"model":{"kind":"vae"},"samples":{"n":200,"growth":1},"workflow":{"kind":"mix","real_fraction":1}})",
      file());
  CHECK(fresh.path == "/samples/n");
  CHECK(refusal(small(), collapse::test::digits_file(14, 300, 0)).message ==
        "The digits supplied have no test digits to measure with.");
  const Error memory = refusal(
      R"({"runs":100,"generations":1000,"source":{"kind":"digits","training":300},"model":{"kind":"vae","hidden":1024}})",
      file());
  CHECK(memory.path == "/generations");
  CHECK(memory.message.find("This would need ") == 0);
  CHECK(memory.message.find(" GB for a fit); at most 1.1 GB is allowed.") != std::string::npos);
}

TEST_CASE("digits: a training that overflows ends the run, is reported, and keeps what was finite") {
  const std::string file = collapse::test::digits_file(28, 100, 20);
  auto wild = Experiment::create(
      spec_of(
          R"({"generations":3,"source":{"kind":"digits","size":"28x28","training":100},"samples":{"n":5},"model":{"kind":"vae","architecture":"convolutional","epochs":2,"latent":64,"learning_rate":0.1,"beta":10}})"),
      file);
  REQUIRE(static_cast<bool>(wild));
  while (!wild->finished()) wild->advance(100);
  CHECK(wild->completed() == 1);  // of 3
  CHECK(wild->ended_early() == "its training overflowed");
  CHECK(value(*wild, 0, 1, "status") == 3);
  CHECK(wild->summary(0, 1).find("This training overflowed, so the run ends here with the last finite network.") !=
        std::string::npos);
  for (const double number : wild->row(0, 1)) CHECK_FALSE(std::isnan(number));
  for (const double parameter : wild->parameters(0, 1)) REQUIRE(std::isfinite(parameter));
  const std::string csv = wild->csv();
  CHECK(csv.substr(csv.size() - 12) == ",non_finite\n");  // the last line

  auto again = Experiment::load(wild->save(), file);
  REQUIRE(static_cast<bool>(again));
  while (!again->finished()) again->advance(100);  // the judge learns anew
  CHECK(again->completed() == 1);
  CHECK(again->hash() == wild->hash());
  CHECK(again->csv() == csv);
}

TEST_CASE("digits: one image is enough to go on") {
  const Experiment one = finished(
      R"({"generations":3,"source":{"kind":"digits","training":300},"samples":{"n":1},"model":{"kind":"vae","hidden":16,"epochs":2}})");
  for (int t = 1; t <= 3; ++t)
    for (const double number : one.row(0, t)) CHECK(std::isfinite(number));
}
