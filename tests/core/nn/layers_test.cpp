// Layers against the same layers written plainly in doubles, and their gradients against central differences of those.
// The loss of a layer alone is sum of c_i y_i with fixed random c, so that dL/dy = c.

#include <doctest/doctest.h>

#include "nn/convolution.h"
#include "nn/dense.h"
#include "nn/naive.h"

using namespace collapse;
using test::dot;
using test::doubles;
using test::Doubles;
using test::gradient_of;
using test::normals;
using test::relative_difference;

namespace {

constexpr double kFloatTolerance = 2e-6;  // sums of up to a few hundred products in floats

using Floats = std::vector<float>;

}  // namespace

TEST_CASE("a dense layer and its gradients are those of x W^T + b") {
  nn::GemmBuffers buffers;
  for (const bool relu : {false, true}) {
    const nn::DenseShape shape{7, 5};
    const std::size_t rows = 6;
    const Floats x = normals(rows * 7, 1), w = normals(5 * 7, 2), b = normals(5, 3), c = normals(rows * 5, 4);
    const auto loss = [&](const Doubles& xs, const Doubles& ws, const Doubles& bs) {
      return dot(test::naive_dense(shape, rows, xs.data(), ws.data(), bs.data(), relu), c);
    };
    Floats y(rows * 5);
    nn::dense_forward(shape, rows, x.data(), w.data(), b.data(), relu, y.data(), buffers);
    const Doubles xd = doubles(x), wd = doubles(w), bd = doubles(b);
    CHECK(relative_difference(y, test::naive_dense(shape, rows, xd.data(), wd.data(), bd.data(), relu)) <
          kFloatTolerance);

    Floats dy = c, dw(w.size()), db(b.size()), dx(x.size());
    if (relu) nn::relu_backward(dy.size(), y.data(), dy.data());
    nn::dense_backward(shape, rows, x.data(), w.data(), dy.data(), dw.data(), db.data(), dx.data(), buffers);
    CHECK(relative_difference(dw, gradient_of([&](const Doubles& p) { return loss(xd, p, bd); }, wd)) <
          kFloatTolerance);
    CHECK(relative_difference(db, gradient_of([&](const Doubles& p) { return loss(xd, wd, p); }, bd)) <
          kFloatTolerance);
    CHECK(relative_difference(dx, gradient_of([&](const Doubles& p) { return loss(p, wd, bd); }, xd)) <
          kFloatTolerance);
  }
}

TEST_CASE("gradients are added to what is there") {
  nn::GemmBuffers buffers;
  const nn::DenseShape shape{3, 2};
  const Floats x = normals(12, 1), w = normals(6, 2), dy = normals(8, 3);
  Floats once_w(6), once_b(2), twice_w(6), twice_b(2);
  nn::dense_backward(shape, 4, x.data(), w.data(), dy.data(), once_w.data(), once_b.data(), nullptr, buffers);
  for (int i = 0; i < 2; ++i)
    nn::dense_backward(shape, 4, x.data(), w.data(), dy.data(), twice_w.data(), twice_b.data(), nullptr, buffers);
  for (std::size_t i = 0; i < 6; ++i) CHECK(twice_w[i] == 2 * once_w[i]);
  for (std::size_t i = 0; i < 2; ++i) CHECK(twice_b[i] == 2 * once_b[i]);
}

TEST_CASE("a convolution down and its gradients are those of its definition") {
  nn::GemmBuffers buffers;
  for (const nn::ConvolutionShape shape :
       {nn::ConvolutionShape{6, 3, 5}, nn::ConvolutionShape{4, 1, 4}, nn::ConvolutionShape{2, 2, 1}})
    for (const bool relu : {false, true}) {
      CAPTURE(shape.side);
      const std::size_t images = 2;
      const Floats x = normals(images * shape.large_size(), 1), w = normals(shape.weights(), 2),
                   b = normals(shape.small, 3);
      const Floats c = normals(images * shape.small_size(), 4);
      const Doubles xd = doubles(x), wd = doubles(w), bd = doubles(b);
      const auto loss = [&](const Doubles& xs, const Doubles& ws, const Doubles& bs) {
        return dot(test::naive_down(shape, images, xs.data(), ws.data(), bs.data(), relu), c);
      };
      Floats patches(images * shape.patches_size()), y(c.size());
      nn::convolve_down(shape, images, x.data(), w.data(), b.data(), relu, patches.data(), y.data(), buffers);
      CHECK(relative_difference(y, test::naive_down(shape, images, xd.data(), wd.data(), bd.data(), relu)) <
            kFloatTolerance);

      Floats dy = c, dw(w.size()), db(b.size()), dx(x.size());
      if (relu) nn::relu_backward(dy.size(), y.data(), dy.data());
      nn::convolve_down_backward(shape, images, w.data(), dy.data(), dw.data(), db.data(), patches.data(), dx.data(),
                                 buffers);
      CHECK(relative_difference(dw, gradient_of([&](const Doubles& p) { return loss(xd, p, bd); }, wd)) <
            kFloatTolerance);
      CHECK(relative_difference(db, gradient_of([&](const Doubles& p) { return loss(xd, wd, p); }, bd)) <
            kFloatTolerance);
      CHECK(relative_difference(dx, gradient_of([&](const Doubles& p) { return loss(p, wd, bd); }, xd)) <
            kFloatTolerance);
    }
}

TEST_CASE("a transposed convolution and its gradients are those of its definition") {
  nn::GemmBuffers buffers;
  for (const nn::ConvolutionShape shape :
       {nn::ConvolutionShape{6, 3, 5}, nn::ConvolutionShape{4, 1, 4}, nn::ConvolutionShape{2, 2, 1}})
    for (const bool relu : {false, true}) {
      CAPTURE(shape.side);
      const std::size_t images = 2;
      const Floats x = normals(images * shape.small_size(), 1), w = normals(shape.weights(), 2),
                   b = normals(shape.large, 3);
      const Floats c = normals(images * shape.large_size(), 4);
      const Doubles xd = doubles(x), wd = doubles(w), bd = doubles(b);
      const auto loss = [&](const Doubles& xs, const Doubles& ws, const Doubles& bs) {
        return dot(test::naive_up(shape, images, xs.data(), ws.data(), bs.data(), relu), c);
      };
      Floats patches(images * shape.patches_size()), y(c.size());
      nn::convolve_up(shape, images, x.data(), w.data(), b.data(), relu, patches.data(), y.data(), buffers);
      CHECK(relative_difference(y, test::naive_up(shape, images, xd.data(), wd.data(), bd.data(), relu)) <
            kFloatTolerance);

      Floats dy = c, dw(w.size()), db(b.size()), dx(x.size());
      if (relu) nn::relu_backward(dy.size(), y.data(), dy.data());
      nn::convolve_up_backward(shape, images, x.data(), w.data(), dy.data(), dw.data(), db.data(), patches.data(),
                               dx.data(), buffers);
      CHECK(relative_difference(dw, gradient_of([&](const Doubles& p) { return loss(xd, p, bd); }, wd)) <
            kFloatTolerance);
      CHECK(relative_difference(db, gradient_of([&](const Doubles& p) { return loss(xd, wd, p); }, bd)) <
            kFloatTolerance);
      CHECK(relative_difference(dx, gradient_of([&](const Doubles& p) { return loss(p, wd, bd); }, xd)) <
            kFloatTolerance);
    }
}

TEST_CASE("from_patches is the transpose of to_patches: <P x, q> = <x, P^T q>") {
  const nn::ConvolutionShape shape{8, 5, 1};
  const std::size_t images = 3;
  const Floats x = normals(images * shape.large_size(), 1), q = normals(images * shape.patches_size(), 2);
  Floats px(q.size()), ptq(x.size());
  nn::to_patches(shape, images, x.data(), px.data());
  nn::from_patches(shape, images, q.data(), nullptr, false, ptq.data());
  CHECK(relative_difference(Doubles{dot(doubles(px), q)}, Doubles{dot(doubles(x), ptq)}) < 1e-5);
}
