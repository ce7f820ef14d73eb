// Small parts that the pages about disputes share, and the words for states and standings.

import type { Money } from '@kassa/money';
import { Amount, Status, type Tone } from '@kassa/pages';
import type { DisputeStatus } from '../../disputes/dispute.ts';
import type { Standing } from '../../disputes/rates/judge.ts';

export const path = '/operators/disputes';

const tones: Readonly<Record<DisputeStatus, Tone>> = {
  ...{ needs_response: 'warn', under_review: 'info', won: 'good', lost: 'bad' },
};

export function DisputeState({ status }: { readonly status: DisputeStatus }) {
  return <Status tone={tones[status]}>{status.replaceAll('_', ' ')}</Status>;
}

const standingTones: Readonly<Record<Standing, Tone>> = {
  ...{ fine: 'good', near: 'warn', in_programme: 'bad' },
};

export type StandingShown = {
  readonly standing: Standing;
  readonly programme: string | null;
  /** In basis points of the threshold. */
  readonly share: number;
};

export function StandingMark({ standing, programme, share }: StandingShown) {
  return <Status tone={standingTones[standing]}>{words({ standing, programme, share })}</Status>;
}

/** As one line, for a table or a headline. */
export function words({ standing, programme, share }: StandingShown): string {
  if (standing === 'fine' || programme === null) return 'fine';
  if (standing === 'in_programme') return `at the thresholds of ${programme}`;
  return `near ${programme}: ${shareText(share)}`;
}

export const shareText = (share: number): string => `${Math.floor(share / 100)} % of it`;

export function Amounts({ of }: { readonly of: readonly Money[] }) {
  if (of.length === 0) return <>–</>;
  return (
    <>
      {of.map((one) => (
        <span key={one.currency} className="amounts">
          <Amount of={one} />
        </span>
      ))}
    </>
  );
}
