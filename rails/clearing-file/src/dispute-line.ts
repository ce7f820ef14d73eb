// One message of a dispute as one ISO 8583 message of the clearing dialect, and back.
//   0422, function 450  chargeback            0220, function 205  representment
//   0422, function 451  second chargeback     0622                closing, no money
//   0622, function 610  pre-arbitration       0620, function 611  its acceptance
//   0622, function 613  filed with the network 0620, function 612 its declination
//   0624, function 614  ruling of the network
// The class 04xx with the issuer as its origin is the chargeback of the 1987 edition; the function
// codes of 2xx and 4xx are those of the 1993 edition, which the schemes' clearing uses; those of 61x
// are this network's own. The origin of 06x4 is neither bank.

import {
  clearingDialect,
  decode,
  decodeAdditionalData,
  decodeAmount,
  decodeTransmissionTime,
  encode,
  encodeAdditionalData,
  encodeAmount,
  encodeTransmissionTime,
  type Message,
  type Mti,
  additionalDataTags as tags,
} from '@kassa/iso8583';
import { currencyFromNumeric, money, numericOf } from '@kassa/money';
import { assert, err, ok, type Result, unwrap } from '@kassa/result';
import {
  type DisputeMessage,
  type DisputeStage,
  disputeDocuments,
  disputeSides,
  disputeStages,
  disputeTextMax,
} from './dispute.ts';
import { decodeFees, encodeFees } from './fees.ts';

const forms: Readonly<Record<DisputeStage, { readonly mti: Mti; readonly fn: string }>> = {
  chargeback: { mti: '0422', fn: '450' },
  representment: { mti: '0220', fn: '205' },
  second_chargeback: { mti: '0422', fn: '451' },
  closing: { mti: '0622', fn: '' },
  pre_arbitration: { mti: '0622', fn: '610' },
  acceptance: { mti: '0620', fn: '611' },
  declination: { mti: '0620', fn: '612' },
  arbitration: { mti: '0622', fn: '613' },
  ruling: { mti: '0624', fn: '614' },
};

const required = [3, 4, 7, 11, 31, 32, 37, 48, 49];

/** A message that does not fit its fields is a bug of the writer. */
export function encodeDispute(item: DisputeMessage): string {
  const { mti, fn } = forms[item.stage];
  assert(item.text.length <= disputeTextMax, `dispute ${item.caseId} says too much`);
  const data = encodeAdditionalData({
    ...(fn !== '' && { [tags.disputeFunction]: fn }),
    [tags.disputeCase]: item.caseId,
    [tags.disputeReason]: item.reason,
    ...(item.documents.length > 0 && { [tags.disputeDocuments]: item.documents.join(',') }),
    ...(item.text !== '' && { [tags.disputeText]: item.text }),
    ...(item.favours && { [tags.disputeFavours]: item.favours }),
    ...(item.dueOn && { [tags.disputeDueOn]: item.dueOn }),
  });
  const fields = {
    3: '000000',
    4: encodeAmount(item.amount.minor),
    7: encodeTransmissionTime(item.raisedAt),
    11: String(item.sequence).padStart(6, '0'),
    31: item.arn,
    32: item.acquirerId,
    37: item.rrn,
    ...(item.fee && { 46: encodeFees({ disputeFee: item.fee }) }),
    48: unwrap(data),
    49: numericOf(item.amount.currency),
  };
  const bytes = encode({ mti, fields }, clearingDialect);
  assert(bytes.ok, `dispute ${item.caseId} does not fit: ${!bytes.ok && bytes.error.reason}`);
  return String.fromCharCode(...bytes.value);
}

/** `nearMs` is the file's own moment: field 7 carries no year. The error is words for people. */
export function decodeDispute(line: string, nearMs: number): Result<DisputeMessage, string> {
  const bytes = Uint8Array.from(line, (letter) => letter.charCodeAt(0));
  const message = decode(bytes, clearingDialect);
  if (message.ok) return read(message.value, nearMs);
  const { field, offset, reason } = message.error;
  return err(`field ${field} at byte ${offset}: ${reason}`);
}

function read({ mti, fields }: Message, nearMs: number): Result<DisputeMessage, string> {
  const missing = required.find((number) => fields[number] === undefined);
  if (missing !== undefined) return err(`field ${missing} is missing`);
  const data = decodeAdditionalData(fields[48] ?? '');
  if (!data.ok) return err('field 48 cannot be read');
  const fn = data.value[tags.disputeFunction] ?? '';
  const stage = disputeStages.find((one) => forms[one].mti === mti && forms[one].fn === fn);
  if (!stage) return err(`${mti} with function ${fn || 'none'} is no message of a dispute`);
  const currency = currencyFromNumeric(fields[49] ?? '');
  if (!currency.ok) return err('field 49 is no known currency');
  const raisedAt = decodeTransmissionTime(fields[7] ?? '', nearMs);
  if (raisedAt === undefined) return err('field 7 is no moment of this year');
  const arn = fields[31] ?? '';
  if (!/^\d{23}$/.test(arn)) return err('field 31 is no acquirer reference of 23 digits');
  const caseId = data.value[tags.disputeCase] ?? '';
  if (!/^\w{1,40}$/.test(caseId)) return err('field 48 names no case in tag 71');
  const documents = documentsIn(data.value[tags.disputeDocuments] ?? '');
  if (!documents) return err('field 48 names a document in tag 73 that is none');
  const favours = disputeSides.find((side) => side === data.value[tags.disputeFavours]);
  if ((stage === 'ruling') !== (favours !== undefined)) {
    return err('field 48 names who is right in tag 75 where it is a ruling, and only there');
  }
  const dueOn = data.value[tags.disputeDueOn];
  if (dueOn !== undefined && !isDay(dueOn)) return err('field 48 names no day in tag 76');
  const fees = decodeFees(fields[46] ?? '');
  if (!fees) return err('field 46 cannot be read');
  return ok({
    sequence: Number(fields[11]),
    stage,
    caseId,
    amount: money(currency.value, decodeAmount(fields[4]) ?? 0n),
    arn,
    rrn: fields[37] ?? '',
    acquirerId: fields[32] ?? '',
    raisedAt,
    reason: data.value[tags.disputeReason] ?? '',
    documents,
    text: data.value[tags.disputeText] ?? '',
    ...(favours && { favours }),
    ...(dueOn !== undefined && { dueOn }),
    ...(fees.disputeFee && { fee: fees.disputeFee }),
  });
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

function documentsIn(text: string): DisputeMessage['documents'] | undefined {
  if (text === '') return [];
  const found = text.split(',').map((name) => disputeDocuments.find((one) => one === name));
  const known = found.filter((one) => one !== undefined);
  return known.length === found.length ? known : undefined;
}
