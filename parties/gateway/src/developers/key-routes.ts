// Keys: made, replaced and taken back. A key itself stands in one answer only, that of the form that made it.

import { parseInput, redirect, sendPage } from '@kassa/http';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { rightOf } from '../api/kernel/operation.ts';
import {
  type KeyRefusal,
  keptListedMs,
  keysMax,
  makeKey,
  type NamedKey,
  revokeKey,
  rollKey,
} from '../merchants/change-keys.ts';
import { findNamedKey, listKeys } from '../merchants/key-store.ts';
import type { Rights } from '../merchants/merchant.ts';
import { notFoundPage } from './frame.tsx';
import {
  type KeyEntry,
  keyKinds,
  keyPage,
  keysPage,
  newKeyPage,
  noKeyEntry,
} from './keys-pages.tsx';
import { logInPage } from './log-in-page.tsx';
import type { DeveloperMeans } from './ports.ts';
import { texts } from './texts.ts';
import type { Room, Visit } from './visit.ts';

const path = '/developers/keys';
const hourMs = 3_600_000;
const overlaps = { none: 0, hour: hourMs, day: 24 * hourMs } as const;
const nameMax = 60;

const newsInput = z.object({ news: z.enum(['revoked']).optional().catch(undefined) });
const making = z.object({
  name: z.string().max(200).default(''),
  kind: z.enum(keyKinds),
  rights: z.string().max(20_000).default(''),
});
const rolling = z.object({ overlap: z.enum(['none', 'hour', 'day']) });

export function addKeyPages(room: Room, means: DeveloperMeans): void {
  room.look(path, (visit) => showKeys(means, visit, noKeyEntry));
  room.act(path, (visit) => make(means, visit));
  room.look(`${path}/:id`, (visit) => showKey(means, visit));
  room.act(`${path}/:id/roll`, (visit) => roll(means, visit));
  room.act(`${path}/:id/revoke`, (visit) => revoke(means, visit));
}

async function showKeys(means: DeveloperMeans, visit: Visit, entry: KeyEntry) {
  const { request, reply, page } = visit;
  const { news } = parseInput(newsInput, request.query);
  const nowMs = means.clock.nowMs();
  const keys = await listKeys(means.db, visit.merchant.accountId, nowMs - keptListedMs);
  const shown = { keys, entry, nowMs, news };
  return sendPage(reply, keysPage(page, shown), entry.refusal === undefined ? 200 : 422);
}

async function make(means: DeveloperMeans, visit: Visit) {
  const { request, reply, merchant, page } = visit;
  const entry = parseInput(making, request.body);
  const refuse = (refusal: string) => showKeys(means, visit, { ...entry, refusal });
  const t = texts(page.lang);
  const name = entry.name.trim();
  if (name === '' || name.length > nameMax) return refuse(t('keyNameMissing'));
  const rights = entry.kind === 'restricted' ? readLines(means, visit, entry.rights) : ok({});
  if (!rights.ok) return refuse(rights.error);
  const { accountId } = merchant;
  const wish = { accountId, kind: entry.kind, name, rights: rights.value };
  const made = await makeKey(means, wish);
  if (!made.ok) return refuse(wordsOf(visit, made.error));
  return sendPage(reply, newKeyPage(page, made.value));
}

/** `refunds: write`, one in a line. */
function readLines(
  { operations }: DeveloperMeans,
  { page }: Visit,
  text: string,
): Result<Rights, string> {
  const t = texts(page.lang);
  const known = new Set(operations.map((one) => rightOf(one).resource));
  const rights: Record<string, 'read' | 'write'> = {};
  const lines = text.split('\n').map((one) => one.trim());
  for (const line of lines.filter((one) => one !== '')) {
    const [, resource = '', access] = /^([a-zA-Z0-9.]+)\s*:\s*(read|write)$/.exec(line) ?? [];
    if (access !== 'read' && access !== 'write') {
      return err(t('rightsUnreadable', { line: line.slice(0, 80) }));
    }
    if (!known.has(resource)) return err(t('rightsUnknown', { resource }));
    rights[resource] = access;
  }
  return Object.keys(rights).length === 0 ? err(t('rightsMissing')) : ok(rights);
}

function wordsOf({ page }: Visit, refusal: KeyRefusal): string {
  const t = texts(page.lang);
  switch (refusal) {
    case 'too_many':
      return t('keysTooMany', { max: keysMax });
    case 'unknown':
      return t('keyUnknown');
    case 'ended':
      return t('keyEndsAlready');
    case 'last_secret':
      return t('lastSecret');
  }
}

async function showKey(means: DeveloperMeans, visit: Visit, refusal?: string) {
  const { reply, page, keyHash } = visit;
  const key = await findNamedKey(means.db, nameIn(visit));
  if (key === undefined) {
    return sendPage(reply, notFoundPage(page, texts(page.lang)('keyUnknown')), 404);
  }
  const isOwn = key.hash === keyHash;
  const shown = { key, nowMs: means.clock.nowMs(), isOwn, refusal };
  return sendPage(reply, keyPage(page, shown), refusal === undefined ? 200 : 422);
}

const nameIn = ({ merchant, at }: Visit): NamedKey => ({
  accountId: merchant.accountId,
  id: at['id'] ?? '',
});

async function roll(means: DeveloperMeans, visit: Visit) {
  const { request, reply, page } = visit;
  const { overlap } = parseInput(rolling, request.body);
  const rolled = await rollKey(means, { ...nameIn(visit), overlapMs: overlaps[overlap] });
  if (!rolled.ok) return showKey(means, visit, wordsOf(visit, rolled.error));
  return sendPage(reply, newKeyPage(page, rolled.value));
}

async function revoke(means: DeveloperMeans, visit: Visit) {
  const { reply, page, keyHash } = visit;
  const named = nameIn(visit);
  const revoked = await revokeKey(means, named);
  if (!revoked.ok) return showKey(means, visit, wordsOf(visit, revoked.error));
  const isOwn = (await findNamedKey(means.db, named))?.hash === keyHash;
  if (isOwn) return sendPage(reply, logInPage(page, { next: path, news: 'revoked' }));
  return redirect(reply, `${path}?news=revoked`);
}
