#include "kinds/statistics/system.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "collapse/constants.h"
#include "collapse/stream.h"
#include "numerics/linalg/cholesky.h"

namespace collapse::experiment {

using models::FitStatus;
using random::Generator;
using random::Purpose;
using random::Stream;
using random::Ziggurat;

namespace {

/// A sample as far as the fit of a Gaussian sees it: its mean as a shift from a known place, and its scatter, the sum
/// of (x - mean)(x - mean)^T. D: the dimension, 0 where it is known at run time only.
template <int D>
struct Sample {
  static constexpr int kMost = D > 0 ? D : kMaxDimension;
  double count = 0;
  double shift[kMost];
  double scatter[kMost * kMost];
};

/// The law of n draws from N(0, L L^T): their mean is L z / sqrt(n); their scatter L A A^T L^T, independent of it,
/// where A is lower triangular with normals below its diagonal and the roots of chi-squares with n - 1, n - 2, ...
/// degrees on it (Bartlett 1933). With n - 1 < d degrees A has n - 1 columns and the scatter is singular, as it should
/// be.
template <int D>
void draw(double count, double inverse_root, const random::ChiSquare* squares, int dimension, const double* factor,
          Generator& g, const Ziggurat& table, Sample<D>& out) {
  out.count = count;
  if constexpr (D == 1) {
    out.shift[0] = factor[0] * (normal(g, table) * inverse_root);
    out.scatter[0] = factor[0] * factor[0] * squares[0].draw(g, table);
    return;
  }
  const int d = dimension;
  const int columns = static_cast<int>(std::min(count - 1, static_cast<double>(d)));
  double z[kMaxDimension], a[kMaxDimension * kMaxDimension], b[kMaxDimension * kMaxDimension];
  for (int i = 0; i < d; ++i) z[i] = normal(g, table) * inverse_root;
  for (int i = 0; i < d; ++i)
    for (int j = 0; j < d; ++j)
      a[i * d + j] = j >= columns || j > i ? 0 : j < i ? normal(g, table) : std::sqrt(squares[i].draw(g, table));
  for (int i = 0; i < d; ++i) {
    double shift = 0;
    for (int k = 0; k <= i; ++k) shift += factor[i * d + k] * z[k];
    out.shift[i] = shift;
    for (int j = 0; j <= i; ++j) {
      double sum = 0;
      for (int k = j; k <= i; ++k) sum += factor[i * d + k] * a[k * d + j];
      b[i * d + j] = sum;
    }
    for (int j = 0; j <= i; ++j) {
      double sum = 0;
      for (int k = 0; k <= j; ++k) sum += b[i * d + k] * b[j * d + k];
      out.scatter[i * d + j] = out.scatter[j * d + i] = sum;
    }
  }
}

/// Both samples together, where their shifts are from one place.
template <int D>
void pool(Sample<D>& a, const Sample<D>& b, int dimension) {
  const int d = D > 0 ? D : dimension;
  const double all = a.count + b.count, share = b.count / all, between = a.count * share;
  double apart[Sample<D>::kMost];
  for (int i = 0; i < d; ++i) {
    apart[i] = b.shift[i] - a.shift[i];
    a.shift[i] += apart[i] * share;
  }
  for (int i = 0; i < d; ++i)
    for (int j = 0; j < d; ++j) a.scatter[i * d + j] += b.scatter[i * d + j] + between * (apart[i] * apart[j]);
  a.count = all;
}

bool finite(const double* values, std::size_t count) {
  double sum = 0;  // 0 * x is 0 for finite x and NaN else
  for (std::size_t i = 0; i < count; ++i) sum += 0 * values[i];
  return sum == 0;
}

/// L with L L^T = covariance; returns whether it is definite. linalg::cholesky on the line, without its loops.
template <int D>
bool factorise(const double* covariance, int dimension, double* factor) {
  if constexpr (D == 1) {
    const bool positive = covariance[0] >= std::numeric_limits<double>::min();
    factor[0] = positive ? std::sqrt(covariance[0]) : 0;
    return positive;
  } else {
    return linalg::cholesky({covariance, static_cast<std::size_t>(dimension) * static_cast<std::size_t>(dimension)},
                            dimension, factor);
  }
}

}  // namespace

MomentsSystem::MomentsSystem(MomentsSettings settings, int first_run, int runs)
    : settings_(std::move(settings)),
      first_run_(first_run),
      runs_(runs),
      dimension_(static_cast<int>(settings_.mean.size())),
      size_(settings_.mean.size() + settings_.covariance.size()),
      truth_(settings_.mean),
      truth_factor_(settings_.covariance.size()) {
  truth_.insert(truth_.end(), settings_.covariance.begin(), settings_.covariance.end());
  linalg::cholesky(settings_.covariance, dimension_, truth_factor_.data());
  plan_steps();
  const std::size_t count = static_cast<std::size_t>(runs) * static_cast<std::size_t>(settings_.generations);
  // Left as they come: the system gives memory when it is first written to.
  models_.reset(new double[count * size_]);
  statuses_.reset(new std::uint8_t[count]);
}

std::size_t MomentsSystem::group(double count) {
  // Most plans know one or two sizes; those that grow name each once.
  for (std::size_t i = groups_.size(); i-- > 0 && i + 4 > groups_.size();)
    if (groups_[i].count == count) return i;
  Group made;
  made.count = count;
  made.inverse_root = count > 0 ? 1 / std::sqrt(count) : 0;
  for (int i = 1; i <= dimension_; ++i) made.squares.emplace_back(std::max(count - i, 0.0));
  groups_.push_back(std::move(made));
  return groups_.size() - 1;
}

void MomentsSystem::plan_steps() {
  const recursion::Plan& plan = settings_.plan;
  const bool mixes = plan.mixes(), keeps = mixes && !plan.fresh_real;
  std::vector<double> sizes;  // of the list's prefixes that are asked for
  double pooled = 0;
  for (int t = 1; t <= settings_.generations; ++t) {
    const auto all = static_cast<double>(plan.samples(t)), real = static_cast<double>(plan.real_samples(t));
    pooled += all;
    Step step;
    step.points = plan.workflow == WorkflowKind::accumulate ? pooled : all;
    step.real = group(keeps ? 0 : real);
    step.drawn = group(all - real);
    if (keeps && real > 0) sizes.push_back(real);
    steps_.push_back(step);
  }
  std::sort(sizes.begin(), sizes.end());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  for (std::size_t i = 0; i < sizes.size(); ++i) increments_.push_back(group(sizes[i] - (i > 0 ? sizes[i - 1] : 0)));
  for (int t = 1; t <= settings_.generations && keeps; ++t) {
    const auto real = static_cast<double>(plan.real_samples(t));
    const auto place = std::upper_bound(sizes.begin(), sizes.end(), real);
    steps_[static_cast<std::size_t>(t - 1)].prefix = static_cast<int>(place - sizes.begin());
  }
  if (keeps) kept_.resize(static_cast<std::size_t>(runs_));
}

const MomentsSystem::Kept& MomentsSystem::kept_real(int run_index, int prefix) {
  Kept& kept = kept_[static_cast<std::size_t>(run_index)];
  // Generation 1 takes n of the list, later ones often less.
  if (kept.prefix > prefix) kept = {};
  kept.shift.resize(settings_.mean.size());
  kept.scatter.resize(settings_.covariance.size());
  for (; kept.prefix < prefix; ++kept.prefix) {
    const auto next = static_cast<std::size_t>(kept.prefix);
    const Group& group = groups_[increments_[next]];
    Stream stream(settings_.seed, static_cast<std::uint32_t>(first_run_ + run_index), static_cast<std::uint32_t>(next),
                  Purpose::statistics, 1);
    Sample<0> sample, more;
    sample.count = kept.count;
    std::copy(kept.shift.begin(), kept.shift.end(), sample.shift);
    std::copy(kept.scatter.begin(), kept.scatter.end(), sample.scatter);
    draw<0>(group.count, group.inverse_root, group.squares.data(), dimension_, truth_factor_.data(), stream.generator(),
            random::ziggurat(), more);
    pool(sample, more, dimension_);
    kept.count = sample.count;
    std::copy_n(sample.shift, kept.shift.size(), kept.shift.begin());
    std::copy_n(sample.scatter, kept.scatter.size(), kept.scatter.begin());
  }
  return kept;
}

template <int D>
void MomentsSystem::compute(int run_index, int from, int to) {
  const int d = D > 0 ? D : dimension_;
  const std::size_t square = D == 1 ? 1 : static_cast<std::size_t>(d) * static_cast<std::size_t>(d);
  const std::size_t size = D == 1 ? 2 : size_;
  const recursion::Plan& plan = settings_.plan;
  const EstimatorKind estimator = settings_.estimator;
  const bool learnt = estimator != EstimatorKind::known_covariance;
  const double less = estimator == EstimatorKind::unbiased ? 1 : 0;
  const double stretch = std::sqrt(settings_.temperature);
  const Ziggurat& table = random::ziggurat();
  Generator g = generator_;

  double factor[D > 0 ? D * D : kMaxDimension * kMaxDimension];
  bool definite = factorise<D>(from == 1 ? &truth_[static_cast<std::size_t>(d)]
                                         : &models_[at(run_index, from - 1) * size + static_cast<std::size_t>(d)],
                               d, factor);
  for (int t = from; t <= to; ++t) {
    const Step& step = steps_[static_cast<std::size_t>(t - 1)];
    const double* before = t == 1 ? truth_.data() : &models_[at(run_index, t - 1) * size];
    const double* covariance = before + d;
    double* mean = &models_[at(run_index, t) * size];
    double* fitted = mean + d;

    // D_t, its mean as a shift from the mean of the model before (of the truth in generation 1).
    Sample<D> data, real;
    real.count = 0;
    if (step.prefix > 0) {
      const Kept& kept = kept_real(run_index, step.prefix);
      real.count = kept.count;
      std::copy(kept.shift.begin(), kept.shift.end(), real.shift);
      std::copy(kept.scatter.begin(), kept.scatter.end(), real.scatter);
    } else if (const Group& group = groups_[step.real]; group.count > 0) {
      draw<D>(group.count, group.inverse_root, group.squares.data(), d, truth_factor_.data(), g, table, real);
    }
    if (real.count > 0)
      for (int i = 0; i < d; ++i) real.shift[i] += truth_[static_cast<std::size_t>(i)] - before[i];
    const Group& group = groups_[step.drawn];
    const bool both = real.count > 0 && group.count > 0;
    if (group.count > 0) {
      if (stretch != 1)
        for (std::size_t i = 0; i < square; ++i) factor[i] *= stretch;
      draw<D>(group.count, group.inverse_root, group.squares.data(), d, factor, g, table, data);
    } else {
      data = real;
    }

    double divisor = 0;
    if (both && plan.real_weight >= 0) {
      // models::fit_weighted_gaussian, from the groups' statistics.
      const double w = plan.real_weight, v = 1 - w;
      divisor = 1 - less * (w * w / real.count + v * v / data.count);
      double apart[Sample<D>::kMost];
      for (int i = 0; i < d; ++i) {
        apart[i] = real.shift[i] - data.shift[i];
        data.shift[i] += w * apart[i];
      }
      for (int i = 0; i < d; ++i)
        for (int j = 0; j < d; ++j) {
          const auto k = static_cast<std::size_t>(i * d + j);
          data.scatter[k] =
              w * (real.scatter[k] / real.count) + v * (data.scatter[k] / data.count) + w * v * (apart[i] * apart[j]);
        }
    } else {
      if (both) {
        pool(real, data, d);
        data = real;
      }
      if (plan.workflow == WorkflowKind::accumulate && t > 1) {
        // The pool so far has the mean of the model before, and its scatter follows from the covariance.
        const double earlier = steps_[static_cast<std::size_t>(t - 2)].points;
        Sample<D> sum;
        sum.count = earlier;
        for (int i = 0; i < d; ++i) sum.shift[i] = 0;
        for (std::size_t i = 0; i < square; ++i) sum.scatter[i] = covariance[i] * (earlier - less);
        pool(sum, data, d);
        data = sum;
      }
      divisor = data.count - less;
    }

    for (int i = 0; i < d; ++i) mean[i] = before[i] + data.shift[i];
    for (std::size_t i = 0; i < square; ++i)
      fitted[i] = !learnt ? truth_[static_cast<std::size_t>(d) + i] : divisor > 0 ? data.scatter[i] / divisor : 0;
    FitStatus status = FitStatus::degenerate;
    if (finite(mean, size)) {
      definite = factorise<D>(fitted, d, factor);
      const bool enough = !learnt || (both && plan.real_weight >= 0) || step.points > d;
      if (definite && enough) status = FitStatus::converged;
    } else {
      status = FitStatus::non_finite;
      std::copy_n(before, size, mean);
      factorise<D>(fitted, d, factor);
    }
    statuses_[at(run_index, t)] = static_cast<std::uint8_t>(status);
  }
  generator_ = g;
}

// The deviation is carried along as a product of roots that do not depend on one another, so that the processor can
// take them ahead. What is recorded is its square, and the root of a rounded square is the number itself: a run that
// goes on from the record has the same bits.
void MomentsSystem::compute_newest(int run_index, int from, int to) {
  constexpr double kLeast = std::numeric_limits<double>::min();
  const double less = settings_.estimator == EstimatorKind::unbiased ? 1 : 0;
  const double stretch = std::sqrt(settings_.temperature);
  const Ziggurat& table = random::ziggurat();
  Generator g = generator_;
  double* model = &models_[at(run_index, from) * 2];
  std::uint8_t* status = &statuses_[at(run_index, from)];
  double mean = from == 1 ? truth_[0] : model[-2];
  double variance = from == 1 ? truth_[1] : model[-1];
  double sd = variance >= kLeast ? std::sqrt(variance) : 0;
  for (int t = from; t <= to; ++t, model += 2, ++status) {
    const Step& step = steps_[static_cast<std::size_t>(t - 1)];
    const Group& group = groups_[t == 1 ? step.real : step.drawn];
    const double spread = t == 1 ? sd : sd * stretch;
    const double z = normal(g, table) * group.inverse_root;
    const double scale = std::sqrt(group.squares[0].draw(g, table) / (group.count - less));
    const double next_mean = mean + spread * z, next_sd = spread * scale, next_variance = next_sd * next_sd;
    if (0 * next_variance + 0 * next_mean == 0) {
      mean = next_mean;
      variance = next_variance;
      const bool regular = variance >= kLeast;
      sd = regular ? next_sd : 0;
      *status = static_cast<std::uint8_t>(regular && group.count > 1 ? FitStatus::converged : FitStatus::degenerate);
    } else {
      *status = static_cast<std::uint8_t>(FitStatus::non_finite);
    }
    model[0] = mean;
    model[1] = variance;
  }
  generator_ = g;
}

void MomentsSystem::advance(long work) {
  const bool newest = dimension_ == 1 && settings_.plan.workflow == WorkflowKind::replace &&
                      settings_.estimator != EstimatorKind::known_covariance;
  while (work > 0 && !finished()) {
    const int last = std::min(block_ + kBlock - 1, settings_.generations);
    if (next_ == block_) {
      Stream stream(settings_.seed, static_cast<std::uint32_t>(first_run_ + run_), static_cast<std::uint32_t>(block_),
                    Purpose::statistics);
      generator_ = stream.generator();
    }
    const int to = static_cast<int>(std::min<long>(last, next_ + work - 1));
    if (newest)
      compute_newest(run_, next_, to);
    else if (dimension_ == 1)
      compute<1>(run_, next_, to);
    else
      compute<0>(run_, next_, to);
    work -= to - next_ + 1;
    next_ = to + 1;
    // The others have reached the end of the block before the last run goes through it.
    if (run_ == runs_ - 1) completed_ = std::max(completed_, to);
    if (to < last) continue;
    next_ = block_;
    if (++run_ < runs_) continue;
    run_ = 0;
    next_ = block_ = last + 1;
  }
}

void MomentsSystem::restore(int run_index, int t, std::span<const double> model, FitStatus status) {
  std::copy(model.begin(), model.end(), &models_[at(run_index, t) * size_]);
  statuses_[at(run_index, t)] = static_cast<std::uint8_t>(status);
}

void MomentsSystem::resume_after(int completed) {
  completed_ = completed;
  run_ = 0;
  next_ = block_ = completed / kBlock * kBlock + 1;
}

}  // namespace collapse::experiment
