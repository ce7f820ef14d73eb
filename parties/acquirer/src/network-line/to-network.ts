// The gateway's messages in the words of the network: our name, our terminal's place, our trace
// number. What the merchant's contract says outweighs what the gateway wrote, unless it says that
// the merchant sells for others.

import {
  encodeCardAcceptor,
  encodeOriginalData,
  encodeTransmissionTime,
  type Fields,
  type Message,
  originalDataOf,
} from '@kassa/iso8583';
import type { Authorization } from '../authorizations/authorization.ts';
import type { Contract } from '../merchants/contract.ts';
import type { BankFacts } from '../ports.ts';

export type LineName = { readonly stan: string; readonly transmittedAt: string };

export function lineName(stan: string, atMs: number): LineName {
  return { stan, transmittedAt: encodeTransmissionTime(atMs) };
}

const passedOn = [2, 3, 4, 12, 13, 14, 22, 25, 37, 41, 42, 48, 49];

/**
 * 0100 for the network; it carries the CVC and the proof, so it is never stored. An increment names
 * its original as the network knows it.
 */
export function toNetwork(
  request: Message,
  contract: Contract,
  bank: BankFacts,
  { name, original }: { readonly name: LineName; readonly original?: LineName | undefined },
): Message {
  return {
    mti: '0100',
    fields: {
      ...pick(request.fields, passedOn),
      7: name.transmittedAt,
      11: name.stan,
      18: contract.mcc,
      19: bank.countryCode,
      32: bank.institutionId,
      43: acceptorOf(request, contract),
      ...(original && { 90: originalNamed(original, bank) }),
    },
  };
}

/** Of a merchant that sells for others, who the gateway says it is. */
export function acceptorOf({ fields }: Message, contract: Contract): string {
  const named = contract.sellsForOthers ? fields[43] : undefined;
  return named ?? encodeCardAcceptor(contract);
}

/** The same without field 48: all that a reversal needs, and nothing that must not be kept. */
export function withoutProof(message: Message): Message {
  const { 48: _, ...fields } = message.fields;
  return { mti: message.mti, fields };
}

const reversed = [2, 3, 4, 12, 13, 14, 18, 19, 22, 25, 37, 38, 41, 42, 43, 49, 95];

/**
 * A reversal of the gateway for the network. The original bears the name we gave it; one that never
 * reached us is named as the gateway names it.
 */
export function reversalToNetwork(
  reversal: Message,
  bank: BankFacts,
  names: { readonly own: LineName; readonly original: LineName | undefined },
): Message {
  const { own, original } = names;
  const fields: Record<number, string> = {
    ...pick(reversal.fields, reversed),
    7: own.transmittedAt,
    11: own.stan,
    32: bank.institutionId,
  };
  if (original) {
    fields[90] = originalNamed(original, bank);
  } else if (reversal.fields[90] !== undefined) fields[90] = reversal.fields[90];
  return { mti: reversal.mti === '0400' || reversal.mti === '0401' ? '0400' : '0420', fields };
}

function originalNamed(original: LineName, bank: BankFacts): string {
  const fields = { 7: original.transmittedAt, 11: original.stan, 32: bank.institutionId };
  return encodeOriginalData(originalDataOf({ mti: '0100', fields }));
}

/** Under which name the network has an authorization. */
export function upstreamName(
  known: Pick<Authorization, 'upstreamStan' | 'upstreamTransmittedAt'>,
): LineName {
  return { stan: known.upstreamStan, transmittedAt: known.upstreamTransmittedAt };
}

function pick(fields: Fields, numbers: readonly number[]): Record<number, string> {
  const picked: Record<number, string> = {};
  for (const number of numbers) {
    const text = fields[number];
    if (text !== undefined) picked[number] = text;
  }
  return picked;
}
