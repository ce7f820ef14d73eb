// The CAVV between a challenge and the authorization: stored sealed, bound to its row.

import type { Envelope } from '@kassa/crypto';
import { assert } from '@kassa/result';
import { Secret } from '@kassa/secret';
import type { Proof } from '../connectors/connector.ts';
import type { Authentication } from './authentication.ts';

type Row = Pick<Authentication, 'accountId' | 'id'>;

const contextOf = ({ accountId, id }: Row) => `authentication|${accountId}|${id}`;

export function sealProof(envelope: Envelope, row: Row, cavv: string): string {
  return envelope.seal(cavv, contextOf(row));
}

export function proofOf(envelope: Envelope, one: Authentication, eci: string): Proof {
  const { version, dsTransId, proofSealed } = one;
  if (proofSealed === null) return { eci, cavv: null, version, dsTransId };
  const opened = envelope.open(proofSealed, contextOf(one));
  assert(opened.ok, 'a proof opens under the key it was sealed with');
  const cavv = new Secret(Buffer.from(opened.value).toString('utf8'));
  return { eci, cavv, version, dsTransId };
}
