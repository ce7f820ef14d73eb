// May this merchant ask for this? Pure; the order of the checks is the precedence of the codes.

import type { ResponseCode } from '@kassa/iso8583';
import { isZero } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { captureWithinMs } from '../captures/decide.ts';
import { acceptsCurrency, type Contract, type Contracts } from '../merchants/contract.ts';
import type { Authorization } from './authorization.ts';
import type { AuthorizationRequest } from './request.ts';

export type AuthorizationRefusal =
  | 'unknown_merchant'
  | 'unknown_terminal'
  | 'currency_not_in_contract'
  | 'amount_zero'
  | 'amount_not_zero'
  | 'original_unknown'
  | 'original_closed';

export const refusalCodes: Readonly<Record<AuthorizationRefusal, ResponseCode>> = {
  unknown_merchant: '12',
  unknown_terminal: '12',
  currency_not_in_contract: '12',
  amount_zero: '13',
  amount_not_zero: '13',
  original_unknown: '25',
  original_closed: '12',
};

type Asked = Pick<AuthorizationRequest, 'mid' | 'tid' | 'amount'>;

export function decideAuthorization(
  request: Asked,
  contracts: Contracts,
): Result<Contract, AuthorizationRefusal> {
  const decided = decideContract(request, contracts);
  return decided.ok && isZero(request.amount) ? err('amount_zero') : decided;
}

/** An account verification asks for nothing; with an amount it is something else. */
export function decideVerification(
  request: Asked,
  contracts: Contracts,
): Result<Contract, AuthorizationRefusal> {
  const decided = decideContract(request, contracts);
  return decided.ok && !isZero(request.amount) ? err('amount_not_zero') : decided;
}

function decideContract(
  request: Asked,
  contracts: Contracts,
): Result<Contract, AuthorizationRefusal> {
  const contract = contracts.byMid(request.mid);
  if (!contract) return err('unknown_merchant');
  if (!contract.terminals.includes(request.tid)) return err('unknown_terminal');
  if (!acceptsCurrency(contract, request.amount.currency)) return err('currency_not_in_contract');
  return ok(contract);
}

export type IncrementFacts = Pick<AuthorizationRequest, 'amount'> & {
  readonly cardFingerprint: string;
  readonly nowMs: number;
};

/** Grown can be what this card was approved for, while it can be captured and nothing is. */
export function decideIncrement(
  { amount, cardFingerprint, nowMs }: IncrementFacts,
  original: Authorization | undefined,
): Result<void, AuthorizationRefusal> {
  if (!original || original.incrementOf !== null) return err('original_unknown');
  if (original.cardFingerprint !== cardFingerprint) return err('original_unknown');
  const isOpen =
    original.state === 'approved' &&
    original.capturedMinor === 0n &&
    original.amount.currency === amount.currency &&
    nowMs <= original.receivedAtMs + captureWithinMs;
  return isOpen ? ok(undefined) : err('original_closed');
}
