#include "kinds/counts/system.h"

#include <utility>

#include "collapse/stream.h"
#include "random/poisson.h"

namespace collapse::experiment {

using random::Purpose;
using random::Stream;

namespace {

// `count` draws of a table or of a Poisson distribution, kind by kind.
template <class Distribution>
data::Tally tally_of(const Distribution& distribution, Stream stream, std::size_t count, std::size_t kinds, bool real) {
  data::Tally drawn;
  drawn.reach(kinds);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t kind = distribution.draw(stream);
    if (kind >= drawn.counts.size()) drawn.reach(kind + 1);
    ++drawn.counts[kind];
  }
  if (real) drawn.real = drawn.counts;
  return drawn;
}

}  // namespace

DiscreteSystem::DiscreteSystem(DiscreteSettings settings)
    : settings_(std::make_shared<const DiscreteSettings>(std::move(settings))) {
  if (!settings_->poisson) truth_ = std::make_shared<const random::AliasTable<double>>(settings_->probabilities);
}

data::Tally DiscreteSystem::draw_truth(Stream stream, std::size_t count) const {
  if (settings_->poisson) return tally_of(random::Poisson(settings_->rate), stream, count, 0, true);
  return tally_of(*truth_, stream, count, settings_->categories(), true);
}

data::Tally DiscreteSystem::real(unsigned run, std::size_t count) const {
  return draw_truth(Stream(settings_->seed, run, 0, Purpose::real_data), count);
}

data::Tally DiscreteSystem::fresh_real(unsigned run, unsigned generation, std::size_t count) const {
  return draw_truth(Stream(settings_->seed, run, generation, Purpose::fresh_real), count);
}

data::Tally DiscreteSystem::synthetic(const Model& model, unsigned run, unsigned generation, std::size_t count,
                                      unsigned part) const {
  const Stream stream(settings_->seed, run, generation, Purpose::synthetic, part);
  const models::Frequencies& learnt = *model.learnt;
  if (settings_->poisson) return tally_of(random::Poisson(learnt.mean), stream, count, 0, false);
  if (settings_->bias.none()) {
    const std::vector<std::uint64_t> weights(learnt.counts.begin(), learnt.counts.end());
    return tally_of(random::AliasTable<std::uint64_t>(weights, learnt.kinds), stream, count, settings_->categories(),
                    false);
  }
  return tally_of(random::AliasTable<double>(models::biased_weights(learnt, settings_->bias), learnt.kinds), stream,
                  count, settings_->categories(), false);
}

data::Tally DiscreteSystem::subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const {
  Stream stream(settings_->seed, run, generation, Purpose::subsample);
  return data::subsample(pool, count, stream);
}

}  // namespace collapse::experiment
