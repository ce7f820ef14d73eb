// The official client, loaded when the first provider of this kind is connected: it takes a second,
// which a gateway without one need not spend. It is CommonJS that hides its names from an import.

import { createRequire } from 'node:module';

export type Library = typeof import('@adyen/api-library');

export function loadLibrary(): Library {
  const load = createRequire(import.meta.url);
  const library: Library = load('@adyen/api-library');
  return library;
}
