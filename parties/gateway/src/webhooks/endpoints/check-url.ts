// An address that a merchant names for us to send to. Where a name leads is judged when it is called;
// here only what can be seen at once, so that a mistake is told to who makes it.

import { isIP } from 'node:net';
import { isPublicAddress } from '@kassa/http';
import { err, ok, type Result } from '@kassa/result';

export type UrlRefusal = {
  readonly code: 'not_http' | 'with_password' | 'port' | 'private';
  readonly message: string;
};

const wellKnown = [80, 443];
const lengthMax = 2_000;

/** Plain http is taken, since all of Kassa's merchants are in test mode. */
export function checkUrl(
  text: string,
  { allowPrivate }: { readonly allowPrivate: boolean },
): Result<string, UrlRefusal> {
  const url = URL.canParse(text) ? new URL(text) : null;
  // As it is written: the parser drops line breaks without a word.
  const isClean = !/[\s\p{Cc}]/u.test(text);
  if (url === null || !isClean || !/^https?:$/.test(url.protocol) || text.length > lengthMax) {
    return err({ code: 'not_http', message: 'must be a whole http or https address' });
  }
  if (url.username !== '' || url.password !== '') {
    return err({ code: 'with_password', message: 'must not have a user or password in it' });
  }
  const port = Number(url.port === '' ? 443 : url.port);
  if (!wellKnown.includes(port) && port < 1024) {
    return err({ code: 'port', message: 'must have port 80, 443, or one from 1024 on' });
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isPrivate = isIP(host) === 0 ? isLocalName(host) : !isPublicAddress(host);
  if (isPrivate && !allowPrivate) {
    const message = 'must be an address that can be reached from the internet';
    return err({ code: 'private', message });
  }
  return ok(text);
}

const isLocalName = (host: string): boolean =>
  /(?:^|\.)(?:localhost|local|internal|localdomain)\.?$/i.test(host);
