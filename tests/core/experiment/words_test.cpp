#include <doctest/doctest.h>

#include "experiment/words.h"

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
