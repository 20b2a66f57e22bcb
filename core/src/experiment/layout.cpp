#include "collapse/fit.h"
#include "collapse/version.h"
#include "experiment/law_json.h"
#include "experiment/state.h"
#include "spec/manifest.h"

namespace collapse::experiment {

using spec::JsonArray;
using spec::JsonObject;

std::string layout_json(Experiment::State& state) {
  JsonObject root;
  root.text("version", kVersion);
  root.number("schema", kSpecSchema);
  root.text("model", spec::text_of(state.spec.model.kind));
  root.text("data", spec::text_of(data_type(state.spec.model.kind)));
  root.number("dimension", state.dimension());
  root.number("components", state.components());
  root.number("first_run", state.runs.first);
  root.number("runs", state.runs.count);
  root.number("generations", static_cast<double>(state.spec.generations));
  root.number("memory_bytes", state.memory_bytes);
  state.describe(root);
  JsonArray axes;
  for (const std::string& label : state.axes()) {
    JsonObject axis;
    axis.text("label", label);
    axis.text("unit", "");
    axes.add(axis.str());
  }
  root.add("axes", axes.str());
  root.add("laws", laws_json(state.laws));

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
  JsonArray statuses;
  for (const models::FitStatusInfo& info : models::kFitStatuses) statuses.add(spec::quoted(info.name));
  root.add("status", statuses.str());
  root.add("statistics", R"(["mean","q05","q25","q50","q75","q95"])");

  // The sections of a frame never move within an experiment, so generation 0 can stand for all.
  state.build_frame(state.runs.first, 0);
  JsonObject sections;
  sections.add("scene", state.scene.layout());
  sections.add("frame", state.frame.layout());
  state.build_progress();
  sections.add("progress", state.progress.layout());
  root.add("sections", sections.str());
  return root.str();
}

}  // namespace collapse::experiment
