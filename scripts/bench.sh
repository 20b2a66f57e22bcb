# shellcheck shell=bash
# ./lab bench. Sourced by ./lab.

install_peers() {
  must "install peers" apt_install python3-numpy libopenblas0-pthread python3-sklearn python3-scipy python3-nltk libarmadillo-dev r-cran-mclust
  apt_install python3-torch || say "PyTorch is not to be had here; its row will say so."
  (cd "$root" && cmake --preset release) >/dev/null  # finds Armadillo
}

run_bench() {
  local arguments=() chromium
  while [ $# -gt 0 ]; do
    case $1 in
      --peers) install_peers; shift ;;
      --rounds) [ $# -ge 2 ] || usage_error "--rounds needs a number"; arguments+=(--rounds "$2"); shift 2 ;;
      --only) [ $# -ge 2 ] || usage_error "--only needs words of a row's name"; arguments+=(--only "$2"); shift 2 ;;
      --rounds=* | --only=* | --no-chromium) arguments+=("$1"); shift ;;
      *) usage_error "bench does not know \"$1\"" ;;
    esac
  done
  [ "$root/bench/node_modules/.package-lock.json" -nt "$root/bench/package-lock.json" ] ||
    must "fetch the npm peers" npm --prefix "$root/bench" ci
  compile_first "build the native benchmark" release collapse_bench
  compile_first "build the inner loops" wasm collapse_kernels
  prepare_data digits
  prepare_data texts
  build_page
  unlock
  if chromium=$(chromium_path); then arguments+=(--chromium "$chromium"); else arguments+=(--no-chromium); fi
  node "$root/bench/bench.mjs" --build "$root/build" ${arguments[@]+"${arguments[@]}"}
}
