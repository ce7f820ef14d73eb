// CReq and CRes travel through the browser as base64url of their JSON, without padding
// (EMV 3DS 2.2.0, 3.3 and 6.2.3).

import { err, type Result } from '@kassa/result';
import { erro } from './erro.ts';
import type { CReq, CRes, Erro, MessageOf } from './messages.ts';
import { parse } from './parse.ts';

/** Form fields of this package's messages stay far below this; more is not a message. */
const lengthMax = 64_000;

export function toBrowser(message: CReq | CRes | Erro): string {
  return Buffer.from(JSON.stringify(message), 'utf8').toString('base64url');
}

/** What the browser posted as `creq` or `cres`; a final Erro may stand where the CRes should. */
export function fromBrowser<Type extends 'CReq' | 'CRes' | 'Erro'>(
  field: unknown,
  expectation: { readonly expect: Type | readonly Type[] },
): Result<MessageOf[Type], Erro> {
  const isRequest = [expectation.expect].flat()[0] === 'CReq';
  const from = isRequest ? 'C' : 'A';
  // Some senders pad and some use the plain alphabet; both decode to the same bytes.
  if (typeof field !== 'string' || field.length > lengthMax || !/^[\w+/-]+={0,2}$/.test(field)) {
    return err(erro('101', 'Not base64url.', { component: isRequest ? 'A' : 'S' }));
  }
  return parse(Buffer.from(field, 'base64url').toString('utf8'), { ...expectation, from });
}
