#include "claims/statistics.h"

#include <algorithm>
#include <cmath>

#include "collapse/constants.h"

namespace collapse::cli::verify {

namespace {

struct Moments {
  double mean = 0, variance = 0, skewness = 0, kurtosis = 0;  // variance with divisor R - 1; standardised moments
};

Moments moments_of(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  Moments m;
  for (const double value : values) m.mean += value / count;
  double second = 0, third = 0, fourth = 0;
  for (const double value : values) {
    const double d = value - m.mean;
    second += d * d;
    third += d * d * d;
    fourth += d * d * d * d;
  }
  m.variance = second / (count - 1);
  const double ml = second / count;
  if (ml > 0) {
    m.skewness = third / count / (ml * std::sqrt(ml));
    m.kurtosis = fourth / count / (ml * ml);
  }
  return m;
}

/// A number and its standard error.
struct Estimate {
  double value = 0, error = 0, skewness = 0;
};

double share_above(const std::vector<double>& values, double x) {
  double above = 0;
  for (const double value : values) above += value > x ? 1 : 0;
  return above / static_cast<double>(values.size());
}

Estimate estimate(const Claim& claim, const std::vector<double>& sorted) {
  const auto count = static_cast<double>(sorted.size());
  const double root = std::sqrt(count);
  switch (claim.statistic) {
    case Statistic::mean: {
      const Moments m = moments_of(sorted);
      return {m.mean, std::sqrt(m.variance) / root, m.skewness / root};
    }
    case Statistic::sd: {
      // Var s^2 = (m4 - s^4)/R, then the delta method.
      const Moments m = moments_of(sorted);
      const double sd = std::sqrt(m.variance);
      return {sd, sd * std::sqrt(std::max(m.kurtosis - 1, 0.0)) / (2 * root), 0};
    }
    case Statistic::half_life: {
      const Moments m = moments_of(sorted);
      const double value = -std::log(2.0) * claim.generation / m.mean;
      return {value, std::fabs(value / m.mean) * std::sqrt(m.variance) / root, m.skewness / root};
    }
    case Statistic::median: {
      // Half the distance between the order statistics one standard deviation of the count apart.
      const auto at = [&](double rank) { return sorted[static_cast<std::size_t>(std::clamp(rank, 0.0, count - 1))]; };
      return {at(count / 2), (at(count / 2 + root / 2) - at(count / 2 - root / 2)) / 2, 0};
    }
    case Statistic::share: {
      const double share = share_above(sorted, claim.argument);
      return {share, std::sqrt(share * (1 - share)) / root, 0};
    }
    case Statistic::least:
      return {sorted.front(), 0, 0};
    case Statistic::greatest:
      return {sorted.back(), 0, 0};
  }
  return {};
}

/// `x` brought nearer to 0 by `tolerance`.
double beyond(double x, double tolerance) {
  return x > 0 ? std::max(x - tolerance, 0.0) : std::min(x + tolerance, 0.0);
}

/// How far the count of runs below the expected median is from a half, in its standard deviations.
double median_z(const std::vector<double>& sorted, double expected, double tolerance) {
  const auto count = static_cast<double>(sorted.size());
  const auto below = [&](double x) {
    return static_cast<double>(std::lower_bound(sorted.begin(), sorted.end(), x) - sorted.begin());
  };
  const double fewest = below(expected - tolerance), most = below(expected + tolerance);
  const double away = fewest > count / 2 ? count / 2 - fewest : most < count / 2 ? count / 2 - most : 0;
  return away / (std::sqrt(count) / 2);
}

}  // namespace

Verdict judge(const Claim& claim, std::vector<double> values, std::vector<double> other, double expected) {
  Verdict v;
  v.expected = expected;
  v.limit = claim.level == Level::normal ? 4.9 : 5.5;
  v.measured = v.z = kNaN;
  const auto unusable = [](const std::vector<double>& list) {
    return std::any_of(list.begin(), list.end(), [](double x) { return std::isnan(x); });
  };
  if (values.empty() || unusable(values) || unusable(other) || std::isnan(expected)) return v;

  std::sort(values.begin(), values.end());
  std::sort(other.begin(), other.end());
  const Estimate mine = estimate(claim, values);
  const Estimate theirs = other.empty() ? Estimate{} : estimate(claim, other);
  v.measured = mine.value - theirs.value;
  v.skewness = std::fabs(mine.skewness) + std::fabs(theirs.skewness);
  const double error = std::sqrt(mine.error * mine.error + theirs.error * theirs.error);
  v.error = std::sqrt(error * error + claim.expected.error * claim.expected.error);
  if (claim.statistic == Statistic::share && claim.relation == Relation::equal) {
    v.error = std::sqrt(expected * (1 - expected) / static_cast<double>(values.size()));
  }

  const double away = v.measured - expected;
  if (claim.statistic == Statistic::least || claim.statistic == Statistic::greatest) {
    v.pass = claim.relation == Relation::equal      ? std::fabs(away) <= claim.expected.tolerance
             : claim.relation == Relation::at_most  ? away <= 0
             : claim.relation == Relation::at_least ? away >= 0
             : claim.relation == Relation::below    ? away < 0
                                                    : away > 0;
    return v;
  }
  if (claim.relation != Relation::equal) {
    v.z = away / v.error;
    v.pass = claim.relation == Relation::at_most    ? v.z <= v.limit
             : claim.relation == Relation::at_least ? v.z >= -v.limit
             : claim.relation == Relation::below    ? v.z < -v.limit
                                                    : v.z > v.limit;
    return v;
  }
  v.z = claim.statistic == Statistic::median && claim.expected.error == 0
            ? median_z(values, expected, claim.expected.tolerance)
            : beyond(away, claim.expected.tolerance) / v.error;
  v.pass = std::fabs(v.z) <= v.limit;
  return v;
}

}  // namespace collapse::cli::verify
