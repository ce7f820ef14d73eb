// A merchant's endpoint in a process of its own: takes every event, and looks whether those about one
// object come in the order in which they happened, which is that of their ids.

import { createServer, type IncomingMessage } from 'node:http';
import { isReady } from './program.ts';

const newest = new Map<string, string>();
const heard = { delivered: 0, repeated: 0, disordered: 0 };

const server = createServer((request, response) => {
  if (request.method === 'GET') return void response.end(JSON.stringify(heard));
  void read(request).then((body) => {
    note(JSON.parse(body));
    response.end('{}');
  });
});

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function note({ id, data }: { id: string; data: { object: { id: string } } }): void {
  const last = newest.get(data.object.id) ?? '';
  if (id === last) heard.repeated += 1;
  else if (id < last) heard.disordered += 1;
  else newest.set(data.object.id, id);
  heard.delivered += 1;
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  isReady({ url: `http://127.0.0.1:${port}/hook` }, async () => {
    server.close();
  });
});
