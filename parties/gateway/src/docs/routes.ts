import type { HttpApp } from '@kassa/http';
import type { Theme } from '@kassa/pages';
import type { Operation } from '../api/kernel/operation.ts';
import { errorsPage, homePage } from './doc-pages.tsx';
import { openApi } from './openapi.ts';
import { readRecords } from './recorded.ts';

export type DocMeans = {
  readonly look: Theme;
  readonly publicUrl: string;
  readonly operations: readonly Operation[];
};

export function registerDocs(app: HttpApp, { look, publicUrl, operations }: DocMeans): void {
  app.get('/', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(homePage(look, publicUrl)),
  );
  app.get('/docs/errors', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(errorsPage(look)),
  );
  // Drawn when first asked for: a gateway that nobody reads about starts without it.
  let document: string | undefined;
  app.get('/docs/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(openApi({ operations, publicUrl, records: readRecords() }));
    return reply.type('application/json; charset=utf-8').send(document);
  });
}
