#include <cmath>
#include <cstring>

#include "collapse/fit.h"
#include "experiment/state.h"
#include "numerics/bytes.h"
#include "numerics/hash.h"

namespace collapse {

namespace {

using numerics::put_numbers;
using numerics::put_size;

// A saved state: magic, spec length, spec, first run, run count, completed generations; the length of what all runs
// share and that; for every run the row of generation 0, and for each of its generations 1 .. completed the row, the
// length of its model and the model; then a hash of all before it. Numbers are words of 64 bits (numerics/bytes.h).
constexpr char kMagic[] = "MCLSAVE3";
// Without row 0 and what is shared.
constexpr char kMagicBefore[] = "MCLSAVE2";

std::uint64_t checksum(std::string_view bytes) {
  numerics::Hash hash;
  hash.add(bytes);
  return hash.value();
}

// Whether a row's status is one there is, or missing: it is looked up in lists of words.
bool is_status(double value) {
  return std::isnan(value) ||
         (value >= 0 && value <= static_cast<double>(models::FitStatus::exhausted) && value == std::floor(value));
}

}  // namespace

std::string Experiment::save() const {
  std::string out(kMagic, 8);
  const std::string spec = write_spec(state_->spec);
  put_size(out, spec.size());
  out += spec;
  put_size(out, static_cast<std::uint64_t>(state_->runs.first));
  put_size(out, static_cast<std::uint64_t>(state_->runs.count));
  put_size(out, static_cast<std::uint64_t>(completed()));
  // A length, and then as many bytes as `append` adds.
  const auto put_measured = [&](auto&& append) {
    const std::size_t length_at = out.size();
    put_size(out, 0);
    append();
    const std::uint64_t length = out.size() - length_at - sizeof length;
    std::memcpy(out.data() + length_at, &length, sizeof length);
  };
  put_measured([&] { state_->append_shared(out); });
  for (int run = 0; run < state_->runs.count; ++run) {
    put_numbers(out, state_->row(run, 0));
    for (int t = 1; t <= completed(); ++t) {
      put_numbers(out, state_->row(run, t));
      put_measured([&] { state_->append_model(run, t, out); });
    }
  }
  put_size(out, checksum(out));
  return out;
}

Result<Experiment> Experiment::load(std::string_view saved, std::string_view table) {
  const Error damaged{"", "The saved state is damaged or not one of this program's."};
  if (saved.substr(0, 8) == std::string_view(kMagicBefore, 8))
    return Error{"", "The saved state is an earlier version's; compute it anew from its settings."};
  if (saved.size() < 16 || saved.substr(0, 8) != std::string_view(kMagic, 8)) return damaged;
  std::uint64_t sum = 0, spec_length, first, count, completed;
  numerics::ByteReader(saved.substr(saved.size() - 8)).take_size(sum);
  if (checksum(saved.substr(0, saved.size() - 8)) != sum) return damaged;
  numerics::ByteReader reader(saved.substr(8, saved.size() - 16));
  std::string_view text;
  if (!reader.take_size(spec_length) || !reader.take_bytes(text, spec_length) || !reader.take_size(first) ||
      !reader.take_size(count) || !reader.take_size(completed))
    return damaged;
  Result<Spec> spec = read_spec(text);
  if (!spec) return spec.error();
  if (first > 10000 || count > 10000 || completed > static_cast<std::uint64_t>(spec->generations)) return damaged;
  Result<Experiment> made = create(*spec, table, {static_cast<int>(first), static_cast<int>(count)});
  if (!made) return made.error();
  State& state = *made->state_;
  const auto take_measured = [&](std::string_view& bytes) {
    std::uint64_t length;
    return reader.take_size(length) && reader.take_bytes(bytes, length);
  };
  const int status = state.column("status");
  const auto take_row = [&](int run, int t) {
    const std::span<double> row = state.row_to_restore(run, t);
    return reader.take_numbers(row) && (status < 0 || is_status(row[static_cast<std::size_t>(status)]));
  };
  std::string_view bytes;
  if (!take_measured(bytes) || !state.restore_shared(bytes)) return damaged;
  for (int run = 0; run < static_cast<int>(count); ++run) {
    if (!take_row(run, 0)) return damaged;
    for (int t = 1; t <= static_cast<int>(completed); ++t)
      if (!take_row(run, t) || !take_measured(bytes) || !state.restore_model(run, t, bytes)) return damaged;
  }
  if (!reader.empty()) return damaged;
  state.resume_after(static_cast<int>(completed));
  return made;
}

}  // namespace collapse
