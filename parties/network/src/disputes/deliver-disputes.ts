// Brings each bank the disputes of a closed cycle: what the other side has said, and what the network
// says to both. Each message names the last day on which it may be answered. A part of the task of 20:00, and like it safe to run again.

import { buildDisputeFile, parseAcceptanceFile } from '@kassa/clearing-file';
import type { Secret } from '@kassa/secret';
import type { ClearingPorts } from '../clearing/ports.ts';
import {
  countDeliveryAttempt,
  type Delivery,
  loadDeliveryItems,
  loadPendingDeliveries,
  markDisputesDelivered,
} from './store.ts';

/** What could not be done, in words. */
export async function deliverDisputes(ports: ClearingPorts): Promise<string[]> {
  const undone: string[] = [];
  for (const delivery of await loadPendingDeliveries(ports.db)) {
    const fault = await deliver(ports, delivery);
    if (fault) undone.push(`disputes ${delivery.fileId}: ${fault}`);
  }
  return undone;
}

async function deliver(ports: ClearingPorts, delivery: Delivery): Promise<string | undefined> {
  const { fileId } = delivery;
  const door = doorOf(ports, delivery.receiverId);
  if (!door) return `${delivery.receiverId} has no address for disputes`;
  const text = buildDisputeFile({
    header: {
      fileId,
      sender: ports.institutionId,
      receiver: delivery.receiverId,
      businessDate: delivery.businessDate,
      createdAt: delivery.closedAtMs,
    },
    items: await loadDeliveryItems(ports.db, delivery),
  });
  const answer = await ports.http.postText(`${door.url}/clearing/disputes`, text, {
    headers: { authorization: `Bearer ${door.key.reveal()}` },
  });
  const read =
    answer.ok && answer.value.status === 200 ? parseAcceptanceFile(answer.value.body) : undefined;
  if (!read?.ok || read.value.answersFileId !== fileId) {
    await countDeliveryAttempt(ports.db, fileId);
    if (!answer.ok) return answer.error.code;
    const { status } = answer.value;
    return status === 200 ? 'its answer is no acceptance of this file' : `status ${status}`;
  }
  const rejected = read.value.items.filter(({ decision }) => decision.outcome === 'rejected');
  if (rejected.length > 0) {
    ports.log.warn({ fileId, rejected: rejected.length }, 'a bank rejects disputes');
  }
  await markDisputesDelivered(ports.db, fileId, rejected.length, ports.nowMs());
  return undefined;
}

type Door = { readonly url: string; readonly key: Secret<string> };

function doorOf({ directory }: ClearingPorts, memberId: string): Door | undefined {
  const member = directory.members.find(({ id }) => id === memberId);
  if (member?.issuer) return { url: member.issuer.url, key: member.issuer.key };
  const { url, key } = member?.acquirer ?? {};
  return url !== undefined && key !== undefined ? { url, key } : undefined;
}
