// What may be handed over for what: types by their first bytes, since a name proves nothing.

import { err, ok, type Result } from '@kassa/result';
import type { Upload } from './upload.ts';

export const purposes = [
  'account_requirement',
  'additional_verification',
  'business_icon',
  'business_logo',
  'customer_signature',
  'dispute_evidence',
  'identity_document',
  'pci_document',
  'tax_document_user_upload',
] as const;

export type Purpose = (typeof purposes)[number];

const megabyte = 1_048_576;
/** More than this is refused at the door, whatever it is for. */
export const fileMaxBytes = 10 * megabyte;

type Kind = 'image/png' | 'image/jpeg' | 'image/gif' | 'application/pdf';

const papers: readonly Kind[] = ['image/png', 'image/jpeg', 'application/pdf'];
const images: readonly Kind[] = ['image/png', 'image/jpeg', 'image/gif'];

const rules: Readonly<
  Record<Purpose, { readonly kinds: readonly Kind[]; readonly maxBytes: number }>
> = {
  account_requirement: { kinds: papers, maxBytes: fileMaxBytes },
  additional_verification: { kinds: papers, maxBytes: fileMaxBytes },
  business_icon: { kinds: images, maxBytes: megabyte / 2 },
  business_logo: { kinds: images, maxBytes: megabyte / 2 },
  customer_signature: { kinds: papers, maxBytes: 4 * megabyte },
  dispute_evidence: { kinds: papers, maxBytes: 5 * megabyte },
  identity_document: { kinds: papers, maxBytes: fileMaxBytes },
  pci_document: { kinds: ['application/pdf'], maxBytes: fileMaxBytes },
  tax_document_user_upload: { kinds: papers, maxBytes: fileMaxBytes },
};

/** Those that may be shown to others by a link; papers of a person may not. */
export const linkable: readonly Purpose[] = [
  'business_icon',
  'business_logo',
  'customer_signature',
  'dispute_evidence',
  'pci_document',
  'tax_document_user_upload',
];

const signatures: readonly (readonly [Kind, readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

export type FileRefusal =
  | { readonly code: 'file_empty' }
  | { readonly code: 'file_too_large'; readonly maxBytes: number }
  | { readonly code: 'file_kind'; readonly kinds: readonly Kind[] };

/** What the file is, or why it may not serve this purpose. */
export function checkFile(upload: Upload, purpose: Purpose): Result<Kind, FileRefusal> {
  const { kinds, maxBytes } = rules[purpose];
  const { bytes } = upload;
  if (bytes.length === 0) return err({ code: 'file_empty' });
  if (bytes.length > maxBytes) return err({ code: 'file_too_large', maxBytes });
  const found = signatures.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (found === undefined || !kinds.includes(found[0])) return err({ code: 'file_kind', kinds });
  return ok(found[0]);
}
