// An answer as its caller sees it: with what they asked to expand, at the version they speak. Until
// here all is in the current shape, kept answers too.

import { ok } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { Api } from '../api.ts';
import { insidesAt, type LookUp } from '../versions/insides-at.ts';
import type { Version } from '../versions/known-versions.ts';
import { outputAt } from '../versions/versions.ts';
import { type Answer, type ApiError, errorBody } from './api-error.ts';
import { expand } from './expand.ts';
import type { Resources } from './resources.ts';

export type Viewer = {
  readonly version: Version;
  readonly accountId: AccountId;
  /** The paths of `expand[]`. */
  readonly paths: readonly string[];
};

export async function show(
  api: Api,
  { version, accountId, paths }: Viewer,
  { status, body }: Answer,
): Promise<Answer> {
  const { resources, means } = api;
  const lookUp = lookUpIn(resources, accountId);
  // Twice: a path may lead through what only older versions hold inside, or bring such objects.
  const whole = await insidesAt(version, body, lookUp);
  const isPlain = paths.length === 0 || status >= 400;
  const expanded = isPlain ? ok(whole) : await expand(whole, paths, { resources, accountId });
  if (!expanded.ok) {
    return show(api, { version, accountId, paths: [] }, answerOf(expanded.error, means.publicUrl));
  }
  const shown = await insidesAt(version, expanded.value, lookUp);
  return { status, body: outputAt(version, shown) };
}

export function answerOf(error: ApiError, publicUrl: string): Answer {
  return { status: error.status, body: errorBody(error, publicUrl) };
}

export function lookUpIn(resources: Resources, accountId: AccountId): LookUp {
  return async (object, part) =>
    resources.olderPartOf(String(object['object']), part)?.(accountId, object);
}
