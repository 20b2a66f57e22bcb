#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include <rapidjson/document.h>

#include "support/close.h"
#include "support/experiments.h"

using collapse::Experiment;
using collapse::test::close;
using collapse::test::experiment_of;
using collapse::test::finished;
using collapse::test::spec_of;

namespace {

// Finds a section of a block by the layout's own words, as the page does.
class Sections {
 public:
  explicit Sections(const Experiment& experiment) { layout_.Parse(experiment.layout().c_str()); }
  std::span<const double> of(const char* block, const char* name, std::span<const double> values) const {
    for (const auto& section : layout_["sections"][block].GetArray())
      if (std::string(section["name"].GetString()) == name)
        return values.subspan(section["offset"].GetUint(), section["length"].GetUint());
    FAIL("no section of this name");
    return {};
  }
  const rapidjson::Document& json() const { return layout_; }

 private:
  rapidjson::Document layout_;
};

}  // namespace

TEST_CASE("a frame shows the very data its generation was fitted on") {
  // Refitting the points of the frame by hand gives the recorded model.
  Experiment experiment = finished(spec_of(R"({"generations":5,"model":{"kind":"gaussian"},"samples":{"n":40}})"));
  const Sections sections(experiment);
  for (const int t : {1, 3, 5, 2}) {
    const auto frame = experiment.frame(0, t);
    const auto x = sections.of("frame", "points_x", frame);
    double mean = 0, variance = 0;
    for (const double value : x) mean += value / 40;
    for (const double value : x) variance += (value - mean) * (value - mean) / 40;
    CHECK(close(mean, experiment.parameters(0, t)[1], 1e-12, 1e-14));
    CHECK(close(variance, experiment.parameters(0, t)[2], 1e-12));
    CHECK(sections.of("frame", "head", frame)[0] == t);
  }
}

TEST_CASE("frames of an accumulating run are the same whichever way one walks through them") {
  const auto spec =
      spec_of(R"({"generations":6,"model":{"kind":"gaussian"},"workflow":{"kind":"accumulate"},"samples":{"n":10}})");
  Experiment forward = finished(spec), backward = finished(spec);
  std::vector<std::vector<double>> seen(7);
  for (int t = 0; t <= 6; ++t) {
    const auto frame = forward.frame(0, t);
    seen[static_cast<std::size_t>(t)].assign(frame.begin(), frame.end());
  }
  for (int t = 6; t >= 0; --t) {
    const auto frame = backward.frame(0, t);
    const auto& expected = seen[static_cast<std::size_t>(t)];
    REQUIRE(frame.size() == expected.size());
    for (std::size_t i = 0; i < frame.size(); ++i)
      CHECK((frame[i] == expected[i] || (std::isnan(frame[i]) && std::isnan(expected[i]))));
  }
  const Sections sections(forward);
  const auto last = forward.frame(0, 6);
  CHECK(sections.of("frame", "head", last)[2] == 60);
  CHECK(sections.of("frame", "head", last)[3] == 10);
}

TEST_CASE("curve, histogram and ridge are densities: each integrates to the mass in view") {
  for (const char* json :
       {R"({"generations":3,"model":{"kind":"gaussian"},"samples":{"n":2000}})",
        R"({"generations":3,"model":{"kind":"gmm","components":2},"source":{"kind":"mixture"},"samples":{"n":500}})"}) {
    CAPTURE(std::string(json));
    Experiment experiment = finished(spec_of(json));
    const Sections sections(experiment);
    const auto scene = experiment.scene();
    const auto view = sections.of("scene", "view", scene);
    for (int t = 0; t <= 3; ++t) {
      const auto frame = experiment.frame(0, t);
      const auto x = sections.of("frame", "curve_x", frame), y = sections.of("frame", "curve_y", frame);
      const auto length = static_cast<std::size_t>(sections.of("frame", "curve_length", frame)[0]);
      double area = 0;
      for (std::size_t i = 1; i < length; ++i) {
        CHECK(x[i] >= x[i - 1]);
        area += 0.5 * (y[i] + y[i - 1]) * (x[i] - x[i - 1]);
      }
      CHECK(close(area, 1, 2e-3));
      const auto bars = sections.of("frame", "histogram", frame), outside = sections.of("frame", "outside", frame);
      double mass = 0;
      for (const double bar : bars) mass += bar * (view[1] - view[0]) / static_cast<double>(bars.size());
      const double points = sections.of("frame", "head", frame)[2];
      CHECK(close(mass + (outside[0] + outside[1]) / points, 1, 1e-12));
      const auto ridge = experiment.ridges(0, t, t);
      double ridge_mass = 0;
      for (const double cell : ridge) ridge_mass += cell * (view[1] - view[0]) / static_cast<double>(ridge.size());
      CHECK(close(ridge_mass, 1, 1e-3));
    }
  }
}

TEST_CASE("a spike far narrower than the grid keeps its place in curve, inset and ridge") {
  // n = 3: the spread falls by orders of magnitude in a hundred generations.
  Experiment experiment = finished(spec_of(R"({"generations":100,"model":{"kind":"gaussian"},"samples":{"n":3}})"));
  const Sections sections(experiment);
  const double variance = experiment.parameters(0, 100)[2];
  REQUIRE(variance < 1e-20);
  REQUIRE(variance > 0);
  const auto frame = experiment.frame(0, 100);
  const auto x = sections.of("frame", "inset_x", frame), y = sections.of("frame", "inset_y", frame);
  double area = 0;
  for (std::size_t i = 1; i < x.size(); ++i) area += 0.5 * (y[i] + y[i - 1]) * (x[i] - x[i - 1]);
  CHECK(close(area, 1, 1e-3));
  const auto ridge = experiment.ridges(0, 100, 100);
  double total = 0;
  for (const double cell : ridge) total += cell;
  CHECK(close(total * (sections.of("scene", "view", experiment.scene())[1] * 2) / 256, 1, 1e-9));
}

TEST_CASE("history holds mean and quantiles of the rows, lines the rows themselves") {
  Experiment experiment =
      finished(spec_of(R"({"runs":5,"generations":4,"model":{"kind":"gaussian"},"samples":{"n":10}})"));
  const std::size_t columns = experiment.columns().size();
  const auto block = experiment.history(1, 4);
  const std::vector<double> history(block.begin(), block.end());
  REQUIRE(history.size() == 4 * columns * 6);
  const auto lines = experiment.lines(1, 100, 0, 4);
  REQUIRE(lines.size() == 5 * 5);
  for (int t = 1; t <= 4; ++t) {
    double mean = 0;
    std::vector<double> values;
    for (int run = 0; run < 5; ++run) {
      values.push_back(experiment.row(run, t)[1]);
      mean += values.back() / 5;
      CHECK(lines[static_cast<std::size_t>(run * 5 + t)] == values.back());
    }
    std::sort(values.begin(), values.end());
    const double* at = history.data() + (static_cast<std::size_t>(t - 1) * columns + 1) * 6;
    CHECK(close(at[0], mean, 1e-14));
    CHECK(at[3] == values[2]);
    CHECK(close(at[1], values[0] + 0.2 * (values[1] - values[0]), 1e-14));
  }
}

TEST_CASE("two dimensions and more show the first two coordinates") {
  for (
      const char* json :
      {R"({"generations":2,"model":{"kind":"gmm","components":4},"source":{"kind":"grid","side":2},"samples":{"n":60}})",
       R"({"generations":2,"model":{"kind":"gaussian"},"source":{"mean":[0,0,5],"covariance":[[1,0.5,0],[0.5,2,0],[0,0,3]]},"samples":{"n":60}})"}) {
    Experiment experiment = finished(spec_of(json));
    const Sections sections(experiment);
    CHECK(sections.json()["view_dimension"].GetInt() == 2);
    const auto frame = experiment.frame(0, 2);
    CHECK(sections.of("frame", "means", frame).size() == static_cast<std::size_t>(2 * experiment.components()));
    CHECK(sections.of("frame", "density", frame).size() == 64 * 64);
    CHECK(std::isfinite(sections.of("frame", "points_y", frame)[59]));
  }
}

TEST_CASE("the summary says in words what the row says in numbers") {
  Experiment experiment = finished(spec_of(R"({"generations":60,"model":{"kind":"gaussian"},"samples":{"n":20}})"));
  CHECK(experiment.summary(0, 0) == "The truth, before any model has learnt from it.");
  for (int t = 1; t <= 60; ++t) {
    const double share = std::sqrt(experiment.parameters(0, t)[2]);
    const std::string words = experiment.summary(0, t);
    CAPTURE(words);
    CAPTURE(share);
    CHECK((words.find("forgotten") != std::string::npos) == (share < 0.995));
    CHECK((words.find("wider") != std::string::npos) == (share > 1.005));
  }
}
