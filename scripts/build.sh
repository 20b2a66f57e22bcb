# shellcheck shell=bash
# Builds of the core, the command and the page. Sourced by ./lab.

configure() {
  [ -e "$root/build/$1/build.ninja" ] || (cd "$root" && cmake --preset "$1")
}

# compile PRESET [TARGET...]
compile() {
  local preset=$1
  shift
  configure "$preset" || return 1
  (cd "$root" && cmake --build --preset "$preset" -j "$(jobs)" ${1+--target "$@"})
}

# compile_first NAME PRESET TARGET: shows the progress of a first build; a later one is silent unless it takes long.
compile_first() {
  if [ -e "$root/build/$2/build.ninja" ]; then quick_must "$1" compile "$2" "$3"; else must "$1" compile "$2" "$3"; fi
}

build_command() { compile_first "build the collapse command" release collapse; }

# The handwritten digits, for the page and the command. The script itself knows when there is nothing to do.
prepare_digits() { quick_must "prepare the digits" node "$root/scripts/prepare-digits.mjs"; }

# Whether an argument, or the preset or file it names, says "digits": only then does the command need them, and with
# them node and the npm packages.
mentions_digits() {
  local argument file
  for argument in "$@"; do
    case $argument in *digits*) return 0 ;; esac
    for file in "$argument" "$root/core/presets/$argument.json"; do
      if [ -f "$file" ] && grep -q digits "$file"; then return 0; fi
    done
  done
  return 1
}

# A fingerprint of all the page is made of.
page_inputs() {
  (
    cd "$root" || exit 1
    node --version
    find web core/presets core/data scripts/*digits*.mjs build/wasm/core.wasm build/wasm/networks.wasm -name node_modules -prune -o -type f -print |
      LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum
  ) | sha256sum
}

build_page() {
  local stamp=$root/build/page.stamp now
  compile_first "build the core as WebAssembly" wasm collapse_modules
  now=$(page_inputs)
  if [ -e "$root/dist/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then return 0; fi
  rm -f "$stamp"
  must "build the page" npm --prefix "$root/web" run build
  printf '%s\n' "$now" >"$stamp"
}
