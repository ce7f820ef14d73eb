// The operator's door: health, clock and proof as everywhere; what is known of a reference; and the
// slow banks, which are let go from here.

import { type ProofReport, registerControl } from '@kassa/control';
import { constantTimeEqual } from '@kassa/crypto';
import { type HttpApp, type HttpRequest, parseInput, RequestError } from '@kassa/http';
import type { Secret } from '@kassa/secret';
import type { VirtualClock } from '@kassa/time';
import { z } from 'zod';
import { findPayments, findUnbalanced } from './payments/store.ts';
import type { Means } from './ports.ts';

export type Control = {
  readonly key: Secret<string>;
  readonly party: string;
  readonly means: Means;
  readonly clock: VirtualClock;
  readonly drain: () => Promise<void>;
};

const referenceInput = z.object({ reference: z.string().min(1).max(80) });

export function addControl(app: HttpApp, { key, party, means, clock, drain }: Control): void {
  const { db, slowBanks } = means;
  registerControl(app, {
    ...{ key, party, clock, db, drain },
    prove: () => prove(means, party),
    positions: async () => [],
    trace: async (reference) =>
      (await findPayments(db, reference)).map((one) => ({
        at: one.createdAtMs,
        what: one.refusal === null ? 'authorised' : `refused: ${one.refusal}`,
        account: one.cardId ?? 'no card of ours',
        amount: String(one.amount),
        currency: one.currency,
      })),
  });
  const onRequest = async (request: HttpRequest) => {
    const given = request.headers.authorization ?? '';
    if (constantTimeEqual(given, `Bearer ${key.reveal()}`)) return;
    throw new RequestError(401, 'unauthorized', 'This address needs the control key as a bearer.');
  };
  app.post('/_kassa/slow-banks/let-go', { onRequest }, async () => ({ letGo: slowBanks.letGo() }));
  app.get('/_kassa/payments/:reference', { onRequest }, async (request) => {
    const { reference } = parseInput(referenceInput, request.params);
    const payments = (await findPayments(db, reference)).map((one) => ({
      pspReference: one.pspReference,
      refusal: one.refusal,
      held: String(one.held),
      captured: String(one.captured),
      refunded: String(one.refunded),
    }));
    return { payments };
  });
}

async function prove({ db, cards }: Means, party: string): Promise<ProofReport> {
  const unbalanced = await findUnbalanced(db);
  const findings = unbalanced.map((id) => ({
    what: 'an account holds other than its payments do',
    where: `card_account ${id}`,
    detail: 'held is not the sum of what its payments hold',
  }));
  return { party, ok: findings.length === 0, findings, counts: { accounts: cards.length } };
}
