#include <cmath>
#include <vector>

#include "experiment/words.h"
#include "kinds/mixture/shared.h"
#include "kinds/mixture/spread.h"
#include "kinds/mixture/state.h"
#include "numerics/linalg/cholesky.h"

namespace collapse::experiment {

namespace {

/// How wide the modes are: "81 % to 91 % as wide".
std::string wide(const KeptModes& kept) {
  if (about_one(kept.narrowest) && about_one(kept.widest)) return "as wide";
  if (kept.widest >= 2) {
    const std::string least = figure(kept.narrowest), most = figure(kept.widest);
    return (least == most ? most : least + " to " + most) + " times as wide";
  }
  const std::string least = percent(kept.narrowest), most = percent(kept.widest);
  if (least == most) return most + " as wide";
  return (least[0] == 'l' ? "at most " : least + " to ") + most + " as wide";
}

/// The spread of the whole model. `share`: over the truth's.
std::string total(double spread, double share, const std::string& subject) {
  if (spread == 0) return subject + " has no spread left: every point it makes is the same";
  if (share < 0.005)
    return subject + " has kept " + (share < 9.5e-5 ? "" : "only ") + percent(share) + " of the spread it was taught";
  if (share < 0.995) return subject + " has forgotten " + percent(1 - share) + " of the spread it was taught";
  if (share >= 2) return subject + " spreads " + figure(share) + " times as wide as the truth";
  if (share > 1.005) return subject + " spreads " + percent(share - 1) + " wider than the truth";
  return subject + " has kept the spread it was taught";
}

double sum_of_variances(const models::Moments& moments, int d) {
  double sum = 0;
  for (int j = 0; j < d; ++j) sum += moments.covariance[static_cast<std::size_t>(j * d + j)];
  return sum;
}

}  // namespace

std::string of_one_value(double spread, const std::string& when) {
  return spread == 0
             ? when + " every point the model makes is the same, as in the truth."
             : when + " the model has a spread of " + figure(spread) + ", but all points of the truth are the same.";
}

ModesDrawn modes_drawn(const metrics::Truth& truth, double alive) {
  ModesDrawn drawn;
  if (!truth.density || std::isnan(alive)) return drawn;
  drawn.all = live_components(*truth.density);
  drawn.alive = whole(alive, drawn.all);
  const std::string all = grouped(drawn.all);
  drawn.words = drawn.alive == drawn.all ? (drawn.all == 2 ? "both modes are" : "all " + all + " modes are")
                : drawn.alive == 0       ? (drawn.all == 2 ? "neither mode is" : "none of the " + all + " modes is")
                : drawn.alive == 1       ? "one of the " + (drawn.all == 2 ? "two" : all) + " modes is"
                                         : grouped(drawn.alive) + " of the " + all + " modes are";
  drawn.words += " still drawn";
  return drawn;
}

std::string mixture_summary(const MixtureTold& of) {
  const Experiment::State& state = of.state;
  if (of.generation == 0) return "The truth, before any model has learnt from it.";

  const auto number = [&](std::string_view name) { return state.metric(of.run, of.generation, name); };
  const auto count = [&](std::string_view name) {
    return whole(number(name), 1000000000);
  };  // not every kind has the column
  const int d = of.truth.dimension;
  const double truth_spread = sum_of_variances(of.moments, d), spread = number(d == 1 ? "variance" : "total_variance");
  const double share = std::sqrt(spread / truth_spread);
  const std::string when = "After " + generations(of.generation);
  const ModesDrawn modes = modes_drawn(of.truth, number("modes_alive"));
  const int live = of.model != nullptr ? live_components(*of.model) : 1;

  std::string headline;
  if (truth_spread == 0) {
    headline = of_one_value(std::sqrt(spread), when);
  } else if (modes.all > 1) {
    headline = when + " " + modes.words + "; ";
    KeptModes kept;
    if (live == 1 || spread == 0) {
      headline += total(spread, share, "the model") + ".";
    } else if (modes.alive == modes.all && match_modes(*of.model, *of.truth.density, kept)) {
      headline += "they are " + wide(kept) + " as in the truth and " +
                  (about_one(kept.apart) ? "just" : as_much(kept.apart)) + " as far apart.";
    } else {
      const Spread now = spread_of(*of.model), then = spread_of(*of.truth.density);
      const double within = std::sqrt(now.within / then.within);
      headline += "the spread within components is " +
                  (within < 2 ? percent(within) + " of" : figure(within) + " times") + " the truth’s";
      if (then.between > 0) headline += ", between components " + as_much(std::sqrt(now.between / then.between));
      headline += ".";
    }
  } else {
    headline = when + " " + total(spread, share, "the model") + ".";
    if (live > 1 && of.first != nullptr && spread > 0) {
      const Spread now = spread_of(*of.model), then = spread_of(*of.first);
      const double within = std::sqrt(now.within / then.within),
                   whole = std::sqrt(spread / (then.within + then.between));
      // Needles far apart keep a total that says nothing of them.
      if (2 * within < whole)
        headline = when + " the spread within the model’s " + grouped(live) + " components is " + percent(within) +
                   " of generation 1’s; in all " + total(spread, share, "the model") + ".";
    }
  }

  std::string notes;
  const int dead = count("dead_components"), floors = count("floors_applied");
  if (dead > 0) notes += dead == 1 ? " One component has died." : " " + grouped(dead) + " components have died.";
  if (floors > 0)
    notes += floors == 1 ? " One component is held at the covariance floor."
                         : " " + grouped(floors) + " components are held at the covariance floor.";
  const auto status = status_in(number("status"));
  if (status == models::FitStatus::degenerate && spread > 0 && dead == 0 && floors == 0) {
    std::vector<double> factor(static_cast<std::size_t>(d * d));
    if (d == 1)
      notes += " It is too narrow for its density to be computed.";
    else if (linalg::cholesky(of.moments.covariance, d, factor.data()))
      notes += " In some direction its points do not vary.";
    else
      notes += " In some direction its points do not vary, and neither do those of the truth.";
  }
  if (status == models::FitStatus::iteration_limit) notes += " This fit stopped at its iteration limit.";
  if (status == models::FitStatus::non_finite) notes += " This fit overflowed, so the previous model was kept.";
  return told(headline, notes + of.more);
}

std::string MixtureState::summary(int run, int generation) const {
  if (generation > 0 && metric(run, generation, "status") == static_cast<double>(models::FitStatus::exhausted))
    return told("At generation " + grouped(generation) + " too few draws passed the selection, so this run ends here.",
                "Its model is the previous one.");
  MixtureTold of{*this, source.truth, meter->truth_moments(), run, generation};
  models::Mixture model, first;
  if (generation > 0 && model_components > 1) {
    const auto model_of = [&](int t) {
      return models::from_flat(std::as_const(*history).parameters(run_index(run), t), model_components, dimension());
    };
    model = model_of(generation);
    of.model = &model;
    if (generation > 1) {
      first = model_of(1);
      of.first = &first;
    }
  }
  if (selection && generation > 0) of.more = selection->words(metric(run, generation, "acceptance"));
  return mixture_summary(of);
}

}  // namespace collapse::experiment
