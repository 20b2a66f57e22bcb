#pragma once

// Random numbers with an address: what a draw is does not depend on what was drawn before it elsewhere.

#include <cstdint>
#include <span>
#include <vector>

namespace collapse::random {

/// What a Stream draws with: xoshiro256++ (Blackman, Vigna 2021); not all four words are zero.
struct Generator {
  std::uint64_t s0, s1, s2, s3;

  std::uint64_t next() {
    const std::uint64_t result = rotate_left(s0 + s3, 23) + s0;
    const std::uint64_t shifted = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotate_left(s3, 45);
    return result;
  }

  /// Uniform on (0, 1): the 2^52 midpoints (k + 1/2) / 2^52.
  double uniform() { return (static_cast<double>(next() >> 12) + 0.5) * 0x1p-52; }

 private:
  static std::uint64_t rotate_left(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }
};

/// What a stream is for. The numbers are part of the format: changing one changes every result.
enum class Purpose : std::uint32_t {
  real_data = 1,       // the run's own list of real data (generation 0)
  fresh_real = 2,      // new real data in generation t
  synthetic = 3,       // draws from the model of generation t
  subsample = 4,       // which of the pool generation t is fitted on
  initialisation = 5,  // where the estimator starts in generation t
  held_out = 6,        // real data no model sees
  measurement = 7,     // draws made only to measure the model of generation t
  training = 8,        // the order of the data and the noise while a network of generation t is trained
  lineage = 9,         // which of the earlier distributions each point of generation t comes from
  statistics = 10,     // means and covariances of samples in place of the samples, from generation t on
  truth = 16,          // what the source itself leaves to chance, once for all runs
  own = 128,           // 128 .. 255: for programs that use the library; it gives these numbers no meaning
};

/// A random stream addressed by (seed, run, generation, purpose): no order of calls, number of workers
/// or added metric can change what another stream yields. The address keys Philox4x32-10 (Salmon,
/// Moraes, Dror, Shaw 2011), whose first two blocks are the starting state of xoshiro256++ (Blackman,
/// Vigna 2021); see docs/decisions/0003.
class Stream {
 public:
  /// `part` < 2^24 tells streams of one purpose apart.
  Stream(std::uint64_t seed, std::uint32_t run, std::uint32_t generation, Purpose purpose, std::uint32_t part = 0);

  std::uint64_t next();
  /// Uniform on (0, 1): the 2^52 midpoints (k + 1/2) / 2^52, never 0 and never 1.
  double uniform();
  /// Uniform on 0 .. bound-1 without bias (Lemire 2019); bound >= 1.
  std::uint64_t below(std::uint64_t bound);
  /// Standard normal (ziggurat, 256 layers; Marsaglia, Tsang 2000).
  double normal();
  /// `out` filled with normals of mean 0: `sd` times the numbers that many calls of normal() give.
  void fill_normal(std::span<double> out, double sd = 1);

  /// What it draws with, for loops that keep it in registers.
  Generator& generator() { return generator_; }

 private:
  Generator generator_;
};

/// `count` different numbers out of 0 .. population-1 in random order (partial Fisher-Yates);
/// count <= population. A shorter request with an equal stream yields a prefix of a longer one.
std::vector<std::uint32_t> sample_without_replacement(Stream& stream, std::uint32_t population, std::uint32_t count);

/// Independent draws by `weights` (each >= 0, sum > 0): `component[i]` is the i-th draw's index. One uniform
/// a draw, inverted on the running sum; a component of weight 0 is never drawn.
void fill_categorical(Stream& stream, std::span<const double> weights, std::span<std::uint16_t> component);

}  // namespace collapse::random
