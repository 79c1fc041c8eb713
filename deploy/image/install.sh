#!/bin/sh
# Makes /image: one workspace package, such as services/router, with what it needs to run and nothing else. Run by the Dockerfile, from
# a copy of the repository. `cuda` as the second word adds llama.cpp for NVIDIA GPUs. IMAGE_FOLDER is another place to write to.
set -eu
package=$1
variant=${2:-cpu}
image=${IMAGE_FOLDER:-/image}

node deploy/image/keep-only.mjs "$package"
npm ci --omit=dev --workspace "$package" --no-audit --no-fund

# The lock leaves the GPU builds out; their version is that of node-llama-cpp. The one taken is for CUDA 13, as the image's base.
if [ "$variant" = cuda ] && [ -d node_modules/node-llama-cpp ]; then
  version=$(node -p 'require("./node_modules/node-llama-cpp/package.json").version')
  npm install --no-save --omit=dev --workspace "$package" --no-audit --no-fund "@node-llama-cpp/linux-x64-cuda@$version"
fi

# What is in the image, for whoever has to know.
npm sbom --omit=dev --sbom-format cyclonedx > sbom.cdx.json

# Not for running: sources of llama.cpp, builds for other machines, a compiler, maps and declarations.
rm -rf node_modules/typescript node_modules/node-llama-cpp/llama/gitRelease.bundle node_modules/node-llama-cpp/llama/addon
machine=linux-$(node -p process.arch)
for build in node_modules/@node-llama-cpp/*; do
  case "$build" in */"$machine" | */"$machine"-*) ;; *) rm -rf "$build" ;; esac
done
find node_modules libs services tools -path '*node_modules/*' -type f \
  \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) -delete
rm -rf node_modules/@types node_modules/.bin

# What is left of the repository's packages, as folders: Node runs their TypeScript as it is.
rm -rf deploy libs/*/dist services/*/dist tools/*/dist
find libs services tools \( -name '*.test.ts' -o -name '*.fixture.ts' \) -not -path '*/node_modules/*' -delete
mkdir -p "$image"
for part in node_modules package.json sbom.cdx.json LICENSE NOTICE protos workflows libs services tools; do
  if [ -e "$part" ]; then cp -R "$part" "$image"; fi
done
