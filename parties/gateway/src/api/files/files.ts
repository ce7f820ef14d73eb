// Files and the links that show them to others.

import { randomBytes } from 'node:crypto';
import { unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import {
  checkFile,
  type FileRefusal,
  linkable,
  type Purpose,
  purposes,
} from '../../files/kinds.ts';
import {
  type FileLink,
  insertFile,
  insertFileLink,
  listFileLinks,
  listFiles,
  loadFileLink,
  loadFileLinks,
  loadFiles,
  type StoredFile,
  updateFileLink,
} from '../../files/store.ts';
import { Upload } from '../../files/upload.ts';
import type { AccountId } from '../../ids.ts';
import { newestOf } from '../../payments/newest-of.ts';
import type { Api } from '../api.ts';
import {
  type Answer,
  type ApiError,
  busy,
  invalid,
  keyInUse,
  missing,
} from '../kernel/api-error.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import {
  created,
  createdRange,
  expansion,
  flag,
  integer,
  mergeMetadata,
  metadata,
  page,
  text,
} from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import { fileLinkToStripe, fileToStripe } from '../to-stripe/file.ts';
import { addFileContents, takeUploads } from './file-routes.ts';

const instant = integer(0, 99_999_999_999);
const linkData = z.strictObject({
  create: flag,
  expires_at: instant.optional(),
  metadata: metadata.optional(),
});
const createInput = z.strictObject({
  ...expansion,
  file: z.instanceof(Upload, { message: 'send the file as a part of multipart/form-data' }),
  file_link_data: linkData.optional(),
  purpose: z.enum(purposes),
});

export function addFiles(api: Api): void {
  const { db, publicUrl } = api.means;
  takeUploads(api.app);
  addFileContents(api);
  const show = async (accountId: AccountId, files: readonly StoredFile[]) => {
    const owners = { accountId, ids: files.map(({ id }) => id), limit: 11 };
    const newest = await newestOf(db, { table: 'file_link', of: 'file_id' }, owners);
    const found = await inSlices([...newest.values()].flat(), (ids) =>
      loadFileLinks(db, accountId, ids),
    );
    const byLink = new Map(found.map((link) => [link.id, link]));
    return files.map((file) => {
      const links = (newest.get(file.id) ?? []).flatMap((id) => byLink.get(id) ?? []);
      return fileToStripe(file, { links, publicUrl, nowMs: api.means.clock.nowMs() });
    });
  };
  api.resources.addReader(
    'file',
    async (accountId, ids) => byId(await show(accountId, await loadFiles(db, accountId, ids))),
    ['file'],
  );
  addEndpoint(api, {
    name: 'files.create',
    method: 'POST',
    url: '/v1/files',
    summary: 'Takes a file, as multipart/form-data: PNG, JPEG or PDF, by its first bytes.',
    answers: 'file',
    bodyLimitBytes: 11_000_000,
    input: createInput,
    run: (call) => create(api, call),
  });
  addEndpoint(api, {
    name: 'files.retrieve',
    method: 'GET',
    url: '/v1/files/:id',
    summary: 'One file; its content is at its `url`.',
    answers: 'file',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const [shown] = await show(accountId, await loadFiles(db, accountId, [id]));
      return shown === undefined ? err(missing('file', id)) : ok({ status: 200, body: shown });
    },
  });
  addEndpoint(api, {
    name: 'files.list',
    method: 'GET',
    url: '/v1/files',
    summary: 'Files, newest first.',
    answers: 'list of file',
    input: z.strictObject({ ...page, ...created, purpose: text(100).optional() }),
    run: async ({ accountId, input }) => {
      const range = createdRange(input.created);
      const filter = { ...pageOf(input), ...range, purpose: input.purpose };
      const shown = await show(accountId, await listFiles(db, accountId, filter));
      return ok(listAnswer('/v1/files', input, shown));
    },
  });
  addFileLinks(api);
}

async function create(
  { means }: Api,
  { accountId, input, once }: Call<z.output<typeof createInput>>,
): Promise<Result<Answer, ApiError>> {
  const { file: upload, purpose, file_link_data: wished } = input;
  const kind = checkFile(upload, purpose);
  if (!kind.ok) return err(fileToApi(kind.error));
  const nowMs = means.clock.nowMs();
  const file: StoredFile = {
    accountId,
    id: means.makeId('file'),
    purpose,
    filename: upload.filename.slice(-250),
    contentType: kind.value,
    size: upload.bytes.length,
    createdAtMs: nowMs,
  };
  if (wished?.create === true && !linkable.includes(purpose)) return err(notLinkable(purpose));
  const link =
    wished?.create === true ? linkOf(file, wished, { id: means.makeId('link'), nowMs }) : null;
  const links = link === null ? [] : [link];
  const answer = () => ({
    status: 200,
    body: fileToStripe(file, { links, publicUrl: means.publicUrl, nowMs }),
  });
  const committed = await means.db.commit(
    unit(
      insertFile(file, upload.bytes),
      link === null ? {} : insertFileLink(link),
      once(answer).settle(file, file.id),
    ),
  );
  return committed.ok ? ok(answer()) : err(keyInUse);
}

function fileToApi(refusal: FileRefusal): ApiError {
  switch (refusal.code) {
    case 'file_empty':
      return invalid('The file is empty. Send its content.', { param: 'file' });
    case 'file_too_large':
      return invalid(`The file is too large: at most ${refusal.maxBytes} bytes for this purpose.`, {
        param: 'file',
      });
    case 'file_kind':
      return invalid(
        `This is no file of a kind that may serve this purpose: ${refusal.kinds.join(', ')}.`,
        { param: 'file' },
      );
  }
}

const notLinkable = (purpose: Purpose) =>
  invalid(`A file for ${purpose} cannot be shown by a link.`, { param: 'file_link_data[create]' });

type LinkWish = {
  readonly expires_at?: number | undefined;
  readonly metadata?: z.output<typeof metadata> | undefined;
};

function linkOf(
  { accountId, id: fileId }: StoredFile,
  wished: LinkWish,
  { id, nowMs }: { readonly id: string; readonly nowMs: number },
): FileLink {
  return {
    ...{ accountId, id, fileId, createdAtMs: nowMs },
    token: randomBytes(24).toString('base64url'),
    metadata: mergeMetadata({}, wished.metadata),
    expiresAtMs: wished.expires_at === undefined ? null : wished.expires_at * 1000,
  };
}

function addFileLinks(api: Api): void {
  const { db, publicUrl, clock, makeId } = api.means;
  const url = '/v1/file_links';
  const show = (link: FileLink) => fileLinkToStripe(link, { publicUrl, nowMs: clock.nowMs() });
  const answer = (link: FileLink) => ({ status: 200, body: show(link) });
  addEndpoint(api, {
    name: 'fileLinks.create',
    method: 'POST',
    url,
    summary: 'An address at which anybody who has it may read the file.',
    answers: 'file_link',
    input: z.strictObject({
      ...expansion,
      file: text(255),
      expires_at: instant.optional(),
      metadata: metadata.optional(),
    }),
    run: async ({ accountId, input, once }) => {
      const [file] = await loadFiles(db, accountId, [input.file]);
      if (file === undefined) return err(missing('file', input.file, 'file', 400));
      const purpose = purposes.find((one) => one === file.purpose);
      if (purpose === undefined || !linkable.includes(purpose)) {
        return err(
          invalid(`A file for ${file.purpose} cannot be shown by a link.`, { param: 'file' }),
        );
      }
      const link = linkOf(file, input, { id: makeId('link'), nowMs: clock.nowMs() });
      const kept = once(answer).settle(link, link.id);
      const committed = await db.commit(unit(insertFileLink(link), kept));
      return committed.ok ? ok(answer(link)) : err(keyInUse);
    },
  });
  addEndpoint(api, {
    name: 'fileLinks.retrieve',
    method: 'GET',
    url: `${url}/:id`,
    summary: 'One link.',
    answers: 'file_link',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const link = await loadFileLink(db, accountId, id);
      return link === undefined ? err(missing('file_link', id)) : ok(answer(link));
    },
  });
  addEndpoint(api, {
    name: 'fileLinks.update',
    method: 'POST',
    url: `${url}/:id`,
    summary: 'Ends a link, or says when it ends.',
    answers: 'file_link',
    input: z.strictObject({
      ...expansion,
      expires_at: z
        .union([z.literal('now'), z.literal('').transform(() => null), instant])
        .optional(),
      metadata: metadata.optional(),
    }),
    run: async ({ accountId, id, input, once }) => {
      const before = await loadFileLink(db, accountId, id);
      if (before === undefined) return err(missing('file_link', id));
      const end = input.expires_at === 'now' ? Math.floor(clock.nowMs() / 1000) : input.expires_at;
      const expiresAtMs = end === undefined ? before.expiresAtMs : end === null ? null : end * 1000;
      const after = {
        ...before,
        expiresAtMs,
        metadata: mergeMetadata(before.metadata, input.metadata),
      };
      const kept = once(answer).settle(after, after.id);
      const committed = await db.commit(unit(updateFileLink(before, after), kept));
      if (committed.ok) return ok(answer(after));
      return err(committed.error.code === 'guard' ? busy : keyInUse);
    },
  });
  addEndpoint(api, {
    name: 'fileLinks.list',
    method: 'GET',
    url,
    summary: 'Links, newest first.',
    answers: 'list of file_link',
    input: z.strictObject({
      ...page,
      ...created,
      expired: flag.optional(),
      file: text(255).optional(),
    }),
    run: async ({ accountId, input }) => {
      const { file, expired: isExpired } = input;
      const range = createdRange(input.created);
      const filter = { ...pageOf(input), ...range, file, isExpired, nowMs: clock.nowMs() };
      const found = await listFileLinks(db, accountId, filter);
      return ok(listAnswer(url, input, found.map(show)));
    },
  });
}
