#include <doctest/doctest.h>

#include <limits>

#include "experiment/words.h"

using namespace collapse::experiment;

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

TEST_CASE("a count in a row is whole and within its limits, whatever number a saved run holds") {
  CHECK(whole(7, 10) == 7);
  CHECK(whole(2.9, 10) == 2);
  CHECK(whole(11, 10) == 10);
  CHECK(whole(-1, 10) == 0);
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double low : {-1e300, -infinity, std::numeric_limits<double>::quiet_NaN()}) CHECK(whole(low, 10) == 0);
  for (const double high : {1e300, infinity}) CHECK(whole(high, 10) == 10);
}

TEST_CASE("figures have three significant digits, thousands apart") {
  CHECK(figure(0) == "0");
  CHECK(figure(0.012345) == "0.0123");
  CHECK(figure(7.126) == "7.13");
  CHECK(figure(99.96) == "100");
  CHECK(figure(999.4) == "999");
  CHECK(figure(999.6) == "1,000");
  CHECK(figure(31412.7) == "31,400");
  CHECK(figure(1234567) == "1,230,000");
  CHECK(figure(std::numeric_limits<double>::infinity()) == "infinity");
}

TEST_CASE("what is beyond every day's numbers has a power of ten, and what is none is said to be") {
  CHECK(figure(0.0001) == "0.0001");
  CHECK(figure(0.00009999) == "10⁻⁴");
  CHECK(figure(1.2345e-17) == "1.23 × 10⁻¹⁷");
  CHECK(figure(1e-18) == "10⁻¹⁸");
  CHECK(figure(5e-324) == "4.94 × 10⁻³²⁴");
  CHECK(figure(999499999) == "999,000,000");
  CHECK(figure(1e9) == "10⁹");
  CHECK(figure(1.7976e308) == "1.8 × 10³⁰⁸");
  CHECK(figure(std::numeric_limits<double>::quiet_NaN()) == "not defined");
}

TEST_CASE(
    "a share says neither that all is there when a little is missing, nor that nothing is there when a little is "
    "left") {
  CHECK(percent(0) == "0 %");
  CHECK(percent(1e-9) == "less than 0.01 %");
  CHECK(percent(0.0004) == "0.04 %");
  CHECK(percent(0.041) == "4.1 %");
  CHECK(percent(0.387) == "39 %");
  CHECK(percent(0.9949) == "99 %");
  CHECK(percent(0.9999) == "99.9 %");
  CHECK(percent(1) == "100 %");
  CHECK(percent(1.03) == "103 %");
  CHECK(as_much(1.99) == "199 %");
  CHECK(as_much(2.037) == "2.04 times");
  CHECK(as_much(1e155) == "10¹⁵⁵ times");
}

TEST_CASE("one is not several, and what looks alike is not up or down") {
  CHECK(counted(1, "point") == "1 point");
  CHECK(counted(0, "point") == "0 points");
  CHECK(counted(1335, "point") == "1,335 points");
  CHECK(since_first(2, 1) == ", up from 1");
  CHECK(since_first(1, 2) == ", down from 2");
  CHECK(since_first(1.0001, 1) == ", as after generation 1");
}

TEST_CASE("notes stand behind a line break, which a headline without notes lacks") {
  CHECK(told("A headline.", "") == "A headline.");
  CHECK(told("A headline.", " A note. Another.") == "A headline.\nA note. Another.");
}
