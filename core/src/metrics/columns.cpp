#include "metrics/columns.h"

#include <string>
#include <utility>

namespace collapse::metrics {

using models::FitStatus;

namespace {

// What is so in a setting, as bits.
constexpr unsigned kLine = 1, kSeveralDimensions = 2;
constexpr unsigned kClosed = 4, kOpen = 8;         // of two Gaussians there are closed forms
constexpr unsigned kMixture = 16;                  // the model has several components
constexpr unsigned kHeldOut = 32, kRowsLeft = 64;  // data that no model is fitted on: new draws, rows of a table
constexpr unsigned kDivergence = 128;              // in every setting; where it is not defined its text says why

unsigned bits_of(const ColumnSetting& s) {
  return kDivergence | (s.dimension == 1 ? kLine : kSeveralDimensions) | (s.closed_form ? kClosed : kOpen) |
         (s.components > 1 ? kMixture : 0) | (s.has_density || s.is_shape ? kHeldOut : kRowsLeft);
}

const char* why_undefined(const ColumnSetting& s) {
  if (s.is_shape) return "Not defined: the density of this source has no closed form.";
  if (!s.has_density) return "Not defined: a table has no density.";
  return s.closed_form || s.dimension <= 2 ? nullptr : "Not offered for mixtures in more than two dimensions.";
}

constexpr auto kExact = Exactness::exact, kQuadrature = Exactness::quadrature, kDraws = Exactness::draws;
enum Axis : std::uint8_t { kLinear = 0, kLog = 1, kLinearFirst = 2, kLogFirst = 3 };  // "first": offered first

/// A metric: in which settings there is one (those with all of the bits), where its number is and what is said of it.
/// Of entries with one name a setting has one.
struct Entry {
  unsigned needs;
  double Values::*value;
  const char *name, *label, *unit, *doc;
  Exactness exactness = kExact;
  Axis axis = kLinear;
};

constexpr const char* kUnits = "source units";
constexpr const char* kUnitsSquared = "source units²";
constexpr const char* kWasserstein = "Wasserstein distance W₂";
constexpr const char* kOfDraws =
    "2-Wasserstein distance between 512 draws of the model and 512 quantiles of the source. Row 0 measures the source "
    "itself: the noise of the draws.";
constexpr const char *kForward = "KL divergence, model from truth", *kBackward = "KL divergence, truth from model";
constexpr const char* kForwardDoc =
    "KL(model ‖ truth): how surprising the model's output is to the truth. At least 0; inf for a point mass.";
constexpr const char* kBackwardDoc =
    "KL(truth ‖ model): how surprising the truth is to the model. At least 0; inf once the model has lost all width in "
    "some direction.";
constexpr const char *kTail2 = "Tail mass beyond 2σ", *kTail3 = "Tail mass beyond 3σ";
constexpr const char *kTail2Ratio = "Tail mass beyond 2σ, model to truth",
                     *kTail3Ratio = "Tail mass beyond 3σ, model to truth";
constexpr const char* kTail2RatioDoc =
    "The model's tail mass beyond 2σ over the source's. 1: the tail is as heavy as it should be. Not defined if the "
    "source has none.";
constexpr const char* kTail3RatioDoc =
    "The model's tail mass beyond 3σ over the source's. 1: the tail is as heavy as it should be. Not defined if the "
    "source has none.";
constexpr const char* kErrorDoc =
    "Estimated error of the numerical integral: the difference to coarser rules. 0 where the value is exact.";
constexpr const char *kL2First = "Squared L2 distance to the first model",
                     *kL2Second = "Squared L2 distance to a second first model";
constexpr const char* kL2FirstDoc =
    "Integral of (f₁ − f_t)², f₁ the model of generation 1, in closed form (Shumailov et al. 2024). 0 in generation 1; "
    "inf once a component is a point mass. Not defined in row 0.";
constexpr const char* kL2SecondDoc =
    "The same with f₁ a second fit of generation 1's data, from another start, as in the authors' figure. Not defined "
    "in row 0, nor if that fit overflowed.";
constexpr const char* kHeldOutLabel = "Log-likelihood of held-out data";

// In the order of a row.
constexpr Entry kEntries[] = {
    {kLine, &Values::mean, "mean", "Mean", kUnits, "Mean of the model.", kExact, kLinearFirst},
    {kLine, &Values::total_variance, "variance", "Variance", kUnitsSquared,
     "Variance of the model, of the whole mixture when it has several components.", kExact, kLogFirst},
    {kSeveralDimensions, &Values::total_variance, "total_variance", "Total variance", kUnitsSquared,
     "Trace of the model's covariance matrix: the variances of all coordinates added up.", kExact, kLogFirst},
    {kSeveralDimensions, &Values::log_determinant, "log_determinant", "Log determinant", "nats",
     "Natural logarithm of the determinant of the model's covariance matrix. -inf when it is singular.", kExact,
     kLinearFirst},
    {kClosed, &Values::w2, "w2", kWasserstein, kUnits,
     "2-Wasserstein distance between model and source, in closed form for two Gaussians.", kExact, kLogFirst},
    {kOpen | kLine, &Values::w2, "w2", kWasserstein, kUnits, kOfDraws, kDraws, kLogFirst},
    {kOpen | kSeveralDimensions, &Values::w2, "w2", kWasserstein, kUnits,
     "2-Wasserstein distance between model and source. Not defined here: in several dimensions only two Gaussians have "
     "a closed form. See sliced_w2.",
     kExact, kLog},
    {kClosed | kSeveralDimensions, &Values::sliced_w2, "sliced_w2", "Sliced Wasserstein distance", kUnits,
     "Root mean square over 16 directions of the 2-Wasserstein distance between the two Gaussians' projections, in "
     "closed form.",
     kExact, kLog},
    {kOpen | kSeveralDimensions, &Values::sliced_w2, "sliced_w2", "Sliced Wasserstein distance", kUnits,
     "Root mean square over 16 directions of the 2-Wasserstein distance between 512 draws of the model and 512 "
     "quantiles of the source. Row 0 measures the source itself: the noise of the draws.",
     kDraws, kLogFirst},
    {kDivergence | kClosed, &Values::kl_model_truth, "kl_model_truth", kForward, "nats", kForwardDoc, kExact,
     kLogFirst},
    {kDivergence | kOpen, &Values::kl_model_truth, "kl_model_truth", kForward, "nats", kForwardDoc, kQuadrature,
     kLogFirst},
    {kDivergence | kClosed, &Values::kl_truth_model, "kl_truth_model", kBackward, "nats", kBackwardDoc, kExact,
     kLogFirst},
    {kDivergence | kOpen, &Values::kl_truth_model, "kl_truth_model", kBackward, "nats", kBackwardDoc, kQuadrature,
     kLogFirst},
    {kLine, &Values::tail_2sigma, "tail_2sigma", kTail2, "",
     "Probability under the model of lying more than 2 standard deviations of the source from the source's mean.",
     kExact, kLogFirst},
    {kSeveralDimensions, &Values::tail_2sigma, "tail_2sigma", kTail2, "",
     "Share of 512 draws of the model at a Mahalanobis distance above 2 from the source's mean. Not defined if the "
     "source's covariance is singular.",
     kDraws, kLogFirst},
    {kLine, &Values::tail_3sigma, "tail_3sigma", kTail3, "",
     "Probability under the model of lying more than 3 standard deviations of the source from the source's mean.",
     kExact, kLog},
    {kSeveralDimensions, &Values::tail_3sigma, "tail_3sigma", kTail3, "",
     "Share of 512 draws of the model at a Mahalanobis distance above 3 from the source's mean. Not defined if the "
     "source's covariance is singular.",
     kDraws, kLog},
    {kLine, &Values::tail_2sigma_ratio, "tail_2sigma_ratio", kTail2Ratio, "", kTail2RatioDoc, kExact, kLog},
    {kSeveralDimensions, &Values::tail_2sigma_ratio, "tail_2sigma_ratio", kTail2Ratio, "", kTail2RatioDoc, kDraws,
     kLog},
    {kLine, &Values::tail_3sigma_ratio, "tail_3sigma_ratio", kTail3Ratio, "", kTail3RatioDoc, kExact, kLog},
    {kSeveralDimensions, &Values::tail_3sigma_ratio, "tail_3sigma_ratio", kTail3Ratio, "", kTail3RatioDoc, kDraws,
     kLog},
    {kLine, &Values::total_variation, "total_variation", "Total variation distance", "",
     "Half the integral of the absolute difference of the densities, from distribution functions between their "
     "crossings; 0 to 1.",
     kExact, kLinearFirst},
    {kLine, &Values::l2_first, "l2_first", kL2First, "1 / source units", kL2FirstDoc, kExact, kLog},
    {kSeveralDimensions, &Values::l2_first, "l2_first", kL2First, "1 / source units^d", kL2FirstDoc, kExact, kLog},
    {kMixture | kLine, &Values::l2_second, "l2_second", kL2Second, "1 / source units", kL2SecondDoc, kExact, kLog},
    {kMixture | kSeveralDimensions, &Values::l2_second, "l2_second", kL2Second, "1 / source units^d", kL2SecondDoc,
     kExact, kLog},
    {0, &Values::modes_alive, "modes_alive", "Modes alive", "modes",
     "Modes of the source with at least one of 512 draws of the model within three standard deviations (Srivastava et "
     "al. 2017; Lin et al. 2018). Not defined for tables and shapes.",
     kDraws},
    {kHeldOut, &Values::log_likelihood, "log_likelihood", kHeldOutLabel, "nats per point",
     "Mean log density of the model over 1,000 real points that no model is fitted on. -inf when one of them has "
     "density 0.",
     kExact, kLinearFirst},
    {kRowsLeft, &Values::log_likelihood, "log_likelihood", kHeldOutLabel, "nats per point",
     "Mean log density of the model over the rows that no model is fitted on. -inf when one of them has density 0. Not "
     "defined when no row is left over.",
     kExact, kLinearFirst},
    {kLine, &Values::sd, "sd", "Standard deviation", kUnits, "Standard deviation of the model.", kExact, kLogFirst},
    {kLine, &Values::log_determinant, "log_determinant", "Log variance", "nats",
     "Natural logarithm of the model's variance. -inf for a point mass."},
    {0, &Values::mean_shift_squared, "mean_shift_squared", "Squared shift of the mean", kUnitsSquared,
     "Squared distance between the model's mean and the source's.", kExact, kLog},
    {kClosed, &Values::w2_squared, "w2_squared", "Wasserstein distance squared", kUnitsSquared, "Square of w2.", kExact,
     kLog},
    {kOpen | kLine, &Values::w2_squared, "w2_squared", "Wasserstein distance squared", kUnitsSquared, "Square of w2.",
     kDraws, kLog},
    {kOpen | kSeveralDimensions, &Values::w2_squared, "w2_squared", "Wasserstein distance squared", kUnitsSquared,
     "Square of w2. Not defined here.", kExact, kLog},
    {kClosed, &Values::kl_model_truth_error, "kl_model_truth_error", "Error of kl_model_truth", "nats",
     "0: closed form.", kExact, kLog},
    {kOpen, &Values::kl_model_truth_error, "kl_model_truth_error", "Error of kl_model_truth", "nats", kErrorDoc,
     kQuadrature, kLog},
    {kClosed, &Values::kl_truth_model_error, "kl_truth_model_error", "Error of kl_truth_model", "nats",
     "0: closed form.", kExact, kLog},
    {kOpen, &Values::kl_truth_model_error, "kl_truth_model_error", "Error of kl_truth_model", "nats", kErrorDoc,
     kQuadrature, kLog},
    {0, &Values::iterations, "iterations", "Iterations of the fit", "iterations",
     "Iterations of the estimator; 1 for a closed form, 0 in row 0."},
    {0, &Values::status, "status", "", "", ""},
    {0, &Values::floors_applied, "floors_applied", "Floors applied", "",
     "Covariances raised to the floor in the final estimate."},
    {0, &Values::dead_components, "dead_components", "Dead components", "components",
     "Components that no data support any more."},
};

void add_means(std::vector<Column>& list, int dimension) {
  for (int j = 1; j <= dimension; ++j) {
    const std::string index = std::to_string(j);
    list.push_back({"mean_" + index, "Mean, coordinate " + index, kUnits,
                    "Coordinate " + index + " of the model's mean.", kExact, false, false});
  }
}

void add_components(std::vector<Column>& list, const ColumnSetting& s) {
  const auto add = [&](std::string name, std::string label, const char* unit, std::string doc, bool log_axis) {
    list.push_back({std::move(name), std::move(label), unit, std::move(doc), Exactness::exact, log_axis, false});
  };
  for (int k = 1; k <= s.components; ++k) {
    const std::string name = "component_" + std::to_string(k);
    const std::string label = "Component " + std::to_string(k);
    add(name + "_weight", label + ": weight", "", "Weight of the component. 0: dead.", false);
    if (s.dimension == 1) {
      add(name + "_mean", label + ": mean", "source units", "Mean of the component.", false);
      add(name + "_sd", label + ": standard deviation", "source units", "Standard deviation of the component.", true);
      continue;
    }
    for (int j = 1; j <= s.dimension; ++j) {
      const std::string index = std::to_string(j);
      add(name + "_mean_" + index, label + ": mean, coordinate " + index, "source units",
          "Coordinate " + index + " of the component's mean.", false);
    }
    for (int j = 1; j <= s.dimension; ++j) {
      const std::string index = std::to_string(j);
      add(name + "_sd_" + index, label + ": standard deviation, coordinate " + index, "source units",
          "Standard deviation of the component along coordinate " + index + ".", true);
    }
  }
}

}  // namespace

Column status_column(std::initializer_list<PossibleStatus> possible, std::string_view between) {
  std::string doc;
  for (const auto& [status, remark] : possible) {
    if (!doc.empty()) doc += between;
    ((doc += std::to_string(static_cast<int>(status)) + " ") += models::info_of(status).words) += remark;
  }
  return {"status", "Status of the fit", "", doc + ".", Exactness::exact, false, false};
}

MeasuredColumns make_columns(const ColumnSetting& s) {
  MeasuredColumns made;
  const unsigned bits = bits_of(s);
  if (s.dimension > 1) add_means(made.list, s.dimension);
  for (const Entry& entry : kEntries) {
    if ((bits & entry.needs) != entry.needs) continue;
    made.values.push_back(entry.value);
    if (entry.value == &Values::status) {
      made.list.push_back(status_column({{FitStatus::converged},
                                         {FitStatus::iteration_limit},
                                         {FitStatus::degenerate},
                                         {FitStatus::non_finite},
                                         {FitStatus::exhausted, ": too few draws passed a selection"}}));
      continue;
    }
    Column& column = made.list.emplace_back(Column{entry.name, entry.label, entry.unit, entry.doc, entry.exactness,
                                                   (entry.axis & kLog) != 0, (entry.axis & kLinearFirst) != 0});
    if (const char* why = why_undefined(s); why && (entry.needs & kDivergence)) (column.doc += ' ') += why;
    if (entry.value == &Values::total_variation && !s.has_density) column.doc = why_undefined(s);
  }
  if (s.components > 1) add_components(made.list, s);
  return made;
}

}  // namespace collapse::metrics
