#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <utility>

#include "experiment/words.h"
#include "kinds/counts/state.h"
#include "numerics/elementary.h"
#include "spec/json.h"

namespace collapse::experiment {

using spec::JsonObject;

namespace {

double poisson_probability(double rate, double k) {
  if (!(rate > 0)) return k == 0 ? 1 : 0;
  return numerics::exp(k * numerics::log(rate) - rate - numerics::log_gamma(k + 1));
}

}  // namespace

// The values around the true rate.
std::size_t DiscreteState::first_value() const {
  return static_cast<std::size_t>(std::max(0.0, std::floor(settings().rate) - static_cast<double>(kRanks) / 2));
}

std::vector<double> DiscreteState::picture(int index, int t) const {
  std::vector<double> p;
  if (settings().poisson) {
    const double rate = t == 0 ? settings().rate : history->model(index, t).learnt->mean;
    for (std::size_t i = 0; i < kRanks; ++i)
      p.push_back(poisson_probability(rate, static_cast<double>(first_value() + i)));
    return p;
  }
  if (t == 0) {
    p = settings().probabilities;
  } else {
    const models::Frequencies& learnt = *history->model(index, t).learnt;
    for (std::size_t i = 0; i < learnt.kinds.size(); ++i) p.push_back(learnt.share(i));
  }
  std::sort(p.begin(), p.end(), std::greater<>());
  while (!p.empty() && p.back() == 0) p.pop_back();
  return at_ranks(ranks, p);
}

void DiscreteState::build_scene() {
  truth_picture_ = picture(0, 0);
  const std::span<double> grid = scene.section("grid_x", kRanks);
  for (std::size_t i = 0; i < kRanks; ++i)
    grid[i] = settings().poisson ? static_cast<double>(first_value() + i)
              : i < ranks.size() ? static_cast<double>(ranks[i])
                                 : std::nan("");
  add_ranks(scene, ranks);
  scene.add("real_frequency", truth_picture_);
  add_rarity_bins(scene);
  add_chance_bins(scene);
  for (const double p : settings().probabilities) {
    if (!(p > 0)) continue;
    const std::size_t bin = chance_bin_of(p);
    ++chance_categories_[bin];
    chance_share_[bin] += p;
  }
  scene.add("chance_categories", {std::begin(chance_categories_), std::end(chance_categories_)});
  scene.add("chance_share", {std::begin(chance_share_), std::end(chance_share_)});
}

std::size_t DiscreteState::chance_bin_of(double p) const {
  return chance_bin(static_cast<double>(plan.samples(1)) * p);
}

void DiscreteState::build_frame(int run, int generation) {
  const int index = run_index(run);
  const std::span<const double> row = std::as_const(records).row(index, generation);
  const data::Tally& data = data_of(run, generation);
  frame.clear();
  frame.add("head", {static_cast<double>(generation), static_cast<double>(run), static_cast<double>(data.items()),
                     static_cast<double>(data.real_items()), 0, metric(run, generation, "status"),
                     metric(run, generation, "iterations"), 0, 0});
  frame.add("row", {row.begin(), row.end()});
  frame.add("frequency", generation == 0 ? truth_picture_ : picture(index, generation));

  // By how often generation 1 met a category, the share still alive.
  const std::span<double> alive = frame.section("alive_by_rarity", kRarityBins);
  std::vector<double> probabilities;
  if (!settings().poisson) {
    const models::Frequencies* first = history->model(index, 1).learnt.get();
    const models::Frequencies* now = generation > 0 ? history->model(index, generation).learnt.get() : first;
    double there[kRarityBins] = {}, left[kRarityBins] = {};
    if (first != nullptr && now != nullptr)
      for (std::size_t i = 0, j = 0; i < first->kinds.size(); ++i) {
        while (j < now->kinds.size() && now->kinds[j] < first->kinds[i]) ++j;
        const std::size_t bin = rarity_bin(first->counts[i]);
        ++there[bin];
        if (j < now->kinds.size() && now->kinds[j] == first->kinds[i]) ++left[bin];
      }
    for (std::size_t bin = 0; bin < kRarityBins; ++bin)
      if (there[bin] > 0) alive[bin] = left[bin] / there[bin];
  }
  add_chances(index, generation);
}

// What became of rare and of common categories, by how many of one generation 1 was to expect, n p_0. NaN where there
// are none.
void DiscreteState::add_chances(int index, int generation) {
  std::size_t alive[kChanceBins] = {}, more[kChanceBins] = {};
  double share[kChanceBins] = {};
  if (generation > 0 && !settings().poisson) {
    const models::Frequencies& learnt = *history->model(index, generation).learnt;
    for (std::size_t i = 0; i < learnt.kinds.size(); ++i) {
      const double p0 = settings().probabilities[learnt.kinds[i]], p = learnt.share(i);
      const std::size_t bin = chance_bin_of(p0);
      ++alive[bin];
      if (p > p0) ++more[bin];
      share[bin] += p;
    }
  }
  const auto section = [&](const char* name, double truth, const auto& of) {
    const std::span<double> out = frame.section(name, kChanceBins);
    for (std::size_t bin = 0; bin < kChanceBins; ++bin)
      if (chance_categories_[bin] > 0) out[bin] = generation == 0 ? truth : of(bin);
  };
  const auto part = [&](std::size_t count, std::size_t bin) {
    return static_cast<double>(count) / chance_categories_[bin];
  };
  section("alive_by_chance", 1, [&](std::size_t bin) { return part(alive[bin], bin); });
  section("more_by_chance", 0, [&](std::size_t bin) { return part(more[bin], bin); });
  section("ratio_by_chance", 1, [&](std::size_t bin) { return share[bin] / chance_share_[bin]; });
  section("gain_by_chance", 0, [&](std::size_t bin) { return share[bin] - chance_share_[bin]; });
}

void DiscreteState::build_ridges(int run, int from, int to) {
  ridges_block.clear();
  for (int g = from; g <= to; ++g) {
    const std::vector<double> row = g == 0 ? truth_picture_ : picture(run_index(run), g);
    ridges_block.insert(ridges_block.end(), row.begin(), row.end());
  }
}

std::vector<std::string> DiscreteState::axes() const { return {settings().poisson ? "count" : "category"}; }

void DiscreteState::describe(JsonObject& root) const {
  root.number("view_dimension", 1);
  root.flag("has_density", false);
  root.number("ridge_width", static_cast<double>(kRanks));
  root.number("categories", settings().poisson ? 0 : static_cast<double>(settings().categories()));
}

std::string DiscreteState::summary(int run, int generation) const {
  if (settings().poisson) {
    if (generation == 0) return "The truth: counts with a mean of " + figure(settings().rate) + ".";
    const std::string when = "After " + generations(generation) + " the rate is ";
    const double rate = metric(run, generation, "rate");
    if (rate == 0) return when + "0: the model only knows the count 0.";
    return when + figure(rate) + "; in truth it is " + figure(settings().rate) + ".";
  }
  const double alive = metric(run, generation, "alive"), all = metric(run, 0, "alive");
  const std::string of_all = grouped(whole(all, 1000000000));
  if (generation == 0)
    return all == 1 ? "The truth: one category, which is certain." : "The truth: " + of_all + " categories.";
  const std::string when = "After " + generations(generation) + " ";
  if (all == 1) return when + "there is still the one category of the truth.";
  if (alive == 1) return when + "a single category of " + of_all + " is left.";
  return when +
         (alive == all ? all == 2 ? "both" : "all " + of_all : grouped(whole(alive, 1000000000)) + " of " + of_all) +
         " categories are left, as varied as " + figure(metric(run, generation, "effective")) +
         " equally probable ones.";
}

}  // namespace collapse::experiment
