# shellcheck shell=bash
# What each kind of work needs, and how to get it. Sourced by ./lab.
#
# One line for each need: group, probe, Debian package, what for. A probe is a command, or the path of a header.
needs() {
  cat <<'END'
native g++ g++ compiler
native cmake cmake build
native ninja ninja-build build
native eigen3/Eigen/Core libeigen3-dev linear algebra
native rapidjson/document.h rapidjson-dev JSON in the core
native doctest/doctest.h doctest-dev tests
native CLI/CLI.hpp libcli11-dev arguments of the command
native pkg-config pkg-config how another program finds the library
clang clang++ clang second compiler, sanitizers
clang sanitizers libclang-rt-dev address and undefined-behaviour sanitizers
wasm cmake cmake build
wasm ninja ninja-build build
wasm em++ emscripten compiler to WebAssembly
wasm eigen3/Eigen/Core libeigen3-dev linear algebra
wasm rapidjson/document.h rapidjson-dev JSON in the core
wasm doctest/doctest.h doctest-dev tests
web node nodejs builds and serves the page
web npm npm packages of the page
web certificates ca-certificates downloads of packages
layout clang-format-14 clang-format-14 layout of the C++
browser chromium chromium tests of the page
browser pdftotext poppler-utils what the printed page says
headless chromium-headless-shell chromium-headless-shell the tests of the page in half the time
others firefox-esr firefox-esr the page in Firefox
others WebKitWebDriver webkit2gtk-driver the page in WebKit
others Xvfb xvfb a screen for WebKit
END
}

# chromium_path [NAME...]: Chromium as it is installed, one of these names if it can be.
chromium_path() {
  local name
  if [ -n "${COLLAPSE_CHROMIUM-}" ]; then
    echo "$COLLAPSE_CHROMIUM"
    return 0
  fi
  for name in "$@" chromium google-chrome google-chrome-stable chromium-browser chromium-headless-shell; do
    # Ubuntu's chromium-browser package is a script that asks for a snap.
    if have "$name" && "$name" --version >/dev/null 2>&1; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

# Vite's range: ^20.19 or >= 22.12.
node_is_new_enough() {
  have node && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1)'
}

probe() {
  case $1 in
    chromium) chromium_path >/dev/null ;;
    certificates) [ -e /etc/ssl/certs/ca-certificates.crt ] || ! have apt-get ;;
    sanitizers)
      have clang++ || return 1
      [ -e "$(clang++ -print-file-name="libclang_rt.asan-$(uname -m).a")" ] ||
        [ -e "$(clang++ -print-runtime-dir 2>/dev/null)/libclang_rt.asan.a" ]
      ;;
    */*) [ -e "/usr/include/$1" ] || [ -e "/usr/local/include/$1" ] ;;
    *) have "$1" ;;
  esac
}

# Debian names the sanitizers' library after the version of clang.
package_of() {
  local version
  if [ "$1" != libclang-rt-dev ]; then
    echo "$1"
    return
  fi
  if have clang++; then
    version=$(clang++ -dumpversion)
  else
    version=$(apt-cache show clang 2>/dev/null | sed -n 's/^Depends:.*clang-\([0-9]*\).*/\1/p' | head -n 1)
  fi
  echo "libclang-rt-${version%%.*}-dev"
}

# Needs of the groups named that are not met: lines "probe package what for".
missing() {
  local group need_group name package purpose
  for group in "$@"; do
    needs | while read -r need_group name package purpose; do
      [ "$need_group" = "$group" ] || continue
      probe "$name" || echo "$name $package $purpose"
    done
  done | sort -u
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -q install -y \
    --no-install-recommends "$@"
}

refuse() {
  say "$1"
  say
  say "Missing:"
  missing "${groups[@]}" | while read -r name package purpose; do
    say "  $name ($purpose; in Debian and Ubuntu the package $(package_of "$package"))"
  done
  say
  say "$2"
  exit 1
}

# install_for GROUP...: after it everything the groups need is there, or the reason why not has been said.
install_for() {
  local groups=("$@") lines packages
  use_private_node
  lines=$(missing "${groups[@]}")
  if [ -n "$lines" ]; then
    have apt-get || refuse "This system has no apt-get, so ./lab cannot install what it needs." \
      "Install these with your system's package manager (node: ^20.19 or >= 22.12) and call ./lab again."
    if [ "$(id -u)" -ne 0 ]; then
      have sudo || refuse "Installing needs root, and there is no sudo." \
        "As root: $(install_command "${groups[@]}")"
      # Without a terminal sudo could not ask for a password.
      [ -t 0 ] || sudo -n true 2>/dev/null || refuse "Installing needs root, and sudo would ask for a password." \
        "Run this first: sudo $(install_command "${groups[@]}")"
      sudo -v
    fi
    must "apt-get update" as_root apt-get -o DPkg::Lock::Timeout=600 -q update
    # clang's library is named after the version, known once the package lists are there.
    packages=$(missing "${groups[@]}" | while read -r name package purpose; do package_of "$package"; done | sort -u)
    say "Installing $(echo $packages)"
    # shellcheck disable=SC2086
    must "apt-get install ${groups[*]}" apt_install $packages
    hash -r
    lines=$(missing "${groups[@]}")
    [ -z "$lines" ] || refuse "Some things are still missing after the installation." \
      "Perhaps this release names the packages otherwise. Chromium elsewhere: COLLAPSE_CHROMIUM=/path/to/chromium."
  fi
  case " ${groups[*]} " in *" web "*) install_node; install_web ;; esac
}

# install_if_there GROUP: like install_for, but what this system has no package for (Ubuntu has no firefox-esr) is left out and
# said. Tests that need it are then skipped, except where CI is set.
install_if_there() {
  local group=$1 packages='' package name purpose
  [ -n "$(missing "$group")" ] || return 0
  have apt-get || { say "Without apt-get, left out: $(missing "$group" | cut -d ' ' -f 3- | paste -s -d ';')."; return 0; }
  step "apt-get update" as_root apt-get -o DPkg::Lock::Timeout=600 -q update || true
  while read -r name package purpose; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      packages="$packages $package"
    else
      say "There is no package $package here, so this is left out: $purpose."
    fi
  done < <(missing "$group")
  # shellcheck disable=SC2086
  [ -z "$packages" ] || step "apt-get install$packages" apt_install $packages || say "What needs them is left out."
  hash -r
}

install_command() {
  local packages
  packages=$(missing "$@" | while read -r name package purpose; do package_of "$package"; done | sort -u)
  echo "apt-get install --no-install-recommends" $packages
}

# A node of our own, if there is one, goes first.
use_private_node() {
  local bin=$root/build/tools/node_modules/.bin
  if [ -x "$bin/node" ] && [ -x "$bin/npm" ]; then
    export PATH="$bin:$PATH"
    hash -r
  fi
}

# Debian 12's node is 18 and Vite needs 20.19. The npm packages node-linux-* hold the binary itself.
install_node() {
  local machine node_version=22.23.3 npm_version=10.9.9 tools=$root/build/tools
  node_is_new_enough && return 0
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) machine=linux-x64 ;;
    Linux-aarch64) machine=linux-arm64 ;;
    *) die "node $(node --version) is too old, and there is none to fetch for $(uname -sm). Install node 22.12 or newer." ;;
  esac
  say "node $(node --version) is too old for the page's tools (^20.19 or >= 22.12): fetching one into build/tools."
  mkdir -p "$tools"
  printf '{ "private": true }\n' >"$tools/package.json"
  must "npm install node $node_version" npm install --prefix "$tools" --ignore-scripts --no-audit --no-fund \
    "node-$machine@$node_version" "npm@$npm_version"
  ln -sfn "../node-$machine/bin/node" "$tools/node_modules/.bin/node"
  use_private_node
  node_is_new_enough || die "The fetched node does not run here. Install node 22.12 or newer."
}

# npm ci, only when the lock file or node has changed since the last one.
install_web() {
  local stamp=$root/web/node_modules/.lab-stamp now
  now="$(node --version) $(sha256sum <"$root/web/package-lock.json")"
  if [ "$(cat "$stamp" 2>/dev/null)" != "$now" ]; then
    must "npm ci" npm --prefix "$root/web" ci
    printf '%s\n' "$now" >"$stamp"
  fi
  # The tests live outside web/ and find the packages by this link.
  [ "$(readlink "$root/tests/node_modules")" = ../web/node_modules ] ||
    ln -sfn ../web/node_modules "$root/tests/node_modules"
}
