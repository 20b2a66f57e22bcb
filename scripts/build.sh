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

# A fingerprint of all the page is made of.
page_inputs() {
  (
    cd "$root" || exit 1
    node --version
    find web core/presets core/data build/wasm/core.wasm -name node_modules -prune -o -type f -print |
      LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum
  ) | sha256sum
}

build_page() {
  local stamp=$root/build/page.stamp now
  compile_first "build core.wasm" wasm collapse_wasm
  now=$(page_inputs)
  if [ -e "$root/dist/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then return 0; fi
  rm -f "$stamp"
  must "build the page" npm --prefix "$root/web" run build
  printf '%s\n' "$now" >"$stamp"
}
