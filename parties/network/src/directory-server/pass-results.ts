// RReq from an ACS, after a challenge: passed to the 3DS Server that asked, whose RRes goes back.
// The merchant believes this message and not what the browser carries, so its way is the AReq's.

import { type Erro, erro, parse, type RReq, type RRes } from '@kassa/three-ds';
import { bearer } from './callers.ts';
import { errorOf, type ResultRefusal } from './errors.ts';
import type { DirectoryPorts } from './ports.ts';
import { findTransaction, recordResults } from './store.ts';

/** The message to answer the ACS of this issuer with. */
export async function passResults(
  ports: DirectoryPorts,
  issuerId: string,
  body: unknown,
): Promise<RRes | Erro> {
  const parsed = parse(body, { expect: 'RReq', from: 'A' });
  if (!parsed.ok) return parsed.error;
  const results = parsed.value;
  const known = await findTransaction(ports.db, results.dsTransID);
  const isSame =
    known?.issuerId === issuerId &&
    known?.acsTransId === results.acsTransID &&
    known?.threeDSServerTransId === results.threeDSServerTransID;
  if (!known || !isSame) return refuse(results, 'unknown_transaction', 'dsTransID');
  const { origin, pathname, search } = new URL(known.threeDSServerUrl);
  const server = ports.threeDSServers.find((one) => one.origin === origin);
  if (!server) return refuse(results, 'server_unreachable', 'the 3DS Server has left');
  const { reachedAt } = server;
  const url =
    reachedAt === undefined ? known.threeDSServerUrl : new URL(pathname + search, reachedAt).href;
  const answer = await ports.http.postJson(url, results, {
    timeoutMs: ports.acsTimeoutMs,
    headers: { authorization: bearer(server.key) },
  });
  if (!answer.ok) {
    ports.log.warn({ why: answer.error.code, dsTransId: results.dsTransID }, 'results not passed');
    const isLate = answer.error.code === 'timeout';
    const why = isLate ? 'server_timeout' : 'server_unreachable';
    return refuse(results, why, 'the 3DS Server did not answer');
  }
  const read = parse(answer.value.body, { expect: ['RRes', 'Erro'], from: 'S' });
  if (!read.ok) return read.error;
  const outcome = read.value.messageType === 'Erro' ? 'Erro' : (results.transStatus ?? '');
  await ports.db.commit(recordResults(results.dsTransID, outcome, ports.nowMs()));
  return read.value;
}

function refuse(received: RReq, why: ResultRefusal, detail: string): Erro {
  return erro(errorOf[why], detail, { component: 'D', received });
}
