#!/usr/bin/env bash
# Builds the native add-on of @tensorflow/tfjs-node-gpu against the TensorFlow library inside a PyPI wheel,
# for machines that cannot reach the host from which the package's own install script downloads it. Prints the folder
# where a program has to run that wants to load it.
#
#   cd "$(tools/tensorflow/build-binding.sh)" && node -e 'require("@tensorflow/tfjs-node-gpu")'
#
# Linux x86-64; needs Python 3 with pip, a C++17 compiler and Node's headers. About 230 MB of download and 600 MB of
# disk in ELECTRA_TENSORFLOW (default: electra-ts/tensorflow in the user's cache), never in the workspace; delete the folder
# to be rid of it. Without a GPU the add-on computes on the CPU.
set -euo pipefail
cd "$(dirname "$0")/../.."

wheel_version=2.12.1 # the first series whose wheel holds the C++ library as a file of its own
wheel_digest=7ffb595707a8fb376deaddc768784c7a0242b16cbc6e06393b1733b2ce19f855
binding_version=4.22.0
workspace=$PWD
folder=${ELECTRA_TENSORFLOW:-${XDG_CACHE_HOME:-$HOME/.cache}/electra-ts/tensorflow}
package=$folder/node_modules/@tensorflow/tfjs-node-gpu
fail() { echo "build-binding: $*" >&2; exit 1; }

[ "$(uname -sm)" = 'Linux x86_64' ] || fail "expected Linux x86_64, received $(uname -sm)"
[ -d "$workspace/node_modules/@tensorflow/tfjs" ] || fail "the workspace is not installed; run npm ci"
headers=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")/include/node
[ -f "$headers/node_api.h" ] || fail "no node_api.h in $headers; use a Node installation that brings its headers"

mkdir -p "$folder"
if [ ! -f "$package/binding/tfjs_backend.cc" ]; then
  echo '{ "private": true }' >"$folder/package.json"
  (cd "$folder" && npm install --no-save --ignore-scripts --no-audit --no-fund "@tensorflow/tfjs-node-gpu@$binding_version" >&2)
fi
# One tfjs for both: the binding registers its backend with the tfjs that the workspace's packages use.
for path in "$workspace"/node_modules/@tensorflow/tfjs{,-core,-converter,-data,-layers,-backend-cpu,-backend-webgl}; do
  rm -rf "$folder/node_modules/@tensorflow/$(basename "$path")"
  ln -s "$path" "$folder/node_modules/@tensorflow/"
done

# Not `node -p`: it would color the number where FORCE_COLOR is set.
napi=$(node -e "process.stdout.write(String(Math.max(...require('$package/package.json').binary.napi_versions.filter((n) => n <= process.versions.napi))))")
addon=$package/lib/napi-v$napi/tfjs_binding.node
if [ ! -f "$addon" ] || [ ! -f "$package/deps/lib/libtensorflow_cc.so.2" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  echo "tensorflow-cpu==$wheel_version --hash=sha256:$wheel_digest" >"$work/requirements.txt"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --implementation cp \
    --python-version 3.11 --abi cp311 --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 \
    --dest "$work" -r "$work/requirements.txt" >&2
  # The C API's headers reach a handful of others; taking all of tensorflow/{c,core,tsl} is simpler than following them.
  python3 -m zipfile -e "$work"/tensorflow_cpu-*.whl "$work/wheel"
  mkdir -p "$package/deps/lib" "$package/lib/napi-v$napi"
  cp "$work"/wheel/tensorflow/libtensorflow_{cc,framework}.so.2 "$package/deps/lib/"
  ln -sf libtensorflow_cc.so.2 "$package/deps/lib/libtensorflow.so"
  ln -sf libtensorflow_framework.so.2 "$package/deps/lib/libtensorflow_framework.so"

  # The flags of the package's binding.gyp.
  c++ -std=c++17 -O2 -fPIC -shared -pthread -w -fno-exceptions -fno-rtti "-DNAPI_VERSION=$napi" \
    -DBUILDING_NODE_EXTENSION -DNODE_GYP_MODULE_NAME=tfjs_binding -I"$headers" -I"$work/wheel/tensorflow/include" \
    "$package/binding/tfjs_backend.cc" "$package/binding/tfjs_binding.cc" -o "$addon" \
    -L"$package/deps/lib" -ltensorflow -ltensorflow_framework "-Wl,-rpath,\$ORIGIN/../../deps/lib"
  echo "build-binding: built $addon" >&2
fi
echo "$folder"
