// Rules of categories and linear regression.

#include <cmath>

#include "spec/json.h"
#include "spec/manifest.h"
#include "spec/rules.h"

namespace collapse::spec {

namespace {

constexpr std::size_t kMostCategories = 100000;

std::optional<Error> check_probabilities(const Vector& probabilities) {
  if (probabilities.size() < 2 || probabilities.size() > kMostCategories)
    return Error{"/source/probabilities", "There must be from 2 to 100000 categories, but there are " +
                                              std::to_string(probabilities.size()) + "."};
  double sum = 0;
  for (const double p : probabilities) sum += p;
  // 1e-9 leaves room for numbers written with ten digits; anything further off is a mistake the reader should see.
  if (std::fabs(sum - 1) > 1e-9)
    return Error{"/source/probabilities", "The probabilities must sum to 1, but sum to " + format_number(sum) + "."};
  return {};
}

}  // namespace

std::optional<Error> broken_discrete_rule(const Spec& spec) {
  if (spec.source.kind == SourceKind::categorical)
    if (std::optional<Error> error = check_probabilities(spec.source.probabilities)) return error;
  if (spec.model.kind != ModelKind::linear_regression) return {};
  if (spec.samples.n <= spec.source.features)
    return Error{"/samples/n", "Least squares needs more rows than features: n must be at least " +
                                   std::to_string(spec.source.features + 1) + ", but is " +
                                   std::to_string(spec.samples.n) + "."};
  if (spec.model.design == DesignKind::fixed && spec.samples.growth != 0)
    return Error{"/samples/growth", "A fixed design keeps its rows, so the growth must be 0, but is " +
                                        format_number(spec.samples.growth) + "."};
  return {};
}

}  // namespace collapse::spec
