// A message of the wire log as an operator reads it: its name, its fields by the standard's table.

import { isMti, mtiName, responseMeaning, specification1987 } from '@kassa/iso8583';
import type { Tone } from '@kassa/pages';
import type { StoredWireMessage } from '../../wire-log/store.ts';
import type { Detail, ShownField } from './moments.ts';

export function wireTitle({ direction, type, failure, isLate }: StoredWireMessage): string {
  const name = isMti(type) ? `${type} ${mtiName(type)}` : `${type} ${threeDsNames[type] ?? ''}`;
  if (direction === 'none') {
    return failure === 'not_sent' ? `${name} did not leave` : `No answer to ${name}`;
  }
  return isLate ? `${name}, too late` : name;
}

const threeDsNames: Readonly<Record<string, string>> = {
  AReq: 'authentication request',
  ARes: 'authentication answer',
  CReq: 'challenge request',
  RReq: 'results request',
  RRes: 'results answer',
  Erro: 'error message',
};

export function wireText(message: StoredWireMessage): string {
  const { direction, peer, stan, responseCode, latencyMs, failure } = message;
  const arrow = direction === 'out' ? `to ${peer}` : direction === 'in' ? `from ${peer}` : peer;
  const waited = direction === 'none' ? `${failure} after ${latencyMs} ms` : `${latencyMs} ms`;
  return [
    arrow,
    stan === null ? '' : `STAN ${stan}`,
    responseCode === null || direction !== 'in' ? '' : meaningOf(message, responseCode),
    latencyMs === null ? '' : waited,
  ]
    .filter(Boolean)
    .join(' · ');
}

function meaningOf({ protocol }: StoredWireMessage, code: string): string {
  if (protocol === 'iso8583') return `${code} ${responseMeaning(code)}`;
  return `status ${code} ${transStatuses[code] ?? ''}`.trim();
}

const transStatuses: Readonly<Record<string, string>> = {
  Y: 'authenticated',
  A: 'attempted',
  C: 'challenge required',
  N: 'not authenticated',
  U: 'could not be performed',
  R: 'rejected',
};

export function wireTone({ direction, responseCode, isLate, type }: StoredWireMessage): Tone {
  if (direction === 'none' || isLate) return 'warn';
  if (direction === 'out' || responseCode === null) return type === 'Erro' ? 'bad' : 'plain';
  return ['00', '85', 'Y', 'A'].includes(responseCode)
    ? 'good'
    : ['C', '09', '25'].includes(responseCode)
      ? 'info'
      : 'bad';
}

export function wireDetail({ protocol, fields }: StoredWireMessage): Detail | undefined {
  const shown = Object.entries(fields).map(([name, value]): ShownField => {
    if (protocol === '3ds') {
      return { name, value, meaning: name === 'transStatus' ? transStatuses[value] : undefined };
    }
    const row = specification1987[Number(name)];
    const meaning = name === '39' || name === '44' ? responseMeaning(value.trim()) : undefined;
    return { number: name, name: row?.name ?? 'unknown field', value, meaning };
  });
  return shown.length === 0 ? undefined : { kind: 'fields', fields: shown };
}
