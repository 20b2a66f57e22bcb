#include <doctest/doctest.h>

#include <rapidjson/document.h>
#include <string>
#include <vector>

#include "collapse/fit.h"
#include "support/experiments.h"
#include "support/small_presets.h"

// What a program reads by name is what the page reads by the layout.

using collapse::Experiment;
using collapse::Result;
using collapse::test::experiment_of;
using collapse::test::finished;
using collapse::test::spec_of;

TEST_CASE("columns, axes and states have the names that the layout gives them, in every preset") {
  for (const collapse::test::SmallPreset& small : collapse::test::small_presets()) {
    CAPTURE(small.name);
    Result<Experiment> made = Experiment::create(small.spec, small.table);
    REQUIRE(static_cast<bool>(made));
    Experiment& experiment = *made;
    rapidjson::Document layout;
    layout.Parse(experiment.layout().c_str());

    for (std::size_t c = 0; c < experiment.columns().size(); ++c) {
      const Result<int> found = experiment.column(layout["columns"][static_cast<unsigned>(c)]["name"].GetString());
      REQUIRE(static_cast<bool>(found));
      CHECK(*found == static_cast<int>(c));
    }
    const std::vector<std::string> axes = experiment.axes();
    REQUIRE(axes.size() == layout["axes"].Size());
    for (std::size_t j = 0; j < axes.size(); ++j)
      CHECK(axes[j] == layout["axes"][static_cast<unsigned>(j)]["label"].GetString());
    CHECK(experiment.memory_bytes() == layout["memory_bytes"].GetDouble());
    REQUIRE(layout["status"].Size() == std::size(collapse::models::kFitStatuses));
    for (unsigned i = 0; i < layout["status"].Size(); ++i)
      CHECK(collapse::models::kFitStatuses[i].name == layout["status"][i].GetString());
  }
}

TEST_CASE("a value by name is the number in its row") {
  Experiment experiment =
      finished(spec_of(R"({"model":{"kind":"gaussian"},"samples":{"n":20},"runs":3,"generations":4})"), {1, 2});
  for (int run = 1; run <= 2; ++run)
    for (int t = 0; t <= 4; ++t)
      for (std::size_t c = 0; c < experiment.columns().size(); ++c) {
        const Result<double> value = experiment.value(experiment.columns()[c].name, run, t);
        REQUIRE(static_cast<bool>(value));
        const double there = experiment.row(run, t)[c];
        CHECK((*value == there || (*value != *value && there != there)));
      }
  CHECK(*experiment.value("variance", 1, 4) != *experiment.value("variance", 2, 4));
}

TEST_CASE("a name, a run or a generation that is not there is an error that says what there is") {
  Experiment experiment =
      experiment_of(spec_of(R"({"model":{"kind":"gaussian"},"samples":{"n":20},"runs":4,"generations":4})"), {1, 2});
  experiment.advance(4);
  REQUIRE(experiment.completed() == 2);
  const std::string column = experiment.column("varience").error().message;
  CHECK(column.starts_with("There is no column \"varience\"; there are "));
  CHECK(column.find(", variance, ") != std::string::npos);
  CHECK(column == experiment.value("varience", 1, 1).error().message);
  const std::string section = experiment.frame(1, 1).section("points").error().message;
  CHECK(section.starts_with("There is no section \"points\"; there are head, row, "));
  CHECK(section.find(", points_x, ") != std::string::npos);
  for (const int run : {-1, 0, 3, 2147483647})
    CHECK(experiment.value("variance", run, 1).error().message ==
          "There is no run " + std::to_string(run) + "; they are 1 to 2.");
  for (const int t : {-1, 3, 4, 2147483647})
    CHECK(experiment.value("variance", 1, t).error().message ==
          "There is no generation " + std::to_string(t) + "; so far they are 0 to 2.");
}

TEST_CASE("every preset's spec is found by its name") {
  REQUIRE(collapse::preset_files().size() > 50);
  for (const collapse::BuiltInFile& file : collapse::preset_files()) {
    CAPTURE(std::string(file.name));
    const Result<collapse::Spec> spec = collapse::preset(file.name);
    REQUIRE(static_cast<bool>(spec));
    rapidjson::Document json;
    json.Parse(file.text.data(), file.text.size());
    CHECK(json["id"].GetString() == file.name);
    CHECK(spec->generations ==
          (json["spec"].HasMember("generations") ? json["spec"]["generations"].GetInt() : spec->generations));
    CHECK(collapse::built_in_table(*spec).empty() == (spec->source.kind != collapse::SourceKind::dataset));
  }
  CHECK(collapse::preset("gaussian forgets").error().message == "No preset is called \"gaussian forgets\".");
}
