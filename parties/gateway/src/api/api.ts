// The API as its families of resources see it while they add their routes.

import type { HttpApp } from '@kassa/http';
import type { Operation } from './kernel/operation.ts';
import type { Resources } from './kernel/resources.ts';
import type { ApiMeans } from './ports.ts';

export type Api = {
  readonly app: HttpApp;
  readonly means: ApiMeans;
  readonly resources: Resources;
  /** Every operation there is, in the order of the reference. */
  readonly operations: Operation[];
};
