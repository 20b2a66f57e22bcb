#pragma once

// Independent pieces of work computed on several threads and handed back in order.

#include <atomic>
#include <functional>
#include <string>

namespace collapse::cli {

/// Calls compute(i) for i = 0 .. count-1 on `threads` threads and take(i, result) on the calling thread in ascending
/// order, so what is written does not depend on the number of threads. `wait` is called at least ten times a second
/// meanwhile. At most most_waiting(threads) pieces are begun and not yet taken. The first exception thrown by compute
/// or take is rethrown here after every thread has ended; `cancelled` tells compute that nobody wants its result any
/// more.
void in_order(int count, int threads, std::atomic<bool>& cancelled, const std::function<std::string(int)>& compute,
              const std::function<void(int, const std::string&)>& take, const std::function<void()>& wait);

/// How far the fastest thread may run ahead of the slowest, in pieces.
constexpr int most_waiting(int threads) { return 2 * threads; }

}  // namespace collapse::cli
