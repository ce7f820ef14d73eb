// A file on its way in. It prints and hashes by its digest: an idempotency key is bound to the content
// without the content being written anywhere but in its row.

import { createHash } from 'node:crypto';

export class Upload {
  readonly filename: string;
  readonly contentType: string;
  readonly #bytes: Buffer;

  constructor(file: {
    readonly filename: string;
    readonly contentType: string;
    readonly bytes: Buffer;
  }) {
    this.filename = file.filename;
    this.contentType = file.contentType;
    this.#bytes = file.bytes;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  toJSON(): unknown {
    const sha256 = createHash('sha256').update(this.#bytes).digest('hex');
    return { filename: this.filename, contentType: this.contentType, sha256 };
  }
}
