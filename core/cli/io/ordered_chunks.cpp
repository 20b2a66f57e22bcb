#include "io/ordered_chunks.h"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace collapse::cli {

void in_order(int count, int threads, std::atomic<bool>& cancelled, const std::function<std::string(int)>& compute,
              const std::function<void(int, const std::string&)>& take, const std::function<void()>& wait) {
  std::mutex mutex;
  std::condition_variable changed;
  std::map<int, std::string> ready;
  std::exception_ptr error;
  int next_to_start = 0, next_to_take = 0;
  const int lead = most_waiting(threads);

  const auto work = [&] {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return cancelled || next_to_start >= count || next_to_start < next_to_take + lead; });
      if (cancelled || next_to_start >= count) return;
      const int mine = next_to_start++;
      lock.unlock();
      std::string result;
      std::exception_ptr failed;
      try {
        result = compute(mine);
      } catch (...) {
        failed = std::current_exception();
      }
      lock.lock();
      if (failed) {
        if (!error) error = failed;
        cancelled = true;
      } else {
        ready.emplace(mine, std::move(result));
      }
      changed.notify_all();
    }
  };

  std::vector<std::thread> pool;
  for (int i = 0; i < threads && i < count; ++i) pool.emplace_back(work);

  std::unique_lock lock(mutex);
  while (next_to_take < count && !cancelled) {
    changed.wait_for(lock, std::chrono::milliseconds(100), [&] { return cancelled || ready.count(next_to_take) > 0; });
    const auto found = ready.find(next_to_take);
    std::string result;
    const bool has_result = found != ready.end() && !cancelled;
    if (has_result) {
      result = std::move(found->second);
      ready.erase(found);
    }
    lock.unlock();
    try {
      if (has_result) take(next_to_take, result);
      wait();
    } catch (...) {
      lock.lock();
      if (!error) error = std::current_exception();
      cancelled = true;
      break;
    }
    lock.lock();
    if (has_result) {
      ++next_to_take;
      changed.notify_all();
    }
  }
  changed.notify_all();
  lock.unlock();
  for (std::thread& thread : pool) thread.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace collapse::cli
