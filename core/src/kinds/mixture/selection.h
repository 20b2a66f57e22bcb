#pragma once

// What stands between a Gaussian or mixture model and the data drawn from it, where that is not nothing.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collapse/experiment.h"
#include "collapse/points.h"
#include "collapse/stream.h"
#include "metrics/meter.h"
#include "theory/laws.h"

namespace collapse::experiment {

/// Cooled, cut off or selected draws. It remembers of each run how the data of its newest generation were drawn.
class MixtureSelection {
 public:
  virtual ~MixtureSelection() = default;

  /// Draws from the model of generation s for generation t > s: `count` of them, or fewer when too few pass.
  virtual data::PointSet draw(const models::Mixture& model, unsigned run, unsigned s, unsigned t, std::size_t count,
                              random::Stream& stream) = 0;
  /// Of the data of generation t, the newest drawn for this run: whether there were too few.
  virtual bool gave_out(unsigned run, unsigned t) const = 0;
  /// And the share of proposals that were kept; NaN where none were made.
  virtual double acceptance(unsigned run, unsigned t) const = 0;

  /// Adds its column, the last.
  virtual void add_column(std::vector<ColumnInfo>& columns) const = 0;
  virtual std::vector<theory::Law> laws(const theory::Setting& setting) const = 0;
  /// What a generation's summary adds.
  virtual std::string words(double acceptance) const = 0;
};

/// Makes `out` what the spec asks for: null where draws are taken as they come. An error where the truth has no width
/// to measure distances by.
std::optional<Error> make_mixture_selection(const Spec& spec, const metrics::Truth& truth,
                                            const models::Moments& moments, std::shared_ptr<MixtureSelection>& out);
/// This function, or null in a program that was linked without selection (core/linked.cmake) and refuses such specs.
decltype(&make_mixture_selection) linked_selection();

/// The column of those that have a selection.
ColumnInfo selection_column();

}  // namespace collapse::experiment
