// What the hosted pages stand on.

import type { PaymentMeans } from '../../payments/ports.ts';
import type { SetupMeans } from '../../setups/ports.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Moment } from './view-of-session.ts';

export type HostedMeans = {
  readonly payments: PaymentMeans;
  readonly setups: SetupMeans;
  readonly vault: Vault;
  readonly publicUrl: string;
};

export const hereAndNow = ({ payments, publicUrl }: HostedMeans): Moment => ({
  nowMs: payments.clock.nowMs(),
  publicUrl,
});
