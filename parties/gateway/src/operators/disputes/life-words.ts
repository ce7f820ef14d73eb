// What each step of a dispute is called for people, and whose it is.

import type { Tone } from '@kassa/pages';
import type { LifeStep, StepKind } from '../../disputes/life.ts';

export const lanes = ['Cardholder’s bank', 'Network', 'Shop and its bank'] as const;

export const laneOf: Readonly<Record<LifeStep['by'], number>> = {
  issuer: 0,
  network: 1,
  acquirer: 2,
  merchant: 2,
};

const words: Readonly<Record<StepKind, readonly [string, Tone]>> = {
  charged_back: ['took the money back (chargeback)', 'bad'],
  answered: ['handed evidence in', 'info'],
  represented: ['presented it again: the money is back, for now', 'good'],
  closed: ['lets the answer stand', 'good'],
  charged_back_again: ['took the money back a second time', 'bad'],
  pre_arbitration: ['asks once more (pre-arbitration): the money is withheld', 'bad'],
  contested: ['contests it', 'info'],
  declined: ['told the network that it does not give in', 'info'],
  filed: ['filed the case with the network', 'warn'],
  ruled: ['ruled', 'warn'],
  accepted: ['gave it up', 'bad'],
  expired: ['did not answer in time', 'bad'],
  rejected: ['did not pass the answer on', 'bad'],
  conceded: ['took silence, or a word, for giving in', 'bad'],
};

const sides: Readonly<Record<LifeStep['by'], string>> = {
  issuer: 'The cardholder’s bank',
  network: 'The network',
  acquirer: 'The shop’s bank',
  merchant: 'The shop',
};

export const sentenceOf = ({ by, kind }: LifeStep): string => `${sides[by]} ${words[kind][0]}`;
export const toneOf = ({ kind }: LifeStep): Tone => words[kind][1];
