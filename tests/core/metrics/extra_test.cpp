#include "metrics/extra.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "collapse/constants.h"
#include "collapse/stream.h"
#include "metrics/extra_distances.h"
#include "metrics/extra_neighbours.h"
#include "metrics/integrate.h"
#include "numerics/elementary.h"
#include "support/close.h"
#include "support/experiments.h"

namespace {

using namespace collapse::metrics;
using collapse::Experiment;
using collapse::kInfinity;
using collapse::Spec;
using collapse::models::Mixture;
using collapse::random::Purpose;
using collapse::random::Stream;
using collapse::test::close;
using collapse::test::finished;
using collapse::test::integral;
using collapse::test::spec_of;

struct Reference {
  std::vector<double> p_weights, p_means, p_variances, q_weights, q_means, q_variances;
  double w1, energy, mmd_squared, entropy;
};
#include "extra_table.inc"

Mixture line(std::vector<double> weights, std::vector<double> means, std::vector<double> variances) {
  return {1, std::move(weights), std::move(means), std::move(variances)};
}

double energy(const Mixture& p, const Mixture& q) {
  return 2 * mean_difference(p, q) - mean_difference(p, p) - mean_difference(q, q);
}
double mmd_squared(const Mixture& p, const Mixture& q, double h2) {
  return mean_kernel(p, p, h2) + mean_kernel(q, q, h2) - 2 * mean_kernel(p, q, h2);
}

double value(const Experiment& experiment, int t, const std::string& name) {
  for (std::size_t c = 0; c < experiment.columns().size(); ++c)
    if (experiment.columns()[c].name == name) return experiment.row(0, t)[c];
  FAIL("no column " << name);
  return 0;
}

// The mixture turned by an angle and moved.
Mixture turned(const Mixture& m, double angle, double x, double y) {
  const double c = std::cos(angle), s = std::sin(angle);
  Mixture out = m;
  for (int k = 0; k < m.components(); ++k) {
    const auto mean = m.mean(k);
    const auto v = m.covariance(k);
    out.means[2 * static_cast<std::size_t>(k)] = c * mean[0] - s * mean[1] + x;
    out.means[2 * static_cast<std::size_t>(k) + 1] = s * mean[0] + c * mean[1] + y;
    double* to = out.covariances.data() + 4 * k;
    to[0] = c * c * v[0] - 2 * c * s * v[1] + s * s * v[3];
    to[3] = s * s * v[0] + 2 * c * s * v[1] + c * c * v[3];
    to[1] = to[2] = c * s * (v[0] - v[3]) + (c * c - s * s) * v[1];
  }
  return out;
}

const Mixture kP{2, {0.4, 0.6}, {0, 0, 2, -1}, {1, 0.3, 0.3, 0.5, 0.2, 0, 0, 2}};
const Mixture kQ{2, {1}, {0.5, 1}, {1.5, -0.4, -0.4, 0.7}};

}  // namespace

TEST_CASE("W1, energy distance, MMD and entropy agree with integrals by SciPy") {
  for (const Reference& r : kReferences) {
    const Mixture p = line(r.p_weights, r.p_means, r.p_variances), q = line(r.q_weights, r.q_means, r.q_variances);
    if (p.components() == 1 && q.components() == 1)
      CHECK(close(w1_gaussian(p.means[0], p.covariances[0], q.means[0], q.covariances[0]), r.w1, 1e-8));
    CHECK(close(energy(p, q), r.energy, 1e-8));
    CHECK(close(mmd_squared(p, q, 2), r.mmd_squared, 1e-8));
    const Estimate nats = entropy(p);
    CHECK(close(nats.value, r.entropy, 1e-8, nats.error));
    CHECK(nats.error < 1e-6);
  }
}

TEST_CASE("the mean of |X| is that of a folded normal") {
  for (const double mean : {0.0, 0.3, -2.0, 7.0, 39.0, 41.0, -100.0}) {
    const double sd = 0.7;
    const double direct =
        integral([&](double z) { return std::fabs(mean + sd * z) * std::exp(-0.5 * z * z) / std::sqrt(2 * M_PI); }, -12,
                 12, 200000);
    CHECK(close(mean_absolute(mean, sd), direct, 1e-8));
  }
  CHECK(mean_absolute(-3, 0) == 3);
  CHECK(mean_absolute(0, 0) == 0);
  CHECK(mean_absolute(1e-300, 1e-310) > 0);
  CHECK(mean_absolute(1e308, 1e-308) == 1e308);
}

TEST_CASE("distances of equal laws are 0, and no distance depends on the order") {
  const Mixture p = line({0.3, 0.7}, {-2, 1}, {0.25, 1}), q = line({1}, {0}, {0});
  CHECK(energy(p, p) == 0);
  CHECK(mmd_squared(p, p, 0.5) == 0);
  CHECK(mmd_squared(kP, kP, 3) == 0);
  CHECK(w1_gaussian(1, 4, 1, 4) == 0);
  CHECK(close(energy(p, q), energy(q, p), 1e-14));
  CHECK(close(mmd_squared(kP, kQ, 2), mmd_squared(kQ, kP, 2), 1e-12));
  // An atom against an atom: |a - b| and 2 - 2 exp(-|a - b|^2 / 2h^2).
  const Mixture other = line({1}, {3}, {0});
  CHECK(close(energy(q, other), 6, 1e-15));
  CHECK(close(mmd_squared(q, other, 2), 2 - 2 * std::exp(-9.0 / 4), 1e-14));
}

TEST_CASE("MMD and entropy do not change when both laws are turned and moved") {
  const Mixture p = turned(kP, 0.7, 3, -2), q = turned(kQ, 0.7, 3, -2);
  CHECK(close(mmd_squared(p, q, 1.3), mmd_squared(kP, kQ, 1.3), 1e-12));
  const Estimate a = entropy(p), b = entropy(kP);
  // The quadrature of overlapping components in the plane is good to three or four digits, and says so.
  CHECK(close(a.value, b.value, 0, 5e-4));
  CHECK(a.error < 1e-3);
  CHECK(a.error > 0);
}

// n = 200,000 pairs of draws; |z| < 5, a false alarm of 6e-7.
TEST_CASE("the mean kernel of two mixtures in the plane is the mean over pairs of draws") {
  Stream a(1, 0, 0, Purpose::synthetic), b(2, 0, 0, Purpose::synthetic);
  const auto x = collapse::models::sample(kP, 200000, a), y = collapse::models::sample(kQ, 200000, b);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < x.count; ++i) {
    const double u = x.coordinate(i, 0) - y.coordinate(i, 0), v = x.coordinate(i, 1) - y.coordinate(i, 1);
    const double k = std::exp(-(u * u + v * v) / (2 * 1.7));
    sum += k;
    squares += k * k;
  }
  const double n = 200000, mean = sum / n, error = std::sqrt((squares / n - mean * mean) / n);
  CHECK(std::fabs(mean_kernel(kP, kQ, 1.7) - mean) < 5 * error);
}

TEST_CASE("entropy is exact for a Gaussian, adds ln 2 for two halves far apart and is -inf with an atom") {
  CHECK(close(entropy(line({1}, {7}, {4})).value, 0.5 * std::log(2 * M_PI * M_E * 4), 1e-14));
  CHECK(entropy(line({1}, {7}, {4})).error == 0);
  const double one = 0.5 * (2 * (1 + std::log(2 * M_PI)) + std::log(1.5 * 0.7 - 0.16));
  CHECK(close(entropy(kQ).value, one, 1e-13));
  Mixture halves{2, {0.5, 0.5}, {0, 0, 1e3, 0}, {1.5, -0.4, -0.4, 0.7, 1.5, -0.4, -0.4, 0.7}};
  CHECK(close(entropy(halves).value, one + std::log(2.0), 1e-5));
  CHECK(entropy(line({0.5, 0.5}, {0, 1}, {1, 0})).value == -kInfinity);
  CHECK(entropy(line({1}, {0}, {0})).value == -kInfinity);
  // A dead component counts for nothing.
  CHECK(close(entropy(line({1, 0}, {0, 1}, {1, 0})).value, 0.5 * std::log(2 * M_PI * M_E), 1e-7));
  // At points: n = 100,000, sd of -ln p is sqrt(1/2) for a Gaussian on the line, so 5 errors are 0.012.
  Stream stream(3, 0, 0, Purpose::synthetic);
  std::vector<double> points(100000);
  stream.fill_normal(points, 2);
  CHECK(close(entropy_at(line({1}, {0}, {4}), points), 0.5 * std::log(2 * M_PI * M_E * 4), 0, 0.012));
}

TEST_CASE("radii and shares are those of a look at every pair") {
  Stream stream(4, 0, 0, Purpose::synthetic);
  std::vector<double> a(3 * 40), b(3 * 30);
  stream.fill_normal(a);
  stream.fill_normal(b, 1.5);
  const Cloud x{3, a}, y{3, b};
  const std::vector<double> radii = squared_radii(x, 5);
  int covered = 0;
  std::vector<int> within(30);
  for (std::size_t i = 0; i < 40; ++i) {
    const auto distance = [&](const std::vector<double>& to, std::size_t j) {
      double sum = 0;
      for (std::size_t k = 0; k < 3; ++k) sum += (a[3 * i + k] - to[3 * j + k]) * (a[3 * i + k] - to[3 * j + k]);
      return sum;
    };
    int nearer = 0, equal = 0;
    for (std::size_t j = 0; j < 40; ++j) {
      if (j == i) continue;
      nearer += distance(a, j) < radii[i];
      equal += distance(a, j) == radii[i];
    }
    CHECK(nearer == 4);
    CHECK(equal == 1);
    for (std::size_t j = 0; j < 30; ++j) within[j] = within[j] || distance(b, j) <= radii[i];
  }
  for (const int one : within) covered += one;
  CHECK(close(share_within(y, x, radii), covered / 30.0, 1e-15));
  CHECK(share_within(x, x, radii) == 1);
  // Fewer points than neighbours: the farthest one. A point alone has only itself.
  const std::vector<double> two{0, 0, 0, 1, 0, 0}, alone{1, 2, 3};
  CHECK(squared_radii({3, two}, 5)[0] == 1);
  CHECK(squared_radii({3, alone}, 5)[0] == 0);
}

TEST_CASE("precision finds what is drawn beside the truth, recall what is not drawn at all") {
  Stream stream(5, 0, 0, Purpose::synthetic);
  std::vector<double> real(512), narrow(512), wide(512);
  stream.fill_normal(real);
  stream.fill_normal(narrow, 0.1);
  stream.fill_normal(wide, 10);
  const Cloud r{1, real}, n{1, narrow}, w{1, wide};
  const auto around_real = squared_radii(r, 5);
  CHECK(share_within(n, r, around_real) > 0.95);
  CHECK(share_within(r, n, squared_radii(n, 5)) < 0.3);
  CHECK(share_within(w, r, around_real) < 0.5);
  CHECK(share_within(r, w, squared_radii(w, 5)) > 0.9);
}

TEST_CASE("all metrics stand behind the basic ones and change no bit of them") {
  for (
      const char* json :
      {R"({"generations":4,"model":{"kind":"gaussian"},"samples":{"n":20}})",
       R"({"generations":3,"source":{"kind":"mixture"},"model":{"kind":"gmm","components":2},"samples":{"n":60}})",
       R"({"generations":3,"source":{"kind":"ring","modes":4},"model":{"kind":"gmm","components":4},"samples":{"n":60}})",
       R"({"generations":3,"source":{"mean":[0,0,0],"covariance":[[1,0,0],[0,1,0],[0,0,1]]},"model":{"kind":"gmm","components":2},"samples":{"n":60}})",
       R"({"generations":3,"source":{"kind":"dataset","name":"faithful","columns":["eruptions_min","waiting_min"]},"model":{"kind":"gmm","components":2},"samples":{"n":100}})"}) {
    CAPTURE(std::string(json));
    const Spec basic = spec_of(json);
    const Experiment a = finished(basic), b = finished(*collapse::edit_spec(basic, {{"/metrics", "all"}}));
    REQUIRE(b.columns().size() > a.columns().size() + 5);
    const bool table = basic.source.kind == collapse::SourceKind::dataset;
    for (int t = 0; t <= basic.generations; ++t) {
      CAPTURE(t);
      CHECK(std::memcmp(a.row(0, t).data(), b.row(0, t).data(), a.row(0, t).size_bytes()) == 0);
      for (std::size_t c = a.columns().size(); c < b.columns().size(); ++c) {
        CAPTURE(b.columns()[c].name);
        const double x = b.row(0, t)[c];
        // A table has neither a density nor components; all else is a number.
        const std::string& name = b.columns()[c].name;
        const bool undefined = table && t == 0 && (name.starts_with("entropy") || name.starts_with("effective"));
        CHECK(std::isnan(x) == undefined);
      }
      CHECK(value(b, t, "precision") <= 1);
      CHECK(value(b, t, "recall") >= 0);
      CHECK(value(b, t, "energy_distance") >= 0);
      CHECK(value(b, t, "mmd_squared") >= 0);
    }
    CHECK(value(b, 0, "mmd_squared") == 0);
    CHECK(value(b, 0, "precision") > 0.8);
    CHECK(value(b, 0, "recall") > 0.8);
  }
}

TEST_CASE("with a selection each number stands under its own name") {
  const Spec basic = spec_of(R"({"generations":3,"model":{"kind":"gaussian","temperature":0.8},"samples":{"n":20}})");
  const Experiment a = finished(basic), b = finished(*collapse::edit_spec(basic, {{"/metrics", "all"}}));
  for (int t = 0; t <= 3; ++t) {
    for (const collapse::ColumnInfo& column : a.columns()) {
      CAPTURE(column.name);
      const double x = value(a, t, column.name), y = value(b, t, column.name);
      CHECK((x == y || (std::isnan(x) && std::isnan(y))));
    }
    const double variance = value(b, t, "variance");
    CHECK(close(value(b, t, "entropy"), 0.5 * std::log(2 * M_PI * M_E * variance), 1e-14));
    CHECK(close(value(b, t, "w1"), w1_gaussian(value(b, t, "mean"), variance, 0, 1), 1e-13, 1e-15));
  }
}

TEST_CASE("a model that is the truth has the numbers of the truth") {
  const Experiment e = finished(spec_of(
      R"({"metrics":"all","generations":1,"source":{"kind":"grid"},"model":{"kind":"gmm","components":25},"samples":{"n":20000}})"));
  CHECK(close(value(e, 0, "effective_components"), 25, 1e-12));
  CHECK(close(value(e, 0, "effective_components_simpson"), 25, 1e-12));
  // 25 modes of spread 0.1, 20 spreads apart.
  CHECK(close(value(e, 0, "entropy"), std::log(25.0) + std::log(2 * M_PI * M_E * 0.01), 1e-6));
  CHECK(value(e, 1, "mmd_squared") < 1e-3);
}

TEST_CASE("a model that is known by its draws is measured by them") {
  Truth truth;
  truth.dimension = 2;
  truth.density = kP;
  std::vector<Column> exact, drawn;
  const auto a = make_extra(truth, 2, 9, exact), b = make_extra(truth, kManyComponents, 9, drawn);
  for (const Column& column : drawn)
    CHECK((column.exactness == Exactness::draws) == !column.name.starts_with("effective"));
  std::vector<double> whole(exact.size()), row(drawn.size() + 3, -777);  // a row may begin with others
  a->measure(1, 4, kQ, whole);
  Stream stream(9, 1, 4, Purpose::measurement);
  b->measure(collapse::models::sample(kQ, kMeasurementDraws, stream), 1.25, 40, row);
  CHECK(row[2] == -777);
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    CAPTURE(drawn[i].name);
    double other = std::nan("");
    for (std::size_t j = 0; j < exact.size(); ++j)
      if (exact[j].name == drawn[i].name) other = whole[j];
    const double x = row[3 + i];
    if (drawn[i].name == "entropy")
      CHECK(x == 1.25);
    else if (drawn[i].name.starts_with("effective"))
      CHECK(x == 40);
    else if (drawn[i].name == "mmd_squared")
      // Over draws with themselves E k counts each pair of equal ones: (1 - E k)/512 more, and an error of a few
      // percent.
      CHECK(close(x, other, 0.15, 2.0 / 512));
    else
      CHECK(x == other);
  }
}

TEST_CASE("a point mass has finite distances, entropy -inf and no recall") {
  const Experiment e =
      finished(spec_of(R"({"metrics":"all","generations":3,"model":{"kind":"gaussian"},"samples":{"n":1}})"));
  CHECK(value(e, 2, "entropy") == -kInfinity);
  CHECK(std::isfinite(value(e, 2, "w1")));
  CHECK(std::isfinite(value(e, 2, "energy_distance")));
  CHECK(std::isfinite(value(e, 2, "mmd_squared")));
  CHECK(value(e, 2, "recall") == 0);
  // E |m - Y| twice, less E |Y - Y'| = 2/sqrt(pi).
  const double m = value(e, 2, "mean");
  CHECK(close(value(e, 2, "energy_distance"), 2 * mean_absolute(m, 1) - 2 / std::sqrt(M_PI), 1e-13));
  const Experiment plane = finished(spec_of(
      R"({"metrics":"all","generations":40,"source":{"kind":"ring"},"model":{"kind":"gmm","components":8},"samples":{"n":6}})"));
  for (std::size_t c = 0; c < plane.columns().size(); ++c) {
    const std::string& name = plane.columns()[c].name;
    if (name == "w1" || name == "energy_distance" || name == "mmd_squared" || name == "entropy" || name == "recall" ||
        name == "effective_components")
      CHECK_FALSE(std::isnan(plane.row(0, 40)[c]));
  }
}

TEST_CASE("all metrics are refused where a model has none of them") {
  const auto spec = collapse::read_spec(R"({"metrics":"all","source":{"kind":"poisson"},"model":{"kind":"poisson"}})");
  REQUIRE_FALSE(static_cast<bool>(spec));
  CHECK(spec.error().path == "/metrics");
  CHECK(spec.error().message == "The metrics must be \"basic\" for the model \"poisson\", but are \"all\".");
}
