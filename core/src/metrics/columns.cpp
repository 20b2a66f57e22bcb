#include "metrics/columns.h"

#include <string>

namespace collapse::metrics {

using models::FitStatus;

namespace {

const char* no_density(const ColumnSetting& s) {
  return s.is_shape ? "Not defined: the density of this source has no closed form."
                    : "Not defined: a table has no density.";
}

struct Columns {
  std::vector<Column> list;

  Column& add(std::string name, std::string label, std::string unit, std::string doc,
              Exactness exactness = Exactness::exact) {
    list.push_back({std::move(name), std::move(label), std::move(unit), std::move(doc), exactness, false, false});
    return list.back();
  }
};

void add_moments(Columns& c, const ColumnSetting& s) {
  if (s.dimension == 1) {
    c.add("mean", "Mean", "source units", "Mean of the model.").headline = true;
    Column& variance = c.add("variance", "Variance", "source units²",
                             "Variance of the model, of the whole mixture when it has several components.");
    variance.log_axis = variance.headline = true;
    return;
  }
  for (int j = 1; j <= s.dimension; ++j) {
    const std::string index = std::to_string(j);
    c.add("mean_" + index, "Mean, coordinate " + index, "source units",
          "Coordinate " + index + " of the model's mean.");
  }
  Column& total = c.add("total_variance", "Total variance", "source units²",
                        "Trace of the model's covariance matrix: the variances of all coordinates added up.");
  total.log_axis = total.headline = true;
  c.add("log_determinant", "Log determinant", "nats",
        "Natural logarithm of the determinant of the model's covariance matrix. -inf when it is singular.")
      .headline = true;
}

void add_distances(Columns& c, const ColumnSetting& s) {
  const bool on_line = s.dimension == 1;
  const std::string closed = "2-Wasserstein distance between model and source, in closed form for two Gaussians.";
  const std::string line =
      "2-Wasserstein distance between 512 draws of the model and 512 quantiles of the source. Row 0 measures the "
      "source itself: the noise of the draws.";
  const std::string none =
      "2-Wasserstein distance between model and source. Not defined here: in several dimensions only two Gaussians "
      "have a closed form. See sliced_w2.";
  Column& w2 = c.add("w2", "Wasserstein distance W₂", "source units",
                     s.closed_form ? closed
                     : on_line     ? line
                                   : none,
                     on_line && !s.closed_form ? Exactness::draws : Exactness::exact);
  w2.log_axis = true;
  w2.headline = s.closed_form || on_line;
  if (!on_line) {
    Column& sliced =
        c.add("sliced_w2", "Sliced Wasserstein distance", "source units",
              s.closed_form
                  ? "Root mean square over 16 directions of the 2-Wasserstein distance between the two Gaussians' "
                    "projections, in closed form."
                  : "Root mean square over 16 directions of the 2-Wasserstein distance between 512 draws of the model "
                    "and 512 quantiles of the source. Row 0 measures the source itself: the noise of the draws.",
              s.closed_form ? Exactness::exact : Exactness::draws);
    sliced.log_axis = true;
    sliced.headline = !s.closed_form;
  }

  const Exactness kl = s.closed_form ? Exactness::exact : Exactness::quadrature;
  const std::string undefined = !s.has_density    ? " " + std::string(no_density(s))
                                : s.closed_form   ? ""
                                : s.dimension > 2 ? " Not offered for mixtures in more than two dimensions."
                                                  : "";
  Column& forward =
      c.add("kl_model_truth", "KL divergence, model from truth", "nats",
            "KL(model ‖ truth): how surprising the model's output is to the truth. At least 0; inf for a point mass." +
                undefined,
            kl);
  forward.log_axis = forward.headline = true;
  Column& backward = c.add("kl_truth_model", "KL divergence, truth from model", "nats",
                           "KL(truth ‖ model): how surprising the truth is to the model. At least 0; inf once the "
                           "model has lost all width in some direction." +
                               undefined,
                           kl);
  backward.log_axis = backward.headline = true;
}

void add_tails(Columns& c, const ColumnSetting& s) {
  const bool line = s.dimension == 1;
  const Exactness exactness = line ? Exactness::exact : Exactness::draws;
  for (const char* reach : {"2", "3"}) {
    const std::string r(reach);
    Column& tail = c.add("tail_" + r + "sigma", "Tail mass beyond " + r + "σ", "",
                         line ? "Probability under the model of lying more than " + r +
                                    " standard deviations of the source from the source's mean."
                              : "Share of 512 draws of the model at a Mahalanobis distance above " + r +
                                    " from the source's mean. Not defined if the source's covariance is singular.",
                         exactness);
    tail.log_axis = true;
    tail.headline = r == "2";
  }
  for (const char* reach : {"2", "3"}) {
    const std::string r(reach);
    c.add("tail_" + r + "sigma_ratio", "Tail mass beyond " + r + "σ, model to truth", "",
          "The model's tail mass beyond " + r +
              "σ over the source's. 1: the tail is as heavy as it should be. Not defined if the source has none.",
          exactness)
        .log_axis = true;
  }
}

void add_components(Columns& c, const ColumnSetting& s) {
  for (int k = 1; k <= s.components; ++k) {
    const std::string name = "component_" + std::to_string(k);
    const std::string label = "Component " + std::to_string(k);
    c.add(name + "_weight", label + ": weight", "", "Weight of the component. 0: dead.");
    if (s.dimension == 1) {
      c.add(name + "_mean", label + ": mean", "source units", "Mean of the component.");
      c.add(name + "_sd", label + ": standard deviation", "source units", "Standard deviation of the component.")
          .log_axis = true;
      continue;
    }
    for (int j = 1; j <= s.dimension; ++j) {
      const std::string index = std::to_string(j);
      c.add(name + "_mean_" + index, label + ": mean, coordinate " + index, "source units",
            "Coordinate " + index + " of the component's mean.");
    }
    for (int j = 1; j <= s.dimension; ++j) {
      const std::string index = std::to_string(j);
      c.add(name + "_sd_" + index, label + ": standard deviation, coordinate " + index, "source units",
            "Standard deviation of the component along coordinate " + index + ".")
          .log_axis = true;
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

std::vector<Column> make_columns(const ColumnSetting& s) {
  Columns c;
  const bool line = s.dimension == 1;
  add_moments(c, s);
  add_distances(c, s);
  add_tails(c, s);
  if (line) {
    c.add("total_variation", "Total variation distance", "",
          s.has_density ? "Half the integral of the absolute difference of the densities, from distribution functions "
                          "between their crossings; 0 to 1."
                        : no_density(s))
        .headline = true;
  }
  c.add("l2_first", "Squared L2 distance to the first model", line ? "1 / source units" : "1 / source units^d",
        "Integral of (f₁ − f_t)², f₁ the model of generation 1, in closed form (Shumailov et al. 2024). 0 in "
        "generation 1; inf once a component is a point mass. Not defined in row 0.")
      .log_axis = true;
  if (s.components > 1) {
    c.add("l2_second", "Squared L2 distance to a second first model", line ? "1 / source units" : "1 / source units^d",
          "The same with f₁ a second fit of generation 1's data, from another start, as in the authors' figure. Not "
          "defined in row 0, nor if that fit overflowed.")
        .log_axis = true;
  }
  c.add("modes_alive", "Modes alive", "modes",
        "Modes of the source with at least one of 512 draws of the model within three standard deviations (Srivastava "
        "et al. 2017; Lin et al. 2018). Not defined for tables and shapes.",
        Exactness::draws);
  c.add("log_likelihood", "Log-likelihood of held-out data", "nats per point",
        s.has_density || s.is_shape
            ? "Mean log density of the model over 1,000 real points that no model is fitted on. -inf when one of them "
              "has density 0."
            : "Mean log density of the model over the rows that no model is fitted on. -inf when one of them "
              "has density 0. Not defined when no row is left over.")
      .headline = true;
  if (line) {
    Column& sd = c.add("sd", "Standard deviation", "source units", "Standard deviation of the model.");
    sd.log_axis = sd.headline = true;
    c.add("log_determinant", "Log variance", "nats",
          "Natural logarithm of the model's variance. -inf for a point mass.");
  }
  c.add("mean_shift_squared", "Squared shift of the mean", "source units²",
        "Squared distance between the model's mean and the source's.")
      .log_axis = true;
  c.add("w2_squared", "Wasserstein distance squared", "source units²",
        s.closed_form || line ? "Square of w2." : "Square of w2. Not defined here.",
        line && !s.closed_form ? Exactness::draws : Exactness::exact)
      .log_axis = true;
  for (const char* name : {"kl_model_truth", "kl_truth_model"}) {
    c.add(std::string(name) + "_error", std::string("Error of ") + name, "nats",
          s.closed_form ? "0: closed form."
                        : "Estimated error of the numerical integral: the difference to coarser rules. 0 where the "
                          "value is exact.",
          s.closed_form ? Exactness::exact : Exactness::quadrature)
        .log_axis = true;
  }
  c.add("iterations", "Iterations of the fit", "iterations",
        "Iterations of the estimator; 1 for a closed form, 0 in row 0.");
  c.list.push_back(status_column({{FitStatus::converged},
                                  {FitStatus::iteration_limit},
                                  {FitStatus::degenerate},
                                  {FitStatus::non_finite},
                                  {FitStatus::exhausted, ": too few draws passed a selection"}}));
  c.add("floors_applied", "Floors applied", "", "Covariances raised to the floor in the final estimate.");
  c.add("dead_components", "Dead components", "components", "Components that no data support any more.");
  if (s.components > 1) add_components(c, s);
  return c.list;
}

}  // namespace collapse::metrics
