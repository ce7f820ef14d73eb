// A tax id of a customer, or of the merchant itself. A record; its form is checked where a public rule
// is known, its truth is not: no register is asked.

import { checkVAT, countries } from 'jsvat';
import { z } from 'zod';
import type { RecordKind, RecordOf } from '../records/record.ts';

const taxIdSchema = z.object({
  type: z.string(),
  value: z.string(),
  country: z.string().nullable(),
});

export type TaxIdData = Readonly<z.output<typeof taxIdSchema>>;
export type TaxId = RecordOf<TaxIdData>;

export const taxIds: RecordKind<TaxIdData> = {
  kind: 'tax_id',
  prefix: 'txi',
  read: (json) => taxIdSchema.parse(json),
};

/** Types whose numbers have a public rule, with the countries whose rule it is. */
const ruled: Readonly<Record<string, (country: string) => boolean>> = {
  // jsvat knows Greece as EL, as the Union's register does.
  eu_vat: (country) => !['GB', 'CH', 'NO', 'RU', 'RS', 'BR', 'AD'].includes(country),
  gb_vat: (country) => country === 'GB',
  ch_vat: (country) => country === 'CH',
  no_vat: (country) => country === 'NO',
};

/** The country of a well-formed number; undefined for one that its rule refuses. */
export function countryOfTaxId(type: string, value: string): string | null | undefined {
  const prefix = type.slice(0, 2);
  const rule = Object.hasOwn(ruled, type) ? ruled[type] : undefined;
  if (rule === undefined) return prefix === 'eu' ? null : prefix.toUpperCase();
  const bare = value.replaceAll(/[\s.-]/g, '').toUpperCase();
  const written = /^[A-Z]{2}/.test(bare) ? bare : `${prefix.toUpperCase()}${bare}`;
  const { isValid, country } = checkVAT(written, countries);
  const code = country?.isoCode.short;
  return isValid && code !== undefined && rule(code) ? code : undefined;
}
