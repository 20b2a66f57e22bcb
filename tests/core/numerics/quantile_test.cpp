#include "numerics/quantile.h"

#include <doctest/doctest.h>

#include <limits>

using collapse::numerics::sorted_quantile;

TEST_CASE("a quantile is linear between order statistics") {
  // By hand: position q (n - 1) = 4 q, the value between its two neighbours.
  const double values[] = {1, 2, 4, 8, 16};
  CHECK(sorted_quantile(values, 0) == 1);
  CHECK(sorted_quantile(values, 0.25) == 2);
  CHECK(sorted_quantile(values, 0.125) == 1.5);
  CHECK(sorted_quantile(values, 0.5) == 4);
  CHECK(sorted_quantile(values, 0.875) == 12);
  CHECK(sorted_quantile(values, 1) == 16);
}

TEST_CASE("the only value is every quantile") {
  const double value[] = {3.5};
  CHECK(sorted_quantile(value, 0) == 3.5);
  CHECK(sorted_quantile(value, 0.3) == 3.5);
  CHECK(sorted_quantile(value, 1) == 3.5);
}

TEST_CASE("infinite order statistics do not turn a quantile between equals into NaN") {
  const double infinity = std::numeric_limits<double>::infinity();
  const double values[] = {-infinity, -infinity, 0, infinity, infinity};
  CHECK(sorted_quantile(values, 0.1) == -infinity);
  CHECK(sorted_quantile(values, 0.5) == 0);
  CHECK(sorted_quantile(values, 0.9) == infinity);
}
