#include <utility>

#include "experiment/kinds.h"
#include "experiment/setting.h"
#include "kinds/digits/state.h"
#include "numerics/bytes.h"

namespace collapse {

namespace experiment {

namespace {

using random::Purpose;
using random::Stream;

// Part of the measurement stream of run 0, generation 0: where the digits of the wall are decoded from.
constexpr std::uint32_t kWallPart = 3;

models::VaeSettings fit_settings(const Spec& spec, int side) {
  models::VaeSettings settings;
  settings.shape.architecture = spec.model.architecture;
  settings.shape.side = side;
  settings.shape.latent = static_cast<int>(spec.model.latent);
  settings.shape.hidden = static_cast<int>(spec.model.hidden);
  settings.epochs = static_cast<int>(spec.model.epochs);
  settings.batch = static_cast<int>(spec.model.batch);
  settings.learning_rate = spec.model.learning_rate;
  settings.weight_decay = spec.model.weight_decay;
  settings.beta = spec.model.beta;
  settings.start = spec.model.start;
  return settings;
}

Memory memory_needed(const recursion::Plan& plan, RunRange runs, int generations, std::size_t columns,
                     std::size_t pixels, const models::VaeSize& size, std::size_t known_digits) {
  Memory memory;
  const double model = static_cast<double>(size.model_bytes) + 4.0 * kLossPoints;
  memory.history = runs.count * ((generations + 1.0) * 8.0 * static_cast<double>(columns) + generations * model);
  const double image = 4.0 * static_cast<double>(pixels) + 2;
  memory.data = data_bytes(plan, runs.count, generations, image) +
                static_cast<double>(known_digits) * static_cast<double>(pixels) / 2 +
                image * static_cast<double>(kTestDigits + kJudgeDigits);
  memory.fitting = static_cast<double>(size.fitting_bytes);
  return memory;
}

StateResult make(const Order& order) {
  const Spec& spec = order.spec;
  const int generations = static_cast<int>(spec.generations);
  Result<DigitsData> read = make_digits(spec, order.table);
  if (!read) return read.error();
  auto state = std::make_unique<DigitsState>(spec, order.runs);
  state->plan = make_plan(spec);
  state->digits = std::make_shared<const DigitsData>(std::move(*read));
  const DigitsData& digits = *state->digits;
  const std::size_t most = most_real(state->plan, generations);
  if (most > digits.training.size())
    return Error{"/samples/n", "One generation would take " + std::to_string(most) +
                                   " real digits, but there are only " + std::to_string(digits.training.size()) +
                                   ", each of which is taken once."};

  DigitsSettings settings;
  settings.seed = static_cast<std::uint64_t>(spec.seed);
  settings.digits = state->digits;
  settings.vae = fit_settings(spec, digits.side);
  settings.temperature = spec.model.temperature;
  settings.output = spec.model.output;
  state->shape = settings.vae.shape;
  const models::VaeSize size = models::size_of(state->shape, settings.vae.batch);
  state->parameter_count = size.parameters;
  state->columns = column_infos(digits_columns());
  const Memory memory = memory_needed(state->plan, order.runs, generations, state->columns.size(), digits.pixels(),
                                      size, digits.packed.count);
  state->memory_bytes = memory.total();
  if (std::optional<Error> error = too_much_memory(spec, order.runs, memory, order.memory_limit)) return *error;

  Stream wall(settings.seed, 0, 0, Purpose::measurement, kWallPart);
  state->wall_latents.resize(kWallDigits * static_cast<std::size_t>(state->shape.latent));
  for (float& latent : state->wall_latents) latent = static_cast<float>(spec.model.temperature * wall.normal());

  state->records = Records(order.runs.count, generations, state->columns);
  const std::size_t real_list = state->plan.samples(1);
  state->recursion = std::make_unique<recursion::Recursion<DigitsSystem>>(
      DigitsSystem(std::move(settings)), state->plan, order.runs.first, order.runs.count, generations);
  state->meter =
      std::make_unique<DigitsMeter>(state->recursion->system(), order.runs.first, order.runs.count, real_list);
  state->history = std::make_unique<DigitsHistory>(*state->meter, state->records, order.runs.count, generations);

  const std::size_t shown = std::min(kWallDigits, digits.test.count);
  state->scene.add("size", {static_cast<double>(digits.side)});
  const std::span<double> real = state->scene.section("real", kWallDigits * digits.pixels());
  std::copy_n(digits.test.pixels.begin(), shown * digits.pixels(), real.begin());
  const std::span<double> labels = state->scene.section("real_class", kWallDigits);
  std::copy_n(digits.test.labels.begin(), shown, labels.begin());
  return std::unique_ptr<Experiment::State>(std::move(state));
}

Result<std::size_t> real_items(const Spec& spec, std::string_view table) {
  const Result<DigitsData> read = make_digits(spec, table);
  if (!read) return read.error();
  return read->training.size();
}

constexpr DataType kData[] = {DataType::images};

constexpr Reading kReadings[] = {
    {Role::risk, "test_elbo", true, false, 1.1, 0},
    {Role::variance, "latent_sd", true, true, 0.316, 0},  // a tenth of the variance
    {Role::tail, "recall", true, true, 0.5, 0},
    {Role::modes, "confidence", true, true, 0.75, 0},
    {Role::real, "precision", true, false, 0.5, 0},
};

}  // namespace

}  // namespace experiment

namespace kinds {
using namespace experiment;
extern const Kind digits;
constinit const Kind digits{kData, make, kReadings, real_items};

std::vector<ColumnTable> digits_tables(ModelKind model);
std::vector<ColumnTable> digits_tables(ModelKind model) {
  if (model != ModelKind::vae) return {};
  return {{"Digits", "", column_infos(digits_columns())}};
}
}  // namespace kinds

namespace experiment {

void DigitsState::advance(long work) {
  if (!meter->prepared()) {
    work -= meter->prepare(work);
    if (!meter->prepared()) return;
    history->measure_truth();
  }
  RecursiveState::advance(work);
}

std::span<const double> DigitsState::parameters(int run_index, int t) {
  const std::vector<float>& own = *history->model(run_index, t).vae.parameters;
  parameters_block_.assign(own.begin(), own.end());
  return parameters_block_;
}

void DigitsState::append_model(int run_index, int t, std::string& out) const {
  const DigitsModel& model = history->model(run_index, t);
  if (!model.vae.parameters) return;  // the run had ended
  for (const std::vector<float>* part : {model.vae.parameters.get(), &model.losses}) numerics::put_numbers(out, *part);
}

void DigitsState::append_shared(std::string& out) const {
  if (!meter->prepared()) return;
  numerics::put_numbers(out, *meter->classifier().parameters);
}

bool DigitsState::restore_shared(std::string_view bytes) {
  if (bytes.empty()) return true;
  std::vector<float> parameters(models::classifier_parameters(digits->pixels()));
  numerics::ByteReader reader(bytes);
  if (!reader.take_numbers(parameters) || !reader.empty() || !all_finite(parameters)) return false;
  meter->set_judge(std::move(parameters));
  return true;
}

bool DigitsState::restore_model(int run_index, int t, std::string_view bytes) {
  // The judge measured every generation, and a run has models until it ends: a state that says otherwise is none.
  if (!meter->prepared() || bytes.empty() != history->ended(run_index, t - 1)) return false;
  if (bytes.empty()) {
    history->restore(run_index, t, {});
    return true;
  }
  std::vector<float> parameters(static_cast<std::size_t>(parameter_count));
  DigitsModel model;
  model.losses.resize(kLossPoints);
  numerics::ByteReader reader(bytes);
  if (!reader.take_numbers(parameters) || !reader.take_numbers(model.losses) || !reader.empty()) return false;
  if (!all_finite(parameters)) return false;
  model.vae = {shape, std::make_shared<const std::vector<float>>(std::move(parameters))};
  history->restore(run_index, t, std::move(model));
  return true;
}

}  // namespace experiment
}  // namespace collapse
