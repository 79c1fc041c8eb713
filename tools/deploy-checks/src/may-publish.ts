/**
 * Whether a NATS server lets the user of a certificate publish to a subject, asked in NATS' own protocol, because no service has a
 * function for what none may do. Where it is let, the message is published; its body filters for a run that there is not, so that a
 * purge takes nothing.
 */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as secure } from 'node:tls';

const BODY = JSON.stringify({ filter: 'run.nobody.none.*' });
const TIMEOUT_MS = 5_000;

export async function mayPublish(url: string, files: NodeJS.ProcessEnv, subject: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const plain = connect(Number(port), hostname);
  try {
    await words(plain, /^INFO /);
    const read = (name: string) => readFileSync(files[name] ?? '');
    const socket = secure({
      socket: plain,
      servername: hostname,
      cert: read('PITCREW_TLS_CERT_FILE'),
      key: read('PITCREW_TLS_KEY_FILE'),
      ca: read('PITCREW_TLS_CA_FILE'),
    });
    const answered = words(socket, /PONG\r\n/);
    socket.write(`CONNECT {"verbose":false}\r\nPUB ${subject} ${BODY.length}\r\n${BODY}\r\nPING\r\n`);
    return !/Permissions Violation for Publish/i.test(await answered);
  } finally {
    plain.destroy();
  }
}

/** What a socket says until it has said this. */
function words(socket: NodeJS.ReadableStream, last: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`NATS said only: ${text}`)), TIMEOUT_MS);
    const listen = (chunk: Buffer) => {
      text += chunk.toString();
      if (!last.test(text)) return;
      clearTimeout(timer);
      socket.off('data', listen);
      resolve(text);
    };
    socket.on('data', listen).once('error', reject);
  });
}
