#pragma once

// What a fit tells of itself besides its model.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace collapse::models {

/// How a fit ended. Degeneracy is a finding, not an accident: it is reported and the run goes on.
enum class FitStatus : std::uint8_t {
  converged = 0,        // closed form, or the tolerance was met
  iteration_limit = 1,  // max_iterations passed first
  degenerate = 2,       // some covariance is singular, a floor was needed, or a component died
  non_finite = 3,       // the estimate overflowed; the previous model was kept
  exhausted = 4,        // too few draws passed the selection: there was nothing to fit, and the run ends
};

/// What is said of a status, here and nowhere else.
struct FitStatusInfo {
  FitStatus status;
  std::string_view name;   // in tables and layouts
  std::string_view words;  // in sentences
  std::string_view ends;   // why a run ends with it, after "This run ended at generation 3: "; "" where none does
};

inline constexpr FitStatusInfo kFitStatuses[] = {
    {FitStatus::converged, "converged", "converged", ""},
    {FitStatus::iteration_limit, "iteration_limit", "iteration limit", ""},
    {FitStatus::degenerate, "degenerate", "degenerate", ""},
    {FitStatus::non_finite, "non_finite", "non-finite", "its training overflowed"},
    {FitStatus::exhausted, "exhausted", "exhausted", "too few draws passed the selection"},
};

/// The entry of a status.
constexpr const FitStatusInfo& info_of(FitStatus status) { return kFitStatuses[static_cast<std::size_t>(status)]; }
static_assert([] {
  for (const FitStatusInfo& info : kFitStatuses)
    if (&info != &info_of(info.status)) return false;
  return true;
}());

struct Mixture;

struct FitReport {
  FitStatus status = FitStatus::converged;
  int iterations = 0;                     // EM iterations of the chosen start; 1 for a closed form
  int floors_applied = 0;                 // covariances raised to the floor in the final estimate
  int dead_components = 0;                // components without any responsibility left
  double log_likelihood_nats = 0;         // EM: mean per point of the fitted data under the final estimate; else 0
  std::shared_ptr<const Mixture> second;  // of the same data from another start, where asked for and finite; else null
};

}  // namespace collapse::models
