// Where the content of a file is read: with the merchant's key, or by a link that was made for it.

import { badRequest, type HttpApp, type HttpReply, type HttpRequest } from '@kassa/http';
import { fileMaxBytes } from '../../files/kinds.ts';
import { readMultipart } from '../../files/read-multipart.ts';
import { findLinkByToken, loadContent, type StoredFile } from '../../files/store.ts';
import type { Api } from '../api.ts';
import { errorBody, missing } from '../kernel/api-error.ts';
import { accountFor, authenticate } from '../kernel/authenticate.ts';

/** Files come as multipart/form-data, and at this one address only. */
export function takeUploads(app: HttpApp): void {
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: fileMaxBytes + 100_000 },
    async (request: HttpRequest, body: Buffer) => {
      if (request.url.split('?', 1)[0] !== '/v1/files') {
        throw badRequest('Only /v1/files takes multipart/form-data. Send a form.');
      }
      const read = await readMultipart(body, request.headers['content-type'] ?? '');
      if (!read.ok) throw badRequest(read.error);
      return read.value;
    },
  );
}

export function addFileContents({ app, means }: Api): void {
  const { db, directory, clock, publicUrl } = means;
  app.get<{ Params: { id: string } }>('/v1/files/:id/contents', async (request, reply) => {
    const asked = { name: 'files.retrieve', method: 'GET' } as const;
    const caller = await authenticate(directory, request.headers.authorization, asked);
    const account = caller.ok
      ? await accountFor(directory, caller.value, request.headers['stripe-account'])
      : caller;
    const place = { publicUrl, requestId: request.id };
    if (!account.ok)
      return reply.status(account.error.status).send(errorBody(account.error, place));
    const found = await loadContent(db, account.value.accountId, request.params.id);
    if (found !== undefined) return send(reply, found);
    return reply.status(404).send(errorBody(missing('file', request.params.id), place));
  });
  app.get<{ Params: { token: string } }>('/files/links/:token', async (request, reply) => {
    const link = await findLinkByToken(db, request.params.token);
    const isOpen = link?.expiresAtMs === null || (link?.expiresAtMs ?? 0) > clock.nowMs();
    const found = link && isOpen ? await loadContent(db, link.accountId, link.fileId) : undefined;
    if (found !== undefined) return send(reply, found);
    return reply.callNotFound();
  });
}

/** As a download, never as a page: the content is a stranger's. */
function send(
  reply: HttpReply,
  { file, content }: { readonly file: StoredFile; readonly content: Buffer },
): HttpReply {
  const name = encodeURIComponent(file.filename);
  return reply
    .header('Content-Disposition', `attachment; filename*=UTF-8''${name}`)
    .type(file.contentType)
    .send(content);
}
