#include "theory/survival.h"

#include <algorithm>

#include "numerics/elementary.h"

namespace collapse::theory {

namespace {

// Kinds with equal shares have equal chances.
struct Group {
  double share, kinds;
};

std::vector<double> survivors_of(const std::vector<Group>& groups, std::size_t n, int generations) {
  double alive = 0;
  for (const Group& group : groups) alive += group.kinds;
  std::vector<double> survivors{alive};
  const auto draws = static_cast<double>(n);
  double g = 1;
  for (int t = 1; t <= generations; ++t, g = -numerics::expm1(-g)) {
    double sum = 0;
    if (n > 0)
      for (const Group& group : groups)
        sum += group.kinds * -numerics::expm1(draws * numerics::log1p(-group.share * g));
    survivors.push_back(sum);
  }
  return survivors;
}

}  // namespace

std::vector<double> expected_survivors(std::span<const std::uint32_t> counts, std::size_t n, int generations) {
  // In a text of N words there are at most sqrt(2 N) different counts.
  std::vector<std::uint32_t> sorted(counts.begin(), counts.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<Group> groups;
  double total = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i] == 0) continue;
    total += sorted[i];
    if (i == 0 || sorted[i] != sorted[i - 1]) groups.push_back({static_cast<double>(sorted[i]), 0});
    groups.back().kinds += 1;
  }
  for (Group& group : groups) group.share /= total;
  return survivors_of(groups, n, generations);
}

std::vector<double> expected_survivors(std::span<const double> probabilities, std::size_t n, int generations) {
  std::vector<double> sorted(probabilities.begin(), probabilities.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<Group> groups;
  for (const double p : sorted) {
    if (!(p > 0)) continue;
    if (groups.empty() || p != groups.back().share) groups.push_back({p, 0});
    groups.back().kinds += 1;
  }
  return survivors_of(groups, n, generations);
}

}  // namespace collapse::theory
