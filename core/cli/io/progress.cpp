#include "io/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace collapse::cli {

namespace {

constexpr int kWidth = 30;
constexpr std::chrono::milliseconds kInterval(100);
// A run that is over sooner never shows a bar.
constexpr std::chrono::milliseconds kPatience(300);

std::string clock_text(double seconds) {
  const long whole = static_cast<long>(std::min(seconds, 359999.0) + 0.5);
  char text[64];
  if (whole >= 3600)
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
  else
    std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  return text;
}

}  // namespace

Progress::Progress(double total_generations, bool wanted)
    : drawing_(wanted && ::isatty(STDERR_FILENO) == 1),
      total_(total_generations),
      start_(Clock::now()),
      last_(start_) {}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::show(double done_generations) {
  if (!drawing_) return;
  const Clock::time_point now = Clock::now();
  if (now - start_ < kPatience || now - last_ < kInterval) return;
  last_ = now;
  drawn_ = true;
  const double share = total_ > 0 ? std::min(done_generations / total_, 1.0) : 1.0;
  const int filled = static_cast<int>(share * kWidth);
  const std::string bar =
      std::string(static_cast<std::size_t>(filled), '#') + std::string(static_cast<std::size_t>(kWidth - filled), '.');
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  const std::string left = share > 0 ? clock_text(elapsed / share - elapsed) + " left" : "";
  std::fprintf(stderr, "\r[%s] %3.0f %%  %.0f of %.0f generations  %s\033[K", bar.c_str(), 100 * share,
               done_generations, total_, left.c_str());
  std::fflush(stderr);
}

}  // namespace collapse::cli
