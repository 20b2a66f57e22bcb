#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "support/experiments.h"

using collapse::Error;
using collapse::Experiment;
using collapse::test::finished;
using collapse::test::spec_of;
using collapse::test::table_of;

namespace {

Error refusal(const char* json, std::string_view table = {}) {
  const collapse::Spec spec = spec_of(json);
  return Experiment::create(spec, table.empty() ? table_of(spec) : table).error();
}

}  // namespace

TEST_CASE("an experiment that would not fit in memory is refused with the figure") {
  const Error history = refusal(R"({"runs":10000,"generations":10000,"model":{"kind":"gaussian"}})");
  CHECK(history.path == "/generations");
  CHECK(history.message.find("This would need") == 0);
  CHECK(history.message.find("at most 1.1 GB is allowed") != std::string::npos);
  const Error pool = refusal(
      R"({"runs":1000,"generations":1000,"model":{"kind":"gaussian"},"workflow":{"kind":"accumulate"},"samples":{"n":100000}})");
  CHECK(pool.path == "/samples/n");
  CHECK(pool.message.find("900901 GB") == std::string::npos);  // the figure is in GB, not in bytes
  CHECK(pool.message.find(" GB for the data") != std::string::npos);
}

TEST_CASE("a table gives each row once") {
  const Error few =
      refusal(R"({"source":{"kind":"dataset","name":"galaxies"},"model":{"kind":"gaussian"},"samples":{"n":83}})");
  CHECK(few.path == "/samples/n");
  CHECK(few.message ==
        "One generation would take 83 real points, but the table has only 82 rows, each of which is taken once.");
  CHECK(refusal(R"({"source":{"kind":"points","values":[[1],[2],[3]]},"model":{"kind":"gaussian"},"samples":{"n":4}})")
            .path == "/samples/n");
  // Later generations draw from the model, so only the real share is limited.
  CHECK(
      refusal(
          R"({"source":{"kind":"dataset","name":"galaxies"},"model":{"kind":"gaussian"},"workflow":{"kind":"mix","real_fraction":1},"samples":{"n":40,"growth":1}})")
          .path == "/samples/n");
  const Experiment fine = finished(spec_of(
      R"({"generations":4,"source":{"kind":"dataset","name":"galaxies"},"model":{"kind":"gaussian"},"samples":{"n":40,"growth":1}})"));
  CHECK(fine.completed() == 4);
}

TEST_CASE("a column or table that does not exist is named with those that do") {
  CHECK(refusal(R"({"source":{"kind":"dataset","columns":["eruption"]},"model":{"kind":"gaussian"}})").message ==
        "The table \"faithful\" has no column \"eruption\"; it has eruptions_min, waiting_min.");
  const collapse::Spec spec = spec_of(R"({"source":{"kind":"dataset"},"model":{"kind":"gaussian"}})");
  CHECK(Experiment::create(spec).error().message == "The table \"faithful\" was not supplied.");
  CHECK(refusal(R"({"source":{"kind":"dataset"},"model":{"kind":"gaussian"}})", "a,b\n1,2\n3\n").message ==
        "The table \"faithful\" cannot be read: line 3 has 1 cells, but the header has 2.");
  CHECK(refusal(R"({"source":{"kind":"dataset"},"model":{"kind":"gaussian"}})", "a\n1\nx\n").message ==
        "The table \"faithful\" cannot be read: line 3, column a: \"x\" is not a number.");
  for (const char* missing : {"NaN", "nan", "NA", "inf", "-Infinity", "", "1e999"})
    CHECK(refusal(R"({"source":{"kind":"dataset"},"model":{"kind":"gaussian"}})",
                  "a,b\n1,1\n2," + std::string(missing) + "\n3,3\n")
              .message ==
          "The table \"faithful\" cannot be read: line 3, column b: \"" + std::string(missing) + "\" is not a number.");
  CHECK(refusal(R"({"source":{"kind":"dataset"},"model":{"kind":"gaussian"}})", "a\n1\n\xff\n").message ==
        "The table \"faithful\" cannot be read: line 3 is not valid UTF-8.");
  CHECK(refusal(R"({"source":{"kind":"dataset"},"model":{"kind":"gaussian"}})",
                "a\n1\n" + std::string(1 << 20, 'x') + "\n")
            .message ==
        "The table \"faithful\" cannot be read: line 3, column a: \"" + std::string(39, 'x') + "…\" is not a number.");
  CHECK(refusal(R"({"source":{"kind":"dataset"},"model":{"kind":"gaussian"}})", "a\n1\n").message ==
        "The table \"faithful\" cannot be read: a table needs a header and at least 2 rows.");
}

TEST_CASE("degenerate settings are reported generation by generation and never turn to NaN or stop") {
  struct Case {
    const char* json;
    const char* says;
  };
  for (
      const Case& c : {
          Case{R"({"generations":2050,"model":{"kind":"gaussian"},"samples":{"n":5}})", "no spread left"},
          Case{R"({"generations":20,"model":{"kind":"gaussian"},"samples":{"n":1}})", "no spread left"},
          Case{
              R"({"generations":20,"source":{"mean":[0,0,0],"covariance":[[1,0,0],[0,1,0],[0,0,1]]},"model":{"kind":"gaussian"},"samples":{"n":3}})",
              "In some direction its points do not vary."},
          Case{
              R"({"generations":30,"source":{"kind":"points","values":[[1,1],[1,1],[1,1],[1,1],[2,2]]},"model":{"kind":"gmm","components":3},"samples":{"n":5}})",
              ""},
          Case{R"({"generations":30,"source":{"kind":"ring"},"model":{"kind":"gmm","components":8},"samples":{"n":6}})",
               ""},
          Case{
              R"({"generations":200,"source":{"kind":"mixture"},"model":{"kind":"gmm","components":2,"initialisation":"previous"},"samples":{"n":6}})",
              ""},
      }) {
    CAPTURE(std::string(c.json));
    Experiment experiment = finished(spec_of(c.json));
    bool reported = false;
    for (int t = 1; t <= experiment.completed(); ++t) {
      for (const double value : experiment.parameters(0, t)) {
        CAPTURE(t);
        REQUIRE(std::isfinite(value));
      }
      for (std::size_t i = 0; i < experiment.columns().size(); ++i)
        if (experiment.columns()[i].name == "status") reported = reported || experiment.row(0, t)[i] == 2;
      const auto frame = experiment.frame(0, t);
      CHECK(frame.size() > 0);
    }
    CHECK(reported);
    CHECK(experiment.summary(0, experiment.completed()).find(c.says) != std::string::npos);
  }
}
