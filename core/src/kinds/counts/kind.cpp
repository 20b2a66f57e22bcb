#include <algorithm>
#include <cmath>
#include <utility>

#include "experiment/kinds.h"
#include "experiment/setting.h"
#include "kinds/counts/state.h"
#include "numerics/bytes.h"
#include "numerics/elementary.h"
#include "spec/manifest.h"
#include "theory/discrete.h"

namespace collapse {

namespace experiment {

namespace {

constexpr double kMostItems = 4294967295.0;  // counts are 32 bits wide

std::vector<double> probabilities_of(const Spec& spec) {
  const auto& source = spec.source;
  if (source.kind == SourceKind::categorical) return source.probabilities;
  const auto categories = static_cast<std::size_t>(source.categories);
  std::vector<double> p(categories, 1 / static_cast<double>(categories));
  if (source.kind != SourceKind::zipf) return p;
  for (std::size_t i = 0; i < categories; ++i) p[i] = 1 / numerics::pow(static_cast<double>(i + 1), source.exponent);
  double sum = 0;
  for (std::size_t i = categories; i-- > 0;) sum += p[i];  // the smallest first
  for (double& share : p) share /= sum;
  return p;
}

DiscreteSettings make_settings(const Spec& spec) {
  DiscreteSettings settings;
  settings.seed = static_cast<std::uint64_t>(spec.seed);
  settings.poisson = spec.model.kind == ModelKind::poisson;
  if (settings.poisson) {
    settings.rate = spec.source.rate;
    return settings;
  }
  settings.probabilities = probabilities_of(spec);
  settings.bias = {spec.model.temperature, static_cast<std::uint64_t>(spec.model.top_k), spec.model.top_p};
  return settings;
}

std::vector<theory::Law> laws_of(const Spec& spec, const DiscreteSettings& settings, const recursion::Plan& plan) {
  if (!settings.bias.none()) return {};
  const theory::Schedule setting(plan, static_cast<int>(spec.generations));
  return settings.poisson ? theory::poisson_laws(setting, settings.rate)
                          : theory::categorical_laws(setting, settings.probabilities);
}

// Values a Poisson count of the given mean takes, and a good deal more.
double poisson_values(double rate) { return rate + 10 * std::sqrt(rate) + 20; }

Memory memory_needed(const DiscreteSettings& settings, const recursion::Plan& plan, const std::vector<double>& sizes,
                     RunRange runs, std::size_t columns) {
  const double kinds = settings.poisson ? poisson_values(settings.rate) : static_cast<double>(settings.categories());
  Memory memory;
  for (const double size : sizes)
    memory.history += runs.count * (8 * std::min(kinds, size) + 96 + 8.0 * static_cast<double>(columns));
  memory.data = 8 * kinds * (plan.accumulates() ? runs.count + 2 : 3) + 48 * kinds;
  return memory;
}

StateResult make(const Order& order) {
  const Spec& spec = order.spec;
  const int generations = static_cast<int>(spec.generations);
  auto state = std::make_unique<DiscreteState>(spec, order.runs);
  state->plan = make_plan(spec);
  recursion::Plan whole = state->plan;
  whole.workflow = WorkflowKind::accumulate;
  if (state->plan.accumulates() && whole.data_size(generations) > kMostItems)
    return Error{"/samples/n", "All generations together would draw " + format_number(whole.data_size(generations)) +
                                   " items; at most 4294967295 can be counted. Lower n or the number of generations."};
  const DiscreteSystem system(make_settings(spec));
  state->data_sizes = state->plan.data_sizes(generations);
  state->columns = column_infos(discrete_columns(system.settings().poisson));
  const Memory memory =
      memory_needed(system.settings(), state->plan, state->data_sizes, order.runs, state->columns.size());
  state->memory_bytes = memory.total();
  if (std::optional<Error> error = too_much_memory(spec, order.runs, memory, order.memory_limit)) return *error;

  state->records = Records(order.runs.count, generations, state->columns);
  state->recursion = std::make_unique<recursion::Recursion<DiscreteSystem>>(system, state->plan, order.runs.first,
                                                                            order.runs.count, generations);
  state->meter = std::make_unique<DiscreteMeter>(state->recursion->system(), state->plan.samples(1));
  state->history = std::make_unique<PlainHistory<DiscreteModel, DiscreteMeter>>(*state->meter, state->records,
                                                                                order.runs.count, generations);
  state->laws = laws_of(spec, system.settings(), state->plan);
  if (!system.settings().poisson) state->ranks = log_ranks(system.settings().categories());
  state->build_scene();
  return std::unique_ptr<Experiment::State>(std::move(state));
}

constexpr DataType kData[] = {DataType::categories, DataType::counts};

constexpr Reading kReadings[] = {
    {Role::risk, "kl", false, false, 1, 1},
    {Role::variance, "heterozygosity", true, true, 0.1, 0},
    {Role::variance, "rate", true, true, 0.1, 0},  // a Poisson count's variance is its rate
    {Role::tail, "tail_recall", true, true, 0.5, 0},
};

}  // namespace

}  // namespace experiment

namespace kinds {
using namespace experiment;
extern const Kind counts;
constinit const Kind counts{kData, make, kReadings};

std::vector<ColumnTable> counts_tables(ModelKind model);
std::vector<ColumnTable> counts_tables(ModelKind model) {
  const bool poisson = model == ModelKind::poisson;
  if (!poisson && model != ModelKind::categorical) return {};
  return {{poisson ? "Counts" : "Categories", "", column_infos(discrete_columns(poisson))}};
}
}  // namespace kinds

namespace experiment {

std::span<const double> DiscreteState::parameters(int index, int t) {
  const models::Frequencies& learnt = *history->model(index, t).learnt;
  if (settings().poisson) {
    parameters_block_.assign(1, learnt.mean);
    return parameters_block_;
  }
  parameters_block_.assign(settings().categories(), 0);
  for (std::size_t i = 0; i < learnt.kinds.size(); ++i) parameters_block_[learnt.kinds[i]] = learnt.share(i);
  return parameters_block_;
}

void DiscreteState::append_model(int index, int t, std::string& out) const {
  const models::Frequencies& learnt = *history->model(index, t).learnt;
  for (const std::vector<std::uint32_t>* list : {&learnt.kinds, &learnt.counts}) numerics::put_numbers(out, *list);
}

bool DiscreteState::restore_model(int index, int t, std::string_view bytes) {
  if (bytes.empty() || bytes.size() % (2 * sizeof(std::uint32_t)) != 0) return false;
  const std::size_t kinds = bytes.size() / (2 * sizeof(std::uint32_t));
  std::vector<std::uint32_t> numbers(2 * kinds);
  numerics::ByteReader(bytes).take_numbers(numbers);
  // Whatever the numbers are, nothing may reach beyond a list's end later, nor ask for all the memory.
  const std::size_t room = settings().poisson ? std::size_t{1} << 24 : settings().categories();
  data::Tally tally;
  std::uint64_t items = 0;
  for (std::size_t i = 0; i < kinds; ++i) {
    if (numbers[i] >= room || numbers[kinds + i] == 0 || (i > 0 && numbers[i] <= numbers[i - 1])) return false;
    items += numbers[kinds + i];
  }
  if (static_cast<double>(items) != data_sizes[static_cast<std::size_t>(t) - 1]) return false;
  tally.reach(numbers[kinds - 1] + std::size_t{1});
  for (std::size_t i = 0; i < kinds; ++i) tally.counts[numbers[i]] = numbers[kinds + i];
  history->restore(index, t, {std::make_shared<const models::Frequencies>(models::fit_frequencies(tally))});
  return true;
}

}  // namespace experiment
}  // namespace collapse
