#include "models/gmm_pass.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "models/cholesky.h"
#include "models/exp2_nonpositive.h"
#include "numerics/elementary.h"

namespace collapse::models {

using numerics::f64x2;
using numerics::load2;
using numerics::splat2;
using numerics::store2;
using numerics::sum2;

namespace {

constexpr int kMaxDimension = 16;
constexpr std::size_t kBlock = 64;  // points at a time: their log densities stay in the first cache
constexpr double kLog2E = 1.4426950408889634;

/// A component as the E-step reads it. Densities are kept as logarithms to base 2: log2(w N(x)) = constant - |F (x - mean)|^2
/// with F = sqrt(log2(e) / 2) L^-1, lower triangular, row by row.
struct Prepared {
  std::size_t component;
  double factor[kMaxDimension * kMaxDimension];
  double constant;
};

std::vector<Prepared> prepare(const EmParameters& parameters, int d) {
  const std::size_t square = static_cast<std::size_t>(d) * d;
  const double scale = std::sqrt(0.5 * kLog2E);
  double lower[kMaxDimension * kMaxDimension];
  std::vector<Prepared> alive;
  alive.reserve(parameters.weights.size());
  for (std::size_t k = 0; k < parameters.weights.size(); ++k) {
    if (!(parameters.weights[k] > 0) || !cholesky({parameters.covariances.data() + k * square, square}, d, lower)) continue;
    Prepared& out = alive.emplace_back();
    out.component = k;
    invert_lower(lower, d, out.factor);
    double logarithm = numerics::log(parameters.weights[k]) - 0.5 * d * numerics::kLogTwoPi;
    for (int j = 0; j < d; ++j) logarithm -= numerics::log(lower[j * d + j]);
    out.constant = logarithm * kLog2E;
    for (std::size_t i = 0; i < square; ++i) out.factor[i] *= scale;
  }
  return alive;
}

/// Up to kBlock points: one column after another, `stride` apart. `count` is even; an odd last point stands twice.
struct Block {
  const double* x;
  std::size_t stride, count;
};

// D is the dimension, or 0 when it is known at run time only. Every loop below runs over pairs of points with nothing
// carried between them but sums, so that several exponentials are in flight at once.
template <int D, bool Full>
struct Kernel {
  static constexpr int kSize = D == 0 ? kMaxDimension : D;

  /// logs[i] = log2(w N(x_i)), and tops[i] = max(tops[i], logs[i]).
  static void log_density(int runtime_dimension, const Block& block, const Prepared& component, const double* mean,
                          double* logs, double* tops) {
    const int d = D == 0 ? runtime_dimension : D;
    f64x2 centre[kSize], factor[kSize * kSize];
    for (int j = 0; j < d; ++j) centre[j] = splat2(mean[j]);
    for (int j = 0; j < d * d; ++j) factor[j] = splat2(component.factor[j]);
    const f64x2 constant = splat2(component.constant);
    for (std::size_t i = 0; i < block.count; i += 2) {
      f64x2 difference[kSize];
      f64x2 result = constant;
      for (int j = 0; j < d; ++j) {
        difference[j] = load2(block.x + j * block.stride + i) - centre[j];
        f64x2 u = factor[j * d + j] * difference[j];
        if constexpr (Full)
          for (int m = 0; m < j; ++m) u += factor[j * d + m] * difference[m];
        result -= u * u;
      }
      store2(logs + i, result);
      store2(tops + i, larger2(result, load2(tops + i)));
    }
  }

  /// Sums of one component over the block: count, firsts (d), seconds (lower triangle or diagonal of d x d).
  static void accumulate(int runtime_dimension, const Block& block, const double* shares, const double* scales,
                         const double* centre, double* sums) {
    const int d = D == 0 ? runtime_dimension : D;
    f64x2 about[kSize], firsts[kSize], seconds[kSize * kSize];
    f64x2 count = splat2(0);
    for (int j = 0; j < d; ++j) {
      about[j] = splat2(centre[j]);
      firsts[j] = splat2(0);
      for (int m = 0; m < d; ++m) seconds[j * d + m] = splat2(0);
    }
    for (std::size_t i = 0; i < block.count; i += 2) {
      const f64x2 r = load2(shares + i) * load2(scales + i);
      count += r;
      f64x2 difference[kSize];
      for (int j = 0; j < d; ++j) {
        difference[j] = load2(block.x + j * block.stride + i) - about[j];
        const f64x2 weighted = r * difference[j];
        firsts[j] += weighted;
        seconds[j * d + j] += weighted * difference[j];
        if constexpr (Full)
          for (int m = 0; m < j; ++m) seconds[j * d + m] += weighted * difference[m];
      }
    }
    sums[0] += sum2(count);
    for (int j = 0; j < d; ++j) {
      sums[1 + j] += sum2(firsts[j]);
      for (int m = 0; m <= j; ++m) sums[1 + d + j * d + m] += sum2(seconds[j * d + m]);
    }
  }
};

/// The two inner loops for one dimension and shape; all the rest of the pass is the same for every one.
struct Kernels {
  decltype(&Kernel<1, false>::log_density) log_density;
  decltype(&Kernel<1, false>::accumulate) accumulate;
};
template <int D, bool Full>
constexpr Kernels kernels() {
  return {&Kernel<D, Full>::log_density, &Kernel<D, Full>::accumulate};
}

Kernels kernels_for(int d, bool full) {
  if (d == 1) return kernels<1, false>();
  if (d == 2 && full) return kernels<2, true>();
  return full ? kernels<0, true>() : kernels<0, false>();
}

}  // namespace

void em_pass(const data::PointSet& points, const EmParameters& parameters, std::span<const double> centres, bool full,
             EmSums& out) {
  const Kernels kernel = kernels_for(points.dimension, full);
  const std::size_t n = points.count, d = static_cast<std::size_t>(points.dimension);
  const std::size_t components = parameters.weights.size();
  const std::size_t stride = 1 + d + d * d;
  const std::vector<Prepared> alive = prepare(parameters, points.dimension);
  std::vector<double> sums(alive.size() * stride, 0.0);
  std::vector<double> shares(alive.size() * kBlock);
  double tops[kBlock], scales[kBlock];
  double last[kMaxDimension * kBlock];
  double tops_total = 0, logarithms = 0;

  for (std::size_t start = 0; start < n && !alive.empty(); start += kBlock) {
    const std::size_t count = std::min(kBlock, n - start);
    Block block{points.offsets.data() + start, n, count};
    if (count % 2 == 1) {
      for (std::size_t j = 0; j < d; ++j) {
        std::copy_n(block.x + j * n, count, last + j * kBlock);
        last[j * kBlock + count] = last[j * kBlock + count - 1];
      }
      block = {last, kBlock, count + 1};
    }

    std::fill_n(tops, block.count, -std::numeric_limits<double>::max());
    for (std::size_t a = 0; a < alive.size(); ++a)
      kernel.log_density(points.dimension, block, alive[a], parameters.means.data() + alive[a].component * d,
                         shares.data() + a * kBlock, tops);

    // Log-sum-exp: shares of the largest, their sums (in `scales`) in [1, K].
    std::fill_n(scales, block.count, 0.0);
    for (std::size_t a = 0; a < alive.size(); ++a) {
      double* share = shares.data() + a * kBlock;
      for (std::size_t i = 0; i < block.count; i += 2) {
        const f64x2 value = exp2_nonpositive(load2(share + i) - load2(tops + i));
        store2(share + i, value);
        store2(scales + i, load2(scales + i) + value);
      }
    }
    const bool repeated = count % 2 == 1;
    if (repeated) {  // the point that stands twice counts once
      scales[count] = 1;
      tops[count] = 0;
    }
    // A lane multiplies at most 32 sums, below 64^32 = 2^192: one logarithm serves the block.
    f64x2 product = splat2(1), tops_sum = splat2(0);
    for (std::size_t i = 0; i < block.count; i += 2) {
      const f64x2 sum = load2(scales + i);
      product *= sum;
      tops_sum += load2(tops + i);
      store2(scales + i, splat2(1) / sum);
    }
    if (repeated) scales[count] = 0;
    tops_total += sum2(tops_sum);
    logarithms += sum2(numerics::log(product));

    for (std::size_t a = 0; a < alive.size(); ++a)
      kernel.accumulate(points.dimension, block, shares.data() + a * kBlock, scales, centres.data() + alive[a].component * d,
                 sums.data() + a * stride);
  }

  out.log_likelihood = alive.empty() ? -std::numeric_limits<double>::infinity() : tops_total / kLog2E + logarithms;
  out.counts.assign(components, 0.0);
  out.firsts.assign(components * d, 0.0);
  out.seconds.assign(components * d * d, 0.0);
  for (std::size_t a = 0; a < alive.size(); ++a) {
    const std::size_t k = alive[a].component;
    const double* from = sums.data() + a * stride;
    out.counts[k] = from[0];
    for (std::size_t j = 0; j < d; ++j) {
      out.firsts[k * d + j] = from[1 + j];
      for (std::size_t m = 0; m <= j; ++m)
        out.seconds[(k * d + j) * d + m] = out.seconds[(k * d + m) * d + j] = from[1 + d + j * d + m];
    }
  }
}

}  // namespace collapse::models
