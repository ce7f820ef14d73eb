// What passes on the line to an acquirer, put into the wire log.

import type { IdMaker } from '@kassa/ids';
import type { Message } from '@kassa/iso8583';
import type { Clock } from '@kassa/time';
import type { Passage } from '../connectors/iso8583/link.ts';
import { keptFields } from './mask-iso8583.ts';
import type { WireLog } from './wire-log.ts';
import type { WireMessage } from './wire-message.ts';

export type Watching = {
  readonly wireLog: Pick<WireLog, 'add'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly makeId: IdMaker;
};

export function watchIso8583(
  { wireLog, clock, makeId }: Watching,
  peer: string,
): (passage: Passage) => void {
  return (passage) => {
    const said = 'answer' in passage ? passage.answer : passage.message;
    wireLog.add({
      ...{ id: makeId('wm'), atMs: clock.nowMs(), protocol: 'iso8583', peer },
      ...factsOf(said),
      direction: directionOf[passage.kind],
      latencyMs: 'latencyMs' in passage ? Math.round(passage.latencyMs) : null,
      isLate: passage.kind === 'late',
      failure: passage.kind === 'failed' ? passage.why : null,
      // Of what did not happen there is nothing to show; the message itself stands above.
      fields: passage.kind === 'failed' ? {} : keptFields(said),
    });
  };
}

const directionOf = { sent: 'out', answered: 'in', late: 'in', failed: 'none' } as const;

function factsOf({ mti, fields }: Message): Pick<WireMessage, 'type' | 'about'> & {
  readonly stan: string | null;
  readonly rrn: string | null;
  readonly responseCode: string | null;
} {
  return {
    type: mti,
    stan: fields[11] ?? null,
    rrn: fields[37] ?? null,
    about: null,
    responseCode: fields[39] ?? null,
  };
}
