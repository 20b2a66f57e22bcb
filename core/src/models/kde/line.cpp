#include "models/kde/line.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "collapse/constants.h"
#include "models/kde/kernel_sum.h"
#include "numerics/elementary.h"

namespace collapse::models {

namespace {

constexpr double kBox = 0.4;          // of h
constexpr std::size_t kCrowd = 10;    // points that are worth a series
constexpr double kSeriesReach = 9.4;  // where 20 terms still give a relative error of 8e-13
constexpr double kLeftOut = 30;       // nats below the nearest kernel's share, and ln n
constexpr std::size_t kRun = 256;     // points summed together

/// Three nodes of Gauss and Legendre on [-1/2, 1/2].
constexpr double kNode = 0.3872983346207417;
constexpr double kOuter = 5.0 / 18, kInner = 8.0 / 18;

/// As many buckets of equal width as there are points, then each by itself: a third of the time of std::sort for points
/// that are spread out.
void sort_upwards(std::vector<double>& values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double low = *least, scale = static_cast<double>(values.size()) / (*most - low);
  if (values.size() < 64 || !(scale < 1e300 && scale > 1e-300)) return std::sort(values.begin(), values.end());
  const auto bucket_of = [&](double value) {
    return std::min(values.size() - 1, static_cast<std::size_t>((value - low) * scale));
  };
  std::vector<std::uint32_t> ends(values.size() + 1, 0);
  for (const double value : values) ++ends[bucket_of(value) + 1];
  for (std::size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<double> sorted(values.size());
  std::vector<std::uint32_t> next(ends.begin(), ends.end() - 1);
  for (const double value : values) sorted[next[bucket_of(value)]++] = value;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i)
    if (ends[i + 1] - ends[i] > 1) std::sort(sorted.begin() + ends[i], sorted.begin() + ends[i + 1]);
  values.swap(sorted);
}

}  // namespace

KdeLine::KdeLine(const KernelDensity& model) : bandwidth_(std::sqrt(model.kernel[0])), points_(model.points.count) {
  data::offsets_from(model.points, 0, model.centre[0], points_.data());
  sort_upwards(points_);
  const double n = static_cast<double>(count());
  if (!(bandwidth_ > 0)) return;
  log_constant_ = -numerics::log(n) - numerics::log(bandwidth_) - 0.5 * numerics::kLogTwoPi;
  reach_ = 2 * (kLeftOut + numerics::log(n));
  scaled_.resize(count());
  for (std::size_t i = 0; i < count(); ++i) scaled_[i] = points_[i] / bandwidth_;
  for (std::size_t first = 0; first < count();) {
    const double box = std::floor((scaled_[first] - scaled_[0]) / kBox);
    std::size_t last = first + 1;
    while (last < count() && std::floor((scaled_[last] - scaled_[0]) / kBox) == box) ++last;
    if (last - first < kCrowd || !(box < 1e15)) {
      // Lonely points go on one stretch with those before.
      if (stretches_.empty() || stretches_.back().moments >= 0) stretches_.push_back({first, first, 0, -1});
      stretches_.back().last = last;
    } else {
      const double centre = scaled_[0] + (box + 0.5) * kBox;
      stretches_.push_back({first, last, centre, static_cast<std::ptrdiff_t>(moments_.size())});
      // Two points side by side, the last one alone; 1/k! follows at the end.
      numerics::f64x2 pairs[kTerms] = {};
      for (std::size_t i = first; i < last; i += 2) {
        const bool alone = i + 1 == last;
        const numerics::f64x2 s = {scaled_[i] - centre, alone ? 0 : scaled_[i + 1] - centre};
        numerics::f64x2 term = numerics::exp(numerics::splat2(-0.5) * s * s);
        if (alone) term[1] = 0;
        for (numerics::f64x2& sum : pairs) {
          sum += term;
          term *= s;
        }
      }
      double sums[kTerms], factorial = 1;
      for (int k = 0; k < kTerms; ++k) {
        if (k > 1) factorial *= k;
        sums[k] = numerics::sum2(pairs[k]) / factorial;
      }
      moments_.insert(moments_.end(), sums, sums + kTerms);
    }
    first = last;
  }
}

double KdeLine::sum_near(double y, double& nearest) const {
  const double z = y / bandwidth_;
  const auto next = std::lower_bound(scaled_.begin(), scaled_.end(), z);
  nearest = kInfinity;
  if (next != scaled_.end()) nearest = *next - z;
  if (next != scaled_.begin()) nearest = std::min(nearest, z - *(next - 1));
  if (!(nearest < 1e150)) return 0;
  const double reach = std::sqrt(nearest * nearest + reach_);
  const double from = z - reach, to = z + reach;

  double sum = 0;
  double exponents[kRun + kKernelSumRoom];
  auto stretch = std::partition_point(stretches_.begin(), stretches_.end(),
                                      [&](const Stretch& s) { return scaled_[s.last - 1] < from; });
  for (; stretch != stretches_.end() && scaled_[stretch->first] <= to; ++stretch) {
    const double u = z - stretch->centre;
    if (stretch->moments >= 0 && std::fabs(u) <= kSeriesReach) {
      const double* m = moments_.data() + stretch->moments;
      // Even and odd terms apart, so that one chain does not wait for the other.
      const double square = u * u;
      double even = m[kTerms - 2], odd = m[kTerms - 1];
      for (int k = kTerms - 4; k >= 0; k -= 2) {
        even = even * square + m[k];
        odd = odd * square + m[k + 1];
      }
      sum += numerics::exp(0.5 * (nearest - u) * (nearest + u)) * (even + u * odd);
      continue;
    }
    const auto begin = scaled_.begin() + static_cast<std::ptrdiff_t>(stretch->first),
               end = scaled_.begin() + static_cast<std::ptrdiff_t>(stretch->last);
    const double* at = &*std::lower_bound(begin, end, from);
    const double* stop = scaled_.data() + (std::upper_bound(begin, end, to) - scaled_.begin());
    while (at < stop) {
      const std::size_t run = std::min(kRun, static_cast<std::size_t>(stop - at));
      for (std::size_t i = 0; i < run; ++i) {
        const double distance = std::fabs(z - at[i]);
        exponents[i] = 0.5 * numerics::kLog2E * ((distance - nearest) * (distance + nearest));
      }
      sum += kernel_sum(exponents, run);
      at += run;
    }
  }
  return sum;
}

double KdeLine::log_density_nats(double y) const {
  double result;
  log_density_nats(&y, 1, &result);
  return result;
}

void KdeLine::log_density_nats(const double* places, std::size_t m, double* out) const {
  if (!(bandwidth_ > 0)) return std::fill_n(out, m, -kInfinity), void();
  const auto below_nearest = [](double nearest) { return nearest < 1e150 ? 0.5 * nearest * nearest : 0; };
  for (std::size_t i = 0; i < m; i += 2) {
    const bool pair = i + 1 < m;
    double first, second = 0;
    const double sum = sum_near(places[i], first);
    const numerics::f64x2 logs = numerics::log(numerics::f64x2{sum, pair ? sum_near(places[i + 1], second) : 1.0});
    out[i] = log_constant_ - below_nearest(first) + logs[0];
    if (pair) out[i + 1] = log_constant_ - below_nearest(second) + logs[1];
  }
}

double KdeLine::tail(double y, bool upper) const {
  constexpr double kFar = 8.3;    // 1 - 1e-16 of a kernel lies within
  constexpr double kNoMore = 38;  // beyond, nothing is left that a double holds
  const double n = static_cast<double>(count());
  if (!(bandwidth_ > 0)) {
    const auto split = std::upper_bound(points_.begin(), points_.end(), y);
    return static_cast<double>(upper ? points_.end() - split : split - points_.begin()) / n;
  }
  const double z = y / bandwidth_;
  // Kernels wholly on this side count 1 each; while there is none, those far on the other side matter too.
  const auto first = std::lower_bound(scaled_.begin(), scaled_.end(), z - kFar);
  const auto last = std::upper_bound(scaled_.begin(), scaled_.end(), z + kFar);
  double sum = 0;
  if (upper) {
    sum = static_cast<double>(scaled_.end() - last);
    const auto from = sum > 0 ? first : std::lower_bound(scaled_.begin(), scaled_.end(), z - kNoMore);
    for (auto at = from; at != last; ++at) sum += 0.5 * numerics::erfc((z - *at) * numerics::kSqrtHalf);
  } else {
    sum = static_cast<double>(first - scaled_.begin());
    const auto to = sum > 0 ? last : std::upper_bound(scaled_.begin(), scaled_.end(), z + kNoMore);
    for (auto at = first; at != to; ++at) sum += 0.5 * numerics::erfc((*at - z) * numerics::kSqrtHalf);
  }
  return sum / n;
}

double KdeLine::below(double y) const { return tail(y, false); }
double KdeLine::above(double y) const { return tail(y, true); }

void KdeLine::on_cells(double low, double width, std::span<double> out) const {
  if (!(bandwidth_ >= width)) return cell_means(low, width, out);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = low + (static_cast<double>(i) + 0.5) * width;
  log_density_nats(out.data(), out.size(), out.data());
  for (double& value : out) value = numerics::exp(value);
}

void KdeLine::cell_means(double low, double width, std::span<double> out) const {
  if (bandwidth_ >= width) {
    // Gauss's rule leaves width^6 f''''''/2016000: below 8e-6 of a kernel's peak.
    std::vector<double> values(3 * out.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double middle = low + (static_cast<double>(i) + 0.5) * width;
      values[3 * i] = middle - kNode * width;
      values[3 * i + 1] = middle;
      values[3 * i + 2] = middle + kNode * width;
    }
    log_density_nats(values.data(), values.size(), values.data());
    for (double& value : values) value = numerics::exp(value);
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = kInner * values[3 * i + 1] + kOuter * (values[3 * i] + values[3 * i + 2]);
    return;
  }
  double before = below(low);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double up_to = below(low + static_cast<double>(i + 1) * width);
    out[i] = std::max(0.0, up_to - before) / width;
    before = up_to;
  }
}

}  // namespace collapse::models
