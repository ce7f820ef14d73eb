// Small parts that the pages of disputes share, and which word stands for what.

import type { DisputeMessage } from '@kassa/clearing-file';
import { Status, type Tone } from '@kassa/pages';
import type { PortalLanguage } from '../../portal/texts.ts';
import type { DisputeState } from '../dispute.ts';
import { texts } from './texts.ts';

const states = {
  claimed: ['stateClaimed', 'info'],
  charged_back: ['stateChargedBack', 'info'],
  represented: ['stateRepresented', 'warn'],
  contested: ['stateContested', 'info'],
  pre_arbitration: ['statePreArbitration', 'info'],
  arbitration: ['stateArbitration', 'info'],
  won: ['stateWon', 'good'],
  lost: ['stateLost', 'bad'],
  refused: ['stateRefused', 'bad'],
} as const satisfies Readonly<Record<DisputeState, readonly [string, Tone]>>;

export function DisputeStatus(props: { state: DisputeState; lang: PortalLanguage }) {
  const [word, tone] = states[props.state];
  return <Status tone={tone}>{texts(props.lang)(word)}</Status>;
}

/** What somebody has to show, in words. */
export function documentWords(
  documents: DisputeMessage['documents'],
  lang: PortalLanguage,
): string {
  const t = texts(lang);
  return documents.map((one) => t(one === 'duplicate' ? 'duplicateDocument' : one)).join(', ');
}
