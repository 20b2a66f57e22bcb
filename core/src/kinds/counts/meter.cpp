#include "kinds/counts/meter.h"

#include <algorithm>
#include <cmath>

#include "collapse/constants.h"
#include "metrics/columns.h"
#include "numerics/elementary.h"

namespace collapse::experiment {

namespace {

using models::FitStatus;

}  // namespace

std::vector<metrics::Column> discrete_columns(bool poisson) {
  using metrics::Exactness;
  std::vector<metrics::Column> list;
  const auto add = [&](const char* name, const char* label, const char* unit, const char* doc, bool log_axis,
                       bool headline) {
    list.push_back({name, label, unit, doc, Exactness::exact, log_axis, headline});
  };
  if (poisson) {
    add("rate", "Rate", "", "The fitted rate: the mean of the counts.", true, true);
    add("alive", "Alive", "",
        "1 while the rate is above 0, else 0; over runs, the share that is alive. A rate of 0 stays 0 under replace.",
        false, true);
    add("kl", "KL divergence, model from truth", "nats", "λ ln(λ/λ₀) − λ + λ₀ for one count.", true, true);
  } else {
    add("alive", "Categories alive", "categories", "Categories with a probability above 0.", true, true);
    add("heterozygosity", "Heterozygosity", "", "1 − Σ p²: chance that two draws differ.", true, true);
    add("entropy", "Entropy", "nats", "−Σ p ln p.", false, true);
    add("effective", "Effective number", "categories",
        "1/Σ p²: as many equally probable categories have the same heterozygosity.", true, false);
    add("tv", "Total variation", "", "½ Σ |p − p₀|, from 0 to 1.", false, true);
    add("kl", "KL divergence, model from truth", "nats", "Σ p ln(p/p₀).", true, false);
    add("tail_recall", "Tail recall", "of the rare mass",
        "Of the truth's probability on rare categories (p₀ below 1/n, so that generation 1 expects less than one of "
        "each), the share on those still alive. Not defined where none is rare.",
        false, true);
    add("less", "Less probable than in truth", "of the categories",
        "Share of the truth's categories with less probability than they truly have, the lost ones among them. Where "
        "chance alone is at work most lose, and the few that gain make up for it.",
        false, false);
    add("head_ratio", "Most probable tenth, over the truth", "",
        "Probability of the tenth of the categories that are most probable in truth (rounded up: of 11 categories 2), "
        "over what it truly is. Chance alone keeps it at 1 on average over runs; sampling that prefers what is "
        "probable does not.",
        true, false);
  }
  add("iterations", "Steps of the fit", "", "1: a closed form. 0 in row 0.", false, false);
  list.push_back(metrics::status_column({{FitStatus::converged, ": it is a closed form"}}));
  return list;
}

DiscreteMeter::DiscreteMeter(const DiscreteSystem& system, std::size_t n)
    : settings_(&system.settings()), rare_below_(1 / static_cast<double>(n)) {
  for (const double p : settings_->probabilities) {
    logs_.push_back(numerics::log(p));
    if (p < rare_below_) rare_mass_ += p;
    if (p > 0) ++possible_;
  }
  const std::vector<double>& p = settings_->probabilities;
  if (p.empty()) return;
  std::vector<std::size_t> order(p.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const std::size_t tenth = (possible_ + 9) / 10;
  // Among equals the first ones, so that the choice is the same everywhere.
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return p[a] != p[b] ? p[a] > p[b] : a < b; });
  head_.assign(p.size(), 0);
  for (std::size_t i = 0; i < tenth; ++i) {
    head_[order[i]] = 1;
    head_share_ += p[order[i]];
  }
}

void DiscreteMeter::measure_truth(std::span<double> row) const {
  std::fill(row.begin(), row.end(), 0.0);
  if (settings_->poisson) {
    row[0] = settings_->rate;
    row[1] = 1;
    return;
  }
  double alive = 0, entropy = 0, squares = 0;
  for (std::size_t i = 0; i < logs_.size(); ++i) {
    const double p = settings_->probabilities[i];
    if (!(p > 0)) continue;
    alive += 1;
    entropy -= p * logs_[i];
    squares += p * p;
  }
  row[0] = alive;
  row[1] = 1 - squares;
  row[2] = entropy;
  row[3] = 1 / squares;
  row[6] = rare_mass_ > 0 ? 1 : kNaN;
  row[8] = 1;
}

void DiscreteMeter::measure(const DiscreteModel& model, const models::FitReport& report, std::span<double> row) const {
  const models::Frequencies& learnt = *model.learnt;
  std::size_t next = 0;
  if (settings_->poisson) {
    const double rate = learnt.mean, ratio = rate / settings_->rate;
    row[next++] = rate;
    row[next++] = rate > 0 ? 1 : 0;
    row[next++] = rate > 0 ? std::max(0.0, rate * numerics::log(ratio) - rate + settings_->rate) : settings_->rate;
  } else {
    double differing = 0, entropy = 0, squares = 0, kl = 0, missing = 1, apart = 0, rare = 0, head = 0;
    std::size_t not_less = 0;
    const double items = static_cast<double>(learnt.items);
    for (std::size_t i = 0; i < learnt.kinds.size(); ++i) {
      const std::size_t kind = learnt.kinds[i];
      const double p = learnt.share(i), p0 = settings_->probabilities[kind], log_p = numerics::log(p);
      entropy -= p * log_p;
      squares += p * p;
      differing += p * (static_cast<double>(learnt.items - learnt.counts[i]) / items);
      kl += p * (log_p - logs_[kind]);
      apart += std::fabs(p - p0);
      missing -= p0;
      if (p0 < rare_below_) rare += p0;
      if (p >= p0) ++not_less;
      if (head_[kind]) head += p;
    }
    row[next++] = static_cast<double>(learnt.kinds.size());
    row[next++] = differing;
    row[next++] = std::max(0.0, entropy);
    row[next++] = 1 / squares;
    row[next++] = 0.5 * (apart + std::max(0.0, missing));
    row[next++] = std::max(0.0, kl);
    row[next++] = rare_mass_ > 0 ? std::min(1.0, rare / rare_mass_) : kNaN;
    row[next++] = static_cast<double>(possible_ - not_less) / static_cast<double>(possible_);
    row[next++] = head / head_share_;
  }
  row[next++] = report.iterations;
  row[next] = static_cast<double>(report.status);
}

std::vector<std::uint32_t> DiscreteMeter::content(const DiscreteModel& model) const {
  std::vector<std::uint32_t> numbers = model.learnt->kinds;
  numbers.insert(numbers.end(), model.learnt->counts.begin(), model.learnt->counts.end());
  return numbers;
}

}  // namespace collapse::experiment
