#include "collapse/eigen.h"

#include <doctest/doctest.h>

#include "collapse/gaussian.h"
#include "collapse/stream.h"
#include "support/close.h"

using collapse::data::PointSet;
using collapse::models::Mixture;
using collapse::random::Purpose;
using collapse::random::Stream;
using collapse::test::close;

TEST_CASE("Eigen sees the weights, means and covariances of a mixture where they are") {
  const Mixture mixture{2, {0.25, 0.75}, {1, 2, 3, 4}, {5, 6, 6, 8, 9, 1, 1, 3}};
  CHECK(collapse::eigen::weights(mixture)(1) == 0.75);
  CHECK(collapse::eigen::mean(mixture, 1)(0) == 3);
  CHECK(collapse::eigen::covariance(mixture, 0)(1, 1) == 8);
  CHECK(collapse::eigen::covariance(mixture, 1)(0, 1) == 1);
  CHECK(collapse::eigen::covariance(mixture, 1).data() == mixture.covariances.data() + 4);
}

TEST_CASE("Eigen sees points one a row, also where a pool has room for more") {
  Stream stream(3, 0, 0, Purpose::own);
  const Mixture truth{3, {1}, {10, 20, 30}, {1, 0, 0, 0, 4, 0, 0, 0, 9}};
  PointSet pool = sample(truth, 5, stream);
  append(pool, sample(truth, 4, stream), 50);
  REQUIRE(pool.stride > pool.count);
  const auto offsets = collapse::eigen::offsets(static_cast<const PointSet&>(pool));
  REQUIRE(offsets.rows() == 9);
  REQUIRE(offsets.cols() == 3);
  for (std::size_t i = 0; i < pool.count; ++i)
    for (int j = 0; j < 3; ++j) {
      const auto row = static_cast<int>(i);
      CHECK(offsets(row, j) == pool.column(j)[i]);
      CHECK(collapse::eigen::origin(pool)(j) + offsets(row, j) == pool.coordinate(i, j));
    }
  collapse::eigen::offsets(pool).col(1).setConstant(7);
  CHECK(pool.column(1)[8] == 7);
  CHECK(pool.column(2)[0] != 7);
}

TEST_CASE("the fitted covariance is the one that Eigen makes of the points") {
  Stream stream(4, 0, 0, Purpose::own);
  const PointSet points = sample(Mixture{2, {1}, {3, -1}, {4, 1, 1, 2}}, 1000, stream);
  collapse::models::FitReport report;
  const Mixture fitted = fit_gaussian(points, collapse::EstimatorKind::mle, {}, report);
  const auto x = collapse::eigen::offsets(static_cast<const PointSet&>(points));
  const Eigen::MatrixXd centred = x.rowwise() - x.colwise().mean();
  const Eigen::MatrixXd covariance = centred.transpose() * centred / 1000;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) CHECK(close(covariance(i, j), collapse::eigen::covariance(fitted, 0)(i, j), 1e-12));
}
