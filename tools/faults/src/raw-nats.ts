/** A client of the bus that obeys none of our rules: it publishes what it likes, and hears what is parked. */
import { connect, type Socket } from 'node:net';

export type RawNats = Disposable & {
  publish(subject: string, bytes: Buffer): Promise<void>;
  /** Payloads heard so far on the subjects that it listens to. */
  heard(): readonly string[];
};

export async function openRawNats(url: string, listenTo: string): Promise<RawNats> {
  const { hostname, port } = new URL(url.split(',')[0] ?? url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (chunk.includes('PING\r\n')) socket.write('PONG\r\n');
  });
  socket.write(`CONNECT {"verbose":false}\r\nSUB ${listenTo} 1\r\n`);
  await flushed(socket, () => text);
  return {
    async publish(subject, bytes) {
      socket.write(`PUB ${subject} ${bytes.length}\r\n`);
      socket.write(bytes);
      socket.write('\r\n');
      await flushed(socket, () => text);
    },
    heard: () => [...text.matchAll(/^H?MSG (\S+)/gm)].map(([, subject]) => subject ?? ''),
    [Symbol.dispose]: () => socket.destroy(),
  };
}

/** The server answers in order, so its PONG comes after it has taken everything before. */
async function flushed(socket: Socket, received: () => string): Promise<void> {
  const before = received().length;
  socket.write('PING\r\n');
  while (!received().slice(before).includes('PONG')) await new Promise((resolve) => setTimeout(resolve, 5));
}
