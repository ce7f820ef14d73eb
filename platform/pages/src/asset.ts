// A file that a browser may keep for ever: its path carries the hash of its bytes.
import { createHash } from 'node:crypto';

export type Asset = {
  /** Absolute path on the party's server, such as `/assets/shop.3f9c2a1b.css`. */
  readonly path: string;
  readonly body: string;
  /** The media type for `Content-Type`. */
  readonly type: string;
};

const types = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
} as const;

/** Names a text after its content, so that a change of one byte is a new address. */
export function asset(name: string, kind: keyof typeof types, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 10);
  return { path: `/assets/${name}.${hash}.${kind}`, body, type: types[kind] };
}
