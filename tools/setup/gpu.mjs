/**
 * Which GPU builds of llama.cpp this machine wants. `PITCREW_GPU` decides: `cuda`, `vulkan` or `none`; unset means CUDA where an
 * NVIDIA driver is loaded and nothing elsewhere. (Metal is part of the ordinary build for Macs.)
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './failure.mjs';
import { root } from './places.mjs';

const builds = {
  none: [],
  cuda: ['@node-llama-cpp/linux-x64-cuda', '@node-llama-cpp/linux-x64-cuda-ext'],
  vulkan: ['@node-llama-cpp/linux-x64-vulkan'],
};

/** npm package specifiers at the version of node-llama-cpp, e.g. `@node-llama-cpp/linux-x64-cuda@3.22.1`. */
export function gpuPackages() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [];
  const choice = process.env.PITCREW_GPU || (existsSync('/proc/driver/nvidia/version') ? 'cuda' : 'none');
  const names = builds[choice];
  if (names === undefined)
    throw new SetupError(`PITCREW_GPU is "${choice}"; it can be ${Object.keys(builds).join(', ')}.`);
  return names.length === 0 ? [] : names.map((name) => `${name}@${llamaVersion()}`);
}

function llamaVersion() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return lock.packages['node_modules/node-llama-cpp'].version;
}
