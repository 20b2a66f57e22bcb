#include <doctest/doctest.h>

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <vector>

#include "collapse/stream.h"
#include "numerics/linalg/symmetric_eigen.h"
#include "support/close.h"

using collapse::test::close;

TEST_CASE("eigenvalues and vectors of random symmetric matrices are Eigen's, d = 1 to 16") {
  collapse::random::Stream stream(3, 0, 0, collapse::random::Purpose::measurement);
  for (int d = 1; d <= 16; ++d) {
    const auto n = static_cast<std::size_t>(d);
    std::vector<double> a(n * n), values(n), vectors(n * n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) a[i * n + j] = a[j * n + i] = stream.normal();
    const Eigen::MatrixXd matrix = Eigen::Map<Eigen::MatrixXd>(a.data(), d, d);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> oracle(matrix);
    collapse::linalg::symmetric_eigen(a.data(), d, values.data(), vectors.data());
    std::vector<double> others(n), ignored(n * n);
    collapse::linalg::large_symmetric_eigen(a.data(), d, others.data(), ignored.data());
    for (int k = 0; k < d; ++k)
      CHECK(close(others[static_cast<std::size_t>(k)], oracle.eigenvalues()[k], 1e-13, 1e-13));
    const Eigen::MatrixXd v = Eigen::Map<Eigen::MatrixXd>(vectors.data(), d, d).transpose();
    CHECK((v.transpose() * v - Eigen::MatrixXd::Identity(d, d)).norm() < 1e-13 * d);
    for (int k = 0; k < d; ++k)
      CHECK((matrix * v.col(k) - values[static_cast<std::size_t>(k)] * v.col(k)).norm() < 1e-13 * d);
    std::sort(values.begin(), values.end());
    for (int k = 0; k < d; ++k)
      CHECK(close(values[static_cast<std::size_t>(k)], oracle.eigenvalues()[k], 1e-13, 1e-13 * d));
  }
}

TEST_CASE("a diagonal matrix of very different scales is its own answer, the largest first") {
  const double a[] = {1e-150, 0, 0, 1e150};
  double values[2], vectors[4];
  collapse::linalg::symmetric_eigen(a, 2, values, vectors);
  CHECK(values[0] == 1e150);
  CHECK(close(values[1], 1e-150, 1e-15));
  CHECK(std::fabs(vectors[2]) == 1);
  CHECK(vectors[0] == 0);
}

TEST_CASE("small eigenvalues of a covariance keep digits of their own") {
  // R diag(1, 1e-14) R^T for a rotation R by 30 degrees; its entries are rounded to 1e-16.
  const double small = 1e-14, c2 = 0.75, s2 = 0.25, sc = 0.4330127018922193;
  const double a[] = {c2 + s2 * small, sc * (1 - small), sc * (1 - small), s2 + c2 * small};
  double values[2], vectors[4];
  collapse::linalg::symmetric_eigen(a, 2, values, vectors);
  CHECK(close(values[0], 1, 1e-15));
  CHECK(close(values[1], small, 0, 3e-16));
}

TEST_CASE("a singular matrix has its zero eigenvalue to rounding") {
  double a[] = {1, 2, 2, 4}, values[2], vectors[4];
  collapse::linalg::symmetric_eigen(a, 2, values, vectors);
  CHECK(close(std::fmin(values[0], values[1]), 0, 0, 1e-15));
  CHECK(close(std::fmax(values[0], values[1]), 5, 1e-15));
}
