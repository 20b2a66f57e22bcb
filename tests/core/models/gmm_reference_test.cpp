// EM against scikit-learn: same data, same start, same number of iterations.

#include <doctest/doctest.h>

#include <vector>

#include "models/fixtures.h"
#include "models/mixture/gmm.h"
#include "support/close.h"

using namespace collapse;
using test::close;

namespace {

struct Case {
  int dimension;
  CovarianceKind shape;
  int max_iterations;
  double tolerance;
  double added_variance;
  int iterations;
  double log_likelihood_nats;  // mean per point under the final estimate
  std::vector<double> start_weights, start_means, start_covariances;
  std::vector<double> weights, means, covariances;
};

#include "models/gmm_table.inc"

bool all_close(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
  bool result = a.size() == b.size();
  for (std::size_t i = 0; result && i < a.size(); ++i) result = close(a[i], b[i], tolerance, tolerance);
  return result;
}

}  // namespace

TEST_CASE("EM takes the steps scikit-learn's takes, and stops where it stops") {
  for (const Case& c : kCases) {
    CAPTURE(c.dimension);
    CAPTURE(static_cast<int>(c.shape));
    CAPTURE(c.max_iterations);
    CAPTURE(c.added_variance);
    const data::PointSet points = test::points(c.dimension, kPoints[c.dimension - 1]);
    const models::Mixture start{c.dimension, c.start_weights, c.start_means, c.start_covariances};
    models::EmOptions options;
    options.components = start.components();
    options.covariance = c.shape;
    options.initialisation = InitialisationKind::previous;
    options.max_iterations = c.max_iterations;
    options.tolerance = c.tolerance;
    options.added_variance = c.added_variance;
    models::EmEstimator estimator(options);
    estimator.begin(points, &start, 1, 0, 2);
    CHECK(estimator.advance(1000000) == c.iterations);
    REQUIRE(estimator.done());
    models::FitReport report;
    const models::Mixture fit = estimator.finish(report);
    CHECK(report.iterations == c.iterations);
    CHECK(report.status == (c.tolerance > 0 ? models::FitStatus::converged : models::FitStatus::iteration_limit));
    CHECK(close(report.log_likelihood_nats, c.log_likelihood_nats, 1e-12));
    CHECK(all_close(fit.weights, c.weights, 1e-11));
    CHECK(all_close(fit.means, c.means, 1e-11));
    CHECK(all_close(fit.covariances, c.covariances, 1e-11));
  }
}
