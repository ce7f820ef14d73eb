// After a crash: authorizations whose request may have left and whose answer was never recorded.
// The acquirer got no answer either, so each is given up: reversed at the issuer until acknowledged.

import { unit } from '@kassa/database';
import { undoing } from './authorize.ts';
import { responseOf } from './errors.ts';
import type { SwitchPorts } from './ports.ts';
import { closeAuthorization, loadOpenAuthorizations } from './store.ts';

/** The number of authorizations given up; called before the switch listens. */
export async function recoverAuthorizations(ports: SwitchPorts): Promise<number> {
  const open = await loadOpenAuthorizations(ports.db);
  for (const row of open) {
    if (row.issuerId === null || row.sealedRequest === null) continue;
    const request = ports.cover.openMessage(row.sealedRequest, row.id);
    const routed = { acquirer: { id: row.acquirerId }, issuer: { id: row.issuerId } };
    await ports.db.commit(
      unit(
        closeAuthorization(row.id, {
          status: 'unanswered',
          responseCode: responseOf.issuer_unavailable,
          authorizationCode: null,
          remainingMinor: 0n,
          atMs: ports.nowMs(),
        }),
        undoing(ports, { request, routed, id: row.id }, 'no_answer'),
      ),
    );
  }
  if (open.length > 0) ports.log.warn({ authorizations: open.length }, 'given up after a restart');
  return open.length;
}
