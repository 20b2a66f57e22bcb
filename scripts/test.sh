# shellcheck shell=bash
# ./lab test. Sourced by ./lab.

passed=0
failed=0
problems=()

# Adds the numbers in a log: cases of doctest, tests of Vitest, "name: N passed, N failed" of our own checks, claims.
# A step that names no number counts as one test.
count() {
  local log=$1 status=$2 p f
  read -r p f < <(sed 's/\x1b\[[0-9;]*m//g' "$log" | awk '
    /^([0-9]+: )?\[doctest\] test cases:/ { add() }
    /^ *Tests  +[0-9]/ { add() }
    /^[a-z]+: [0-9]+ passed, [0-9]+ failed/ { add() }
    /^[0-9]+ of [0-9]+ claims hold$/ { p += $1; f += $3 - $1 }
    function number(pattern) { return match($0, pattern) ? substr($0, RSTART) + 0 : 0 }
    function add() { p += number("[0-9]+ passed"); f += number("[0-9]+ failed") }
    END { print p + 0, f + 0 }')
  if [ "$status" -eq 0 ] && [ $((p + f)) -eq 0 ]; then p=1; fi
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  passed=$((passed + p))
  failed=$((failed + f))
}

# check NAME COMMAND...: a step of the tests; a failure is shown and counted, and the others still run.
check() {
  local name=$1 status=0
  step "$@" || status=$?
  count "$step_log" "$status"
  [ $status -eq 0 ] && return 0
  problems+=("$name: $step_log")
  tail -n 60 "$step_log" | sed 's/\x1b\[[0-9;]*m//g; s/^/    /' >&2
  return 1
}

# prepare NAME COMMAND...: a step the next ones need. Its success is no test; its failure is one that failed.
prepare() {
  local name=$1
  step "$@" && return 0
  failed=$((failed + 1))
  problems+=("$name: $step_log")
  tail -n 60 "$step_log" | sed 's/\x1b\[[0-9;]*m//g; s/^/    /' >&2
  return 1
}

in_web() { (cd "$root/web" && "$@"); }

run_ctest() { (cd "$root" && ctest --preset "$1" --verbose --no-tests=error -j "$(jobs)"); }

spec_document() { "$root/build/release/collapse" describe --format markdown | diff - "$root/docs/spec.md"; }

# Every row of the table is a test: "265 of 267 claims hold".
verify_claims() { "$root/build/release/collapse" verify --quiet "$@"; }

golden() {
  node "$root/tests/golden/golden.mjs" "$@"
}

# The builds whose commands must give the same hashes as g++ -O3 with wide vectors and the two modules, which are clang -O3 and -Os
# with narrow ones (docs/decisions/0034).
more_hash_builds=(release-clang-o2 release-o2 release-clang)

run_tests() {
  local quick=$1 all=$2 start=$SECONDS commands=()
  if [ -n "$quick" ]; then
    install_for native
  else
    install_for native clang wasm web
    # Chromium without a window is the same engine and takes half the processor time; where it is, no other is needed.
    install_if_there headless
    install_if_there layout
    install_for browser
    install_if_there others
  fi

  say "Core, natively"
  # The other builds run the tests where more shows; of this one it is the command that is tested (docs/decisions/0034).
  local wanted=(collapse)
  [ -z "$quick$all" ] || wanted=()
  if prepare "build with g++ -O3" compile release ${wanted[@]+"${wanted[@]}"}; then
    [ -z "$quick$all" ] || check "tests of the core, g++ -O3" run_ctest release || true
    # All of them, with those of text, in the full tests below.
    [ -z "$quick" ] || check "claims: the Gaussian's laws" verify_claims --only mle- --only unbiased- --only one-shot- || true
    commands+=("$root/build/release/collapse")
  fi

  if [ -z "$quick" ]; then
    if prepare "build with clang, sanitizers" compile dev; then
      check "tests of the core, sanitizers" run_ctest dev || true
    fi

    say "Core, as WebAssembly"
    if prepare "build with Emscripten" compile wasm; then
      check "tests of the core, under node" run_ctest wasm || true
    fi

    say "The same bits from every build"
    prepare "prepare the digits" node "$root/scripts/prepare-digits.mjs" || true
    prepare "prepare the texts" node "$root/scripts/prepare-texts.mjs" || true
    check "claims: laws and published numbers" verify_claims || true
    local preset
    [ -n "$all" ] || more_hash_builds=()
    for preset in ${more_hash_builds[@]+"${more_hash_builds[@]}"}; do
      prepare "build $preset" compile "$preset" && commands+=("$root/build/$preset/collapse")
    done
    check "hashes of the presets" golden --wasm "$root/build/wasm/core.wasm" --wasm "$root/build/wasm/networks.wasm" ${commands[@]+"${commands[@]}"} || true

    say "Rooms and generated files"
    check "arrows between the rooms" node "$root/tests/architecture/arrows.mjs" || true
    check "mutants still fit the code" node "$root/tests/mutants/run.mjs" --check || true
    # Another version lays some code out otherwise: without this one there is nothing to check.
    if have clang-format-14; then check "layout of the C++" cpp_layout --dry-run -Werror || true; fi
    check "generated types" in_web node scripts/generate-types.mjs --check || true
    check "generated docs/spec.md" spec_document || true

    say "Page"
    check "formatting and lint" in_web npm run lint || true
    check "types" in_web npm run types || true
    check "tests of the page's parts and of the command" in_web npm test || true
    if prepare "build the page" npm --prefix "$root/web" run build; then
      check "size of the first view" in_web npm run size || true
      COLLAPSE_CHROMIUM=$(chromium_path chromium-headless-shell)
      export COLLAPSE_CHROMIUM
      check "the page in Chromium" in_web npm run e2e || true
    fi
  fi

  say
  if [ ${#problems[@]} -gt 0 ]; then
    say "Failed (whole logs):"
    for problem in "${problems[@]}"; do say "  $problem"; done
  fi
  say "In $(((SECONDS - start) / 60)) min $(((SECONDS - start) % 60)) s:"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
