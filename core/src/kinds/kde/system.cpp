#include "kinds/kde/system.h"

#include <utility>

namespace collapse::experiment {

using random::Purpose;
using random::Stream;

void KdeSystem::Estimator::begin(const Data& data, const Model& previous, unsigned run, unsigned generation) {
  data_ = data;
  model_ = {previous.learnt, run, generation};
  done_ = false;
}

long KdeSystem::Estimator::advance(long) {
  models::KernelDensity fitted = models::fit_kde(data_, settings_->rule, settings_->bandwidth, report_);
  if (report_.status != models::FitStatus::non_finite || model_.learnt == nullptr)
    model_.learnt = std::make_shared<const models::KernelDensity>(std::move(fitted));
  data_ = {};
  done_ = true;
  return 1;
}

KdeModel KdeSystem::Estimator::finish(models::FitReport& report) const {
  report = report_;
  return model_;
}

KdeSystem::KdeSystem(KdeSettings settings)
    : settings_(std::make_shared<const KdeSettings>(std::move(settings))), source_(settings_->source) {}

data::Batches KdeSystem::synthetic(const Model& model, unsigned run, unsigned generation, std::size_t count,
                                   unsigned part) const {
  Stream stream(settings_->source.seed, run, generation, Purpose::synthetic, part);
  return data::batches_of(models::sample(*model.learnt, count, stream));
}

data::Batches KdeSystem::subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const {
  if (count >= pool.count) return pool;
  Stream stream(settings_->source.seed, run, generation, Purpose::subsample);
  return data::batches_of(
      data::select(pool, random::sample_without_replacement(stream, static_cast<std::uint32_t>(pool.count),
                                                            static_cast<std::uint32_t>(count))));
}

}  // namespace collapse::experiment
