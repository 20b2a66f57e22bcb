#include "kinds/mixture/system.h"

namespace collapse::experiment {

using random::Purpose;
using random::Stream;

MixtureSystem::Estimator::Estimator(const MixtureSystemSettings& settings) : settings_(&settings) {
  if (settings.mixture_model) em_.emplace(settings.em);
}

void MixtureSystem::Estimator::begin(const Data& data, const Model& previous, unsigned run, unsigned generation) {
  data_ = &data;
  run_ = run;
  generation_ = generation;
  previous_ = previous;
  gave_out_ = done_ = settings_->selection && settings_->selection->gave_out(run, generation);
  if (em_ && !gave_out_) em_->begin(data, generation > 1 ? &previous_ : nullptr, settings_->seed, run, generation);
}

models::GrowingSums* MixtureSystem::Estimator::growing_sums() {
  if (!settings_->accumulates) return nullptr;
  Growing& growing = growing_[run_];
  if (growing.generation + 1 != generation_) growing.sums = {};
  growing.generation = generation_;
  return &growing.sums;
}

long MixtureSystem::Estimator::advance(long work) {
  if (gave_out_) return 0;
  if (em_) return em_->advance(work);
  if (done_) return 0;
  report_ = {};
  if (settings_->real_weight < 0)
    models::fit_gaussian(*data_, settings_->estimator, settings_->known_covariance, report_, fitted_, growing_sums());
  else
    models::fit_weighted_gaussian(*data_, settings_->real_weight, settings_->estimator, settings_->known_covariance,
                                  report_, fitted_);
  done_ = true;
  return 1;
}

bool MixtureSystem::Estimator::done() const { return em_ && !gave_out_ ? em_->done() : done_; }

models::Mixture MixtureSystem::Estimator::finish(models::FitReport& report) const {
  if (gave_out_) {
    report.status = models::FitStatus::exhausted;
    return previous_;
  }
  Model model = em_ ? em_->finish(report) : fitted_;
  if (!em_) report = report_;
  return report.status == models::FitStatus::non_finite ? previous_ : model;
}

MixtureSystem::MixtureSystem(MixtureSystemSettings settings)
    : settings_(std::make_shared<const MixtureSystemSettings>(std::move(settings))) {}

std::optional<data::PointSet> MixtureSystem::drawn(std::size_t count, Stream& stream) const {
  if (settings_->density) return models::sample(*settings_->density, count, stream, true);
  if (settings_->shape) return settings_->shape->sample(count, stream, true);
  return {};
}

data::PointSet MixtureSystem::real(unsigned run, std::size_t count) const {
  Stream stream(settings_->seed, run, 0, Purpose::real_data);
  if (std::optional<Data> list = drawn(settings_->real_list, stream))
    return count == list->count ? std::move(*list) : data::first(*list, count);
  const auto population = static_cast<std::uint32_t>(settings_->table.count);
  return data::select(settings_->table,
                      random::sample_without_replacement(stream, population, static_cast<std::uint32_t>(count)));
}

data::PointSet MixtureSystem::fresh_real(unsigned run, unsigned generation, std::size_t count) const {
  Stream stream(settings_->seed, run, generation, Purpose::fresh_real);
  if (std::optional<Data> points = drawn(count, stream)) return std::move(*points);
  const auto population = static_cast<std::uint32_t>(settings_->table.count);
  return data::select(settings_->table,
                      random::sample_without_replacement(stream, population, static_cast<std::uint32_t>(count)));
}

data::PointSet MixtureSystem::synthetic(const Model& model, unsigned run, unsigned generation, std::size_t count,
                                        unsigned part) const {
  Stream stream(settings_->seed, run, generation, Purpose::synthetic, part);
  if (settings_->selection)
    return settings_->selection->draw(model, run, generation, generation + 1 + part, count, stream);
  return models::sample(model, count, stream);
}

data::PointSet MixtureSystem::subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const {
  if (count >= pool.count) return pool;
  Stream stream(settings_->seed, run, generation, Purpose::subsample);
  return data::select(pool, random::sample_without_replacement(stream, static_cast<std::uint32_t>(pool.count),
                                                               static_cast<std::uint32_t>(count)));
}

data::PointSet MixtureSystem::left_over(unsigned run) const {
  if (settings_->density) return Data::empty(settings_->table.dimension);
  if (settings_->shape) return Data::empty(2);
  Stream stream(settings_->seed, run, 0, Purpose::real_data);
  const auto population = static_cast<std::uint32_t>(settings_->table.count);
  const std::vector<std::uint32_t> order = random::sample_without_replacement(stream, population, population);
  return data::select(settings_->table, std::span(order).subspan(settings_->real_list));
}

}  // namespace collapse::experiment
