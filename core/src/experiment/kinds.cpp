#include "experiment/kinds.h"

namespace collapse::experiment {

std::span<const Kind* const> linked_kinds() {
  static constexpr const Kind* kAll[] = {&kMomentsKind,  &kMixtureKind,    &kDigitsKind, &kTextKind,
                                         &kDiscreteKind, &kRegressionKind, &kKdeKind};
  return kAll;
}

}  // namespace collapse::experiment
