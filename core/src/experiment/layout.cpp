#include "collapse/version.h"
#include "experiment/state.h"
#include "spec/json.h"
#include "spec/manifest.h"

namespace collapse::experiment {

using spec::JsonArray;
using spec::JsonObject;

std::vector<theory::Law> laws_of(const Spec& spec, const Source& source, const models::Moments& moments) {
  const bool gmm = spec.model.kind == ModelKind::gmm;
  theory::Setting setting;
  setting.mixture_model = gmm;
  setting.estimator = static_cast<theory::Estimator>(spec.model.estimator);
  setting.workflow = static_cast<theory::Workflow>(spec.workflow.kind);
  recursion::Plan plan;
  plan.workflow = static_cast<recursion::Workflow>(spec.workflow.kind);
  plan.real_fraction = spec.workflow.real_fraction;
  plan.n = static_cast<double>(spec.samples.n);
  plan.growth = spec.samples.growth;
  for (int t = 1; t <= spec.generations; ++t) {
    setting.n.push_back(static_cast<double>(plan.samples(t)));
    setting.real.push_back(static_cast<double>(plan.real_samples(t)));
  }
  setting.fresh = spec.workflow.real == RealKind::fresh;
  setting.constant_n = spec.samples.growth == 0;
  setting.gaussian_source = source.truth.density && source.truth.density->components() == 1;
  setting.dimension = source.truth.dimension;
  setting.mean = moments.mean;
  setting.covariance = moments.covariance;
  if (!source.truth.density) setting.population = static_cast<double>(source.truth.table.count);
  // Expectation-maximisation keeps the data's moments only while every covariance is free and no floor is in reach.
  if (gmm && (spec.model.covariance != CovarianceKind::full || spec.model.covariance_floor > 1e-100)) return {};
  return theory::laws(setting);
}

std::string layout_json(Experiment::State& state) {
  JsonObject root;
  root.text("version", kVersion);
  root.number("schema", kSpecSchema);
  root.number("dimension", state.dimension());
  root.number("view_dimension", state.view.dimension);
  root.number("components", state.components);
  root.text("model", spec::text_of(state.spec.model.kind));
  root.number("first_run", state.runs.first);
  root.number("runs", state.runs.count);
  root.number("generations", static_cast<double>(state.spec.generations));
  root.flag("has_density", state.source.truth.density.has_value());
  root.number("memory_bytes", state.memory_bytes);
  root.number("ridge_width", kRidgeWidth);

  JsonArray axes;
  for (int j = 0; j < state.view.dimension; ++j) {
    JsonObject axis;
    axis.text("label", state.source.axes[static_cast<std::size_t>(j)]);
    axis.text("unit", "");
    axes.add(axis.str());
  }
  root.add("axes", axes.str());

  JsonArray columns;
  for (const ColumnInfo& info : state.columns) {
    JsonObject column;
    column.text("name", info.name);
    column.text("label", info.label);
    column.text("unit", info.unit);
    column.text("doc", info.doc);
    column.text("exactness", info.exactness);
    column.flag("log_axis", info.log_axis);
    column.flag("headline", info.headline);
    columns.add(column.str());
  }
  root.add("columns", columns.str());

  static constexpr std::string_view kLawKinds[] = {"expectation", "geometric_mean", "limit"};
  JsonArray laws;
  for (const theory::Law& law : laws_of(state.spec, state.source, state.meter->truth_moments())) {
    JsonObject item;
    item.text("metric", law.metric);
    item.text("kind", kLawKinds[static_cast<int>(law.kind)]);
    item.text("label", law.label);
    item.text("source", law.source);
    item.add("values", spec::json_numbers(law.values));
    item.add("sd", spec::json_numbers(law.sd));
    laws.add(item.str());
  }
  root.add("laws", laws.str());
  root.add("status", R"(["converged","iteration_limit","degenerate","non_finite"])");
  root.add("statistics", R"(["mean","q05","q25","q50","q75","q95"])");

  // The sections of a frame never move within an experiment, so generation 0 can stand for all.
  build_frame(state, state.runs.first, 0);
  JsonObject sections;
  sections.add("scene", state.scene.layout());
  sections.add("frame", state.frame.layout());
  root.add("sections", sections.str());
  return root.str();
}

}  // namespace collapse::experiment
