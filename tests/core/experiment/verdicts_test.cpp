#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "support/close.h"
#include "support/text_experiments.h"

// What counts as collapse: every verdict is what a reader would work out from the table that the command writes.

using namespace collapse;
using namespace collapse::test;

namespace {

const double kMissing = std::nan("");

rapidjson::Document ask(Experiment& experiment, const std::string& question) {
  const Result<std::string> answer = experiment.ask(question);
  CAPTURE(question);
  CAPTURE(answer.error().message);
  REQUIRE(static_cast<bool>(answer));
  auto json = spec::parse_json(*answer);
  REQUIRE(static_cast<bool>(json));
  return std::move(*json);
}

std::string verdicts_at(int generation, int run = 0) {
  return R"({"ask":"verdicts","run":)" + std::to_string(run) + R"(,"generation":)" + std::to_string(generation) + "}";
}

const rapidjson::Value& definition(const rapidjson::Document& answer, const std::string& id) {
  for (const auto& item : answer["definitions"].GetArray())
    if (id == item["id"].GetString()) return item;
  FAIL("no such definition");
  return answer;
}
std::string verdict(const rapidjson::Document& answer, const std::string& id) {
  return definition(answer, id)["verdict"].GetString();
}

double number(const rapidjson::Value& value) {
  if (value.IsString()) return std::strtod(value.GetString(), nullptr);
  return value.IsNull() ? kMissing : value.GetDouble();
}
bool same(double a, double b) { return (std::isnan(a) && std::isnan(b)) || a == b; }

/// The table as the command writes it: column -> run -> generation.
class Table {
 public:
  explicit Table(const Experiment& experiment) {
    const std::string csv = experiment.csv();
    std::vector<std::string> names;
    for (std::size_t at = 0; at < csv.size();) {
      const std::size_t end = csv.find('\n', at);
      const std::string line = csv.substr(at, end - at);
      at = end + 1;
      if (line[0] == '#') continue;
      std::vector<std::string> cells{""};
      for (const char c : line)
        if (c == ',')
          cells.emplace_back();
        else
          cells.back() += c;
      if (names.empty()) {
        names = cells;
        continue;
      }
      const auto run = static_cast<std::size_t>(std::atoi(cells[0].c_str()));
      for (std::size_t c = 2; c < cells.size(); ++c) {
        auto& runs = columns_[names[c]];
        runs.resize(std::max(runs.size(), run + 1));
        runs[run].push_back(cells[c].empty() ? kMissing : std::strtod(cells[c].c_str(), nullptr));
      }
    }
  }
  bool has(const std::string& column) const { return columns_.count(column) > 0; }
  const std::vector<std::vector<double>>& of(const std::string& column) const { return columns_.at(column); }

 private:
  std::map<std::string, std::vector<std::vector<double>>> columns_;
};

/// A criterion spelt out once more: the column, which side is collapse, and the limit of a run.
struct Spelt {
  const char* id;
  const char* column;
  bool below;
  double (*limit)(const std::vector<double>& values);  // of one run
};
double tenth_of_truth(const std::vector<double>& v) { return 0.1 * v[0]; }
double half_of_truth(const std::vector<double>& v) { return 0.5 * v[0]; }
double as_true(const std::vector<double>& v) { return v[0]; }
double as_first(const std::vector<double>& v) { return v[1]; }
double first_and_one(const std::vector<double>& v) { return v[1] + 1; }
double one(const std::vector<double>&) { return 1; }
double ten_times(const std::vector<double>& v) { return 10 * v[0] + 0.01; }

void agree(Experiment& experiment, const std::vector<Spelt>& spelt, const char* variance) {
  const Table table(experiment);
  const int runs = experiment.runs().count;
  for (const int g : {1, 2, experiment.completed() / 2, experiment.completed()})
    for (const int run : {0, runs - 1}) {
      const auto answer = ask(experiment, verdicts_at(g, run));
      for (const Spelt& one : spelt) {
        const auto& columns = table.of(one.column);
        const auto in = [&](int r, int t) {
          const std::vector<double>& v = columns[static_cast<std::size_t>(r)];
          const double value = v[static_cast<std::size_t>(t)], limit = one.limit(v);
          if (one.below ? value < limit : value > limit) return true;
          // No tail without variance.
          if (std::string(one.id) != "lost_tail" || *variance == 0) return false;
          const std::vector<double>& spread = table.of(variance)[static_cast<std::size_t>(r)];
          return spread[static_cast<std::size_t>(t)] < tenth_of_truth(spread);
        };
        std::vector<double> sinces;
        double since = kMissing;
        for (int r = 0; r < runs; ++r) {
          int from = -1;
          for (int t = 1; t <= g; ++t) from = !in(r, t) ? -1 : from < 0 ? t : from;
          if (from > 0) sinces.push_back(from);
          if (r == run && from > 0) since = from;
        }
        std::sort(sinces.begin(), sinces.end());
        const std::size_t n = sinces.size();
        const double median = n == 0       ? kMissing
                              : n % 2 == 1 ? sinces[n / 2]
                                           : 0.5 * (sinces[n / 2 - 1] + sinces[n / 2]);
        const auto& told = definition(answer, one.id);
        CAPTURE(std::string(one.id));
        CAPTURE(g);
        CAPTURE(run);
        CHECK(told["column"].GetString() == std::string(one.column));
        CHECK(same(number(told["value"]), columns[static_cast<std::size_t>(run)][static_cast<std::size_t>(g)]));
        CHECK(close(number(told["threshold"]), one.limit(columns[static_cast<std::size_t>(run)]), 1e-15));
        CHECK(told["verdict"].GetString() == std::string(std::isnan(since) ? "not" : "collapsed"));
        CHECK(same(number(told["since"]), since));
        CHECK(same(number(told["median_since"]), median));
        CHECK(number(told["share"]) == static_cast<double>(n) / runs);
        CHECK(told["runs"].GetInt() == runs);
      }
    }
}

Experiment gaussian(const char* more) {
  return finished(spec_of(std::string(R"({"model":{"kind":"gaussian",)") + more + "}"));
}
Experiment& small() {
  static Experiment experiment = gaussian(R"("estimator":"mle"},"samples":{"n":10},"runs":41,"generations":40)");
  return experiment;
}

}  // namespace

TEST_CASE("verdicts are what the table says: Gaussians") {
  agree(small(),
        {{"catastrophic_risk", "kl_truth_model", false, first_and_one},
         {"any_increase", "kl_truth_model", false, as_first},
         {"collapsing_variance", "variance", true, tenth_of_truth},
         {"lost_tail", "tail_2sigma_ratio", true, half_of_truth},
         {"hallucination", "tail_3sigma", false, ten_times}},
        "variance");
  Experiment plane = finished(spec_of(
      R"({"source":{"kind":"gaussian","mean":[0,0],"covariance":[[1,0],[0,2]]},"model":{"kind":"gaussian"},"samples":{"n":12},"runs":9,"generations":20})"));
  agree(plane,
        {{"collapsing_variance", "total_variance", true, tenth_of_truth},
         {"lost_tail", "tail_2sigma_ratio", true, half_of_truth}},
        "total_variance");
}

TEST_CASE("verdicts are what the table says: mixtures, and a single component cannot tell two modes apart") {
  const std::string source =
      R"({"source":{"kind":"mixture","weights":[0.9,0.1],"means":[[-4],[4]],"covariances":[[[1]],[[1]]]},"model":{"kind":)";
  Experiment two = finished(spec_of(source + R"("gmm","components":2},"samples":{"n":30},"runs":6,"generations":25})"));
  agree(two, {{"entangled_modes", "modes_alive", true, as_true}, {"any_increase", "kl_truth_model", false, as_first}},
        "variance");
  Experiment one = finished(spec_of(source + R"("gaussian"},"samples":{"n":300},"runs":2,"generations":3})"));
  const auto answer = ask(one, verdicts_at(1));
  CHECK(verdict(answer, "entangled_modes") == "collapsed");
  CHECK(number(definition(answer, "entangled_modes")["value"]) == 1);
}

TEST_CASE("verdicts are what the table says: categories, counts and regression") {
  Experiment zipf = finished(spec_of(
      R"({"source":{"kind":"zipf","categories":60},"model":{"kind":"categorical"},"samples":{"n":40},"runs":12,"generations":60})"));
  agree(zipf,
        {{"catastrophic_risk", "kl", false, first_and_one},
         {"collapsing_variance", "heterozygosity", true, tenth_of_truth},
         {"lost_tail", "tail_recall", true, half_of_truth}},
        "heterozygosity");
  Experiment poisson = finished(spec_of(
      R"({"source":{"kind":"poisson","rate":1.5},"model":{"kind":"poisson"},"samples":{"n":10},"runs":12,"generations":40})"));
  agree(poisson, {{"any_increase", "kl", false, as_first}, {"collapsing_variance", "rate", true, tenth_of_truth}}, "");
  CHECK(verdict(ask(poisson, verdicts_at(9)), "lost_tail") == "not_applicable");
  Experiment linear = finished(spec_of(
      R"({"source":{"kind":"linear","features":4},"model":{"kind":"linear_regression"},"samples":{"n":20},"runs":12,"generations":20})"));
  agree(linear, {{"catastrophic_risk", "test_error", false, one}, {"any_increase", "test_error", false, as_first}}, "");
}

TEST_CASE("verdicts: a table without a truth to draw from is measured by what generation 1 finds of rows held out") {
  Experiment faithful = finished(spec_of(
      R"({"source":{"kind":"dataset","name":"faithful"},"model":{"kind":"gmm","components":2},"samples":{"n":100},"generations":8})"));
  const Table table(faithful);
  const auto answer = ask(faithful, verdicts_at(8));
  const auto& any = definition(answer, "any_increase");
  CHECK(any["column"].GetString() == std::string("log_likelihood"));
  CHECK(any["criterion"].GetString() == std::string("Log-likelihood of held-out data: below generation 1's."));
  CHECK((verdict(answer, "any_increase") == "collapsed") ==
        (table.of("log_likelihood")[0][8] < table.of("log_likelihood")[0][1]));
}

TEST_CASE("one run has collapsed by one definition and not by another") {
  // n = 100, maximum likelihood, 100 generations: E ln sigma^2 = -2.02 with a deviation of 1.43, so a few in ten runs
  // have lost nine tenths of the variance, most have lost half of the tail, and hardly any writes far outside the
  // truth.
  Experiment mle = gaussian(R"("estimator":"mle"},"samples":{"n":100},"runs":400,"generations":100)");
  const auto answer = ask(mle, verdicts_at(100));
  // P(ln sigma^2 < ln 0.1) = Phi(-0.2) = 0.42 for the law's normal limit; 400 runs have a standard error of 0.025.
  CHECK(std::fabs(number(definition(answer, "collapsing_variance")["share"]) - 0.42) < 6 * 0.025);
  CHECK(number(definition(answer, "lost_tail")["share"]) > 0.7);
  CHECK(number(definition(answer, "any_increase")["share"]) > 0.95);
  CHECK(number(definition(answer, "hallucination")["share"]) < 0.2);
  CHECK(verdict(answer, "diverging_risk") == "collapsed");
  CHECK(verdict(answer, "scaling_law") == "not_applicable");
  CHECK(verdict(answer, "entangled_modes") == "not_applicable");
  CHECK(number(definition(answer, "lost_tail")["median_since"]) <
        number(definition(answer, "collapsing_variance")["median_since"]));
  CHECK(answer["early"].GetString() == std::string("lost_tail"));
  CHECK(answer["late"].GetString() == std::string("collapsing_variance"));
  int differing = 0;
  for (int run = 0; run < 400; ++run) {
    const auto one = ask(mle, verdicts_at(100, run));
    differing += verdict(one, "lost_tail") == "collapsed" && verdict(one, "collapsing_variance") == "not";
  }
  CHECK(differing > 40);
}

TEST_CASE("the mean variance stays at the truth's while most runs collapse: unbiased estimates") {
  Experiment unbiased = gaussian(R"("estimator":"unbiased"},"samples":{"n":10},"runs":400,"generations":60)");
  const auto answer = ask(unbiased, verdicts_at(60));
  // ln sigma^2 has mean -6.9 and deviation 3.9: P(below ln 0.1) = Phi(1.2) = 0.88, standard error 0.016.
  CHECK(std::fabs(number(definition(answer, "collapsing_variance")["share"]) - 0.88) < 6 * 0.016);
  const auto laws = ask(unbiased, R"({"ask":"laws","generation":60})");
  int heavy = 0;
  for (const auto& law : laws["laws"].GetArray()) {
    const std::string metric = law["metric"].GetString();
    // By the law's own spread, and by the runs' where the law's is not known.
    if (law["kind"] != "expectation" || (metric != "variance" && metric != "w2_squared")) continue;
    ++heavy;
    CHECK(law["error_of"].GetString() == std::string(metric == "variance" ? "law" : "runs"));
    CHECK(law["note"].GetString() == std::string("Rare runs carry this mean, so its error is larger than it looks."));
  }
  CHECK(heavy == 2);

  // Eight runs are too few for one of them to stand out, but the law knows how wide they should lie.
  Experiment eight = gaussian(R"("estimator":"unbiased"},"samples":{"n":10},"runs":8,"generations":100)");
  for (const auto against = ask(eight, R"({"ask":"laws","generation":100})");
       const auto& law : against["laws"].GetArray())
    if (law["metric"] == "variance" && law["kind"] == "expectation")
      CHECK(law["note"].GetString() == std::string("Rare runs carry this mean, so its error is larger than it looks."));
}

TEST_CASE("risk that goes on growing is told from risk that levels off") {
  const auto regression = [](const char* workflow) {
    return finished(spec_of(
        std::string(
            R"({"source":{"kind":"linear","features":5},"model":{"kind":"linear_regression"},"samples":{"n":30},"runs":60,"generations":30,"workflow":{"kind":")") +
        workflow + "\"}}"));
  };
  Experiment replace = regression("replace"), accumulate = regression("accumulate");
  const auto grows = ask(replace, verdicts_at(30)), levels = ask(accumulate, verdicts_at(30));
  CHECK(verdict(grows, "diverging_risk") == "collapsed");
  CHECK(verdict(levels, "diverging_risk") == "not");
  CHECK(verdict(levels, "any_increase") == "collapsed");  // by that definition keeping everything does not help

  // The slopes, once more: medians over the runs of least-squares lines.
  const Table table(replace);
  std::vector<double> slopes;
  int worse = 0;
  for (const std::vector<double>& values : table.of("test_error")) {
    double xy = 0, x = 0, y = 0, xx = 0;
    for (int t = 15; t <= 30; ++t) xy += t * values[t], x += t, y += values[t], xx += t * t;
    slopes.push_back((16 * xy - x * y) / (16 * xx - x * x));
    worse += slopes.back() > 0;
  }
  std::sort(slopes.begin(), slopes.end());
  CHECK(close(number(definition(grows, "diverging_risk")["value"]), 0.5 * (slopes[29] + slopes[30]), 1e-9));
  CHECK(number(definition(grows, "diverging_risk")["share"]) == worse / 60.0);
  CHECK(verdict(ask(replace, verdicts_at(7)), "diverging_risk") == "not_applicable");

  // Σ 1/i² still grows in clearly more than half of 400 runs, but ever more slowly.
  Experiment many = finished(spec_of(
      R"({"source":{"kind":"linear","features":5},"model":{"kind":"linear_regression"},"samples":{"n":30},"runs":400,"generations":10,"workflow":{"kind":"accumulate"}})"));
  const auto slowing = ask(many, verdicts_at(10));
  CHECK(number(definition(slowing, "diverging_risk")["share"]) > 0.5 + 1.5 / std::sqrt(400.0));
  CHECK(verdict(slowing, "diverging_risk") == "not");
  Experiment few = gaussian(R"("estimator":"mle"},"runs":9,"generations":10)");
  CHECK(definition(ask(few, verdicts_at(10)), "diverging_risk")["reason"].GetString() ==
        std::string("A trend takes at least 10 runs and 8 generations."));
}

TEST_CASE("a narrow model far out has not kept the tail, whatever its mass there") {
  // The tail's mass grows when what is left of the model lies in it; the variance tells.
  const Table table(small());
  int far = 0;
  for (int run = 0; run < 41; ++run) {
    const auto r = static_cast<std::size_t>(run);
    const auto answer = ask(small(), verdicts_at(40, run));
    const bool narrow = table.of("variance")[r][40] < 0.1;
    far += narrow && table.of("tail_2sigma_ratio")[r][40] > 0.5;
    if (narrow) CHECK(verdict(answer, "lost_tail") == "collapsed");
  }
  CHECK(far >= 1);
}

TEST_CASE("verdicts are not applicable where the truth gives nothing to judge by") {
  const auto reason = [](const std::string& source, const char* id) {
    Experiment experiment = finished(
        spec_of(R"({"source":{)" + source + R"(},"model":{"kind":"gaussian"},"samples":{"n":50},"generations":2})"));
    const auto answer = ask(experiment, verdicts_at(2));
    CHECK(verdict(answer, id) == "not_applicable");
    return std::string(definition(answer, id)["reason"].GetString());
  };
  // A ring lies within two standard deviations; beyond three of sixteen dimensions lies nearly all.
  CHECK(reason(R"("kind":"ring")", "lost_tail") == "Too few of the truth's draws lie there to count.");
  std::string mean, covariance;
  for (int i = 0; i < 16; ++i) {
    mean += i == 0 ? "0" : ",0";
    covariance += i == 0 ? "[" : ",[";
    for (int j = 0; j < 16; ++j) covariance += (j == 0 ? "" : ",") + std::string(i == j ? "1" : "0");
    covariance += "]";
  }
  const std::string many = R"("kind":"gaussian","mean":[)" + mean + R"(],"covariance":[)" + covariance + "]";
  CHECK(reason(many, "hallucination") == "Most of the truth lies there already.");
  CHECK(reason(many, "entangled_modes") == "The truth has a single mode.");
  CHECK(reason(many, "scaling_law") == "One sample size shows no scaling law; a sweep over several does.");
}

TEST_CASE("verdicts on the truth, and before anything has been computed, are not applicable; asking changes nothing") {
  const std::string hash = small().hash();
  for (const auto answer = ask(small(), verdicts_at(0)); const auto& item : answer["definitions"].GetArray())
    CHECK(item["verdict"].GetString() == std::string("not_applicable"));
  CHECK(small().hash() == hash);
  Experiment fresh = experiment_of(spec_of(R"({"model":{"kind":"gaussian"},"runs":3})"));
  for (const auto answer = ask(fresh, R"({"ask":"verdicts"})"); const auto& item : answer["definitions"].GetArray())
    CHECK(item["verdict"].GetString() == std::string("not_applicable"));
  CHECK(ask(small(), R"({"ask":"verdicts"})")["generation"].GetInt() == 40);
  CHECK(ask(small(), R"({"ask":"verdicts"})")["definitions"].Size() == 8);
}

TEST_CASE("a part of the runs is judged as it is within the whole") {
  const Spec spec =
      spec_of(R"({"model":{"kind":"gaussian","estimator":"mle"},"samples":{"n":10},"runs":41,"generations":40})");
  Experiment part = finished(spec, {7, 2});
  const auto apart = ask(part, verdicts_at(30, 8)), within = ask(small(), verdicts_at(30, 8));
  for (const auto& item : apart["definitions"].GetArray()) {
    const std::string id = item["id"].GetString();
    if (id == "diverging_risk") continue;  // a trend over the runs
    CHECK(verdict(within, id) == item["verdict"].GetString());
    if (item.HasMember("since")) CHECK(item["since"] == definition(within, id)["since"]);
  }
}

TEST_CASE("text answers both questions besides its own") {
  Experiment text = finished_text(text_spec(R"("kind":"ngram","order":2,"smoothing":"none")", R"("generations":6)"));
  const Table table(text);
  const auto answer = ask(text, verdicts_at(6));
  const auto& tail = definition(answer, "lost_tail");
  CHECK(tail["column"].GetString() == std::string("vocabulary"));
  CHECK(close(number(tail["threshold"]), 0.5 * table.of("vocabulary")[0][1], 1e-15));
  CHECK(std::string(tail["criterion"].GetString()).find("0.5 × generation 1's") != std::string::npos);
  CHECK(ask(text, R"({"ask":"laws","generation":2})")["laws"].Size() == 1);
}

TEST_CASE("questions about verdicts and laws that cannot be answered are refused with a sentence") {
  Experiment experiment = gaussian(R"("estimator":"mle"},"runs":3,"generations":4)");
  const auto said = [&](const char* question) { return experiment.ask(question).error().message; };
  for (const char* topic : {"verdicts", "laws"}) {
    const std::string head = std::string(R"({"ask":")") + topic + "\",";
    CHECK(said((head + R"("generation":5})").c_str()) ==
          "\"generation\" must be a whole number from 0 to 4, but is 5.");
    CHECK(said((head + R"("generation":-1})").c_str()) ==
          "\"generation\" must be a whole number from 0 to 4, but is -1.");
    CHECK(said((head + R"("generation":1.5})").c_str()) ==
          "\"generation\" must be a whole number from 0 to 4, but is 1.5.");
    CHECK(said((head + R"("generation":"1"})").c_str()) ==
          "\"generation\" must be a whole number from 0 to 4, but is \"1\".");
    CHECK(said((head + R"("run":3})").c_str()) == "\"run\" must be a whole number from 0 to 2, but is 3.");
  }
  const std::string sentence =
      R"(A question is an object such as {"ask":"verdicts","run":0,"generation":3}; "ask" is one of "verdicts", "laws")";
  for (const char* question : {"[]", "7", "{}", R"({"ask":7})"}) CHECK(said(question) == sentence + ".");
  for (const std::string ask : {"\"text\"", "\"Verdicts\""})
    CHECK(said(("{\"ask\":" + ask + "}").c_str()) == sentence + " here, but is " + ask + ".");
  CHECK(said("nonsense").find("Not valid JSON") == 0);
  CHECK(said("").find("Not valid JSON") == 0);
}

TEST_CASE("where all of the truth is the same, no kernel's width is a hallucination and no spread collapses") {
  const std::string points = R"("source":{"kind":"points","values":[[3],[3],[3],[3],[3]]},"samples":{"n":4})";
  const std::string plane = R"("source":{"kind":"points","values":[[3,1],[3,1],[3,1]]},"samples":{"n":3})";
  const std::string certain = R"("source":{"kind":"categorical","probabilities":[1,0]},"samples":{"n":10})";
  for (const std::string& json : {points + R"(,"model":{"kind":"gaussian"})", points + R"(,"model":{"kind":"gmm"})",
                                  points + R"(,"model":{"kind":"kde"})",
                                  points + R"(,"model":{"kind":"kde","bandwidth_rule":"fixed","bandwidth":0.5})",
                                  plane + R"(,"model":{"kind":"kde","bandwidth_rule":"fixed","bandwidth":0.5})",
                                  certain + R"(,"model":{"kind":"categorical"})"}) {
    CAPTURE(json);
    Experiment experiment = finished(spec_of("{\"generations\":3," + json + "}"));
    const auto answer = ask(experiment, verdicts_at(3));
    for (const char* id : {"collapsing_variance", "lost_tail", "hallucination"}) {
      const auto& found = definition(answer, id);
      CHECK(verdict(answer, id) == "not_applicable");
      const std::string reason = found["reason"].GetString();
      CHECK((reason == "All of the truth is the same: it has no spread." ||
             reason == "Nothing that is measured here stands for it."));
    }
  }
}

TEST_CASE("of a table components are counted, since it has no modes, and a run that has ended is said to have") {
  Experiment table = finished(spec_of(
      R"({"generations":3,"source":{"kind":"points","values":[[1],[2],[3],[4],[9]]},"model":{"kind":"gaussian"},"samples":{"n":4}})"));
  const auto of_table = ask(table, verdicts_at(3));
  CHECK(std::string(definition(of_table, "entangled_modes")["criterion"].GetString()) ==
        "Components left: below generation 1's.");
  CHECK(std::string(definition(of_table, "entangled_modes")["reason"].GetString()) ==
        "Generation 1 has a single component.");

  Experiment runs = finished(spec_of(
      R"({"generations":8,"runs":12,"model":{"kind":"gaussian"},"samples":{"n":3},"selection":{"kind":"verifier","offset":3,"radius":0.02}})"));
  REQUIRE(runs.completed() > 2);
  int ended = 0;
  for (int run = 0; run < 12; ++run) {
    if (runs.reached(run, runs.completed())) continue;
    ++ended;
    const auto answer = ask(runs, verdicts_at(runs.completed(), run));
    CHECK(std::string(definition(answer, "hallucination")["reason"].GetString()) == "This run has ended before.");
  }
  CHECK(ended > 0);
}
