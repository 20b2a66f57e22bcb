#include <cmath>
#include <utility>

#include "experiment/kinds.h"
#include "experiment/setting.h"
#include "experiment/words.h"
#include "kinds/regression/state.h"
#include "numerics/bytes.h"
#include "spec/json.h"
#include "theory/regression.h"

namespace collapse {

namespace experiment {

using spec::JsonObject;

namespace {

constexpr double kMostRows = 4294967295.0;  // rows of a pool are numbered with 32 bits

RegressionSettings make_settings(const Spec& spec) {
  RegressionSettings settings;
  settings.seed = static_cast<std::uint64_t>(spec.seed);
  settings.features = static_cast<int>(spec.source.features);
  settings.noise_sd = spec.source.noise_sd;
  settings.fixed = spec.model.design == DesignKind::fixed;
  settings.plan = make_plan(spec);
  const auto& asked = spec.selection;
  if (asked.kind == SelectionKind::verifier)
    settings.verifier = {asked.offset * settings.noise_sd, asked.radius * settings.noise_sd, asked.false_positive,
                         asked.false_negative};
  return settings;
}

std::vector<theory::Law> laws_of(const Spec& spec, const RegressionSettings& settings) {
  theory::RegressionSetting setting(settings.plan, static_cast<int>(spec.generations));
  setting.features = settings.features;
  setting.noise_sd = settings.noise_sd;
  setting.fixed = settings.fixed;
  if (settings.verifier)
    setting.verifier = {settings.verifier->offset / settings.noise_sd, settings.verifier->radius / settings.noise_sd,
                        settings.verifier->false_positive, settings.verifier->false_negative};
  return theory::regression_laws(setting);
}

Memory memory_needed(const RegressionSettings& settings, const Spec& spec, RunRange runs, std::size_t columns) {
  const int generations = static_cast<int>(spec.generations);
  const double d = settings.features, most = static_cast<double>(settings.plan.samples(generations));
  Memory memory;
  memory.history = runs.count * static_cast<double>(generations) * (8 * (d + static_cast<double>(columns)) + 96);
  if (settings.keeps_rows())
    memory.data = data_bytes(settings.plan, runs.count, generations, 13 + (settings.fixed ? 0 : 8 * d));
  else
    memory.data = (runs.count + 2) * 8 * (d + (settings.fixed ? 0 : d * d));
  if (settings.fixed) memory.data += runs.count * 8 * (most * d + 2 * d * d);
  memory.fitting = 8 * (most * (d + 1) + 2 * d * d);
  return memory;
}

StateResult make(const Order& order) {
  const Spec& spec = order.spec;
  const int generations = static_cast<int>(spec.generations);
  auto state = std::make_unique<RegressionState>(spec, order.runs);
  state->plan = make_plan(spec);
  const RegressionSettings settings = make_settings(spec);
  recursion::Plan whole = state->plan;
  whole.workflow = WorkflowKind::accumulate;
  if (settings.keeps_rows() && whole.data_size(generations) > kMostRows)
    return Error{"/samples/n", "All generations together would have " + format_number(whole.data_size(generations)) +
                                   " rows; at most 4294967295 can be numbered. Lower n or the number of generations."};
  state->columns = column_infos(regression_columns(settings.verifier.has_value()));
  const Memory memory = memory_needed(settings, spec, order.runs, state->columns.size());
  state->memory_bytes = memory.total();
  if (std::optional<Error> error = too_much_memory(spec, order.runs, memory, order.memory_limit)) return *error;

  state->records = Records(order.runs.count, generations, state->columns);
  state->recursion = std::make_unique<recursion::Recursion<RegressionSystem>>(
      RegressionSystem(settings), state->plan, order.runs.first, order.runs.count, generations);
  state->meter = std::make_unique<RegressionMeter>(state->system());
  state->history = std::make_unique<PlainHistory<RegressionModel, RegressionMeter>>(*state->meter, state->records,
                                                                                    order.runs.count, generations);
  state->laws = laws_of(spec, settings);
  state->scene.add("truth", state->system().truth());
  return std::unique_ptr<Experiment::State>(std::move(state));
}

constexpr DataType kData[] = {DataType::rows};

constexpr Reading kReadings[] = {
    {Role::risk, "test_error", false, false, 0, 1},  // as far off as coefficients of 0
};

}  // namespace

}  // namespace experiment

namespace kinds {
using namespace experiment;
extern const Kind regression;
constinit const Kind regression{kData, make, kReadings};

std::vector<ColumnTable> regression_tables(ModelKind model);
std::vector<ColumnTable> regression_tables(ModelKind model) {
  if (model != ModelKind::linear_regression) return {};
  return {{"Linear regression", "The distance to its centre and the share of rows kept only with a verifier.",
           column_infos(regression_columns(true))}};
}
}  // namespace kinds

namespace experiment {

std::vector<double> RegressionState::coefficients(int index, int t) const {
  std::vector<double> w = system().truth();
  if (t > 0)
    for (std::size_t j = 0; j < w.size(); ++j) w[j] += (*history->model(index, t).shift)[j];
  return w;
}

std::span<const double> RegressionState::parameters(int index, int t) {
  parameters_block_ = coefficients(index, t);
  return parameters_block_;
}

void RegressionState::build_frame(int run, int generation) {
  const int index = run_index(run);
  const std::span<const double> row = std::as_const(records).row(index, generation);
  const Rows& data = data_of(run, generation);
  frame.clear();
  frame.add("head", {static_cast<double>(generation), static_cast<double>(run), static_cast<double>(data.rows),
                     static_cast<double>(data.real), 0, metric(run, generation, "status"),
                     metric(run, generation, "iterations"), 0, 0});
  frame.add("row", {row.begin(), row.end()});
  frame.add("coefficients", coefficients(index, generation));
}

void RegressionState::build_ridges(int run, int from, int to) {
  ridges_block.clear();
  for (int g = from; g <= to; ++g) {
    const std::vector<double> w = coefficients(run_index(run), g);
    ridges_block.insert(ridges_block.end(), w.begin(), w.end());
  }
}

std::vector<std::string> RegressionState::axes() const { return {"coefficient"}; }

void RegressionState::describe(JsonObject& root) const {
  root.number("view_dimension", 1);
  root.flag("has_density", false);
  root.number("ridge_width", static_cast<double>(spec.source.features));
}

std::string RegressionState::summary(int run, int generation) const {
  if (generation == 0) return "The truth: labels from " + counted(spec.source.features, "feature") + ".";
  const double status = metric(run, generation, "status");
  std::string notes;
  if (const double share = metric(run, generation, "acceptance"); share < 1)
    notes += " The verifier kept " + percent(share) + " of its synthetic rows.";
  if (status == static_cast<double>(models::FitStatus::exhausted))
    return told("At generation " + grouped(generation) + " too few rows passed the verifier, so this run ends here.",
                " Its coefficients are the previous ones." + notes);
  if (status == static_cast<double>(models::FitStatus::degenerate))
    notes = " These rows left coefficients open, so the previous ones were kept." + notes;
  const double error = metric(run, generation, "test_error"), first = metric(run, 1, "test_error");
  return told("After " + generations(generation) + " the test error is " + figure(error) +
                  (generation > 1 ? since_first(error, first) : "") + ".",
              notes);
}

void RegressionState::append_model(int index, int t, std::string& out) const {
  numerics::put_numbers(out, meter->content(history->model(index, t)));
}

bool RegressionState::restore_model(int index, int t, std::string_view bytes) {
  std::vector<double> numbers(static_cast<std::size_t>(spec.source.features) + 1);
  numerics::ByteReader reader(bytes);
  if (!reader.take_numbers(numbers) || !reader.empty()) return false;
  const double noise = numbers.back();
  numbers.pop_back();
  for (const double number : numbers)
    if (!std::isfinite(number)) return false;
  history->restore(index, t, {std::make_shared<const std::vector<double>>(std::move(numbers)), noise});
  return true;
}

}  // namespace experiment
}  // namespace collapse
