#pragma once

// The kernels of the networks, without experiment and metrics around them: matrix products, the most that products
// could reach, and training. As in kernels.h, every function returns a number that depends on all its work.

#include <stdint.h>

extern "C" {

/// At least `flops` additions and multiplications of floats, half of each, in twelve independent chains of vectors that
/// never leave their registers: no kernel that multiplies and adds can be quicker. `wide`: by eight floats and not
/// four, where the processor can; WebAssembly cannot.
double bench_ceiling(double flops, int32_t wide);

/// How the two matrices of a product lie in memory: rows of A or of its transpose, rows of B or of its transpose.
enum bench_layout { BENCH_PLAIN = 0, BENCH_LEFT_TRANSPOSED = 1, BENCH_RIGHT_TRANSPOSED = 2 };

/// Fills A (m x k) and B (k x n) with standard normals.
void bench_gemm_prepare(int32_t m, int32_t n, int32_t k, int32_t layout);
/// C = A B, `times` times: 2 m n k operations each.
double bench_gemm(int32_t times);

/// Room for `count` images of side x side pixels, one byte each, 0 to 15, to be filled in by the caller.
uint8_t* bench_images(int32_t side, int32_t count);
/// Turns them into floats in [0, 1], and prepares an autoencoder with one hidden layer of 256 on either side.
void bench_vae_prepare(int32_t latent);
/// Trains it from random parameters, minibatches of 100, Adam with step 1e-3. The mean loss of an image in the last
/// epoch, in nats: reconstruction + KL.
double bench_vae(int32_t epochs);

/// Prepares a transformer, and `blocks` blocks of `context` tokens in which a token follows from the one before and one
/// of four chances.
void bench_transformer_prepare(int32_t vocabulary, int32_t layers, int32_t width, int32_t heads, int32_t context,
                               int32_t blocks);
/// Trains it from random parameters, minibatches of 16 blocks, Adam with step 1e-3. The mean loss of a token over all
/// steps, in nats.
double bench_transformer(int32_t epochs);
}
