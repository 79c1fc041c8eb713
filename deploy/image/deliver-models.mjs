/**
 * Copies a bundle of models into an empty volume and compares every file with the digest that the manifest pins: `node
 * deliver-models.mjs FROM TO`. What an init container runs. Ends with 1 and a sentence when a file is missing or is another one, so
 * that no service starts on it. (The services check again what they open.)
 */
import { createHash } from 'node:crypto';
import { cpSync, createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [from, to] = process.argv.slice(2);
const folders = ['models', '.cache/models'];
for (const folder of folders) cpSync(join(from, folder), join(to, folder), { recursive: true });

const manifest = JSON.parse(readFileSync(join(to, 'models/manifest.json'), 'utf8'));
const pinned = [
  ...Object.values(manifest.bases).map(({ served }) => ['.cache/models', served]),
  ...Object.values(manifest.specialists).flatMap(({ served, adapter, heads, probes }) => [
    ['.cache/models', served],
    ...[adapter, heads, probes].map((file) => ['models', file]),
  ]),
].filter(([, file]) => file !== undefined);

const problems = [];
for (const [folder, { file, digest }] of pinned) {
  const found = await digestOf(join(to, folder, file));
  if (found !== digest) problems.push(`${folder}/${file}: expected ${digest}, found ${found}`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0)
  console.error('The models are not those of the manifest; the image is damaged or of another release.');
else console.log(`${pinned.length} files of models, all as the manifest pins them`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function digestOf(path) {
  if (!existsSync(path)) return 'no such file';
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}
