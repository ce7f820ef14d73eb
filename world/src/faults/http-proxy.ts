// A proxy on a line of HTTP. Each connection of the caller has one of its own to the called party, and
// the end of one ends the other; no answer is ever invented.

import {
  Agent,
  createServer,
  type IncomingMessage,
  request as openRequest,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { corrupted } from './corrupted.ts';
import type { Decision, Strike } from './decide.ts';
import { kindOfRequest } from './describe.ts';
import { type LineProxy, openDoor } from './door.ts';
import type { FaultBox } from './fault-box.ts';
import type { Line } from './lines.ts';
import { trickled } from './trickled.ts';
import { openTurns, type Turns } from './turns.ts';

/** A body that is to be changed or sent twice is read whole first; a longer one is let through. */
const wholeBytesMax = 4_194_304;

export async function startHttpProxy(line: Line, box: FaultBox): Promise<LineProxy> {
  const open = new Map<Socket, Connection>();
  const turns = openTurns();
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 });
  // What is no HTTP gets no answer of ours.
  server.on('clientError', (_, socket) => socket.destroy());
  server.on('connection', (socket) => {
    const connection = openConnection(socket, { line, box, doubt: () => door.doubt() });
    open.set(socket, connection);
    socket.once('close', () => {
      open.delete(socket);
      connection.agent.destroy();
    });
    connection.ask();
  });
  server.on('request', (request, response) => {
    const connection = open.get(request.socket);
    if (connection === undefined) {
      request.socket.destroy();
      return;
    }
    const exchange = { line, box, turns, connection, request, response };
    // Whatever breaks on the way is seen by the caller as a connection that broke.
    carry(exchange).catch(() => request.socket.destroy());
  });
  const each = (act: (connection: Connection) => void) => {
    for (const connection of [...open.values()]) act(connection);
  };
  const door = await openDoor({
    server,
    line,
    box,
    look: () => each((connection) => connection.lookAgain()),
    cutAll: () => each(({ socket }) => socket.destroy()),
  });
  return door;
}

type Connection = {
  readonly socket: Socket;
  readonly agent: Agent;
  isFrozen(): boolean;
  /** The called party refused, or ended what stood: is it there still? */
  doubt(): void;
  carryOut(decision: Decision): void;
  ask(): void;
  lookAgain(): void;
};

type Means = { readonly line: Line; readonly box: FaultBox; readonly doubt: () => void };

function openConnection(socket: Socket, { line, box, doubt }: Means): Connection {
  const { link } = line;
  let frozenBy: number | undefined;
  const carryOut = ({ by, strike }: Decision) => {
    if (strike.deed === 'refuse') socket.destroy();
    if (strike.deed === 'half-open') frozenBy = by.number;
  };
  const ask = () => {
    const decision = box.decide({ link, is: 'connection', kind: '' });
    if (decision !== undefined) carryOut(decision);
  };
  socket.on('error', () => {
    // 'close' follows.
  });
  return {
    socket,
    agent: new Agent({ keepAlive: true, maxSockets: 1 }),
    isFrozen: () => frozenBy !== undefined,
    doubt,
    carryOut,
    ask,
    lookAgain() {
      if (frozenBy === undefined) {
        if (box.befallsAll(link) !== undefined) ask();
        return;
      }
      if (!box.standing().some((one) => one.number === frozenBy && one.isInTime)) socket.destroy();
    },
  };
}

type Exchange = {
  readonly line: Line;
  readonly box: FaultBox;
  readonly turns: Turns;
  readonly connection: Connection;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

async function carry(exchange: Exchange): Promise<void> {
  const { line, box, turns, connection, request } = exchange;
  const kind = kindOfRequest(request.method ?? '', request.url ?? '');
  const asked = box.decide({ link: line.link, is: 'request', kind });
  if (asked !== undefined) connection.carryOut(asked);
  const strike = asked?.strike;
  if (connection.isFrozen() || strike?.deed === 'drop') {
    request.resume();
    return;
  }
  if (strike?.deed === 'refuse' || connection.socket.destroyed) return;
  if (strike?.deed === 'delay') await waited(strike.ms);
  if (strike?.deed === 'reorder') await turns.wait();
  const body = await bodyOf(request, strike);
  if (strike?.deed === 'duplicate') forget(await ask(exchange, body()));
  const answer = await ask(exchange, body());
  turns.gone();
  await give(exchange, answer, kind);
}

/** Makes the body, twice if need be. */
async function bodyOf(request: IncomingMessage, strike: Strike | undefined) {
  if (strike?.deed === 'trickle') return () => trickled(request, strike.bytesPerSecond);
  if (strike?.deed !== 'corrupt' && strike?.deed !== 'duplicate') return () => request;
  const whole = corrupted(await readWhole(request), strike);
  return () => Readable.from(whole.byteLength === 0 ? [] : [whole]);
}

/** Asks the called party; answers with its answer's head, or throws when there is none. */
function ask(exchange: Exchange, body: Readable): Promise<IncomingMessage> {
  const { line, connection, request, response } = exchange;
  return new Promise((resolve, reject) => {
    const asking = openRequest({
      ...line.target,
      agent: connection.agent,
      method: request.method,
      path: request.url,
      headers: [...withoutHops(request.rawHeaders)],
    });
    asking.once('response', resolve);
    asking.once('error', (error) => {
      connection.doubt();
      reject(error);
    });
    asking.once('socket', (socket) => endTogether(connection, socket));
    response.once('close', () => {
      if (!response.writableFinished) asking.destroy();
    });
    pipeline(body, asking).catch(reject);
  });
}

const joined = new WeakSet<Socket>();

/** The called party may end a connection that rests: its caller must not hear of that too late. */
function endTogether({ socket: caller, doubt }: Connection, called: Socket): void {
  if (joined.has(called)) return;
  joined.add(called);
  called.once('close', () => {
    if (!caller.destroyed) doubt();
    caller.destroySoon();
  });
}

async function give(exchange: Exchange, answer: IncomingMessage, kind: string): Promise<void> {
  const { line, box, connection, response } = exchange;
  const decision = box.decide({ link: line.link, is: 'answer', kind });
  const strike = decision?.strike;
  if (decision !== undefined) connection.carryOut(decision);
  if (connection.isFrozen() || strike?.deed === 'drop') return forget(answer);
  if (strike?.deed === 'delay') await waited(strike.ms);
  if (connection.socket.destroyed) return forget(answer);
  const headers = [...withoutHops(answer.rawHeaders)];
  response.writeHead(answer.statusCode ?? 200, answer.statusMessage ?? '', headers);
  if (strike?.deed === 'trickle') {
    return pipeline(trickled(answer, strike.bytesPerSecond), response);
  }
  if (strike?.deed !== 'corrupt') return pipeline(answer, response);
  response.end(corrupted(await readWhole(answer), strike));
}

/** Reads and forgets: what nobody is given must not hold up the connection. */
function forget(answer: IncomingMessage): void {
  answer.on('error', () => {
    // Nobody waits for the rest.
  });
  answer.resume();
}

/** Headers of one connection only are each side's own. */
function* withoutHops(raw: readonly string[]): Generator<string> {
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    if (!/^(connection|keep-alive|proxy-connection)$/i.test(name)) yield* [name, value];
  }
}

async function readWhole(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > wholeBytesMax) throw new Error(`a body of more than ${wholeBytesMax} bytes`);
  }
  return Buffer.concat(chunks);
}

function waited(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
