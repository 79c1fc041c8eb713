/**
 * The one llama.cpp instance of the process and the models loaded in it. A base serves several adapters, so it is loaded once
 * and counted; the last holder frees it. Compiles nothing and downloads nothing: the prebuilt library is used or the start fails.
 */
import { getLlama, type Llama, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp';

export type Device = 'auto' | 'cpu';

export type LoadedModel = { readonly model: LlamaModel; release(): Promise<void> };

type Entry = { readonly loading: Promise<LlamaModel>; holders: number };

const instances = new Map<Device, Promise<Llama>>();
const models = new Map<string, Entry>();

/** `auto` puts every layer on the GPU where llama.cpp finds one. */
export async function loadModel(path: string, device: Device): Promise<LoadedModel> {
  const key = `${device} ${path}`;
  const entry = models.get(key) ?? { loading: load(path, device), holders: 0 };
  models.set(key, entry);
  entry.holders += 1;
  const release = async (): Promise<void> => {
    entry.holders -= 1;
    if (entry.holders > 0) return;
    models.delete(key);
    await (await entry.loading).dispose();
  };
  try {
    return { model: await entry.loading, release };
  } catch (error) {
    models.delete(key);
    throw error;
  }
}

async function load(path: string, device: Device): Promise<LlamaModel> {
  const llama = await llamaFor(device);
  return llama.loadModel({ modelPath: path, gpuLayers: llama.gpu === false ? 0 : 'max' });
}

/** `maxThreads: 0`: each context gets exactly the threads that it asks for, instead of a share of one pool. */
export function llamaFor(device: Device): Promise<Llama> {
  const known = instances.get(device);
  if (known !== undefined) return known;
  const created = getLlama({
    gpu: device === 'cpu' ? false : 'auto',
    build: 'never',
    maxThreads: 0,
    logLevel: LlamaLogLevel.error,
    skipDownload: true,
  });
  instances.set(device, created);
  return created;
}
