#include "theory/second_moments.h"

#include <cmath>
#include <cstddef>

#include "numerics/elementary.h"

namespace collapse::theory {
namespace {

/// How a fit makes a model of its data.
struct Fit {
  EstimatorKind estimator;
  double added;  // to the variance, in units of the source's

  /// Variance of the model whose n data have expected variance `ml` (divisor n), in units of the source's.
  double variance(double n, double ml) const {
    switch (estimator) {
      case EstimatorKind::mle:
        return ml + added;
      case EstimatorKind::unbiased:
        return ml * (n / (n - 1));
      case EstimatorKind::known_covariance:
        return 1;
    }
    return ml;
  }
};

/// Generation 1 is fitted on n real points. Out of a table of N rows without replacement their mean has
/// variance (1/n)(N - n)/(N - 1) and their covariance expectation (1 - 1/n) N/(N - 1) (Cochran 1977, Th. 2.2, 2.4).
void first_generation(const Setting& s, double& ml, double& shift) {
  const double n = s.n[0];
  ml = 1 - 1 / n;
  shift = 1 / n;
  if (s.population > 1) {
    ml *= s.population / (s.population - 1);
    shift *= (s.population - n) / (s.population - 1);
  }
}

/// In what follows V is the variance of a model's draws: draw_variance times the model's.
/// D' = D + V/n; of the n draws' second moment V + D about mu_0, D' is the mean's and the rest the variance.
SecondMoments replace(const Setting& s, const Fit& fit) {
  SecondMoments m{{1}, {0}};
  double ml, shift;
  first_generation(s, ml, shift);
  m.variance.push_back(fit.variance(s.n[0], ml));
  m.shift.push_back(shift);
  for (std::size_t i = 1; i < s.n.size(); ++i) {
    const double n = s.n[i];
    const double v = s.draw_variance * m.variance[i];
    m.shift.push_back(m.shift[i] + v / n);
    m.variance.push_back(fit.variance(n, v * (1 - 1 / n)));
  }
  return m;
}

/// All N points so far with mean M and covariance V (divisor N); b more from N(M, u V) move the mean by
/// b/(N + b) times their own error: D' = D + u V b/(N + b)^2. Their second moment about M is u V, so that the
/// pool's becomes (N V + b u V)/(N + b), of which u V b/(N + b)^2 now belongs to the mean.
SecondMoments accumulate(const Setting& s, const Fit& fit) {
  SecondMoments m{{1}, {0}};
  double ml, shift;
  first_generation(s, ml, shift);
  double pool = s.n[0];
  m.variance.push_back(fit.variance(pool, ml));
  m.shift.push_back(shift);
  for (std::size_t i = 1; i < s.n.size(); ++i) {
    const double b = s.n[i];
    const double all = pool + b;
    const double v = s.draw_variance * m.variance[i];
    const double moved = v * b / (all * all);
    ml = (pool * ml + b * v) / all - moved;
    pool = all;
    m.shift.push_back(m.shift[i] + moved);
    m.variance.push_back(fit.variance(pool, ml));
  }
  return m;
}

/// Generation t is fitted on n_t of the N_t points so far, without replacement. With the pool's E M^2 = Q and
/// second moment P about mu_0: the subsample's mean has D = Q + (P - Q) N/(N - 1) (1 - n/N)/n and the same second
/// moment P, so its variance is P - D; b draws from that model join the pool, and since the subsample's mean
/// errs from M independently of M, E M xbar = Q.
SecondMoments accumulate_subsample(const Setting& s, const Fit& fit) {
  SecondMoments m{{1}, {0}};
  double pool = s.n[0];
  double second = 1;
  double mean_square = 1 / pool;
  for (std::size_t i = 0; i < s.n.size(); ++i) {
    const double n = s.n[i];
    const double finite = pool > n ? (pool / (pool - 1)) * (1 - n / pool) / n : 0;
    const double shift = mean_square + (second - mean_square) * finite;
    const double variance = fit.variance(n, second - shift);
    m.shift.push_back(shift);
    m.variance.push_back(variance);
    if (i + 1 == s.n.size()) break;
    const double b = s.n[i + 1];
    const double all = pool + b;
    const double v = s.draw_variance * variance;
    mean_square = (pool * pool * mean_square + 2 * pool * b * mean_square + b * b * (shift + v / b)) / (all * all);
    second = (pool * second + b * (v + shift)) / all;
    pool = all;
  }
  return m;
}

/// What the real points of generation i + 1 weigh together, a, and what the mean of each group adds to the square of
/// the mean's error: real * (variance of a real point) + drawn * (that of a drawn one). Where each point weighs the
/// same, a = k/n and both are a/n and (1 - a)/n.
struct Weights {
  double a, real, drawn;
};
Weights weights(const Setting& s, std::size_t i) {
  const double n = s.n[i], k = s.real[i];
  if (s.plan.real_weight < 0 || k == 0 || k == n) return {k / n, k / n / n, (1 - k / n) / n};
  const double a = s.plan.real_weight;
  return {a, a * a / k, (1 - a) * (1 - a) / (n - k)};
}

/// k of the n points are real and new, with the weights above. The mean of all has the error (1 - a)^2 D of the model's
/// mean plus that of the draws. 1/(real + drawn) is the number of points that the weights are worth (n where all are
/// equal).
SecondMoments mix_fresh(const Setting& s, const Fit& fit) {
  SecondMoments m{{1}, {0}};
  for (std::size_t i = 0; i < s.n.size(); ++i) {
    const auto [a, real, drawn] = weights(s, i);
    const double v = s.draw_variance * m.variance[i];
    const double shift = (1 - a) * (1 - a) * m.shift[i] + drawn * v + real;
    const double ml = (1 - a) * (v + m.shift[i]) + a - shift;
    m.shift.push_back(shift);
    m.variance.push_back(fit.variance(1 / (real + drawn), ml));
  }
  return m;
}

/// The same k real points, with mean r and variance v_r, E v_r = (k - 1)/k, in every generation; generation 1 is
/// fitted on n real points that contain them. With e = mu - r: E e_1^2 = 1/k - 1/n and E e_1 r = 1/n - 1/k;
/// afterwards E e'^2 = (1 - a)^2 E e^2 + drawn V, E e' r = (1 - a) E e r, and mu - mu_0 = e + r.
SecondMoments mix_fixed(const Setting& s, const Fit& fit) {
  SecondMoments m{{1}, {0}};
  const double n = s.n[0];
  const double k = s.real.back();
  const auto [a, real, drawn] = weights(s, s.n.size() - 1);
  double error = 1 / k - 1 / n;
  double cross = -error;
  m.shift.push_back(1 / n);
  m.variance.push_back(fit.variance(n, 1 - 1 / n));
  for (std::size_t i = 1; i < s.n.size(); ++i) {
    const double v = s.draw_variance * m.variance[i];
    const double next = (1 - a) * (1 - a) * error + drawn * v;
    const double ml = a * (k - 1) / k + (1 - a) * (v + error) - next;
    error = next;
    cross *= 1 - a;
    m.shift.push_back(error + 1 / k + 2 * cross);
    m.variance.push_back(fit.variance(1 / (real + drawn), ml));
  }
  return m;
}

/// D_t is drawn from p_t = alpha model_{t-1} + beta p_{t-1} + gamma p_0. Of p_t: A = E M_t^2, M its mean about mu_0,
/// and S its expected second moment about mu_0. Given p_t and all before, mu_t errs from M_t independently, so that E
/// mu_t M_t = A and
///   A' = alpha^2 D + (2 alpha beta + beta^2) A,  S' = alpha (V + D) + beta S + gamma,
///   D' = A' + (S' - A')/n,  and n draws have E variance (1 - 1/n)(S' - A').
SecondMoments general_recursion(const Setting& s, const Fit& fit) {
  SecondMoments m{{1}, {0}};
  double mean_square = 0, second = 1;  // p_1 is the truth
  for (std::size_t i = 0; i < s.n.size(); ++i) {
    if (i > 0) {
      mean_square =
          s.plan.alpha * s.plan.alpha * m.shift[i] + (2 * s.plan.alpha + s.plan.beta) * s.plan.beta * mean_square;
      second = s.plan.alpha * (s.draw_variance * m.variance[i] + m.shift[i]) + s.plan.beta * second +
               (1 - s.plan.alpha - s.plan.beta);
    }
    const double n = s.n[i], spread = second - mean_square;
    m.shift.push_back(mean_square + spread / n);
    m.variance.push_back(fit.variance(n, (1 - 1 / n) * spread));
  }
  return m;
}

bool can_be_estimated(const Setting& s) {
  if (s.n.empty()) return false;
  for (double n : s.n) {
    if (n < 1 || (s.estimator == EstimatorKind::unbiased && n < 2)) return false;
  }
  return true;
}

/// The k of a mix that is the same in every generation after the first, else -1.
double constant_real(const Setting& s) {
  const double k = s.real.back();
  for (std::size_t i = 1; i < s.real.size(); ++i) {
    if (s.real[i] != k) return -1;
  }
  return k;
}

}  // namespace

SecondMoments second_moments(const Setting& s, double added) {
  const Fit fit{s.estimator, added};
  if (!can_be_estimated(s)) return {};
  // A table's rows taken without replacement are not independent of one another across generations.
  const bool finite = s.population > 0;
  switch (s.plan.workflow) {
    case WorkflowKind::replace:
      return replace(s, fit);
    case WorkflowKind::accumulate:
      return accumulate(s, fit);
    case WorkflowKind::accumulate_subsample:
      return finite ? SecondMoments{} : accumulate_subsample(s, fit);
    case WorkflowKind::mix:
    case WorkflowKind::weighted:
      if (finite || s.real.size() != s.n.size()) return {};
      if (s.plan.fresh_real) return mix_fresh(s, fit);
      if (!s.constant_n() || constant_real(s) < 0) return {};
      return constant_real(s) == 0 ? replace(s, fit) : mix_fixed(s, fit);
    case WorkflowKind::recursion:
      return finite ? SecondMoments{} : general_recursion(s, fit);
  }
  return {};
}

SecondMomentLimit second_moment_limit(const Setting& s) {
  if (!can_be_estimated(s) || !s.constant_n() || s.population > 0) return {};
  const double n = s.n[0];
  const double u = s.draw_variance;
  if (s.plan.workflow == WorkflowKind::accumulate && s.estimator == EstimatorKind::mle && u == 1) {
    // prod_{i >= 1} (1 - 1/(n i^2)) = sin(pi/sqrt n)/(pi/sqrt n): Euler's product of the sine.
    const double x = numerics::kPi / std::sqrt(n);
    const double variance = n == 1 ? 0 : numerics::sin(x) / x;
    return {true, variance, 1 - variance};
  }
  if (s.plan.workflow == WorkflowKind::recursion) {
    // Fixed point of general_recursion with A = c D; S = 1 for mle, else from S - V - D of the estimator.
    const double c = s.plan.alpha * s.plan.alpha / (1 - (2 * s.plan.alpha + s.plan.beta) * s.plan.beta);
    if (s.estimator != EstimatorKind::mle || s.plan.alpha + s.plan.beta >= 1 || u != 1) return {};
    const double shift = 1 / (n - c * (n - 1));
    return {true, 1 - shift, shift};
  }
  if (!s.plan.mixes() || s.real.size() != s.n.size() || s.real.size() < 2) return {};
  const double k = constant_real(s);
  if (k < 1) return {};
  const auto [a, real, drawn] = weights(s, s.n.size() - 1);
  if (a == 0) return {};
  const double c = 2 * a - a * a;
  const double shrink = s.estimator == EstimatorKind::unbiased ? 1 - real - drawn : 1;  // ml variance over the model's
  if (s.plan.fresh_real) {
    // Fixed point of mix_fresh: D = g V + h, V (shrink - (1 - a) u + a g) = a (1 - h).
    const double g = drawn * u / c;
    const double h = real / c;
    const double variance =
        s.estimator == EstimatorKind::known_covariance ? 1 : a * (1 - h) / (shrink - (1 - a) * u + a * g);
    return {true, variance, g * variance + h};
  }
  // Fixed point of mix_fixed: E e^2 = g V, V (shrink - (1 - a) u + a g) = a v_r; the mean forgets all but r.
  const double g = drawn * u / c;
  const double variance =
      s.estimator == EstimatorKind::known_covariance ? 1 : a * ((k - 1) / k) / (shrink - (1 - a) * u + a * g);
  return {true, variance, g * variance + 1 / k};
}

}  // namespace collapse::theory
