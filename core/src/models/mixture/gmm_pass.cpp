#include "models/mixture/gmm_pass.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "collapse/constants.h"
#include "models/mixture/exp2_nonpositive.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"
#include "numerics/wide.h"

namespace collapse::models {

using numerics::f64x2;
using numerics::f64x4;
using numerics::kLanes;
using numerics::load;
using numerics::splat;
using numerics::store;

namespace {

constexpr std::size_t kBlock = 64;  // points at a time: their log densities stay in the first cache
constexpr std::size_t kStep = 4;    // lanes of every sum, whatever the width of a vector

/// A component as the E-step reads it. Densities are kept as logarithms to base 2: log2(w N(x)) = constant - |F (x -
/// mean)|^2 with F = sqrt(log2(e) / 2) L^-1, lower triangular, row by row.
struct Prepared {
  std::size_t component;
  double factor[kMaxDimension * kMaxDimension];
  double constant;
};

std::vector<Prepared> prepare(const EmParameters& parameters, int d) {
  const std::size_t square = static_cast<std::size_t>(d) * d;
  const double scale = std::sqrt(0.5 * numerics::kLog2E);
  double lower[kMaxDimension * kMaxDimension];
  std::vector<Prepared> alive;
  alive.reserve(parameters.weights.size());
  for (std::size_t k = 0; k < parameters.weights.size(); ++k) {
    if (!(parameters.weights[k] > 0) ||
        !linalg::cholesky({parameters.covariances.data() + k * square, square}, d, lower))
      continue;
    Prepared& out = alive.emplace_back();
    out.component = k;
    linalg::invert_lower(lower, d, out.factor);
    double logarithm = numerics::log(parameters.weights[k]) - 0.5 * d * numerics::kLogTwoPi;
    for (int j = 0; j < d; ++j) logarithm -= numerics::log(lower[j * d + j]);
    out.constant = logarithm * numerics::kLog2E;
    for (std::size_t i = 0; i < square; ++i) out.factor[i] *= scale;
  }
  return alive;
}

/// Up to kBlock points, one column after another, `stride` apart. `count` is a multiple of kStep: the last point is
/// repeated.
struct Block {
  const double* x;
  std::size_t stride, count;
};

/// Sums over points i with i mod 4 in {0, 1} and with i mod 4 in {2, 3}.
struct Halves {
  double low = 0, high = 0;

  void add(std::size_t first_lane, const f64x2& v) { (first_lane == 0 ? low : high) += v[0] + v[1]; }
  COLLAPSE_INLINE void add(std::size_t, const f64x4& v) {
    low += v[0] + v[1];
    high += v[2] + v[3];
  }
  double total() const { return low + high; }
};

// V is the vector; D the dimension, or 0 when it is known at run time only.
template <class V, int D, bool Full>
struct Kernel {
  static constexpr int kSize = D == 0 ? kMaxDimension : D;

  /// logs[i] = log2(w N(x_i)), and tops[i] = max(tops[i], logs[i]).
  COLLAPSE_INLINE static void log_density(int runtime_dimension, const Block& block, const Prepared& component,
                                          const double* mean, double* logs, double* tops) {
    const int d = D == 0 ? runtime_dimension : D;
    V centre[kSize], factor[kSize * kSize], constant;
    for (int j = 0; j < d; ++j) splat(centre[j], mean[j]);
    for (int j = 0; j < d; ++j)
      for (int m = 0; m <= j; ++m) splat(factor[j * d + m], component.factor[j * d + m]);
    splat(constant, component.constant);
    const double* x = block.x;
    for (std::size_t i = 0, stride = block.stride, count = block.count; i < count; i += kLanes<V>) {
      V difference[kSize], result = constant;
      for (int j = 0; j < d; ++j) {
        load(difference[j], x + j * stride + i);
        difference[j] -= centre[j];
        V u = factor[j * d + j] * difference[j];
        if constexpr (Full)
          for (int m = 0; m < j; ++m) u += factor[j * d + m] * difference[m];
        result -= u * u;
      }
      store(logs + i, result);
      V top;
      load(top, tops + i);
      numerics::raise_to(top, result);
      store(tops + i, top);
    }
  }

  /// Sums of one component over the block: count, firsts (d), seconds (lower triangle or diagonal of d x d). A narrow
  /// vector sweeps the block twice, so that its sums fit the registers there are.
  COLLAPSE_INLINE static void accumulate(int runtime_dimension, const Block& block, const double* shares,
                                         const double* scales, const double* about, Halves* sums) {
    const int d = D == 0 ? runtime_dimension : D;
    V centre[kSize];
    for (int j = 0; j < d; ++j) splat(centre[j], about[j]);
    const double* x = block.x;
    for (std::size_t first = 0, stride = block.stride; first < kStep; first += kLanes<V>) {
      V count{}, firsts[kSize], seconds[kSize * kSize];
      for (int j = 0; j < d; ++j) {
        firsts[j] = V{};
        for (int m = 0; m <= j; ++m) seconds[j * d + m] = V{};
      }
      for (std::size_t i = first; i < block.count; i += kStep) {
        V r, scale;
        load(r, shares + i);
        load(scale, scales + i);
        r *= scale;
        count += r;
        V difference[kSize];
        for (int j = 0; j < d; ++j) {
          load(difference[j], x + j * stride + i);
          difference[j] -= centre[j];
          const V weighted = r * difference[j];
          firsts[j] += weighted;
          seconds[j * d + j] += weighted * difference[j];
          if constexpr (Full)
            for (int m = 0; m < j; ++m) seconds[j * d + m] += weighted * difference[m];
        }
      }
      sums[0].add(first, count);
      for (int j = 0; j < d; ++j) {
        sums[1 + j].add(first, firsts[j]);
        for (int m = 0; m <= j; ++m) sums[1 + d + j * d + m].add(first, seconds[j * d + m]);
      }
    }
  }
};

/// Log-sum-exp over `components` rows of kBlock log densities: they become shares of the largest, `scales` one over
/// their sums, which lie in [1, K]. The products of those sums go lane by lane to `products`: at most 16 factors, below
/// 64^16 = 2^96, so that one logarithm serves the block.
template <class V>
COLLAPSE_INLINE void share_out(std::size_t components, std::size_t count, const double* tops, double* shares,
                               double* scales, double* products) {
  V zero{};
  for (std::size_t i = 0; i < count; i += kLanes<V>) store(scales + i, zero);
  for (std::size_t a = 0; a < components; ++a) {
    double* share = shares + a * kBlock;
    for (std::size_t i = 0; i < count; i += kLanes<V>) {
      V value, top, sum;
      load(value, share + i);
      load(top, tops + i);
      value -= top;
      exp2_nonpositive(value);
      store(share + i, value);
      load(sum, scales + i);
      sum += value;
      store(scales + i, sum);
    }
  }
  for (std::size_t first = 0; first < kStep; first += kLanes<V>) {
    V product;
    splat(product, 1.0);
    for (std::size_t i = first; i < count; i += kStep) {
      V sum;
      load(sum, scales + i);
      product *= sum;
      sum = 1.0 / sum;
      store(scales + i, sum);
    }
    store(products + first, product);
  }
}

/// The inner loops for one width, dimension and shape; all the rest of the pass is the same for every one.
struct Kernels {
  void (*log_density)(int, const Block&, const Prepared&, const double*, double*, double*);
  void (*share_out)(std::size_t, std::size_t, const double*, double*, double*, double*);
  void (*accumulate)(int, const Block&, const double*, const double*, const double*, Halves*);
};

template <int D, bool Full>
struct Narrow {
  static void log_density(int d, const Block& block, const Prepared& component, const double* mean, double* logs,
                          double* tops) {
    Kernel<f64x2, D, Full>::log_density(d, block, component, mean, logs, tops);
  }
  static void accumulate(int d, const Block& block, const double* shares, const double* scales, const double* about,
                         Halves* sums) {
    Kernel<std::conditional_t<D == 1, f64x4, f64x2>, D, Full>::accumulate(d, block, shares, scales, about, sums);
  }
};
void share_out_narrow(std::size_t components, std::size_t count, const double* tops, double* shares, double* scales,
                      double* products) {
  share_out<f64x2>(components, count, tops, shares, scales, products);
}

#ifdef COLLAPSE_HAS_WIDE
template <int D, bool Full>
struct Wide {
  COLLAPSE_WIDE static void log_density(int d, const Block& block, const Prepared& component, const double* mean,
                                        double* logs, double* tops) {
    Kernel<f64x4, D, Full>::log_density(d, block, component, mean, logs, tops);
  }
  COLLAPSE_WIDE static void accumulate(int d, const Block& block, const double* shares, const double* scales,
                                       const double* about, Halves* sums) {
    Kernel<f64x4, D, Full>::accumulate(d, block, shares, scales, about, sums);
  }
};
COLLAPSE_WIDE void share_out_wide(std::size_t components, std::size_t count, const double* tops, double* shares,
                                  double* scales, double* products) {
  share_out<f64x4>(components, count, tops, shares, scales, products);
}
#endif

template <int D, bool Full>
Kernels kernels() {
#ifdef COLLAPSE_HAS_WIDE
  if (numerics::has_wide()) return {Wide<D, Full>::log_density, share_out_wide, Wide<D, Full>::accumulate};
#endif
  return {Narrow<D, Full>::log_density, share_out_narrow, Narrow<D, Full>::accumulate};
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
  std::vector<Halves> sums(alive.size() * stride);
  std::vector<double> shares(alive.size() * kBlock);
  double tops[kBlock], scales[kBlock], products[kStep];
  double last[kMaxDimension * kBlock];
  double tops_total[kStep] = {}, logarithms = 0;

  for (std::size_t start = 0; start < n && !alive.empty(); start += kBlock) {
    const std::size_t count = std::min(kBlock, n - start);
    Block block{points.offsets.data() + start, points.stride, (count + kStep - 1) / kStep * kStep};
    if (block.count != count) {
      for (std::size_t j = 0; j < d; ++j) {
        std::copy_n(block.x + j * points.stride, count, last + j * kBlock);
        std::fill_n(last + j * kBlock + count, block.count - count, last[j * kBlock + count - 1]);
      }
      block = {last, kBlock, block.count};
    }

    std::fill_n(tops, block.count, -std::numeric_limits<double>::max());
    for (std::size_t a = 0; a < alive.size(); ++a)
      kernel.log_density(points.dimension, block, alive[a], parameters.means.data() + alive[a].component * d,
                         shares.data() + a * kBlock, tops);
    kernel.share_out(alive.size(), block.count, tops, shares.data(), scales, products);
    if (block.count != count) {  // the point that stands several times counts once
      const std::size_t lane = (count - 1) % kStep;
      double sum = 0;
      for (std::size_t a = 0; a < alive.size(); ++a) sum += shares[a * kBlock + count - 1];
      for (std::size_t i = lane + 1; i < kStep; ++i) products[i] /= sum;
      std::fill_n(scales + count, block.count - count, 0.0);
      std::fill_n(tops + count, block.count - count, 0.0);
    }
    for (std::size_t i = 0; i < block.count; ++i) tops_total[i % kStep] += tops[i];
    logarithms += numerics::log((products[0] * products[1]) * (products[2] * products[3]));

    for (std::size_t a = 0; a < alive.size(); ++a)
      kernel.accumulate(points.dimension, block, shares.data() + a * kBlock, scales,
                        centres.data() + alive[a].component * d, sums.data() + a * stride);
  }

  const double top_sum = (tops_total[0] + tops_total[1]) + (tops_total[2] + tops_total[3]);
  out.log_likelihood = alive.empty() ? -kInfinity : top_sum / numerics::kLog2E + logarithms;
  out.counts.assign(components, 0.0);
  out.firsts.assign(components * d, 0.0);
  out.seconds.assign(components * d * d, 0.0);
  for (std::size_t a = 0; a < alive.size(); ++a) {
    const std::size_t k = alive[a].component;
    const Halves* from = sums.data() + a * stride;
    out.counts[k] = from[0].total();
    for (std::size_t j = 0; j < d; ++j) {
      out.firsts[k * d + j] = from[1 + j].total();
      for (std::size_t m = 0; m <= j; ++m)
        out.seconds[(k * d + j) * d + m] = out.seconds[(k * d + m) * d + j] = from[1 + d + j * d + m].total();
    }
  }
}

}  // namespace collapse::models
