#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>

#include "support/allocations.h"
#include "support/experiments.h"
#include "support/text_experiments.h"

// Work is counted in bytes that are allocated, which no machine's speed changes. A pool that is laid out anew each
// generation would make eight times the generations cost sixty times the bytes.

using namespace collapse::test;

namespace {

std::uint64_t bytes_of(const std::string& head, int generations) {
  collapse::Experiment experiment =
      experiment_of(spec_of(head + R"(,"generations":)" + std::to_string(generations) + "}"));
  const std::uint64_t before = bytes_allocated();
  while (!experiment.finished()) experiment.advance(1000);
  return bytes_allocated() - before;
}

}  // namespace

TEST_CASE("where data accumulate, eight times the generations allocate about eight times the bytes") {
  const std::string gaussian = R"({"model":{"kind":"gaussian"},"samples":{"n":200})";
  const std::string wide =
      R"({"model":{"kind":"gaussian"},"source":{"mean":[0,1,2],"covariance":[[1,0,0],[0,1,0],[0,0,1]]},"samples":{"n":200})";
  const std::string categories =
      R"({"model":{"kind":"categorical"},"source":{"kind":"zipf","categories":40},"samples":{"n":200})";
  const std::string counts = R"({"model":{"kind":"poisson"},"source":{"kind":"poisson","rate":3},"samples":{"n":200})";
  const std::string fresh =
      R"({"model":{"kind":"linear_regression","design":"fresh"},"source":{"kind":"linear","features":3},"samples":{"n":200})";
  const std::string fixed =
      R"({"model":{"kind":"linear_regression"},"source":{"kind":"linear","features":3},"samples":{"n":200})";
  // A part of a tally is marked in a bit an item of the pool, until the pool is 512 times as large as the part.
  for (const auto& [model, generations] :
       {std::pair{gaussian, 40}, {wide, 40}, {categories, 800}, {counts, 800}, {fresh, 40}, {fixed, 40}})
    for (const char* workflow : {"accumulate", "accumulate_subsample"}) {
      const std::string head = model + R"(,"workflow":{"kind":")" + workflow + R"("})";
      CAPTURE(head);
      const std::uint64_t few = bytes_of(head, generations), many = bytes_of(head, 8 * generations);
      CAPTURE(few);
      CAPTURE(many);
      CHECK(few > 0);
      CHECK(many < 13 * few);
    }
}

TEST_CASE("a text that accumulates is not copied to draw a part of it") {
  const std::string text =
      text_spec(R"("kind":"ngram","order":2)", R"("workflow":{"kind":"accumulate_subsample"},"samples":{"n":300})");
  const std::string head = text.substr(0, text.size() - 1);
  const std::uint64_t few = bytes_of(head, 20), many = bytes_of(head, 160);
  CAPTURE(few);
  CAPTURE(many);
  CHECK(many < 13 * few);
}
