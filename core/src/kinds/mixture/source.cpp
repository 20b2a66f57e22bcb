#include "kinds/mixture/source.h"

#include <utility>

#include "collapse/stream.h"
#include "experiment/csv_table.h"
#include "experiment/kinds.h"
#include "kinds/mixture/shapes.h"
#include "sources/modes.h"
#include "spec/json.h"
#include "spec/manifest.h"

namespace collapse::experiment {

namespace {

constexpr std::uint32_t kShapePart = 5;  // of the measurement stream: draws that stand for a shape

std::vector<std::string> coordinate_names(int dimension) {
  if (dimension == 1) return {"x"};
  if (dimension == 2) return {"x", "y"};
  std::vector<std::string> names;
  for (int j = 1; j <= dimension; ++j) names.push_back("x" + std::to_string(j));
  return names;
}

void append(std::vector<double>& flat, const Matrix& rows) {
  for (const Vector& row : rows) flat.insert(flat.end(), row.begin(), row.end());
}

models::Mixture density_of(const Spec& spec) {
  const auto& from = spec.source;
  if (from.kind == SourceKind::ring)
    return sources::ring(static_cast<int>(from.modes), from.radius, from.sd, from.weights);
  if (from.kind == SourceKind::grid)
    return sources::grid(static_cast<int>(from.side), from.spacing, from.sd, from.weights);
  models::Mixture mixture;
  if (from.kind == SourceKind::mixture) {
    mixture.dimension = static_cast<int>(from.means[0].size());
    mixture.weights =
        from.weights.empty() ? Vector(from.means.size(), 1.0 / static_cast<double>(from.means.size())) : from.weights;
    append(mixture.means, from.means);
    for (const Matrix& covariance : from.covariances) append(mixture.covariances, covariance);
  } else {
    mixture.dimension = static_cast<int>(from.mean.size());
    mixture.weights = {1};
    mixture.means = from.mean;
    append(mixture.covariances, from.covariance);
  }
  return mixture;
}

Source density_source(const Spec& spec) {
  Source source;
  source.truth.density = density_of(spec);
  source.truth.dimension = source.truth.density->dimension;
  source.truth.has_modes = spec.source.kind != SourceKind::gaussian;
  source.axes = coordinate_names(source.truth.dimension);
  return source;
}

Source shape_source(const Spec& spec, sources::Shape shape) {
  Source source;
  source.truth.dimension = 2;
  random::Stream stream(static_cast<std::uint64_t>(spec.seed), 0, 0, random::Purpose::measurement, kShapePart);
  source.truth.table = shape.sample(metrics::kShapeDraws, stream, true);
  source.truth.shape = std::move(shape);
  source.axes = coordinate_names(2);
  return source;
}

// Columns of equal length as points in plain coordinates (origin 0).
Source table_source(const std::vector<const std::vector<double>*>& columns, std::vector<std::string> axes) {
  Source source;
  const std::size_t rows = columns[0]->size();
  source.truth.dimension = static_cast<int>(columns.size());
  source.truth.table = data::PointSet::zeros(std::vector<double>(columns.size(), 0.0), rows, true);
  for (std::size_t j = 0; j < columns.size(); ++j)
    std::copy(columns[j]->begin(), columns[j]->end(), source.truth.table.column(static_cast<int>(j)).begin());
  source.axes = std::move(axes);
  return source;
}

}  // namespace

Result<Source> make_source(const Spec& spec, std::string_view table) {
  if (spec.source.kind == SourceKind::points) {
    const Matrix& values = spec.source.values;
    std::vector<std::vector<double>> columns(values[0].size());
    for (const Vector& row : values)
      for (std::size_t j = 0; j < row.size(); ++j) columns[j].push_back(row[j]);
    std::vector<const std::vector<double>*> chosen;
    for (const auto& column : columns) chosen.push_back(&column);
    return table_source(chosen, coordinate_names(static_cast<int>(columns.size())));
  }
  if (const auto shapes = linked_shapes())
    if (std::optional<sources::Shape> shape = shapes(spec)) return shape_source(spec, std::move(*shape));
  if (spec.source.kind != SourceKind::dataset) return density_source(spec);

  const std::string name(spec::text_of(spec.source.name));
  if (table.empty()) return Error{"/source/name", "The table \"" + name + "\" was not supplied."};
  Result<CsvTable> parsed = read_csv_table(table);
  if (!parsed) return Error{"/source/name", "The table \"" + name + "\" cannot be read: " + parsed.error().message};
  std::vector<const std::vector<double>*> chosen;
  std::vector<std::string> axes;
  if (spec.source.columns.empty()) {
    chosen.push_back(&parsed->columns[0]);
    axes.push_back(parsed->names[0]);
  }
  for (std::size_t i = 0; i < spec.source.columns.size(); ++i) {
    std::size_t j = 0;
    while (j < parsed->names.size() && parsed->names[j] != spec.source.columns[i]) ++j;
    if (j == parsed->names.size()) {
      std::string allowed;
      for (const std::string& column : parsed->names) (allowed += allowed.empty() ? "" : ", ") += spec::brief(column);
      return Error{"/source/columns/" + std::to_string(i), "The table \"" + name + "\" has no column " +
                                                               spec::shown(spec.source.columns[i]) + "; it has " +
                                                               allowed + "."};
    }
    chosen.push_back(&parsed->columns[j]);
    axes.push_back(parsed->names[j]);
  }
  return table_source(chosen, std::move(axes));
}

Result<std::size_t> source_items(const Spec& spec, std::string_view table) {
  const Result<Source> source = make_source(spec, table);
  if (!source) return source.error();
  return source->truth.is_table() ? source->truth.table.count : kEndless;
}

}  // namespace collapse::experiment
