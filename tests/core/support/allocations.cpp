#include "support/allocations.h"

#include <cstdlib>
#include <new>

// The one operator new of the test program. The array forms and the aligned ones of small alignment come here too.

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
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
