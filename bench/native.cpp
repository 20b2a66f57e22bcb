// Does the tasks of ./lab bench natively. One task a line on standard input:
//   normals BLOCKS | gaussian N GENERATIONS | statistics RUNS GENERATIONS N | em DIMENSION COUNT STEPS
//   kde DIMENSION COUNT TIMES
//                                                 the inner loops (kernels.h)
//   gemm M N K LAYOUT TIMES                       products of matrices (networks.h)
//   ceiling ... | ceiling8 ...                    as many operations in registers of four floats, of eight
//   vae SIDE LATENT COUNT EPOCHS                  training on the first images of SIDE.levels
//   transformer VOCABULARY LAYERS WIDTH HEADS CONTEXT BLOCKS EPOCHS
//                                                 training on a text of its own
//   trigrams COUNT TIMES                          counting the first tokens of moby-dick.words (ngrams.h)
//   trigrams-in-maps COUNT TIMES                  the same in hash maps of the standard library
//   SPEC                                          (JSON) an experiment, through the page's border, its digits
//   from 14.digits, its text from moby-dick.bin
// Answers each with the milliseconds it took and something that depends on every result. Files are looked for in the
// folder that the argument names; bench/digits.mjs and bench/words.mjs write them.

#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>

#include "api.h"
#include "kernels.h"
#include "networks.h"
#include "ngrams.h"

namespace {

using Clock = std::chrono::steady_clock;

std::string whole_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string run_to_the_end(const std::string& spec, const std::string& table) {
  const std::int32_t handle = collapse_create(spec.data(), static_cast<std::int32_t>(spec.size()), table.data(),
                                              static_cast<std::int32_t>(table.size()), 0, -1);
  if (handle == 0) return collapse_last_error();
  for (std::int32_t before = -1, done = 0; done != before;) {
    before = done;
    done = collapse_advance(handle, 1 << 20);
  }
  const char* hash = collapse_text(handle, COLLAPSE_HASH, 0, 0);
  std::string text(hash, static_cast<std::size_t>(collapse_length()));
  collapse_destroy(handle);
  return text;
}

/// With all its digits, so that it can be compared bit by bit.
std::string exact(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", number);
  return text;
}

/// Prepares a task and returns what is to be timed; empty if there is no such task.
std::function<std::string()> task_of(const std::string& line, const std::string& folder) {
  if (line.front() == '{') {
    std::string table;
    if (line.find("14x14") != std::string::npos) table = whole_file(folder + "/14.digits");
    if (line.find("moby-dick") != std::string::npos) table = whole_file(folder + "/moby-dick.bin");
    return [=] { return run_to_the_end(line, table); };
  }
  std::istringstream words(line);
  std::string task;
  std::int32_t a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0;
  words >> task >> a >> b >> c >> d >> e >> f >> g;
  const double flops = 2.0 * a * b * c * e;
  if (task == "normals") return [=] { return exact(bench_normals(a)); };
  if (task == "gaussian") return [=] { return exact(bench_gaussian(a, b)); };
  if (task == "statistics") return [=] { return exact(bench_statistics(a, b, c)); };
  if (task == "em") {
    bench_em_prepare(a, b);
    return [=] { return exact(bench_em(c)); };
  }
  if (task == "kde") {
    bench_kde_prepare(a, b);
    return [=] { return exact(bench_kde(c)); };
  }
  if (task == "gemm") {
    bench_gemm_prepare(a, b, c, d);
    return [=] { return exact(bench_gemm(e)); };
  }
  if (task == "ceiling" || task == "ceiling8") return [=] { return exact(bench_ceiling(flops, task == "ceiling8")); };
  if (task == "vae") {
    const std::string levels = whole_file(folder + "/" + std::to_string(a) + ".levels");
    const auto wanted = static_cast<std::size_t>(a * a * c);
    if (levels.size() < wanted) return {};
    levels.copy(reinterpret_cast<char*>(bench_images(a, c)), wanted);
    bench_vae_prepare(b);
    return [=] { return exact(bench_vae(d)); };
  }
  if (task == "trigrams" || task == "trigrams-in-maps") {
    const std::string tokens = whole_file(folder + "/moby-dick.words");
    const std::size_t wanted = sizeof(std::uint32_t) * static_cast<std::size_t>(a);
    if (tokens.size() < wanted) return {};
    tokens.copy(reinterpret_cast<char*>(bench_words(a)), wanted);
    return [=] { return exact(task == "trigrams" ? bench_trigrams(b) : bench_trigrams_in_maps(b)); };
  }
  if (task == "transformer") {
    bench_transformer_prepare(a, b, c, d, e, f);
    return [=] { return exact(bench_transformer(g)); };
  }
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  const std::string folder = count > 1 ? arguments[1] : ".";
  for (std::string line; std::getline(std::cin, line);) {
    const auto task = task_of(line, folder);
    if (!task) return 1;
    const Clock::time_point start = Clock::now();
    const std::string result = task();
    const std::chrono::duration<double, std::milli> took = Clock::now() - start;
    std::cout << took.count() << ' ' << result << std::endl;
  }
}
