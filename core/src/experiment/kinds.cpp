#include "experiment/kinds.h"

namespace collapse::experiment {

std::span<const Kind* const> linked_kinds() {
  static constexpr const Kind* kAll[] = {&kMomentsKind, &kKdeKind,      &kMixtureKind,   &kDigitsKind,
                                         &kTextKind,    &kDiscreteKind, &kRegressionKind};
  return kAll;
}

}  // namespace collapse::experiment
