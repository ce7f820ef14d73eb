// The thread of the fault box: a proxy on each line, and what the thread that opened it asks.

import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@kassa/result';
import type { LineProxy } from './door.ts';
import { type FaultBox, openFaultBox } from './fault-box.ts';
import { startHttpProxy } from './http-proxy.ts';
import type { Line, Link } from './lines.ts';
import type { Answer, Asked, BoxSettings, FaultsTold, LinkState, Said } from './messages.ts';
import { startTcpProxy } from './tcp-proxy.ts';

assert(parentPort !== null, 'this is started as a thread');
const opener = parentPort;
const say = (said: Said) => opener.postMessage(said);
const settings: BoxSettings = workerData;

try {
  await serve(settings);
  say({ said: 'ready' });
} catch (error) {
  say({ said: 'failed', why: error instanceof Error ? error.message : String(error) });
  opener.close();
}

async function serve({ links, seed, set }: BoxSettings): Promise<void> {
  const protocols = links.map(
    ({ name, lines }) => [name, lines.map(({ protocol }) => protocol)] as const,
  );
  const box = openFaultBox({ seed, links: new Map(protocols) });
  for (const text of set) {
    const done = box.set(text);
    if (!done.ok) throw new Error(done.error);
  }
  const proxies: LineProxy[] = [];
  const close = async () => {
    box.close();
    await Promise.all(proxies.map((proxy) => proxy.close()));
  };
  try {
    for (const line of links.flatMap((link) => link.lines)) proxies.push(await start(line, box));
  } catch (error) {
    await close();
    throw error;
  }
  opener.on('message', async ({ id, ...asked }: Asked & { readonly id: number }) => {
    say({ said: 'answer', id, answer: await answerTo(asked, { box, links, close }) });
  });
}

function start(line: Line, box: FaultBox): Promise<LineProxy> {
  return line.protocol === 'http' ? startHttpProxy(line, box) : startTcpProxy(line, box);
}

type Means = {
  readonly box: FaultBox;
  readonly links: readonly Link[];
  readonly close: () => Promise<void>;
};

async function answerTo(asked: Asked, { box, links, close }: Means): Promise<Answer> {
  switch (asked.do) {
    case 'set':
      return { to: 'set', result: box.set(asked.fault) };
    case 'heal':
      return { to: 'heal', isHealed: box.heal(asked.number) };
    case 'heal all':
      box.healAll();
      return { to: 'heal all' };
    case 'tell':
      return { to: 'tell', told: told(box, links) };
    case 'close':
      await close();
      return { to: 'close' };
  }
}

function told(box: FaultBox, links: readonly Link[]): FaultsTold {
  return {
    seed: box.seed,
    command: box.command(),
    links: links.map((link) => stateOf(link, box)),
    faults: box.standing(),
    counts: box.counts(),
    recorded: box.recorded(),
  };
}

function stateOf({ name, group, lines }: Link, box: FaultBox): LinkState {
  const on = box.standing().filter((one) => one.isInTime && one.links.includes(name));
  return {
    name,
    group,
    lines: lines.map(({ from, to, protocol, port }) => ({ from, to, protocol, port })),
    faults: on.map(({ number }) => number),
    state: on.length === 0 ? 'whole' : 'broken',
  };
}
