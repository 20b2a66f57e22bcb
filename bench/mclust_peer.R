# The EM task of ./lab bench with mclust (Scrucca et al. 2016; Fortran): models V and VVV from the same start.
# Protocol of native.cpp. mclust may stop early, so the time is scaled from the steps it says it did to those asked for.
suppressPackageStartupMessages(library(mclust))
set.seed(7)
input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  numbers <- as.integer(strsplit(line, " ")[[1]][-1])
  d <- numbers[1]; n <- numbers[2]; steps <- numbers[3]
  points <- matrix(rnorm(n * d), n, d) + 2 * ((seq_len(n) - 1) %% 3 - 1)
  means <- matrix(rep(c(-1, 0, 1), each = d), d, 3)
  if (d == 1) {
    name <- "V"
    points <- points[, 1]
    parameters <- list(pro = c(.3, .3, .4), mean = means[1, ],
                       variance = list(modelName = "V", d = 1, G = 3, sigmasq = c(2, 2, 2), scale = c(2, 2, 2)))
  } else {
    name <- "VVV"
    root <- array(sqrt(2) * diag(d), c(d, d, 3))
    parameters <- list(pro = c(.3, .3, .4), mean = means,
                       variance = list(modelName = "VVV", d = d, G = 3, sigma = root^2, cholsigma = root))
  }
  start <- proc.time()[["elapsed"]]
  control <- emControl(itmax = rep(steps, 2), tol = c(0, 0))
  done <- 0
  while (done < steps * 10) {  # R's clock has milliseconds only
    fit <- em(points, modelName = name, parameters = parameters, control = control)
    done <- done + abs(attr(fit, "info")[["iterations"]])  # negative: it ran into the limit
  }
  cat((proc.time()[["elapsed"]] - start) * 1000 * steps / done, "\n")
  flush(stdout())
}
