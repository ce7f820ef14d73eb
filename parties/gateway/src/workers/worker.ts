// One gateway of several on one port: a program that `start-workers.ts` starts, and ends with it.

import { openLog } from '@kassa/log';
import { virtualClock } from '@kassa/time';
import { configSchema } from '../config.ts';
import type { CvcNews } from '../vault/cvc-memory.ts';
import { type Running, startGateway } from '../wire.ts';
import type { FromWorker, ToWorker } from './messages.ts';

const say = (message: FromWorker) => process.send?.(message);
const listeners = new Set<(news: CvcNews) => void>();
let running: Promise<Running> | undefined;

async function start(config: unknown): Promise<Running> {
  const input = configSchema.parse(config);
  const clock = virtualClock({ offsetMs: input.clockOffsetMs });
  return startGateway(input, {
    log: openLog({ name: input.instance, level: 'info' }),
    clock: {
      ...clock,
      setOffsetMs(offsetMs) {
        clock.setOffsetMs(offsetMs);
        // For those who come after this one.
        say({ said: 'clock', offsetMs });
      },
    },
    neighbours: {
      tell: (news) => void say({ said: 'news', news }),
      hear: (heard) => void listeners.add(heard),
    },
  });
}

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const started = await running?.catch(() => undefined);
  await started?.stop();
  process.exit(0);
}

process.on('message', (message: ToWorker) => {
  if (message.do === 'stop') void stop();
  else if (message.do === 'hear') for (const heard of listeners) heard(message.news);
  else {
    running = start(message.config);
    running.then(
      ({ url }) => say({ said: 'ready', url }),
      (error: unknown) => {
        say({ said: 'failed', why: error instanceof Error ? error.message : String(error) });
      },
    );
  }
});
// Without the first process nobody would end it.
process.on('disconnect', () => void stop());
process.on('SIGTERM', () => void stop());
// Ctrl-C comes to all of a terminal's processes; the first one says what is to be done.
process.on('SIGINT', () => undefined);
say({ said: 'here' });
