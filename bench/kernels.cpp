#include "kernels.h"

#include <vector>

#include "collapse/gaussian.h"
#include "collapse/mixture.h"
#include "collapse/points.h"
#include "collapse/stream.h"
#include "kinds/statistics/meter.h"
#include "kinds/statistics/system.h"
#include "models/kde/grid.h"
#include "models/kde/line.h"
#include "models/mixture/gmm_frame.h"
#include "models/mixture/gmm_pass.h"
#include "models/mixture/gmm_step.h"

namespace {

using collapse::models::Mixture;
using collapse::random::Purpose;
using collapse::random::Stream;

collapse::models::EmFrame em_frame;
collapse::models::EmParameters em_start;
collapse::models::KernelDensity kernels;

/// Three components whose centres stand `spread` apart on the diagonal.
Mixture three(int dimension, double spread, double variance) {
  const auto d = static_cast<std::size_t>(dimension);
  Mixture mixture{dimension, {0.3, 0.3, 0.4}, std::vector<double>(3 * d), std::vector<double>(3 * d * d)};
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t j = 0; j < d; ++j) {
      mixture.means[k * d + j] = spread * (static_cast<double>(k) - 1);
      mixture.covariances[(k * d + j) * d + j] = variance;
    }
  return mixture;
}

}  // namespace

double bench_normals(int32_t blocks) {
  Stream stream(7, 0, 0, Purpose::measurement);
  std::vector<double> block(10000);
  double sum = 0;
  for (int32_t i = 0; i < blocks; ++i) {
    stream.fill_normal(block);
    sum += block.front() + block.back();
  }
  return sum;
}

double bench_gaussian(int32_t n, int32_t generations) {
  Mixture model{1, {1}, {0}, {1}};
  collapse::data::PointSet points;
  for (int32_t t = 0; t < generations; ++t) {
    Stream stream(7, 0, static_cast<std::uint32_t>(t), Purpose::synthetic);
    collapse::models::FitReport report;
    sample(model, static_cast<std::size_t>(n), stream, false, points);
    fit_gaussian(points, collapse::EstimatorKind::mle, {}, report, model);
  }
  return model.means[0] + model.covariances[0];
}

double bench_statistics(int32_t runs, int32_t generations, int32_t n) {
  collapse::experiment::MomentsSettings settings;
  settings.seed = 7;
  settings.plan.n = n;
  settings.generations = generations;
  settings.mean = {0};
  settings.covariance = {1};
  collapse::experiment::MomentsSystem system(settings, 0, runs);
  while (!system.finished()) system.advance(1 << 20);
  const collapse::experiment::MomentsMeter meter({settings.mean, settings.covariance});
  std::vector<double> row(meter.columns().size());
  double sum = 0;
  for (int32_t run = 0; run < runs; ++run) {
    meter.measure(system.model(run, generations), system.status(run, generations), row);
    for (const double value : row) sum += value;
  }
  return sum;
}

void bench_em_prepare(int32_t dimension, int32_t count) {
  Stream stream(7, 0, 0, Purpose::real_data);
  em_frame = collapse::models::make_em_frame(sample(three(dimension, 2, 1), static_cast<std::size_t>(count), stream),
                                             1e-200, 0);
  em_start = em_frame.enter(three(dimension, 1, 2));
}

void bench_kde_prepare(int32_t dimension, int32_t count) {
  Stream stream(7, 0, 0, Purpose::real_data);
  const Mixture normal{dimension,
                       {1},
                       std::vector<double>(static_cast<std::size_t>(dimension)),
                       dimension == 1 ? std::vector<double>{1} : std::vector<double>{1, 0, 0, 1}};
  collapse::models::FitReport report;
  kernels =
      collapse::models::fit_kde(collapse::data::batches_of(sample(normal, static_cast<std::size_t>(count), stream)),
                                collapse::BandwidthRule::scott, 1, report);
}

double bench_kde(int32_t times) {
  double sum = 0;
  if (kernels.dimension() == 1) {
    std::vector<double> cells(1024);
    for (int32_t i = 0; i < times; ++i) {
      collapse::models::KdeLine(kernels).on_cells(-4.5, 9.0 / 1024, cells);
      sum += cells[512];
    }
    return sum;
  }
  std::vector<double> grid(64 * 64);
  for (int32_t i = 0; i < times; ++i) {
    collapse::models::grid_density(kernels, {{-4.5, -4.5}, {4.5, 4.5}, 64}, grid);
    sum += grid[32 * 64 + 32];
  }
  return sum;
}

double bench_em(int32_t steps) {
  const int dimension = em_frame.points.dimension;
  collapse::models::EmParameters parameters = em_start;
  collapse::models::EmSums sums;
  for (int32_t i = 0; i < steps; ++i) {
    const std::vector<double> centres = parameters.means;
    em_pass(em_frame.points, parameters, centres, dimension > 1, sums);
    em_update(sums, centres, collapse::CovarianceKind::full, em_frame.added, em_frame.floor, dimension, parameters);
  }
  return sums.log_likelihood;
}
