// The RReq: the truth about a challenge, from the ACS by way of the directory server. It is stored
// with the job that continues the payment, in one commit; then it is acknowledged.

import { unit } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import { buildRRes, type Erro, erro, parse, type RReq, type RRes } from '@kassa/three-ds';
import type { Authentication } from './authentication.ts';
import type { ContinuationMeans } from './ports.ts';
import { sealProof } from './proof.ts';
import { findByServerTransId, recordResult } from './store.ts';

/** The message to answer with. */
export async function receiveResults(
  means: ContinuationMeans,
  body: unknown,
): Promise<RRes | Erro> {
  const read = parse(body, { expect: 'RReq', from: 'D' });
  if (!read.ok) return read.error;
  const results = read.value;
  const found = await findByServerTransId(means.db, results.threeDSServerTransID);
  const isSame = found?.acsTransId === results.acsTransID && found?.dsTransId === results.dsTransID;
  if (found === undefined || !isSame) return unknown(results);
  const { accountId, subjectId: intentId, attemptId } = found;
  const at = { peer: 'directory-server', about: { accountId, intentId, attemptId } } as const;
  means.watch({ ...at, direction: 'in', type: 'RReq', message: results });
  if (found.state === 'challenged') await store(means, found, results);
  const answer = buildRRes({
    messageVersion: results.messageVersion,
    threeDSServerTransID: results.threeDSServerTransID,
    acsTransID: results.acsTransID,
    dsTransID: results.dsTransID,
    resultsStatus: '01',
  });
  means.watch({ ...at, direction: 'out', type: 'RRes', message: answer });
  return answer;
}

async function store(
  means: ContinuationMeans,
  found: Authentication,
  results: RReq,
): Promise<void> {
  const { accountId, id, serverTransId } = found;
  const { authenticationValue: cavv } = results;
  const recorded = recordResult(found, {
    transStatus: results.transStatus ?? null,
    transStatusReason: results.transStatusReason ?? null,
    eci: results.eci ?? null,
    proofSealed: cavv === undefined ? null : sealProof(means.envelope, found, cavv),
    resultAtMs: means.clock.nowMs(),
  });
  const job = addJob('continue-confirm', { accountId, authenticationId: id }, { jobKey: id });
  const committed = await means.db.commit(unit(recorded, job));
  // A guard that missed is the same result told twice at once; the other one is stored.
  if (committed.ok) means.results.post(serverTransId);
}

function unknown(results: RReq): Erro {
  return erro('301', 'threeDSServerTransID', { component: 'S', received: results });
}
