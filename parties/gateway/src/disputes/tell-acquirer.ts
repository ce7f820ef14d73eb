// A job: what the merchant did about a dispute is told to the acquirer until it has it. It knows our
// name of it, so that telling twice is telling once.

import type { Database } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import { addJob } from '@kassa/jobs';
import type { Log } from '@kassa/log';
import type { AccountId } from '../ids.ts';
import type { SettlementMeans } from '../settlement/import-settlements.ts';
import type { Dispute } from './dispute.ts';
import { documentsIn } from './evidence.ts';
import { findDispute } from './store.ts';

export type TellMeans = Pick<SettlementMeans, 'desks'> & {
  readonly db: Database;
  readonly log: Log;
  readonly http: HttpClient;
};

export type OfDispute = { readonly accountId: AccountId; readonly disputeId: string };

export const tellLater = ({ accountId, id }: Dispute) =>
  addJob('tell-dispute', { accountId, disputeId: id }, { jobKey: `dispute:${id}` });

export async function tellDispute(means: TellMeans, of: OfDispute): Promise<void> {
  const dispute = await findDispute(means.db, of.accountId, of.disputeId);
  if (dispute === undefined) return;
  const { provider, merchantId, reference, isAccepted, evidence } = dispute;
  const { url, key } = means.desks(provider);
  const name = `${dispute.id}-${isAccepted ? 'acceptance' : dispute.submissions}`;
  const [what, body] = isAccepted
    ? ['acceptance', { reference: name }]
    : [
        // To the chargeback, or to what the issuer asked afterwards.
        dispute.stage === 'chargeback' ? 'representment' : 'declination',
        {
          reference: name,
          documents: documentsIn(evidence),
          statement: evidence.uncategorized_text ?? '',
        },
      ];
  const base = `${url}/merchants/${encodeURIComponent(merchantId)}/disputes`;
  const answer = await means.http.postJson(
    `${base}/${encodeURIComponent(reference)}/${what}`,
    body,
    { headers: { authorization: `Bearer ${key.reveal()}` } },
  );
  if (!answer.ok) throw new Error(`${provider} did not answer: ${answer.error.code}`);
  const { status } = answer.value;
  if (status === 200) return;
  // It came too late, or the dispute has ended there: what became of it comes with the next import.
  if (status !== 409) throw new Error(`${provider} answered ${status} about a dispute`);
  means.log.warn({ dispute: dispute.id, what }, 'the acquirer takes no answer any more');
}
