// What a window may do next, the pure part. One table of moves; an event is what has happened.

import { err, ok, type Result, unreachable } from '@kassa/result';
import type { WindowEvent, WindowState, WindowStateName } from './window.ts';

export type WindowCommand =
  | { readonly kind: 'close' }
  /** Count the nets, or try again with those that were counted. */
  | { readonly kind: 'settle' }
  | { readonly kind: 'finish' }
  | { readonly kind: 'abort'; readonly reason: string };

export const moves: Readonly<
  Record<WindowStateName, Partial<Readonly<Record<WindowCommand['kind'], WindowEvent['type']>>>>
> = {
  open: { close: 'closed' },
  closed: { settle: 'settling' },
  settling: { finish: 'settled', abort: 'aborted' },
  aborted: { settle: 'settling' },
  settled: {},
};

export type WindowRefusal = {
  readonly code: 'not_possible';
  readonly state: WindowStateName;
  readonly command: WindowCommand['kind'];
};

export function decide(
  { state }: WindowState,
  command: WindowCommand,
): Result<WindowEvent, WindowRefusal> {
  const type = moves[state][command.kind];
  if (type === undefined) return err({ code: 'not_possible', state, command: command.kind });
  if (type !== 'aborted') return ok({ type });
  return ok({ type, reason: command.kind === 'abort' ? command.reason : '' });
}

/** Of a window that is not there yet only `opened` can be told. */
export function evolve(_: WindowState | undefined, event: WindowEvent): WindowState {
  switch (event.type) {
    case 'opened':
      return { state: 'open' };
    case 'closed':
    case 'settling':
    case 'settled':
      return { state: event.type };
    case 'aborted':
      return { state: 'aborted', reason: event.reason };
    default:
      return unreachable(event, 'evolve of a window');
  }
}
