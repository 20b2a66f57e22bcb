#include "experiment/setting.h"
#include "kinds/mixture/shared.h"
#include "kinds/mixture/state.h"
#include "theory/laws.h"

namespace collapse::experiment {

using spec::JsonObject;

std::vector<theory::Law> mixture_laws(const Spec& spec, const Source& source, const models::Moments& moments,
                                      const MixtureSelection* selection) {
  const bool gmm = spec.model.kind == ModelKind::gmm;
  theory::Setting setting(make_plan(spec), static_cast<int>(spec.generations));
  setting.mixture_model = gmm;
  setting.estimator = spec.model.estimator;
  setting.gaussian_source = source.truth.density && source.truth.density->components() == 1;
  setting.dimension = source.truth.dimension;
  setting.mean = moments.mean;
  setting.covariance = moments.covariance;
  if (gmm) setting.added_variance = spec.model.added_variance;
  if (source.truth.is_table()) setting.population = static_cast<double>(source.truth.table.count);
  // Expectation-maximisation keeps the data's moments only while every covariance is free and no floor is in reach.
  if (gmm && (spec.model.covariance != CovarianceKind::full || spec.model.covariance_floor > 1e-100)) return {};
  return selection != nullptr ? selection->laws(setting) : theory::laws(setting);
}

void describe_mixture(const Source& source, const View& view, JsonObject& root) {
  root.number("view_dimension", view.dimension);
  root.flag("has_density", source.truth.density.has_value());
  root.number("ridge_width", kRidgeWidth);
}

std::vector<std::string> shown_axes(const Source& source, const View& view) {
  return {source.axes.begin(), source.axes.begin() + view.dimension};
}

std::vector<std::string> MixtureState::axes() const { return shown_axes(source, view); }
void MixtureState::describe(JsonObject& root) const { describe_mixture(source, view, root); }

}  // namespace collapse::experiment
