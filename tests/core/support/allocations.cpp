#include "support/allocations.h"

#include <cstdlib>
#include <new>

// The one operator new of the test program. Without sanitizers the array forms come here too. With them the array forms
// are the sanitizer's own, in pairs; the form that does not throw is half of a pair whose other half is below, so it is
// here as well.

namespace {
std::uint64_t handed_out = 0;
}

std::uint64_t collapse::test::bytes_allocated() { return handed_out; }

void* operator new(std::size_t size) {
  handed_out += size;
  void* const memory = std::malloc(size > 0 ? size : 1);
  if (memory == nullptr) std::abort();
  return memory;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  handed_out += size;
  return std::malloc(size > 0 ? size : 1);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
