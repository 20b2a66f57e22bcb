#include "numerics/linalg/cholesky.h"

#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <cmath>
#include <vector>

#include "models/fixtures.h"
#include "numerics/linalg/matrix.h"
#include "support/close.h"

using namespace collapse;
using linalg::cholesky;
using test::close;

namespace {

Eigen::MatrixXd definite(int d, random::Stream& stream) {
  Eigen::MatrixXd x(d, d + 5);
  for (int i = 0; i < x.size(); ++i) x.data()[i] = stream.normal();
  return x * x.transpose();
}

}  // namespace

TEST_CASE("the factor times its transpose is the matrix, and the inverse undoes it") {
  auto stream = test::stream(1);
  for (int d = 1; d <= 16; ++d) {
    const models::Mixture mixture = test::random_mixture(1, d, 1, stream);
    std::vector<double> l(static_cast<std::size_t>(d) * d, 7.0), inverse(l.size(), 7.0);
    REQUIRE(cholesky(mixture.covariance(0), d, l.data()));
    linalg::invert_lower(l.data(), d, inverse.data());
    for (int i = 0; i < d; ++i)
      for (int j = 0; j < d; ++j) {
        double product = 0, identity = 0;
        for (int k = 0; k < d; ++k) {
          product += l[i * d + k] * l[j * d + k];
          identity += inverse[i * d + k] * l[k * d + j];
        }
        CHECK(close(product, mixture.covariances[i * d + j], 1e-14, 1e-14));
        CHECK(close(identity, i == j ? 1.0 : 0.0, 1e-10, 1e-10));
        if (j > i) CHECK(l[i * d + j] == 0.0);
      }
  }
}

TEST_CASE("a zero pivot gives a zero column and is not positive definite") {
  double l[9];
  CHECK_FALSE(cholesky(std::vector<double>(9, 0.0), 3, l));
  for (const double entry : l) CHECK(entry == 0.0);
  // (1, 2, 3)(1, 2, 3)^T has rank one.
  CHECK_FALSE(cholesky(std::vector<double>{1, 2, 3, 2, 4, 6, 3, 6, 9}, 3, l));
  const double expected[9] = {1, 0, 0, 2, 0, 0, 3, 0, 0};
  for (int i = 0; i < 9; ++i) CHECK(l[i] == expected[i]);
  // A pivot that is nothing but rounding: 0.1^2 * 3 from thirds.
  const double a = 0.1, b = 1.0 / 3;
  CHECK_FALSE(cholesky(std::vector<double>{a * a, a * b, a * b, b * b * (1 + 4e-16)}, 2, l));
}

TEST_CASE("axes of very different units are no singularity, a denormal or NaN variance is") {
  double l[4];
  CHECK(cholesky(std::vector<double>{1e-300, 0, 0, 1e300}, 2, l));
  CHECK(l[0] == 1e-150);
  CHECK(cholesky(std::vector<double>{2.3e-308}, 1, l));
  CHECK_FALSE(cholesky(std::vector<double>{1e-310}, 1, l));
  CHECK(l[0] == 0.0);
  CHECK_FALSE(cholesky(std::vector<double>{std::nan("")}, 1, l));
  CHECK(l[0] == 0.0);
}

TEST_CASE("the factor of a large matrix solves it, and Eigen's LDLT agrees") {
  auto stream = test::stream(9);
  for (const int d : {1, 2, 17, 40, 130}) {
    const Eigen::MatrixXd a = definite(d, stream);
    Eigen::VectorXd b(d);
    for (int i = 0; i < d; ++i) b[i] = stream.normal();
    const linalg::Matrix rows = a;
    linalg::Matrix factor(d, d);
    REQUIRE(linalg::definite_factor({rows.data(), static_cast<std::size_t>(d) * d}, d, factor.data()));
    Eigen::VectorXd x = b;
    linalg::solve_factored(factor.data(), d, x.data());
    CHECK((a * x - b).norm() < 1e-12 * b.norm() * d);
    CHECK((x - a.ldlt().solve(b)).norm() < 1e-11 * x.norm() * d);
  }
}

TEST_CASE("a large matrix that is singular by rounding is refused, as a small one is") {
  auto stream = test::stream(10);
  for (const int d : {2, 16, 40}) {
    // One column is the sum of the others.
    Eigen::MatrixXd x(3 * d, d);
    for (int i = 0; i < x.size(); ++i) x.data()[i] = stream.normal();
    x.col(d - 1) = x.leftCols(d - 1).rowwise().sum();
    const linalg::Matrix gram = x.transpose() * x;
    linalg::Matrix factor(d, d);
    CHECK_FALSE(linalg::definite_factor({gram.data(), static_cast<std::size_t>(d) * d}, d, factor.data()));
    if (d <= 16) CHECK_FALSE(cholesky({gram.data(), static_cast<std::size_t>(d) * d}, d, factor.data()));
  }
  double l = 1;
  for (const double entry : {std::nan(""), 1e-310, 0.0, -1.0})
    CHECK_FALSE(linalg::definite_factor(std::vector<double>{entry}, 1, &l));
}

TEST_CASE("the small factor is Eigen's LLT where that has one") {
  auto stream = test::stream(11);
  for (int d = 1; d <= 16; ++d) {
    const Eigen::MatrixXd a = definite(d, stream);
    const linalg::Matrix rows = a;
    linalg::Matrix factor(d, d);
    REQUIRE(cholesky({rows.data(), static_cast<std::size_t>(d) * d}, d, factor.data()));
    const Eigen::MatrixXd oracle = a.llt().matrixL();
    CHECK((factor - oracle).norm() < 1e-14 * d * oracle.norm());
    linalg::Matrix inverse(d, d);
    linalg::invert_lower(factor.data(), d, inverse.data());
    CHECK((inverse - oracle.inverse()).norm() < 1e-11 * oracle.inverse().norm());
  }
}
