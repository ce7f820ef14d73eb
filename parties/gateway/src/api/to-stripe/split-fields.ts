// How a payment is split, as PaymentIntents and charges show it.

import { applicationOf } from '../../connect/account.ts';
import type { Charge, PaymentIntent } from '../../payments/intent.ts';
import { transferGroupOf } from '../../payments/rows.ts';
import type { Split } from '../../payments/split.ts';
import { feeOf, transferOf } from '../../splits/transfer.ts';

export function splitFieldsOf({ platform, destination, ...split }: Split) {
  return {
    application: platform === null ? null : applicationOf(platform),
    application_fee_amount: split.feeMinor,
    on_behalf_of: split.onBehalfOf,
    transfer_data:
      destination === null
        ? null
        : {
            destination,
            ...(split.transferMinor === null ? {} : { amount: split.transferMinor }),
          },
    transfer_group: split.transferGroup,
  };
}

export function chargeSplitOf(intent: PaymentIntent, charge: Charge) {
  const { split } = intent.wishes;
  const { id, state } = charge;
  const isTaken = state.kind === 'captured';
  const fields = splitFieldsOf(split);
  const { destination } = split;
  return {
    ...fields,
    application_fee: isTaken && split.feeMinor !== null ? feeOf(id) : null,
    source_transfer: null,
    ...(isTaken && destination !== null ? { transfer: transferOf(id) } : {}),
    transfer_data: destination === null ? null : { amount: split.transferMinor, destination },
    transfer_group: transferGroupOf(intent, charge),
  };
}
