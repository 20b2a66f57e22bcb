#include <doctest/doctest.h>

#include "support/experiments.h"

// What changes a result, and from where on. What changes none is said in tests/core/kinds/contract_test.cpp.

using collapse::Experiment;
using collapse::Spec;
using collapse::test::finished;
using collapse::test::spec_of;

TEST_CASE("another seed, and nothing but another seed, gives another hash") {
  const Spec spec = spec_of(R"({"runs":3,"generations":6,"model":{"kind":"gaussian"},"samples":{"n":20}})");
  CHECK(finished(*collapse::edit_spec(spec, {{"/seed", "8"}})).hash() != finished(spec).hash());
  CHECK(finished(spec).hash() == finished(spec).hash());
}

TEST_CASE("workflows part with generation 2, which does not learn from the real data alone") {
  const Spec replace = spec_of(R"({"generations":2,"model":{"kind":"gaussian"},"samples":{"n":30}})");
  const Spec mix = *collapse::edit_spec(replace, {{"/workflow/kind", "mix"}});
  const Spec accumulate = *collapse::edit_spec(replace, {{"/workflow/kind", "accumulate"}});
  const Experiment a = finished(replace), b = finished(mix), c = finished(accumulate);
  CHECK(a.parameters(0, 1)[1] == b.parameters(0, 1)[1]);
  CHECK(a.parameters(0, 1)[1] == c.parameters(0, 1)[1]);
  CHECK(a.parameters(0, 2)[1] != b.parameters(0, 2)[1]);
  CHECK(a.parameters(0, 2)[1] != c.parameters(0, 2)[1]);
}
