#include <doctest/doctest.h>

#include <limits>

#include "experiment/words.h"

using collapse::experiment::figure;
using collapse::experiment::generations;
using collapse::experiment::grouped;

TEST_CASE("counts have a comma every three digits, and none where there are three or fewer") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(123456) == "123,456");
  CHECK(grouped(1234567) == "1,234,567");
  CHECK(grouped(-999) == "-999");
  CHECK(grouped(-1000) == "-1,000");
  CHECK(generations(1) == "1 generation");
  CHECK(generations(2050) == "2,050 generations");
}

TEST_CASE("figures have three significant digits, thousands apart, whatever the number") {
  CHECK(figure(0) == "0");
  CHECK(figure(0.012345) == "0.0123");
  CHECK(figure(7.126) == "7.13");
  CHECK(figure(99.96) == "100");
  CHECK(figure(999.4) == "999");
  CHECK(figure(31412.7) == "31,400");
  CHECK(figure(1234567) == "1,230,000");
  CHECK(figure(std::numeric_limits<double>::infinity()) == "infinity");
  CHECK(figure(std::numeric_limits<double>::quiet_NaN()) == "infinity");
}
