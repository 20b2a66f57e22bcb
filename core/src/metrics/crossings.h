#pragma once

// Where a difference of two densities changes its sign.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace collapse::metrics {

/// Places between which a difference keeps its sign, and a bound on what lies on the wrong side of them.
struct Crossings {
  std::vector<double> at;  // ascending
  double misplaced =
      0;  // area: of the brackets that are left, and of dips towards 0 that were not followed to their end
};

/// Crossings of `f`, known at ascending places x as g, no farther apart than f is smooth: a pair of crossings between
/// two places shows as a least |g| at the place beside it, and is looked for at the vertices of parabolas. Each bracket
/// is halved `steps` times.
template <class F>
Crossings find_crossings(std::span<const double> x, std::span<const double> g, const F& f, int steps) {
  constexpr int kVertices = 4;
  Crossings out;
  const auto narrow = [&](double low, double at_low, double high, double at_high) {
    for (int step = 0; step < steps; ++step) {
      const double middle = low + 0.5 * (high - low);
      if (!(low < middle && middle < high)) break;
      const double value = f(middle);
      ((value > 0) == (at_low > 0) ? low : high) = middle;
      ((value > 0) == (at_low > 0) ? at_low : at_high) = value;
    }
    out.misplaced += (high - low) * std::fmax(std::fabs(at_low), std::fabs(at_high));
    out.at.push_back(low);
  };
  // Between three places where |g| is least at the middle one: a pair of crossings, one, or none.
  const auto look_into = [&](double a, double ga, double b, double gb, double c, double gc) {
    for (int vertex = 0; vertex < kVertices; ++vertex) {
      const double left = (b - a) * (gb - gc), right = (b - c) * (gb - ga);
      const double place = b - 0.5 * ((b - a) * left - (b - c) * right) / (left - right);
      if (!(a < place && place < c) || place == b) break;
      const double value = f(place);
      if ((value > 0) != (gb > 0)) {
        const bool before = place < b;
        narrow(before ? a : b, before ? ga : gb, place, value);
        narrow(place, value, before ? b : c, before ? gb : gc);
        return;
      }
      const double fallen = std::fabs(gb) - std::fabs(value);
      if (std::fabs(value) <= std::fabs(gb)) {
        if (place < b) {
          c = b;
          gc = gb;
        } else {
          a = b;
          ga = gb;
        }
        b = place;
        gb = value;
      } else {
        if (place < b) {
          a = place;
          ga = value;
        } else {
          c = place;
          gc = value;
        }
      }
      // The vertices have come to rest well away from 0.
      if (std::fabs(fallen) < 0.1 * std::fabs(gb)) return;
    }
    if (std::fabs(gb) > 0.5 * std::fmin(std::fabs(ga), std::fabs(gc))) return;
    out.misplaced += (c - a) * std::fabs(gb);
  };

  std::size_t last = x.size();  // the last place where g is not 0
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (g[i] == 0) continue;
    if (last < x.size() && (g[last] > 0) != (g[i] > 0)) {
      if (last + 1 == i)
        narrow(x[last], g[last], x[i], g[i]);
      else
        out.at.push_back(x[last + 1]);
    }
    last = i;
    if (i == 0 || i + 1 == x.size() || !(x[i - 1] < x[i] && x[i] < x[i + 1])) continue;
    const bool sign = g[i] > 0;
    const double size = std::fabs(g[i]);
    if (g[i - 1] == 0 || g[i + 1] == 0 || (g[i - 1] > 0) != sign || (g[i + 1] > 0) != sign) continue;
    if (size <= std::fabs(g[i - 1]) && size < std::fabs(g[i + 1]))
      look_into(x[i - 1], g[i - 1], x[i], g[i], x[i + 1], g[i + 1]);
  }
  std::sort(out.at.begin(), out.at.end());
  return out;
}

}  // namespace collapse::metrics
