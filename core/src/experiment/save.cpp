#include <cmath>
#include <cstring>

#include "collapse/fit.h"
#include "experiment/state.h"
#include "numerics/hash.h"

namespace collapse {

namespace {

// A saved state: magic, spec length, spec, first run, run count, completed generations; the length of what all runs
// share and that; for every run the row of generation 0, and for each of its generations 1 .. completed the row, the
// length of its model and the model; then a hash of all before it. Numbers are little-endian 64-bit words, the byte
// order of every platform this runs on (x86-64, arm64, WebAssembly).
constexpr char kMagic[] = "MCLSAVE3";
// Without row 0 and what is shared.
constexpr char kMagicBefore[] = "MCLSAVE2";

void put(std::string& out, std::uint64_t word) { out.append(reinterpret_cast<const char*>(&word), sizeof word); }
void put(std::string& out, std::span<const double> values) {
  out.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}
  bool take(void* to, std::size_t bytes) {
    if (bytes > rest_.size()) return false;
    std::memcpy(to, rest_.data(), bytes);
    rest_.remove_prefix(bytes);
    return true;
  }
  bool take(std::uint64_t& word) { return take(&word, sizeof word); }
  bool take(std::string_view& text, std::uint64_t bytes) {
    if (bytes > rest_.size()) return false;
    text = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return true;
  }
  std::size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
};

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
  put(out, spec.size());
  out += spec;
  put(out, static_cast<std::uint64_t>(state_->runs.first));
  put(out, static_cast<std::uint64_t>(state_->runs.count));
  put(out, static_cast<std::uint64_t>(completed()));
  // A length, and then as many bytes as `append` adds.
  const auto put_measured = [&](auto&& append) {
    const std::size_t length_at = out.size();
    put(out, std::uint64_t{0});
    append();
    const std::uint64_t length = out.size() - length_at - sizeof length;
    std::memcpy(out.data() + length_at, &length, sizeof length);
  };
  put_measured([&] { state_->append_shared(out); });
  for (int run = 0; run < state_->runs.count; ++run) {
    put(out, state_->row(run, 0));
    for (int t = 1; t <= completed(); ++t) {
      put(out, state_->row(run, t));
      put_measured([&] { state_->append_model(run, t, out); });
    }
  }
  put(out, checksum(out));
  return out;
}

Result<Experiment> Experiment::load(std::string_view saved, std::string_view table) {
  const Error damaged{"", "The saved state is damaged or not one of this program's."};
  if (saved.substr(0, 8) == std::string_view(kMagicBefore, 8))
    return Error{"", "The saved state is an earlier version's; compute it anew from its settings."};
  if (saved.size() < 16 || saved.substr(0, 8) != std::string_view(kMagic, 8)) return damaged;
  std::uint64_t sum, spec_length, first, count, completed;
  std::memcpy(&sum, saved.data() + saved.size() - 8, 8);
  if (checksum(saved.substr(0, saved.size() - 8)) != sum) return damaged;
  Cursor cursor(saved.substr(8, saved.size() - 16));
  std::string_view text;
  if (!cursor.take(spec_length) || !cursor.take(text, spec_length) || !cursor.take(first) || !cursor.take(count) ||
      !cursor.take(completed))
    return damaged;
  Result<Spec> spec = read_spec(text);
  if (!spec) return spec.error();
  if (first > 10000 || count > 10000 || completed > static_cast<std::uint64_t>(spec->generations)) return damaged;
  Result<Experiment> made = create(*spec, table, {static_cast<int>(first), static_cast<int>(count)});
  if (!made) return made.error();
  State& state = *made->state_;
  const auto take_measured = [&](std::string_view& bytes) {
    std::uint64_t length;
    return cursor.take(length) && cursor.take(bytes, length);
  };
  const int status = state.column("status");
  const auto take_row = [&](int run, int t) {
    const std::span<double> row = state.row_to_restore(run, t);
    return cursor.take(row.data(), row.size_bytes()) &&
           (status < 0 || is_status(row[static_cast<std::size_t>(status)]));
  };
  std::string_view bytes;
  if (!take_measured(bytes) || !state.restore_shared(bytes)) return damaged;
  for (int run = 0; run < static_cast<int>(count); ++run) {
    if (!take_row(run, 0)) return damaged;
    for (int t = 1; t <= static_cast<int>(completed); ++t)
      if (!take_row(run, t) || !take_measured(bytes) || !state.restore_model(run, t, bytes)) return damaged;
  }
  if (cursor.left() != 0) return damaged;
  state.resume_after(static_cast<int>(completed));
  return made;
}

}  // namespace collapse
