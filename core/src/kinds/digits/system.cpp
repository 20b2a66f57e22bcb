#include "kinds/digits/system.h"

#include <algorithm>

#include "collapse/constants.h"
#include "collapse/stream.h"

namespace collapse::experiment {

using random::Purpose;
using random::Stream;

void DigitsSystem::Estimator::begin(const Data& data, const Model& previous, unsigned run, unsigned generation) {
  fit_.begin(data.pixels, previous.vae.parameters ? &previous.vae : nullptr, seed_, run, generation);
}

DigitsModel DigitsSystem::Estimator::finish(models::FitReport& report) const {
  DigitsModel model{fit_.finish(report), loss_curve(fit_.losses(), fit_.total()), kNaN};
  if (!fit_.epochs().empty()) {
    const models::VaeEpoch& last = fit_.epochs().back();
    model.fit_loss = last.reconstruction_nats + beta_ * last.kl_nats;
  }
  return model;
}

data::ImageSet DigitsSystem::pick(Stream stream, std::size_t count) const {
  const DigitsData& digits = *settings_->digits;
  std::vector<std::uint32_t> which = random::sample_without_replacement(
      stream, static_cast<std::uint32_t>(digits.training.size()), static_cast<std::uint32_t>(count));
  for (std::uint32_t& number : which) number = digits.training[number];
  return data::unpack(digits.packed, which);
}

data::ImageSet DigitsSystem::real(unsigned run, std::size_t count) const {
  return pick(Stream(settings_->seed, run, 0, Purpose::real_data), count);
}

data::ImageSet DigitsSystem::fresh_real(unsigned run, unsigned generation, std::size_t count) const {
  return pick(Stream(settings_->seed, run, generation, Purpose::fresh_real), count);
}

data::ImageSet DigitsSystem::synthetic(const Model& model, unsigned run, unsigned generation, std::size_t count) const {
  Data drawn;
  drawn.side = settings_->digits->side;
  drawn.count = count;
  drawn.pixels = models::draw(model.vae, count, settings_->temperature, settings_->output,
                              Stream(settings_->seed, run, generation, Purpose::synthetic, 0),
                              Stream(settings_->seed, run, generation, Purpose::synthetic, 1));
  drawn.labels.assign(count, data::kUnknownLabel);
  drawn.is_real.assign(count, 0);
  return drawn;
}

data::ImageSet DigitsSystem::subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const {
  if (count >= pool.count) return pool;
  Stream stream(settings_->seed, run, generation, Purpose::subsample);
  return data::select(pool, random::sample_without_replacement(stream, static_cast<std::uint32_t>(pool.count),
                                                               static_cast<std::uint32_t>(count)));
}

}  // namespace collapse::experiment
