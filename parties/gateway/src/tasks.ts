// The gateway's jobs: what each payload must be, and which use case does it.

import { addJob, type JobTask } from '@kassa/jobs';
import { assert } from '@kassa/result';
import { z } from 'zod';
import { goOnById } from './authentication/go-on.ts';
import type { ContinuationMeans } from './authentication/ports.ts';
import { countLink } from './checkout/links/count-link.ts';
import { expireInTime } from './checkout/session/expire-session.ts';
import { updateCustomer } from './checkout/session/update-customer.ts';
import { type TellMeans, tellDispute } from './disputes/tell-acquirer.ts';
import { expireChallenge, expireHold } from './payments/expire.ts';
import { ownProblem } from './payments/own-problems.ts';
import type { PaymentMeans } from './payments/ports.ts';
import { notKept } from './payments/ports.ts';
import { tellAdvices } from './payments/tell-advices.ts';
import { advancePayout } from './payouts/advance-payout.ts';
import type { SendingMeans } from './payouts/ports.ts';
import { indexOldPayments } from './search/index-old-payments.ts';
import { tellSettled } from './settlement/tell-settled.ts';
import { expireSetupChallenge } from './setups/change-setup.ts';
import type { SetupMeans } from './setups/ports.ts';
import {
  type DeliveryMeans,
  deliverByHand,
  deliverEvents,
} from './webhooks/deliveries/deliver-events.ts';
import type { RecordMeans } from './webhooks/record-event.ts';

export type TaskMeans = {
  readonly payments: PaymentMeans;
  readonly setups: SetupMeans;
  readonly continuation: ContinuationMeans;
  readonly delivery: DeliveryMeans;
  readonly disputes: TellMeans;
  readonly payouts: SendingMeans;
  readonly telling: Parameters<typeof tellSettled>[0];
  readonly recording: RecordMeans;
};

const accountId = z.templateLiteral(['acct_', z.string()]);
const intentId = z.templateLiteral(['pi_', z.string()]);
const authenticationId = z.templateLiteral(['auth_', z.string()]);
const ofIntent = z.object({ accountId, intentId });
const ofChallenge = z.object({ accountId, intentId, authenticationId });
const setupId = z.templateLiteral(['seti_', z.string()]);
const ofSetupChallenge = z.object({ accountId, setupId, authenticationId });
const ofAuthentication = z.object({ accountId, authenticationId });
const ofSession = z.object({ accountId, sessionId: z.string() });
const ofLink = z.object({ accountId, linkId: z.string() });
const ofPayout = z.object({ accountId, payoutId: z.templateLiteral(['po_', z.string()]) });
const ofDelivery = z.object({ accountId, endpointId: z.string(), objectId: z.string() });

const ofOldPayments = z.object({ accountId, before: z.string().nullable() });
const ofResending = z.object({ accountId, endpointId: z.string(), eventId: z.string() });

const ofSettledPage = z.object({ accountId, from: z.string(), to: z.string() });
const ofDispute = z.object({ accountId, disputeId: z.string() });

const sessionAgainMs = 300_000;

export function tasks(means: TaskMeans): Readonly<Record<string, JobTask>> {
  const { payments, setups, continuation, delivery, disputes, recording } = means;
  return {
    'advance-payout': (payload) => advancePayout(means.payouts, ofPayout.parse(payload)),
    'tell-advices': (payload) => tellAdvices(payments, ofIntent.parse(payload)),
    'tell-dispute': (payload) => tellDispute(disputes, ofDispute.parse(payload)),
    'deliver-webhooks': (payload) => deliverEvents(delivery, ofDelivery.parse(payload)),
    'resend-webhook': async (payload) => {
      // Undefined says that it is being sent at this very moment.
      await deliverByHand(delivery, ofResending.parse(payload));
    },
    'continue-confirm': (payload) => goOnById(continuation, ofAuthentication.parse(payload)),
    'index-old-payments': (payload) => indexOldPayments(payments, ofOldPayments.parse(payload)),
    'expire-challenge': async (payload) => {
      const { intentId: id, ...rest } = ofChallenge.parse(payload);
      // A refusal says that it was answered in time, or given up for another card.
      await expireChallenge(payments, { id, ...rest });
    },
    'expire-setup-challenge': async (payload) => {
      const { accountId, setupId: id, authenticationId } = ofSetupChallenge.parse(payload);
      const problem = ownProblem('authentication_expired', null);
      const request = { accountId, id, cause: null, once: notKept };
      // A refusal says that it was answered in time, or given up for another card.
      await expireSetupChallenge(setups, request, {
        do: 'expire_challenge',
        authenticationId,
        problem,
      });
    },
    'expire-hold': async (payload) => {
      const { intentId: id, ...rest } = ofIntent.parse(payload);
      const expired = await expireHold(payments, { id, ...rest });
      // While an increment is under way the hold is not let go: the job is tried again.
      const isPending = !expired.ok && expired.error.code === 'increment_pending';
      assert(!isPending, `the hold of ${id} is being raised`);
    },
    'tell-settled': (payload) => tellSettled(means.telling, ofSettledPage.parse(payload)),
    'count-link': (payload) => countLink(payments, ofLink.parse(payload)),
    'update-customer': (payload) =>
      updateCustomer({ ...payments, recording }, ofSession.parse(payload)),
    'expire-session': async (payload) => {
      const of = ofSession.parse(payload);
      const isOver = await expireInTime(
        { payments, setups },
        { accountId: of.accountId, id: of.sessionId },
      );
      if (isOver) return;
      const runAtMs = payments.clock.nowMs() + sessionAgainMs;
      const again = addJob('expire-session', of, { runAtMs, jobKey: `expire:${of.sessionId}` });
      const committed = await payments.db.commit(again);
      assert(committed.ok, 'a job is enqueued');
    },
  };
}
