/** A client of the bus that obeys none of our rules: it publishes what it likes, and hears what is parked. */
import { connect, type Socket } from 'node:net';

export type RawNats = Disposable & {
  publish(subject: string, bytes: Buffer): Promise<void>;
  /** Messages heard so far on the subjects that it listens to. */
  heard(): readonly Heard[];
};

export type Heard = { readonly subject: string; readonly headers: Readonly<Record<string, string>> };

export async function openRawNats(url: string, listenTo: string): Promise<RawNats> {
  const { hostname, port } = new URL(url.split(',')[0] ?? url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (chunk.includes('PING\r\n')) socket.write('PONG\r\n');
  });
  socket.write(`CONNECT {"verbose":false,"headers":true}\r\nSUB ${listenTo} 1\r\n`);
  await flushed(socket, () => text);
  return {
    async publish(subject, bytes) {
      socket.write(`PUB ${subject} ${bytes.length}\r\n`);
      socket.write(bytes);
      socket.write('\r\n');
      await flushed(socket, () => text);
    },
    heard: () => messagesIn(text),
    [Symbol.dispose]: () => socket.destroy(),
  };
}

/** `MSG subject sid [reply] bytes`, or `HMSG subject sid [reply] header-bytes bytes`, a line, and so many bytes. */
const MESSAGE = /^H?MSG (\S+) \S+ (?:\S+ )??(?:(\d+) )?(\d+)\r\n/;

function messagesIn(text: string): readonly Heard[] {
  const messages: Heard[] = [];
  for (let at = 0; at < text.length; ) {
    const [line, subject = '', headerBytes = '0', bytes = '0'] = MESSAGE.exec(text.slice(at, at + 1_000)) ?? [];
    if (line === undefined) {
      const next = text.indexOf('\n', at) + 1;
      at = next === 0 ? text.length : next;
    } else {
      const from = at + line.length;
      if (from + Number(bytes) > text.length) break;
      messages.push({ subject, headers: headersIn(text.slice(from, from + Number(headerBytes))) });
      at = from + Number(bytes);
    }
  }
  return messages;
}

const headersIn = (text: string): Heard['headers'] =>
  Object.fromEntries([...text.matchAll(/^([\w-]+): ?(.*)\r$/gm)].map(([, name = '', value = '']) => [name, value]));

/** The server answers in order, so its PONG comes after it has taken everything before. */
async function flushed(socket: Socket, received: () => string): Promise<void> {
  const before = received().length;
  socket.write('PING\r\n');
  while (!received().slice(before).includes('PONG')) await new Promise((resolve) => setTimeout(resolve, 5));
}
