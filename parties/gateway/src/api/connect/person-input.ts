// What may be said of a person: the individual that an account is, or one of a company's people.
// Numbers that identify somebody are not kept: only that they were given.

import { z } from 'zod';
import {
  address,
  expansion,
  flag,
  integer,
  list,
  metadata,
  notTaken,
  text,
  unsettable,
} from '../kernel/parameters.ts';

export const inJapan = notTaken(
  'Kassa has no accounts in Japan: there are no kana and kanji fields.',
);
export const noPapers = notTaken('Kassa looks at no documents of accounts and people.');

const date = z.strictObject({
  day: integer(1, 31),
  month: integer(1, 12),
  year: integer(1900, 2100),
});

const relationship = {
  director: flag.optional(),
  executive: flag.optional(),
  owner: flag.optional(),
  percent_ownership: unsettable(z.coerce.number().min(0).max(100)).optional(),
  title: text(5000).optional(),
};

const fields = {
  address: address.optional(),
  address_kana: inJapan,
  address_kanji: inJapan,
  dob: unsettable(date).optional(),
  email: text(800).optional(),
  first_name: text(100).optional(),
  first_name_kana: inJapan,
  first_name_kanji: inJapan,
  full_name_aliases: unsettable(list(text(300), 20)).optional(),
  gender: text(20).optional(),
  id_number: text(100).optional(),
  id_number_secondary: text(100).optional(),
  last_name: text(100).optional(),
  last_name_kana: inJapan,
  last_name_kanji: inJapan,
  maiden_name: text(100).optional(),
  metadata: metadata.optional(),
  phone: text(100).optional(),
  political_exposure: z.enum(['existing', 'none']).optional(),
  registered_address: address.optional(),
  ssn_last_4: z
    .string()
    .regex(/^\d{4}$/, 'give four digits')
    .optional(),
  verification: noPapers,
};

export const individual = z.strictObject({
  ...fields,
  relationship: z.strictObject(relationship).optional(),
});

export const personInput = z.strictObject({
  ...expansion,
  ...fields,
  additional_tos_acceptances: notTaken('Kassa keeps the acceptance of terms by account only.'),
  documents: noPapers,
  nationality: text(2).optional(),
  person_token: notTaken('Kassa makes no tokens of people: give the fields themselves.'),
  relationship: z
    .strictObject({
      ...relationship,
      authorizer: flag.optional(),
      legal_guardian: flag.optional(),
      representative: flag.optional(),
    })
    .optional(),
  us_cfpb_data: notTaken('Kassa collects no demographic data.'),
});

const hidden = {
  id_number: 'id_number_provided',
  id_number_secondary: 'id_number_secondary_provided',
  ssn_last_4: 'ssn_last_4_provided',
  tax_id: 'tax_id_provided',
  vat_id: 'vat_id_provided',
} as const;

type Hash = { readonly [name: string]: unknown };

/** The fields to keep; metadata and what only this request wants are not among them. */
export function keptOf({ metadata: _, expand: __, ...given }: Hash): Hash {
  const names = new Map<string, string>(Object.entries(hidden));
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]): [string, unknown][] => {
      if (value === undefined) return [];
      const provided = names.get(name);
      return provided === undefined ? [[name, value]] : [[provided, value !== '']];
    }),
  );
}
