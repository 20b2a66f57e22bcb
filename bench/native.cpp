// Does the tasks of ./lab bench natively. One task a line on standard input:
//   normals BLOCKS | gaussian N GENERATIONS | em DIMENSION COUNT STEPS     the inner loops (kernels.h)
//   SPEC                                                                   (JSON) an experiment, through the page's border
// Answers each with the milliseconds it took and something that depends on every result.

#include <chrono>
#include <iostream>
#include <sstream>
#include <string>

#include "api.h"
#include "kernels.h"

namespace {

using Clock = std::chrono::steady_clock;

std::string run_to_the_end(const std::string& spec) {
  const std::int32_t handle =
      collapse_create(spec.data(), static_cast<std::int32_t>(spec.size()), nullptr, 0, 0, -1);
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

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string task;
    std::int32_t a = 0, b = 0, c = 0;
    words >> task >> a >> b >> c;
    if (task == "em") bench_em_prepare(a, b);
    const Clock::time_point start = Clock::now();
    std::string result;
    if (task == "normals")
      result = std::to_string(bench_normals(a));
    else if (task == "gaussian")
      result = std::to_string(bench_gaussian(a, b));
    else if (task == "em")
      result = std::to_string(bench_em(c));
    else
      result = run_to_the_end(line);
    const std::chrono::duration<double, std::milli> took = Clock::now() - start;
    std::cout << took.count() << ' ' << result << std::endl;
  }
}
