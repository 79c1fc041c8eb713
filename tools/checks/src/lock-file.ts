/** package-lock.json without the GPU builds of llama.cpp: 600 MB that set-up adds by itself where there is a GPU. */
const gpuBuild = /(^|\/)@node-llama-cpp\/[\w-]+-(cuda|cuda-ext|vulkan)$/;

export function gpuBuildsOf(lock: string): string[] {
  return Object.keys((JSON.parse(lock) as Lock).packages).filter((name) => gpuBuild.test(name));
}

export function withoutGpuBuilds(lock: string): string {
  const parsed = JSON.parse(lock) as Lock;
  const kept = Object.entries(parsed.packages).filter(([name]) => !gpuBuild.test(name));
  return `${JSON.stringify({ ...parsed, packages: Object.fromEntries(kept) }, null, 2)}\n`;
}

type Lock = { readonly packages: Record<string, unknown> };
