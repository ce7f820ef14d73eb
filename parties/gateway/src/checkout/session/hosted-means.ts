// What the hosted pages stand on.

import type { PaymentMeans } from '../../payments/ports.ts';
import type { SetupMeans } from '../../setups/ports.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Moment } from './view-of-session.ts';
import type { WaitingRoom } from './waiting-room.ts';

export type HostedMeans = {
  readonly payments: PaymentMeans;
  readonly setups: SetupMeans;
  readonly vault: Vault;
  readonly publicUrl: string;
  readonly waitingRoom: WaitingRoom;
};

export const hereAndNow = ({ payments, publicUrl }: HostedMeans): Moment => ({
  nowMs: payments.clock.nowMs(),
  publicUrl,
});
