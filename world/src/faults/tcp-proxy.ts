// A proxy on a line that is no HTTP: of ISO 8583 it sees messages, of anything else bytes. It passes
// on what comes, the end of either side too, and does what the fault box decides.

import { createServer, Socket } from 'node:net';
import { encodeFrame } from '@kassa/tcp';
import { corrupted } from './corrupted.ts';
import type { Decision, Passing, Strike } from './decide.ts';
import { describeFrame, marksOfFrame } from './describe.ts';
import { type LineProxy, openDoor } from './door.ts';
import type { FaultBox } from './fault-box.ts';
import { type Flow, openFlow } from './flow.ts';
import { frameCutter } from './frame-cutter.ts';
import type { Line } from './lines.ts';

export async function startTcpProxy(line: Line, box: FaultBox): Promise<LineProxy> {
  const open = new Set<Connection>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    const connection = serve(socket, line, box, {
      closed: () => open.delete(connection),
      notReached: () => door.doubt(),
    });
    open.add(connection);
  });
  const door = await openDoor({
    server,
    line,
    box,
    look: () => {
      for (const connection of [...open]) connection.lookAgain();
    },
    cutAll: () => {
      for (const connection of [...open]) connection.cut();
    },
  });
  return door;
}

type Connection = { lookAgain(): void; cut(): void };

type Told = { readonly closed: () => void; readonly notReached: () => void };

function serve(caller: Socket, line: Line, box: FaultBox, told: Told): Connection {
  const { link, target } = line;
  const called = new Socket({ allowHalfOpen: true });
  const flows = { there: openFlow(caller, called), back: openFlow(called, caller) };
  let frozenBy: number | undefined;

  const cut = () => {
    flows.there.stop();
    flows.back.stop();
    // Not by a reset: Node waits for what is unsent before one, which may be for ever.
    called.destroy();
    caller.destroy();
  };
  /** From now on what comes is swallowed, and neither side hears of the other. */
  const freeze = (number: number) => {
    frozenBy = number;
    for (const flow of [flows.there, flows.back]) flow.stop();
    for (const socket of [caller, called]) socket.resume();
  };
  const carryOut = ({ by, strike }: Decision) => {
    if (strike.deed === 'refuse') cut();
    if (strike.deed === 'half-open') freeze(by.number);
  };
  const askAboutConnection = () => {
    const decision = box.decide({ link, is: 'connection', kind: '' });
    if (decision !== undefined) carryOut(decision);
  };
  const read = (from: Socket, flow: Flow, is: 'request' | 'answer') => {
    const act = (decision: Decision, bytes: Buffer, keepsPlace: boolean) => {
      carryOut(decision);
      pass(flow, decision.strike, bytes, keepsPlace);
    };
    const carrying = { line, box, flow, is, act };
    const take = line.dialect === undefined ? carryBytes(carrying) : carryFrames(carrying);
    from.on('data', (piece) => {
      if (frozenBy === undefined) take(piece);
    });
  };

  read(caller, flows.there, 'request');
  read(called, flows.back, 'answer');
  caller.on('end', () => (frozenBy === undefined ? flows.there.end() : cut()));
  called.on('end', () => (frozenBy === undefined ? flows.back.end() : undefined));
  called.on('error', (error) => {
    if ('code' in error && error.code === 'ECONNREFUSED') told.notReached();
    if (frozenBy === undefined) cut();
  });
  caller.on('error', () => {
    // 'close' follows.
  });
  caller.on('close', () => {
    cut();
    told.closed();
  });
  askAboutConnection();
  if (frozenBy === undefined && !caller.destroyed) {
    called.setNoDelay(true).connect(target);
  }
  return {
    lookAgain() {
      if (frozenBy === undefined) {
        if (box.befallsAll(link) !== undefined) askAboutConnection();
        return;
      }
      // What was swallowed is lost, so a line that was frozen cannot go on.
      if (!box.standing().some((one) => one.number === frozenBy && one.isInTime)) cut();
    },
    cut,
  };
}

type Carrying = {
  readonly line: Line;
  readonly box: FaultBox;
  readonly flow: Flow;
  readonly is: Passing['is'];
  readonly act: (decision: Decision, bytes: Buffer, keepsPlace: boolean) => void;
};

function carryFrames({ line, box, flow, act }: Carrying): (piece: Buffer) => void {
  const { link, dialect = 'ascii' } = line;
  const cutter = frameCutter();
  return (piece) => {
    for (const cut of cutter.push(piece, box.isWatched(link))) {
      if ('raw' in cut) {
        flow.write(cut.raw);
        continue;
      }
      const { frame } = cut;
      const passing = describeFrame(link, dialect, frame);
      const decision = box.decide(passing, () => marksOfFrame(dialect, frame));
      if (decision === undefined) flow.write(encodeFrame(frame));
      else act(decision, encodeFrame(corrupted(frame, decision.strike)), false);
    }
  };
}

function carryBytes({ line, box, flow, act, is }: Carrying) {
  return (piece: Buffer) => {
    const decision = box.decide({ link: line.link, is, kind: '' });
    if (decision === undefined) flow.write(piece);
    else act(decision, piece, true);
  };
}

/** What is dropped goes nowhere; of a connection that is gone or frozen, neither does the rest. */
function pass(flow: Flow, strike: Strike, bytes: Buffer, keepsPlace: boolean): void {
  if (strike.deed === 'delay') flow.delay(bytes, strike.ms, keepsPlace);
  if (strike.deed === 'trickle') flow.trickle(bytes, strike.bytesPerSecond);
  if (strike.deed === 'reorder') flow.holdBack(bytes);
  if (strike.deed === 'corrupt' || strike.deed === 'duplicate') flow.write(bytes);
  if (strike.deed === 'duplicate') flow.write(bytes);
}
