// From ISO 8583 to the gateway's words: what an answer means, and nothing more than it says.

import {
  type AdditionalData,
  decodeAdditionalData,
  isVerified,
  type Message,
  readInquiryAnswer,
  additionalDataTags as tags,
} from '@kassa/iso8583';
import type { CvcCheck } from '../../payments/intent.ts';
import type {
  AdviceEnd,
  AuthorizationEnd,
  InquiryEnd,
  LateApproval,
  VerificationEnd,
} from '../connector.ts';

const approved = '00';

/** An answer that lacks its code is no answer: what the bank did is then unknown. */
export function authorizationEnd(answer: Message): AuthorizationEnd {
  const { 38: authorizationCode, 39: responseCode } = answer.fields;
  if (responseCode === undefined) return { kind: 'unknown', why: 'answer_without_code' };
  if (responseCode !== approved) return { kind: 'refused', responseCode };
  if (authorizationCode === undefined) return { kind: 'unknown', why: 'approval_without_code' };
  return { kind: 'approved', approval: { authorizationCode, responseCode, ...checksIn(answer) } };
}

export function verificationEnd(answer: Message): VerificationEnd {
  const { 39: responseCode } = answer.fields;
  if (responseCode === undefined) return { kind: 'unknown', why: 'answer_without_code' };
  if (!isVerified(responseCode)) return { kind: 'refused', responseCode };
  return { kind: 'approved', verification: { responseCode, ...checksIn(answer) } };
}

/** What the original was answered, whenever that was; a code of the inquiry's own says nothing. */
export function inquiryEnd(answer: Message): InquiryEnd {
  const found = readInquiryAnswer(answer);
  if (found === undefined) return { kind: 'unknown', why: `inquiry_${answer.fields[39] ?? ''}` };
  if (found.kind !== 'answered') return found;
  const { responseCode, authorizationCode, additionalData = {} } = found;
  if (responseCode !== approved) return { kind: 'refused', responseCode };
  if (authorizationCode === undefined) return { kind: 'unknown', why: 'approval_without_code' };
  return {
    kind: 'approved',
    approval: { authorizationCode, responseCode, ...checks(additionalData) },
  };
}

function checksIn({ fields }: Message) {
  const decoded = decodeAdditionalData(fields[48] ?? '');
  return checks(decoded.ok ? decoded.value : {});
}

function checks(data: AdditionalData) {
  return {
    cvcCheck: cvcCheck(data[tags.cvcResult]),
    traceId: data[tags.issuerTraceId] ?? null,
  };
}

export function adviceEnd(answer: Message): AdviceEnd {
  const responseCode = answer.fields[39];
  if (responseCode === undefined) return { kind: 'unknown', why: 'answer_without_code' };
  // 94: it had been told before, which is just what an acknowledgement says.
  if (responseCode === approved || responseCode === '94') return { kind: 'acknowledged' };
  // 91 and 96 are troubles of the way, not of the advice: it is told again.
  if (responseCode === '91' || responseCode === '96') {
    return { kind: 'unknown', why: `response_${responseCode}` };
  }
  return { kind: 'refused', responseCode };
}

/** Only an approval matters when it comes late: a late refusal holds no money. */
export function lateApproval(provider: string, message: Message): LateApproval | undefined {
  const { 11: stan, 37: rrn, 39: responseCode, 41: terminalId } = message.fields;
  if (message.mti !== '0110' || responseCode !== approved) return undefined;
  if (stan === undefined || rrn === undefined || terminalId === undefined) return undefined;
  return { provider, rrn, stan, terminalId };
}

function cvcCheck(result: string | undefined): CvcCheck {
  switch (result) {
    case 'M':
      return 'pass';
    case 'N':
      return 'fail';
    case 'P':
      return 'unchecked';
    default:
      return null;
  }
}
