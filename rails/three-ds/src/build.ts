// Builds messages from typed values: adds the type, drops elements that are undefined, and checks
// the result against the very table a reader will use. A message of ours that breaks it is a bug.

import { assert } from '@kassa/result';
import type { Component, DeviceChannel, MessageCategory, MessageType } from './kinds.ts';
import type { AReq, ARes, CReq, CRes, MessageOf, RReq, RRes } from './messages.ts';
import { parse } from './parse.ts';

/** Elements may be given as undefined; the message then lacks them. */
type Elements<M> = { readonly [K in keyof Omit<M, 'messageType'>]: M[K] | undefined };

type Setting = { readonly channel?: DeviceChannel; readonly category?: MessageCategory };

/** The request of the 3DS Server ('S'), or the same with the directory server's elements ('D'). */
export const buildAReq = (elements: Elements<AReq>, from: Component = 'S'): AReq =>
  build('AReq', elements, { from });

export const buildARes = (elements: Elements<ARes>, setting: Setting = {}): ARes =>
  build('ARes', elements, { from: 'A', ...setting });

export const buildCReq = (elements: Elements<CReq>, setting: Setting = {}): CReq =>
  build('CReq', elements, { from: 'C', ...setting });

export const buildCRes = (elements: Elements<CRes>, setting: Setting = {}): CRes =>
  build('CRes', elements, { from: 'A', ...setting });

export const buildRReq = (elements: Elements<RReq>, setting: Setting = {}): RReq =>
  build('RReq', elements, { from: 'A', ...setting });

export const buildRRes = (elements: Elements<RRes>, setting: Setting = {}): RRes =>
  build('RRes', elements, { from: 'S', ...setting });

function build<Type extends MessageType>(
  messageType: Type,
  elements: object,
  setting: Setting & { readonly from: Component },
): MessageOf[Type] {
  const given = Object.entries(elements).filter(([, value]) => value !== undefined);
  const read = parse(
    { messageType, ...Object.fromEntries(given) },
    { expect: messageType, ...setting },
  );
  assert(read.ok, `a ${messageType} of ours is refused: ${read.ok ? '' : faultOf(read.error)}`);
  return read.value;
}

function faultOf(error: { readonly errorCode: string; readonly errorDetail: string }): string {
  return `${error.errorCode} ${error.errorDetail}`;
}
