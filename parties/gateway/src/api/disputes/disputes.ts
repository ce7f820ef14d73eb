// Disputes: looked up, answered with evidence, or given up. They begin at the cardholder's bank.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import {
  type Changed,
  closeDispute,
  type DisputeRefusal,
  updateDispute,
} from '../../disputes/change-dispute.ts';
import { type Evidence, fileFields, textFields } from '../../disputes/evidence.ts';
import { listDisputes, movementsOf } from '../../disputes/store.ts';
import { loadFiles } from '../../files/store.ts';
import type { AccountId } from '../../ids.ts';
import { newestOf } from '../../payments/newest-of.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, busy, invalid, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import {
  absent,
  created,
  createdRange,
  expansion,
  flag,
  mergeMetadata,
  metadata,
  page,
  text,
} from '../kernel/parameters.ts';
import { byId, idOf } from '../kernel/resources.ts';
import type { ApiMeans } from '../ports.ts';
import { disputeToStripe } from '../to-stripe/dispute.ts';

const evidenceInput = z.strictObject({
  ...Object.fromEntries(
    Object.entries(textFields).map(([name, max]) => [name, text(max).optional()]),
  ),
  ...Object.fromEntries(fileFields.map((name) => [name, text(100).optional()])),
  appeal: absent('appeals of decided disputes'),
  enhanced_evidence: absent('enhanced evidence programs of card networks'),
});

const updateInput = z.strictObject({
  ...expansion,
  evidence: evidenceInput.optional(),
  intended_submission_method: absent('automatic submission of evidence'),
  metadata: metadata.optional(),
  submit: flag.optional(),
});

export function addDisputes(api: Api): void {
  const { means, resources } = api;
  resources.addReader('dp', async (accountId, ids) =>
    byId(await shown(means, accountId, { ids, limit: ids.length })),
  );
  resources.addOlderPart('charge', 'dispute', async (accountId, objects) => {
    const owners = { accountId, ids: objects.map(idOf), limit: 1 };
    const newest = await newestOf(means.db, { table: 'dispute', of: 'charge_id' }, owners);
    return objects.map((object) => newest.get(idOf(object))?.[0] ?? null);
  });
  addEndpoint(api, {
    name: 'disputes.list',
    method: 'GET',
    url: '/v1/disputes',
    summary: 'Disputes, newest first.',
    answers: 'list of dispute',
    input: z.strictObject({
      ...page,
      ...created,
      charge: text(100).optional(),
      payment_intent: text(100).optional(),
    }),
    run: async ({ accountId, input }) => {
      const { charge, payment_intent: intent, created: range } = input;
      const filter = { ...pageOf(input), ...createdRange(range), charge, intent };
      return ok(listAnswer('/v1/disputes', input, await shown(means, accountId, filter)));
    },
  });

  addEndpoint(api, {
    name: 'disputes.retrieve',
    method: 'GET',
    url: '/v1/disputes/:id',
    summary: 'One dispute.',
    answers: 'dispute',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const [found] = await shown(means, accountId, { ids: [id], limit: 1 });
      return found === undefined ? err(missing('dispute', id)) : ok({ status: 200, body: found });
    },
  });

  addEndpoint(api, {
    name: 'disputes.update',
    method: 'POST',
    url: '/v1/disputes/:id',
    summary: 'Adds evidence to a dispute, and hands it in unless `submit` says otherwise.',
    answers: 'dispute',
    input: updateInput,
    run: (call) => update(means, call),
  });

  addEndpoint(api, {
    name: 'disputes.close',
    method: 'POST',
    url: '/v1/disputes/:id/close',
    summary: 'Gives a dispute up: it is lost, and cannot be taken up again.',
    answers: 'dispute',
    input: z.strictObject(expansion),
    run: async ({ accountId, id, cause, once }) =>
      answered(await closeDispute(means, { accountId, id, cause, once: once(answerOf) }), id),
  });
}

async function shown(
  means: ApiMeans,
  accountId: AccountId,
  filter: Parameters<typeof listDisputes>[2],
) {
  const found = await listDisputes(means.db, accountId, filter);
  const movements = await movementsOf(
    means.db,
    accountId,
    found.map(({ id }) => id),
  );
  const nowMs = means.clock.nowMs();
  return found.map((one) => disputeToStripe(one, movements.get(one.id) ?? [], nowMs));
}

async function update(
  means: ApiMeans,
  { accountId, id, input, cause, once }: Call<z.output<typeof updateInput>>,
): Promise<Result<Answer, ApiError>> {
  const evidence = input.evidence && evidenceOf(input.evidence);
  if (evidence) {
    const wrong = await wrongFile(means, accountId, evidence);
    if (wrong) return err(wrong);
  }
  const updated = await updateDispute(means, {
    ...{ accountId, id, cause, evidence },
    metadata: (before) => mergeMetadata(before, input.metadata),
    // As the original: evidence that is given is handed in, unless it is only to be kept.
    isSubmitted: input.submit ?? evidence !== undefined,
    once: once(answerOf),
  });
  return answered(updated, id);
}

function evidenceOf(input: z.output<typeof evidenceInput>): Evidence {
  const given = Object.entries(input).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(given);
}

/** A file must be the merchant's own, and handed over as evidence. */
async function wrongFile(
  means: ApiMeans,
  accountId: AccountId,
  evidence: Evidence,
): Promise<ApiError | undefined> {
  const named = fileFields.filter((field) => evidence[field]);
  if (named.length === 0) return undefined;
  const ids = named.map((field) => evidence[field] ?? '');
  const files = new Map((await loadFiles(means.db, accountId, ids)).map((one) => [one.id, one]));
  for (const field of named) {
    const param = `evidence[${field}]`;
    const id = evidence[field] ?? '';
    const file = files.get(id);
    if (file === undefined) return missing('file upload', id, param, 400);
    const isPaper = file.purpose === 'dispute_evidence' || file.purpose === 'customer_signature';
    if (!isPaper) {
      return invalid(`The file ${id} was uploaded for ${file.purpose}, not for dispute_evidence.`, {
        param,
      });
    }
  }
  return undefined;
}

const answerOf = ({ dispute, movements, nowMs }: Changed): Answer => ({
  status: 200,
  body: disputeToStripe(dispute, movements, nowMs),
});

function answered(changed: Result<Changed, DisputeRefusal>, id: string): Result<Answer, ApiError> {
  return changed.ok ? ok(answerOf(changed.value)) : err(refusalOf(changed.error, id));
}

function refusalOf(refusal: DisputeRefusal, id: string): ApiError {
  switch (refusal.code) {
    case 'dispute_unknown':
      return missing('dispute', id);
    case 'dispute_closed':
      return invalid(
        refusal.status === 'under_review'
          ? 'Evidence has been submitted for this dispute already; the bank is looking at it.'
          : `This dispute is already closed: it is ${refusal.status}.`,
      );
    case 'evidence_late':
      return invalid('The day by which evidence was due has passed.', { param: 'evidence' });
    case 'evidence_missing':
      return invalid('There is no evidence to submit yet.', { param: 'evidence' });
    case 'busy':
    case 'key_used':
      return busy;
  }
}
