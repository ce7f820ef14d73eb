// The pages for developers, and the same for machines. Drawn when first asked for: a gateway that
// nobody reads about starts without them.

import { readFileSync } from 'node:fs';
import { asset, type HttpApp } from '@kassa/http';
import { type Brand, theme } from '@kassa/pages';
import type { FastifyReply } from 'fastify';
import type { Operation } from '../api/kernel/operation.ts';
import { errorsPage, homePage } from './doc-pages.tsx';
import { openApi } from './openapi.ts';
import { type Records, readRecords } from './recorded.ts';
import { chapterPage, overviewPage, type Reference } from './reference/pages.tsx';

export type DocMeans = {
  readonly brand: Brand;
  readonly publicUrl: string;
  readonly operations: readonly Operation[];
};

export function registerDocs(app: HttpApp, means: DocMeans): void {
  const { brand, publicUrl, operations } = means;
  const css = readFileSync(new URL('docs.css', import.meta.url), 'utf8');
  const look = theme(brand, css);
  asset(app, look.stylesheet.path, look.stylesheet);
  let records: Records | undefined;
  const reference = (): Reference => {
    records ??= readRecords();
    return { operations, publicUrl, look, records };
  };
  app.get('/', (_request, reply) => page(reply, homePage(look, publicUrl)));
  app.get('/docs/errors', (_request, reply) => page(reply, errorsPage(look)));
  app.get('/docs/api', (_request, reply) => page(reply, overviewPage(reference())));
  // As many as there are resources: what is not there is not kept.
  const chapters = new Map<string, string>();
  app.get<{ Params: { resource: string } }>('/docs/api/:resource', (request, reply) => {
    const { resource } = request.params;
    const chapter = chapters.get(resource) ?? chapterPage(reference(), resource);
    if (chapter === undefined) return reply.callNotFound();
    chapters.set(resource, chapter);
    return page(reply, chapter);
  });
  let document: string | undefined;
  app.get('/docs/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(openApi(reference()));
    return reply.type('application/json; charset=utf-8').send(document);
  });
}

function page(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(text);
}
