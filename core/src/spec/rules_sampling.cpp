// Rules of biased sampling, selection, drawn statistics and further metrics.

#include <cmath>

#include "numerics/elementary.h"
#include "spec/json.h"
#include "spec/manifest.h"
#include "spec/rules.h"

namespace collapse::spec {

namespace {

constexpr double kMostCandidates = 1e8;  // of a generation

bool is_gaussian(ModelKind kind) { return kind == ModelKind::gaussian || kind == ModelKind::gmm; }

std::optional<Error> check_selection(const Spec& spec) {
  const SelectionKind selection = spec.selection.kind;
  if (selection == SelectionKind::none) return {};
  const ModelKind model = spec.model.kind;
  if (model == ModelKind::linear_regression) {
    if (selection != SelectionKind::verifier)
      return Error{"/selection/kind",
                   "Rows of a regression are selected by \"none\" or a \"verifier\", but the selection is " +
                       quoted(text_of(selection)) + "."};
    if (spec.model.design == DesignKind::fixed)
      return Error{"/selection/kind",
                   "A fixed design keeps its rows, so none may be refused: the selection must be \"none\" or the "
                   "design \"fresh\"."};
    return {};
  }
  if (!is_gaussian(model))
    return Error{"/selection/kind", "The draws of the model " + quoted(text_of(model)) +
                                        " are not selected, so the selection must be \"none\", but is " +
                                        quoted(text_of(selection)) + "."};
  if (selection == SelectionKind::best_of) {
    const double last =
        static_cast<double>(spec.samples.n) * numerics::pow(static_cast<double>(spec.generations), spec.samples.growth);
    const double drawn = last * static_cast<double>(spec.selection.candidates);
    if (!(drawn <= kMostCandidates))
      return Error{"/selection/candidates",
                   "One generation would draw " + format_number(std::floor(drawn)) +
                       " candidates; at most 100000000 are allowed. Lower the candidates or the sample size."};
  }
  const bool table = spec.source.kind == SourceKind::dataset || spec.source.kind == SourceKind::points;
  if (selection == SelectionKind::density && is_shape(spec.source.kind))
    return Error{"/selection/kind", "The density of the source " + quoted(text_of(spec.source.kind)) +
                                        " has no closed form to select by; the selection must not be \"density\"."};
  if (selection == SelectionKind::density && table)
    return Error{"/selection/kind", "A table has no density to select by; the selection must not be \"density\"."};
  return {};
}

// A smaller one has no square: it would be taken for none at all.
std::optional<Error> check_truncation(const Spec& spec) {
  constexpr double kLeast = 1e-9;
  if (!is_gaussian(spec.model.kind) || spec.model.truncation == 0 || spec.model.truncation >= kLeast) return {};
  return Error{"/model/truncation", "The truncation must be 0, which is everywhere, or from " + format_number(kLeast) +
                                        " to 10 standard deviations, but is " + format_number(spec.model.truncation) +
                                        "."};
}

std::optional<Error> check_statistics(const Spec& spec) {
  if (spec.model.kind != ModelKind::gaussian || spec.model.draws != DrawKind::statistics) return {};
  const auto instead = [](const char* path, const char* why) {
    return Error{path, std::string("Without points ") + why + "; let the model draw \"points\" (/model/draws)."};
  };
  if (spec.source.kind != SourceKind::gaussian)
    return instead("/source/kind",
                   "the statistics of real data must have a known law too, so the source must be \"gaussian\"");
  if (spec.workflow.kind == WorkflowKind::accumulate_subsample || spec.workflow.kind == WorkflowKind::recursion)
    return instead("/workflow/kind",
                   "there is nothing to choose from, so the workflow must be \"replace\", \"accumulate\", \"mix\" or "
                   "\"weighted\"");
  if (spec.selection.kind != SelectionKind::none) return instead("/selection/kind", "none can be selected");
  if (spec.model.truncation != 0) return instead("/model/truncation", "none can be cut off");
  if (spec.metrics == MetricsKind::all) return instead("/metrics", "only the \"basic\" metrics can be taken");
  return {};
}

// A verifier that keeps nothing at all would leave no data.
std::optional<Error> check_verifier(const Spec& spec) {
  if (spec.selection.kind != SelectionKind::verifier || spec.selection.false_negative < 1 ||
      spec.selection.false_positive > 0)
    return {};
  return Error{"/selection/false_negative",
               "A verifier that refuses all good draws and keeps no bad one keeps nothing; lower the false negatives "
               "or raise the false positives."};
}

}  // namespace

std::optional<Error> broken_sampling_rule(const Spec& spec) {
  if (std::optional<Error> error = check_selection(spec)) return error;
  if (std::optional<Error> error = check_verifier(spec)) return error;
  if (std::optional<Error> error = check_truncation(spec)) return error;
  if (std::optional<Error> error = check_statistics(spec)) return error;
  if (spec.metrics == MetricsKind::all && data_type(spec.model.kind) != DataType::points)
    return Error{"/metrics", "The metrics must be \"basic\" for the model " + quoted(text_of(spec.model.kind)) +
                                 ", but are \"all\"."};
  return {};
}

}  // namespace collapse::spec
