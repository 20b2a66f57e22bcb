// Includes every public header and prints what must be the same however the library was found.

#include <cstdio>

#include "collapse/digits.h"
#include "collapse/eigen.h"
#include "collapse/elementary.h"
#include "collapse/experiment.h"
#include "collapse/fit.h"
#include "collapse/gaussian.h"
#include "collapse/json.h"
#include "collapse/mixture.h"
#include "collapse/points.h"
#include "collapse/presets.h"
#include "collapse/real_data.h"
#include "collapse/recursion.h"
#include "collapse/result.h"
#include "collapse/spec.h"
#include "collapse/stream.h"
#include "collapse/texts.h"
#include "collapse/version.h"
#include "collapse/workflow.h"

int main() {
  const collapse::Result<collapse::Spec> spec = collapse::preset("gaussian-forgets");
  if (!spec) return 1;
  collapse::Result<collapse::Experiment> experiment = collapse::Experiment::create(*spec);
  if (!experiment) return 1;
  while (!experiment->finished()) experiment->advance(1000);
  std::printf("%s\n", experiment->hash().c_str());

  // Points, the fit and Eigen's view of both. Eigen has its vectors here, which the library's own does without.
  collapse::models::Mixture truth{2, {1}, {3, -1}, {4, 1, 1, 2}};
  collapse::random::Stream stream(7, 0, 0, collapse::random::Purpose::own);
  const collapse::data::PointSet points = collapse::models::sample(truth, 1000, stream);
  collapse::models::FitReport report;
  const collapse::models::Mixture fitted =
      collapse::models::fit_gaussian(points, collapse::models::GaussianEstimator::mle, {}, report);
  const Eigen::MatrixXd x = collapse::eigen::offsets(points);
  const Eigen::MatrixXd centred = x.rowwise() - x.colwise().mean();
  const Eigen::MatrixXd covariance = centred.transpose() * centred / static_cast<double>(points.count);
  const double difference = (covariance - collapse::eigen::covariance(fitted, 0)).norm();
  std::printf("%.6f %s\n",
              fitted.covariances[0] * fitted.covariances[3] - fitted.covariances[1] * fitted.covariances[2],
              difference < 1e-12 ? "as Eigen has it" : "not as Eigen has it");
  return 0;
}
