// An answer as its caller sees it: with what they asked to expand, at the version they speak. Until
// here all is in the current shape, kept answers too.

import { ok } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { Api } from '../api.ts';
import { insidesAt, type LookUp } from '../versions/insides-at.ts';
import type { Version } from '../versions/known-versions.ts';
import { outputAt } from '../versions/versions.ts';
import { type Answer, type ApiError, type ErrorPlace, errorBody } from './api-error.ts';
import { expand } from './expand.ts';
import type { Resources } from './resources.ts';

export type Viewer = {
  readonly version: Version;
  readonly accountId: AccountId;
  /** The paths of `expand[]`. */
  readonly paths: readonly string[];
  readonly requestId: string;
};

export async function show(api: Api, viewer: Viewer, { status, body }: Answer): Promise<Answer> {
  const { resources, means } = api;
  const { version, accountId, paths, requestId } = viewer;
  const lookUp = lookUpIn(resources, accountId);
  // Twice: a path may lead through what only older versions hold inside, or bring such objects.
  const whole = await insidesAt(version, body, lookUp);
  const isPlain = paths.length === 0 || status >= 400;
  const expanded = isPlain ? ok(whole) : await expand(whole, paths, { resources, accountId });
  if (!expanded.ok) {
    const { publicUrl } = means;
    const refused = answerOf(expanded.error, { publicUrl, requestId });
    return show(api, { ...viewer, paths: [] }, refused);
  }
  const shown = await insidesAt(version, expanded.value, lookUp);
  return { status, body: outputAt(version, shown) };
}

export function answerOf(error: ApiError, place: ErrorPlace): Answer {
  return { status: error.status, body: errorBody(error, place) };
}

export function lookUpIn(resources: Resources, accountId: AccountId): LookUp {
  return async (kind, part, objects) => {
    const reader = resources.olderPartOf(kind, part);
    return reader === undefined ? objects.map(() => undefined) : reader(accountId, objects);
  };
}
