#pragma once

// Counting n-grams, without experiment and metrics around it. As in kernels.h, the number returned depends on all the
// work.

#include <stdint.h>

extern "C" {

/// Room for `count` tokens, to be filled in by the caller; 0 ends an item.
uint32_t* bench_words(int32_t count);
/// Fits trigrams with Kneser-Ney's counts (interpolated) to them, `times` times. How many different n-grams of all
/// lengths there are.
double bench_trigrams(int32_t times);
}

#ifndef __EMSCRIPTEN__
/// The same counts in hash maps of the standard library: a peer.
double bench_trigrams_in_maps(int32_t times);
#endif
