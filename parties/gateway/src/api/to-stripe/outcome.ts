// What became of a charge, and who said so.

import type { PaymentProblem } from '../../payments/problem.ts';
import { adviceOf } from './problem.ts';
import type { Json } from './shape.ts';

export function outcomeToStripe(problem: PaymentProblem | null): Json {
  const approved = {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'approved_by_network',
    reason: null,
    // Nobody estimates risk here.
    risk_level: 'not_assessed',
    seller_message: 'Payment complete.',
    type: 'authorized',
  };
  if (problem === null) return approved;
  const isAnswered = problem.responseCode !== null;
  return {
    ...approved,
    advice_code: isAnswered ? adviceOf(problem) : null,
    network_decline_code: problem.responseCode,
    network_status: isAnswered ? 'declined_by_network' : 'not_sent_to_network',
    reason: problem.declineCode ?? problem.code,
    seller_message: sellerMessage(problem),
    type: isAnswered ? 'issuer_declined' : 'blocked',
  };
}

function sellerMessage({ declineCode, message, responseCode }: PaymentProblem): string {
  if (responseCode === null) return message;
  return declineCode === null || declineCode === 'generic_decline'
    ? 'The bank did not return any further details with this decline.'
    : `The bank returned the decline code \`${declineCode}\`.`;
}
