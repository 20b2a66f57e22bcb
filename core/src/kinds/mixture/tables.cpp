#include <utility>

#include "experiment/kinds.h"
#include "kinds/mixture/selection.h"

namespace collapse::kinds {

namespace {

constexpr char kLine[] = R"({"source":{"kind":"mixture"},"model":{"kind":"gmm","components":2}})";
constexpr char kPlane[] =
    R"({"source":{"kind":"gaussian","mean":[0,0],"covariance":[[1,0],[0,1]]},"model":{"kind":"gmm","components":2}})";
constexpr char kLineAll[] = R"({"source":{"kind":"mixture"},"model":{"kind":"gmm","components":2},"metrics":"all"})";
constexpr char kRing[] = R"({"source":{"kind":"ring"},"model":{"kind":"gmm","components":2}})";
constexpr char kRingAll[] = R"({"source":{"kind":"ring"},"model":{"kind":"gmm","components":2},"metrics":"all"})";

/// What `all` has more than `basic`, behind it.
std::vector<ColumnInfo> further(std::string_view basic, std::string_view all) {
  std::vector<ColumnInfo> columns = experiment::columns_of(all);
  columns.erase(columns.begin(), columns.begin() + static_cast<long>(experiment::columns_of(basic).size()));
  return columns;
}

}  // namespace

// The columns depend on the dimension and the number of components, so they are asked of real experiments.
std::vector<ColumnTable> mixture_tables(ModelKind model);
std::vector<ColumnTable> mixture_tables(ModelKind model) {
  if (model != ModelKind::gaussian) return {};
  return {{"One dimension", "", experiment::columns_of(kLine)},
          {"Two dimensions and more", "", experiment::columns_of(kPlane)},
          {"More of them, with `/metrics` all",
           "They stand after the others ([definitions](metrics.md)). In one dimension:", further(kLine, kLineAll)},
          {"", "In two and more:", further(kRing, kRingAll)},
          {"Cooled, cut off or selected draws", "One more, the last.", {experiment::selection_column()}}};
}

}  // namespace collapse::kinds
