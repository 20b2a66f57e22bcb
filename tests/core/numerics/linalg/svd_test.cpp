#include "numerics/linalg/svd.h"

#include <doctest/doctest.h>

#include <Eigen/Dense>

#include "models/fixtures.h"

using namespace collapse;

TEST_CASE("U diag(s) V^T is the matrix, U and V are orthogonal, and the values fall, d = 1 to 16") {
  auto stream = test::stream(12);
  for (int d = 1; d <= 16; ++d) {
    linalg::SmallColumns a(d, d);
    for (int i = 0; i < a.size(); ++i) a.data()[i] = stream.normal();
    if (d % 3 == 0) a.col(0) = a.col(d - 1);  // a singular one
    const auto [u, v, s] = linalg::svd(a);
    const Eigen::MatrixXd one = Eigen::MatrixXd::Identity(d, d);
    CHECK((u * s.asDiagonal() * v.transpose() - a).norm() < 1e-14 * d * a.norm());
    CHECK((u.transpose() * u - one).norm() < 1e-14 * d);
    CHECK((v.transpose() * v - one).norm() < 1e-14 * d);
    for (int k = 0; k < d; ++k) CHECK(s[k] >= (k + 1 < d ? s[k + 1] : 0.0));
  }
}
