#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "collapse/stream.h"
#include "models/linear/least_squares.h"
#include "support/close.h"

using namespace collapse::models;
using collapse::random::Purpose;
using collapse::random::Stream;
using collapse::test::close;

namespace {

std::vector<double> normals(std::size_t count, std::uint32_t part) {
  std::vector<double> out(count);
  Stream(5, 0, 0, Purpose::real_data, part).fill_normal(out);
  return out;
}

// An independent way to the least squares: modified Gram-Schmidt on [X | y].
std::vector<double> by_gram_schmidt(std::vector<double> x, std::size_t d, std::vector<double> y) {
  const std::size_t rows = y.size();
  std::vector<double> r(d * d, 0), w(d, 0);
  for (std::size_t j = 0; j < d; ++j) {
    double norm = 0;
    for (std::size_t i = 0; i < rows; ++i) norm += x[i * d + j] * x[i * d + j];
    norm = std::sqrt(norm);
    r[j * d + j] = norm;
    for (std::size_t i = 0; i < rows; ++i) x[i * d + j] /= norm;
    for (std::size_t k = j + 1; k < d; ++k) {
      double dot = 0;
      for (std::size_t i = 0; i < rows; ++i) dot += x[i * d + j] * x[i * d + k];
      r[j * d + k] = dot;
      for (std::size_t i = 0; i < rows; ++i) x[i * d + k] -= dot * x[i * d + j];
    }
    double dot = 0;
    for (std::size_t i = 0; i < rows; ++i) dot += x[i * d + j] * y[i];
    w[j] = dot;
    for (std::size_t i = 0; i < rows; ++i) y[i] -= dot * x[i * d + j];
  }
  for (std::size_t j = d; j-- > 0;) {
    for (std::size_t k = j + 1; k < d; ++k) w[j] -= r[j * d + k] * w[k];
    w[j] /= r[j * d + j];
  }
  return w;
}

}  // namespace

TEST_CASE("least squares: the normal equations give what Gram-Schmidt gives") {
  for (const std::size_t d : {1u, 3u, 10u}) {
    const std::size_t rows = 4 * d + 3;
    const std::vector<double> x = normals(rows * d, 1), y = normals(rows, 2);
    std::vector<double> gram(d * d, 0), moment(d, 0);
    add_gram(x, static_cast<int>(d), gram);
    add_moment(x, static_cast<int>(d), y, moment);
    const NormalEquations equations(gram, static_cast<int>(d));
    REQUIRE(equations.solvable());
    const std::vector<double> w = equations.solve(moment), other = by_gram_schmidt(x, d, y);
    for (std::size_t j = 0; j < d; ++j) CHECK(close(w[j], other[j], 1e-10, 1e-12));
  }
}

TEST_CASE("least squares: rows added in parts give the same bits") {
  const int d = 5;
  const std::vector<double> x = normals(23 * 5, 3);
  std::vector<double> whole(25, 0), parts(25, 0);
  add_gram(x, d, whole);
  for (std::size_t from = 0; from < 23; from += 3)
    add_gram(std::span(x).subspan(from * 5, std::min<std::size_t>(3, 23 - from) * 5), d, parts);
  CHECK(whole == parts);
}

TEST_CASE("least squares: predictions are the products of the rows and the coefficients, added to the labels") {
  const std::vector<double> x = normals(7 * 6, 4), w = normals(6, 5);
  std::vector<double> labels(7, 0.5);
  add_predictions(x, 6, w, labels);
  for (std::size_t r = 0; r < 7; ++r) {
    double dot = 0.5;
    for (std::size_t j = 0; j < 6; ++j) dot += x[r * 6 + j] * w[j];
    CHECK(close(labels[r], dot, 1e-13, 1e-14));
  }
}

TEST_CASE("least squares: fewer different rows than features leave coefficients open") {
  const std::vector<double> x = {1, 2, 3, 1, 2, 3, 0, 1, 0, 0, 1, 0};  // rank 2 of 3
  std::vector<double> gram(9, 0);
  add_gram(x, 3, gram);
  CHECK_FALSE(NormalEquations(gram, 3).solvable());
}
