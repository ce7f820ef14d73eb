// Examples of files and of links that show them for a while.

import type { Examples } from './example.ts';

export const files: Examples = {
  'files.create': {
    params: { purpose: 'dispute_evidence' },
    upload: { name: 'receipt.pdf', type: 'application/pdf', text: '%PDF-1.4\n%a receipt\n' },
  },
  'files.retrieve': {
    first: { file: 'files.create' },
    at: { id: '{file}' },
  },
  'files.list': {
    first: { file: 'files.create' },
    params: { purpose: 'dispute_evidence', limit: 1 },
  },
  'fileLinks.create': {
    first: { file: 'files.create' },
    params: { file: '{file}', metadata: { order: '1042' } },
  },
  'fileLinks.retrieve': {
    first: { link: 'fileLinks.create' },
    at: { id: '{link}' },
  },
  'fileLinks.update': {
    first: { link: 'fileLinks.create' },
    at: { id: '{link}' },
    params: { expires_at: 'now' },
  },
  'fileLinks.list': {
    first: { link: 'fileLinks.create' },
    params: { file: '{link.file}' },
  },
};
