import type { HttpApp } from '@kassa/http';
import type { Theme } from '@kassa/pages';
import { errorsPage, homePage } from './doc-pages.tsx';

export function registerDocs(app: HttpApp, look: Theme, publicUrl: string): void {
  app.get('/', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(homePage(look, publicUrl)),
  );
  app.get('/docs/errors', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(errorsPage(look)),
  );
}
