#include <doctest/doctest.h>

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <vector>

#include "collapse/stream.h"
#include "numerics/symmetric_eigen.h"
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
    collapse::numerics::symmetric_eigen(a.data(), d, values.data(), vectors.data());
    const Eigen::MatrixXd v = Eigen::Map<Eigen::MatrixXd>(vectors.data(), d, d).transpose();
    CHECK((v.transpose() * v - Eigen::MatrixXd::Identity(d, d)).norm() < 1e-13 * d);
    for (int k = 0; k < d; ++k)
      CHECK((matrix * v.col(k) - values[static_cast<std::size_t>(k)] * v.col(k)).norm() < 1e-13 * d);
    std::sort(values.begin(), values.end());
    for (int k = 0; k < d; ++k)
      CHECK(close(values[static_cast<std::size_t>(k)], oracle.eigenvalues()[k], 1e-13, 1e-13 * d));
  }
}

TEST_CASE("a diagonal matrix of any scale is its own answer") {
  double a[] = {1e-300, 0, 0, 1e300}, values[2], vectors[4];
  collapse::numerics::symmetric_eigen(a, 2, values, vectors);
  CHECK(values[0] == 1e-300);
  CHECK(values[1] == 1e300);
  CHECK(vectors[0] == 1);
  CHECK(vectors[1] == 0);
}

TEST_CASE("a singular matrix has its zero eigenvalue to rounding") {
  double a[] = {1, 2, 2, 4}, values[2], vectors[4];
  collapse::numerics::symmetric_eigen(a, 2, values, vectors);
  CHECK(close(std::fmin(values[0], values[1]), 0, 0, 1e-15));
  CHECK(close(std::fmax(values[0], values[1]), 5, 1e-15));
}
