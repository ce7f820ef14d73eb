// Files for the tests: one to look at, and any at all, made from the tables themselves.

import { money } from '@kassa/money';
import fc from 'fast-check';
import { type Addenda, type AddendaKind, addendaLayouts } from '../addenda.ts';
import { type EntryDetail, entryLayouts } from '../entry-detail.ts';
import type { AchFile, Batch, Entry } from '../file.ts';
import { type AnyLayout, type Field, usd, type Value } from '../layout.ts';
import {
  type BatchHeader,
  batchHeader,
  type FileHeader,
  fileHeader,
  internationalBatchHeader,
} from '../records.ts';
import { checkDigitOf } from '../routing-number.ts';
import { type SecCode, secCodes } from '../sec-codes.ts';

/** Where a field is more than text, digits or an amount: what may stand in it. */
const choices: Readonly<Record<string, readonly string[]>> = {
  immediateDestination: ['231380104', '1234567890'],
  immediateOrigin: ['121042882', '0121042882'],
  createdOn: ['261126', '991231'],
  createdAt: ['', '0000', '2359'],
  idModifier: ['A', '7'],
  effectiveOn: ['', '000000', '261127'],
  settlementDay: ['', '331'],
  originatorStatus: ['0', '1', '2'],
  indicator: [''],
  exchangeIndicator: ['FV', 'VF', 'FF'],
  exchangeReferenceIndicator: ['1', '3'],
  destinationCountry: ['US', 'CA'],
  originatingCurrency: ['CAD', 'BAM'],
  destinationCurrency: ['USD'],
  transactionType: ['ANN', 'BUS', 'WEB'],
  cityState: ['Sarajevo\\', 'New York*NY\\'],
  countryPost: ['BA*71000\\', 'US\\'],
  qualifier: ['01', '03'],
  branchCountry: ['US', 'BA'],
  transactionDate: ['0101', '1231'],
  changeCode: ['C01', 'C14'],
  returnCode: ['R01', 'R85'],
  diedOn: ['', '261101'],
  returnedOn: ['', '261102'],
};

const letters = [...' !"#%&*+,-./0123456789:;<=>?@ABCXYZ\\^_`abcxyz{|}~'];

function arbitraryOf(name: string, field: Field<Value>): fc.Arbitrary<Value> {
  const known = choices[name];
  if (known) return fc.constantFrom(...known);
  const width = field.to - field.from + 1;
  const empty = field.read('0'.repeat(width));
  if (typeof empty === 'number') return fc.nat(Math.min(10 ** width - 1, 9_999_999));
  if (typeof empty === 'object') {
    return fc.bigInt({ min: 0n, max: 99_999_999n }).map((minor) => money(usd, minor));
  }
  if (field.expected.endsWith('digits')) {
    return numberOf(width);
  }
  return fc
    .string({ unit: fc.constantFrom(...letters), maxLength: width })
    .map((text) =>
      field.expected === 'text' ? text.trimEnd() : `A${text}`.slice(0, width).trimEnd(),
    );
}

function numberOf(width: number): fc.Arbitrary<string> {
  return fc
    .bigInt({ min: 0n, max: 10n ** BigInt(width) - 1n })
    .map((drawn) => String(drawn).padStart(width, '0'));
}

function recordOf(layout: AnyLayout): fc.Arbitrary<Record<string, Value>> {
  const fields = Object.entries(layout.fields).map(([name, field]) => [
    name,
    arbitraryOf(name, field),
  ]);
  return fc.record(Object.fromEntries(fields));
}

const iatKinds: readonly AddendaKind[] = [
  ...(['iatTransaction', 'iatOriginator', 'iatOriginatorPlace', 'iatOriginatingDfi'] as const),
  ...(['iatReceivingDfi', 'iatReceiver', 'iatReceiverPlace'] as const),
];

/** Which addenda an entry has: the class's own, or those of a return. */
function kindsOf(code: SecCode): fc.Arbitrary<readonly AddendaKind[]> {
  if (code === 'IAT') {
    const more = (kind: AddendaKind, most: number) =>
      fc.nat(most).map((times) => Array.from({ length: times }, () => kind));
    const last = fc.constantFrom<readonly AddendaKind[]>([], [], ['internationalReturn']);
    return fc
      .tuple(more('iatRemittance', 2), more('iatCorrespondent', 3), last)
      .map((rest) => [...iatKinds, ...rest.flat()]);
  }
  const rule = secCodes[code];
  if (code === 'COR') return fc.constantFrom<readonly AddendaKind[]>(['change'], ['refusedChange']);
  const own = fc
    .integer({ min: rule.addendaMin, max: Math.min(rule.addendaMax, 3) })
    .map((times) => Array.from({ length: times }, () => rule.addenda ?? 'payment'));
  if (code === 'ADV') return own;
  const back = fc.constantFrom<AddendaKind>('return', 'dishonoredReturn', 'contestedReturn');
  return fc.oneof(
    { arbitrary: own, weight: 4 },
    { arbitrary: back.map((kind) => [kind]), weight: 1 },
  );
}

/** Draws an entry of the class; its numbers fit its place, `nth` in the batch of `dfi`. */
function entryOf(code: SecCode, dfi: string, nth: number): fc.Arbitrary<Entry> {
  const { entry: kind } = secCodes[code];
  const bank = numberOf(8);
  return kindsOf(code).chain((kinds) => {
    const isBack = kinds.some((name) => /[rR]eturn|[cC]hange/.test(name));
    const codes =
      code === 'ADV' ? ['81', '86'] : isBack ? ['21', '36', '51'] : ['22', '37', '42', '55'];
    return fc
      .tuple(
        recordOf(entryLayouts[kind]),
        fc.tuple(...kinds.map((name) => recordOf(addendaLayouts[name]))),
        fc.constantFrom(...codes),
        bank,
      )
      .map(([detail, addenda, transactionCode, receivingDfi]): Entry => {
        const traceNumber = `${dfi}${String(nth).padStart(7, '0')}`;
        return {
          detail: {
            ...detail,
            ...{ kind, transactionCode, receivingDfi, checkDigit: checkDigitOf(receivingDfi) },
            addendaIndicator: kinds.length > 0 ? '1' : '0',
            ...('addendaCount' in detail && { addendaCount: kinds.length }),
            ...(kind === 'advice' ? { sequence: nth } : { traceNumber }),
          } as EntryDetail,
          addenda: addenda.map((record, index) => fitted(record, kinds, index, traceNumber)),
        };
      });
  });
}

function fitted(
  record: Record<string, Value>,
  kinds: readonly AddendaKind[],
  index: number,
  traceNumber: string,
): Addenda {
  const kind = kinds[index];
  const number = kinds.slice(0, index + 1).filter((name) => name === kind).length;
  const reason = { dishonoredReturn: 'R69', contestedReturn: 'R73' }[String(kind)];
  return {
    ...{ ...record, kind },
    ...('entrySequence' in record && { entrySequence: traceNumber.slice(-7) }),
    ...('addendaSequence' in record && { addendaSequence: number }),
    ...('traceNumber' in record && { traceNumber }),
    ...('refusedCode' in record && { refusedCode: 'C62' }),
    ...(reason && { returnCode: reason }),
  } as Addenda;
}

function batchOf(code: SecCode, batchNumber: number): fc.Arbitrary<Batch> {
  const isInternational = code === 'IAT';
  const layout = isInternational ? internationalBatchHeader : batchHeader;
  const fields = Object.fromEntries(
    Object.entries(layout.fields).filter(([name]) => name !== 'serviceClass' && name !== 'secCode'),
  );
  return fc
    .tuple(recordOf({ ...layout, fields }), fc.integer({ min: 1, max: 4 }))
    .chain(([header, count]) => {
      const dfi = String(header['originatingDfi']);
      const entries = Array.from({ length: count }, (_, index) => entryOf(code, dfi, index + 1));
      return fc.tuple(...entries).map((drawn): Batch => {
        const serviceClass = code === 'ADV' ? '280' : '200';
        const kind = isInternational ? 'international' : 'domestic';
        const whole = { kind, ...header, serviceClass, secCode: code, batchNumber };
        return { header: whole as BatchHeader, entries: drawn };
      });
    });
}

const codes = (Object.keys(secCodes) as SecCode[]).filter((code) => code !== 'ADV');

/** Several batches of any classes, or advices alone. */
export const anyFile: fc.Arbitrary<AchFile> = fc
  .oneof(
    { arbitrary: fc.array(fc.constantFrom(...codes), { maxLength: 5 }), weight: 9 },
    { arbitrary: fc.array(fc.constant<SecCode>('ADV'), { maxLength: 2 }), weight: 1 },
  )
  .chain((drawn) =>
    fc
      .tuple(
        recordOf(fileHeader),
        fc.tuple(...drawn.map((code, index) => batchOf(code, index + 1))),
      )
      .map(([header, batches]) => ({ header: header as FileHeader, batches })),
  );

const trace = (nth: number) => `12104288000000${nth}`;
const wage = (nth: number, amount: number): Entry => ({
  detail: {
    kind: 'standard',
    ...{ transactionCode: '22', receivingDfi: '23138010', checkDigit: '4' },
    ...{ account: '744-5678-99', amount: money(usd, amount), identification: `A-${nth}` },
    ...{ name: 'Hana Receiver', discretionary: '', addendaIndicator: '1', traceNumber: trace(nth) },
  },
  addenda: [
    {
      ...{ kind: 'payment', information: 'for November', addendaSequence: 1 },
      entrySequence: trace(nth).slice(-7),
    },
  ],
});

/** One batch of two credits, 100.00 and 2.50, with a word each: eight records and two of filling. */
export const goodFile: AchFile = {
  header: {
    ...{ immediateDestination: '231380104', immediateOrigin: '121042882' },
    ...{ createdOn: '261126', createdAt: '0900', idModifier: 'A' },
    ...{ destinationName: 'Receiving point', originName: 'Sending point', reference: '' },
  },
  batches: [
    {
      header: {
        ...{ kind: 'domestic', serviceClass: '200', companyName: 'Diva shop' },
        ...{ companyDiscretionary: '', companyId: '121042882', secCode: 'PPD' },
        ...{ description: 'WAGES', descriptiveDate: 'NOV 26', effectiveOn: '261127' },
        ...{ settlementDay: '', originatorStatus: '1', originatingDfi: '12104288', batchNumber: 1 },
      },
      entries: [wage(1, 10_000), wage(2, 250)],
    },
  ],
};
