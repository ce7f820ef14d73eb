// What has happened in a dispute, for its cardholder: oldest first. Pure.

import { type Answer, type Dispute, nothingSaid } from '../dispute.ts';

export type LifeLine = {
  readonly word:
    | 'stepClaimed'
    | 'stepChargedBack'
    | 'stepRepresented'
    | 'stepInsist'
    | 'stepWithdraw'
    | 'stepPreArbitration'
    | 'stepAccepted'
    | 'stepDeclined'
    | 'stepFiled'
    | 'stepRuled';
  readonly atMs: number;
  readonly said: Answer;
};

/** Words that test cards speak by are between programs. */
const wellKnown: readonly string[] = ['winning_evidence', 'losing_evidence'];

export function lifeOf(dispute: Dispute): readonly LifeLine[] {
  const line = (
    word: LifeLine['word'],
    atMs: number | null,
    said: Answer = nothingSaid,
  ): readonly LifeLine[] => {
    const text = wellKnown.includes(said.text) ? '' : said.text;
    return atMs === null ? [] : [{ word, atMs, said: { ...said, text } }];
  };
  const answer = dispute.holderAnswer === 'withdraw' ? 'stepWithdraw' : 'stepInsist';
  return [
    ...line('stepClaimed', dispute.claimedAtMs, { documents: [], text: dispute.claimText }),
    ...line('stepChargedBack', dispute.chargedBackAtMs),
    ...line('stepRepresented', dispute.representedAtMs, dispute.shown),
    ...line(answer, dispute.holderAnsweredAtMs, dispute.holderShows),
    ...line('stepPreArbitration', dispute.preArbitrationAtMs),
    ...line('stepAccepted', dispute.acceptedAtMs),
    ...line('stepDeclined', dispute.declinedAtMs, dispute.shownAgain),
    ...line('stepFiled', dispute.filedAtMs),
    ...line('stepRuled', dispute.ruledAtMs, { documents: [], text: dispute.rulingText }),
  ];
}
