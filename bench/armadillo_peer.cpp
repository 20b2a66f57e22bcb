// The EM task of ./lab bench with Armadillo (Sanderson, Curtin 2016): gmm_full from the same start, one thread.

#include <armadillo>
#include <chrono>
#include <cmath>
#include <iostream>
#include <string>

int main() {
  arma::arma_rng::set_seed(7);
  std::string task;
  for (arma::uword dimension = 0, count = 0, steps = 0; std::cin >> task >> dimension >> count >> steps;) {
    arma::mat points(dimension, count, arma::fill::randn);
    for (arma::uword i = 0; i < count; ++i) points.col(i) += 2.0 * (static_cast<double>(i % 3) - 1);
    arma::mat means(dimension, 3);
    for (arma::uword k = 0; k < 3; ++k) means.col(k).fill(static_cast<double>(k) - 1);
    arma::cube covariances(dimension, dimension, 3);
    for (arma::uword k = 0; k < 3; ++k) covariances.slice(k) = 2 * arma::eye(dimension, dimension);
    arma::gmm_full model;
    model.set_params(means, covariances, arma::rowvec{0.3, 0.3, 0.4});
    const auto start = std::chrono::steady_clock::now();
    const bool good = model.learn(points, 3, arma::eucl_dist, arma::keep_existing, 0, steps, 1e-10, false);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    std::cout << took.count() << ' ' << (good ? model.avg_log_p(points) * static_cast<double>(count) : NAN)
              << std::endl;
  }
}
