#include "collapse/points.h"

#include <doctest/doctest.h>

#include <vector>

using collapse::data::PointSet;

namespace {

/// Points (first, 10 first), (first + 1, ...), ... about the given origin.
PointSet points_from(double first, std::size_t count, std::vector<double> origin, bool real) {
  PointSet points = PointSet::zeros(origin, count, real);
  for (std::size_t i = 0; i < count; ++i) {
    points.column(0)[i] = first + static_cast<double>(i);
    points.column(1)[i] = 10 * (first + static_cast<double>(i));
  }
  return points;
}

}  // namespace

TEST_CASE("zeros holds the origin, count times, and remembers whether it is real") {
  const double origin[] = {2, -3};
  const PointSet points = PointSet::zeros(origin, 3, true);
  CHECK(points.dimension == 2);
  CHECK(points.count == 3);
  CHECK(points.offsets.size() == 6);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(points.coordinate(i, 0) == 2);
    CHECK(points.coordinate(i, 1) == -3);
    CHECK(points.is_real[i] == 1);
  }
  CHECK(PointSet::zeros(origin, 1, false).is_real[0] == 0);
  CHECK(PointSet::empty(3).count == 0);
  CHECK(PointSet::empty(3).origin.size() == 3);
}

TEST_CASE("concatenation keeps order, coordinates and provenance, about the first origin") {
  const PointSet a = points_from(1, 2, {0.5, 0}, true), b = points_from(7, 3, {100, -4}, false);
  const PointSet both = collapse::data::concatenate(a, b);
  REQUIRE(both.count == 5);
  CHECK(both.origin == a.origin);
  for (std::size_t i = 0; i < 5; ++i) {
    for (int j = 0; j < 2; ++j) {
      CHECK(both.coordinate(i, j) == (i < 2 ? a.coordinate(i, j) : b.coordinate(i - 2, j)));
    }
    CHECK(both.is_real[i] == (i < 2 ? 1 : 0));
  }
}

TEST_CASE("concatenation with an empty set is the other set, bits and origin") {
  const PointSet none = PointSet::empty(2), some = points_from(1e-200, 2, {0.8, 0.8}, false);
  for (const PointSet& both : {collapse::data::concatenate(none, some), collapse::data::concatenate(some, none)}) {
    CHECK(both.origin == some.origin);
    CHECK(both.offsets == some.offsets);
    CHECK(both.is_real == some.is_real);
  }
}

TEST_CASE("offsets too small for the coordinate survive concatenation about one origin") {
  PointSet a = PointSet::zeros(std::vector<double>{0.8}, 1, false), b = a;
  a.column(0)[0] = 1e-150;
  b.column(0)[0] = -3e-160;
  const PointSet both = collapse::data::concatenate(a, b);
  CHECK(both.column(0)[0] == 1e-150);
  CHECK(both.column(0)[1] == -3e-160);
}

TEST_CASE("select takes the named points in the named order, and may take one twice") {
  const PointSet from = collapse::data::concatenate(points_from(0, 2, {1, 1}, true), points_from(2, 2, {1, 1}, false));
  const std::uint32_t which[] = {3, 0, 3};
  const PointSet chosen = collapse::data::select(from, which);
  REQUIRE(chosen.count == 3);
  CHECK(chosen.origin == from.origin);
  CHECK(chosen.column(0)[0] == 3);
  CHECK(chosen.column(0)[1] == 0);
  CHECK(chosen.column(1)[2] == 30);
  CHECK(chosen.is_real == std::vector<std::uint8_t>{0, 1, 0});
}

TEST_CASE("first is the head of every column") {
  const PointSet from = points_from(4, 5, {0, 9}, true);
  const PointSet head = collapse::data::first(from, 2);
  REQUIRE(head.count == 2);
  CHECK(head.origin == from.origin);
  CHECK(head.offsets == std::vector<double>{4, 5, 40, 50});
  CHECK(head.is_real.size() == 2);
  CHECK(collapse::data::first(from, 0).count == 0);
}
