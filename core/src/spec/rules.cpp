#include "spec/rules.h"

#include <cmath>
#include <limits>

#include "collapse/constants.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"
#include "spec/json.h"
#include "spec/manifest.h"

namespace collapse::spec {

namespace {

using Broken = std::optional<Error>;

constexpr double kMaxPoints = 1e7;  // one generation's sample: 80 MB a dimension

std::string size_text(const Matrix& matrix) {
  return std::to_string(matrix.size()) + " × " + std::to_string(matrix.empty() ? 0 : matrix[0].size());
}

Broken check_covariance(const std::string& path, const Matrix& covariance, std::size_t d) {
  const std::string size = std::to_string(d) + " × " + std::to_string(d);
  bool square = covariance.size() == d;
  for (const Vector& row : covariance) square = square && row.size() == d;
  if (!square)
    return Error{path, "The covariance must be " + size + " like the mean's " + std::to_string(d) +
                           " numbers, but is " + size_text(covariance) + "."};
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (covariance[i][j] != covariance[j][i])
        return Error{path, "The covariance must be symmetric, but row " + std::to_string(i + 1) + " column " +
                               std::to_string(j + 1) + " is " + format_number(covariance[i][j]) + " and its mirror " +
                               format_number(covariance[j][i]) + "."};
  std::vector<double> flat, factor(d * d);
  for (const Vector& row : covariance) flat.insert(flat.end(), row.begin(), row.end());
  if (!linalg::cholesky(flat, static_cast<int>(d), factor.data()))
    return Error{
        path, d == 1 ? "The variance must be " +
                           (flat[0] > 0 ? "at least " + format_number(std::numeric_limits<double>::min()) : "above 0") +
                           ", but is " + format_number(flat[0]) + "."
                     : "The covariance must be positive definite, but in some direction its variance is not above 0."};
  return {};
}

Broken check_dimension(const std::string& path, std::size_t d) {
  if (d >= 1 && d <= kMaxDimension) return {};
  return Error{path, "The dimension must be from 1 to " + std::to_string(kMaxDimension) + ", but there are " +
                         std::to_string(d) + " coordinates."};
}

Broken check_rectangle(const std::string& path, const Matrix& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].size() != rows[0].size())
      return Error{path + "/" + std::to_string(i),
                   "Every row must have the same number of columns, but row " + std::to_string(i + 1) + " has " +
                       std::to_string(rows[i].size()) + " and row 1 has " + std::to_string(rows[0].size()) + "."};
  return {};
}

Broken check_weights(const Vector& weights, std::size_t components) {
  if (weights.empty()) return {};
  if (weights.size() != components)
    return Error{"/source/weights", "There must be one weight for each of the " + std::to_string(components) +
                                        " components, but there are " + std::to_string(weights.size()) + "."};
  double sum = 0;
  for (const double weight : weights) sum += weight;
  // 1e-9 leaves room for weights written with ten digits; anything further off is a mistake the reader should see.
  if (std::fabs(sum - 1) > 1e-9)
    return Error{"/source/weights", "The weights must sum to 1, but sum to " + format_number(sum) + "."};
  return {};
}

Broken check_source(const Spec& spec) {
  const auto& source = spec.source;
  switch (source.kind) {
    case SourceKind::gaussian: {
      if (Broken broken = check_dimension("/source/mean", source.mean.size())) return broken;
      return check_covariance("/source/covariance", source.covariance, source.mean.size());
    }
    case SourceKind::mixture: {
      const std::size_t components = source.means.size();
      if (components < 1 || components > 64)
        return Error{"/source/means",
                     "A mixture has from 1 to 64 components, but there are " + std::to_string(components) + " means."};
      if (Broken broken = check_rectangle("/source/means", source.means)) return broken;
      const std::size_t d = source.means[0].size();
      if (Broken broken = check_dimension("/source/means", d)) return broken;
      if (source.covariances.size() != components)
        return Error{"/source/covariances", "There must be one covariance for each of the " +
                                                std::to_string(components) + " components, but there are " +
                                                std::to_string(source.covariances.size()) + "."};
      for (std::size_t k = 0; k < components; ++k)
        if (Broken broken = check_covariance("/source/covariances/" + std::to_string(k), source.covariances[k], d))
          return broken;
      return check_weights(source.weights, components);
    }
    case SourceKind::ring:
      return check_weights(source.weights, static_cast<std::size_t>(source.modes));
    case SourceKind::grid:
      return check_weights(source.weights, static_cast<std::size_t>(source.side * source.side));
    case SourceKind::points: {
      if (source.values.size() < 2)
        return Error{"/source/values",
                     "There must be at least 2 points, but there are " + std::to_string(source.values.size()) + "."};
      if (Broken broken = check_rectangle("/source/values", source.values)) return broken;
      return check_dimension("/source/values/0", source.values[0].size());
    }
    case SourceKind::dataset: {
      for (std::size_t i = 0; i < source.columns.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
          if (source.columns[i] == source.columns[j])
            return Error{"/source/columns/" + std::to_string(i),
                         "The column " + shown(source.columns[i]) + " is named twice."};
      return {};
    }
    case SourceKind::moons:
    case SourceKind::circles:
    case SourceKind::swiss_roll:
      return {};
    case SourceKind::corpus:
    case SourceKind::text:
    case SourceKind::digits:
    case SourceKind::categorical:  // these: broken_discrete_rule
    case SourceKind::zipf:
    case SourceKind::uniform:
    case SourceKind::poisson:
    case SourceKind::linear:
      return {};
  }
  return {};
}

// "corpus" or "text": the kinds that have to do with a type of data.
template <class Kind>
std::string kinds_of(DataType type) {
  std::string names;
  std::string_view last;
  for_each_choice<Kind>([&](Kind kind) {
    if (data_type(kind) != type) return;
    if (!last.empty()) (names += names.empty() ? "" : ", ") += quoted(last);
    last = text_of(kind);
  });
  return names.empty() ? quoted(last) : names + " or " + quoted(last);
}

// Which models can learn from the data of a workflow, and what its shares may be.
Broken check_workflow(const Spec& spec) {
  const ModelKind model = spec.model.kind;
  const auto& workflow = spec.workflow;
  const auto only_for = [&](const char* models) {
    return Error{"/workflow/kind", "The workflow " + quoted(text_of(workflow.kind)) + " is for " + models +
                                       ", but the model is " + quoted(text_of(model)) + "."};
  };
  if (workflow.kind == WorkflowKind::weighted && model != ModelKind::gaussian)
    return only_for("the model \"gaussian\"");
  if (workflow.kind != WorkflowKind::recursion) return {};
  if (model != ModelKind::gaussian && model != ModelKind::gmm && model != ModelKind::kde &&
      model != ModelKind::categorical && model != ModelKind::poisson)
    return only_for("the models \"gaussian\", \"gmm\", \"kde\", \"categorical\" and \"poisson\"");
  // 1e-9 leaves room for numbers written with ten digits.
  if (workflow.alpha + workflow.beta > 1 + 1e-9)
    return Error{"/workflow/beta", "α and β may sum to 1 at most, since γ is what they leave, but sum to " +
                                       format_number(workflow.alpha + workflow.beta) + "."};
  return {};
}

// A model learns the sources of its own type of data.
Broken check_pair(const Spec& spec) {
  const DataType given = data_type(spec.source.kind), learnt = data_type(spec.model.kind);
  if (given < learnt)
    return Error{"/source/kind", std::string(kDataTypes[static_cast<std::size_t>(learnt)].learner) +
                                     ", so the source must be " + kinds_of<SourceKind>(learnt) + ", but is " +
                                     quoted(text_of(spec.source.kind)) + "."};
  if (learnt < given) {
    const std::string_view why = kDataTypes[static_cast<std::size_t>(given)].learnt;
    return Error{"/model/kind", (why.empty() ? "The" : std::string(why) + ", so the") + " model must be " +
                                    kinds_of<ModelKind>(given) + ", but is " + quoted(text_of(spec.model.kind)) + "."};
  }
  if (learnt == DataType::images && spec.model.architecture == ArchitectureKind::convolutional &&
      spec.source.size != DigitsSize::full)
    return Error{"/model/architecture", "The convolutional network is made for digits of 28x28 pixels, but these are " +
                                            std::string(text_of(spec.source.size)) + "."};
  return {};
}

}  // namespace

std::optional<Error> broken_rule(const Spec& spec) {
  if (Broken broken = check_pair(spec)) return broken;
  for (const Rule rule : linked_rules())
    if (Broken broken = rule(spec)) return broken;
  if (Broken broken = check_workflow(spec)) return broken;
  if (Broken broken = check_source(spec)) return broken;
  if (spec.model.kind == ModelKind::gaussian && spec.model.estimator == EstimatorKind::unbiased && spec.samples.n < 2)
    return Error{"/samples/n", "The unbiased estimator divides by n − 1, so n must be at least 2, but is 1."};
  const double largest =
      static_cast<double>(spec.samples.n) * numerics::pow(static_cast<double>(spec.generations), spec.samples.growth);
  if (!(largest <= kMaxPoints))
    return Error{"/samples/growth",
                 "Generation " + std::to_string(spec.generations) + " would draw about " +
                     format_number(std::floor(largest)) +
                     " points; at most 10000000 are allowed. Lower the growth, n or the number of generations."};
  return {};
}

}  // namespace collapse::spec
