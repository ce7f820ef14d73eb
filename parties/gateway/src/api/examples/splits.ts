// Examples of money between a platform and its accounts: transfers and application fees.

import type { CallStep, Examples, Step } from './example.ts';
import { paid } from './payments.ts';

/** A payment whose money goes to the account, but for the platform's part. */
const split = {
  call: 'paymentIntents.create',
  params: {
    ...paid.params,
    transfer_data: { destination: '{account}' },
    application_fee_amount: 250,
  },
} satisfies CallStep;

const kept = {
  account: 'accounts.create',
  intent: split,
  fees: { call: 'applicationFees.list', params: { charge: '{intent.latest_charge}' } },
} satisfies Record<string, Step>;

const feeRefund = {
  ...kept,
  refund: { call: 'applicationFees.createRefund', at: { fee: '{fees.data.0}' } },
} satisfies Record<string, Step>;

export const splits: Examples = {
  'transfers.create': {
    first: { account: 'accounts.create', intent: paid },
    params: {
      amount: 2_000,
      currency: 'bam',
      destination: '{account}',
      source_transaction: '{intent.latest_charge}',
    },
  },
  'transfers.list': {
    first: { transfer: 'transfers.create' },
    params: { destination: '{transfer.destination}' },
  },
  'transfers.retrieve': {
    first: { transfer: 'transfers.create' },
    at: { id: '{transfer}' },
  },
  'transfers.update': {
    first: { transfer: 'transfers.create' },
    at: { id: '{transfer}' },
    params: { metadata: { order: '1042' } },
  },
  'transfers.createReversal': {
    first: { transfer: 'transfers.create' },
    at: { transfer: '{transfer}' },
    params: { amount: 500 },
  },
  'transfers.listReversals': {
    first: { reversal: 'transfers.createReversal' },
    at: { transfer: '{reversal.transfer}' },
  },
  'transfers.retrieveReversal': {
    first: { reversal: 'transfers.createReversal' },
    at: { transfer: '{reversal.transfer}', id: '{reversal}' },
  },
  'transfers.updateReversal': {
    first: { reversal: 'transfers.createReversal' },
    at: { transfer: '{reversal.transfer}', id: '{reversal}' },
    params: { metadata: { why: 'returned' } },
  },
  'applicationFees.list': {
    first: { account: 'accounts.create', intent: split },
    params: { charge: '{intent.latest_charge}' },
  },
  'applicationFees.retrieve': {
    first: kept,
    at: { id: '{fees.data.0}' },
  },
  'applicationFees.createRefund': {
    first: kept,
    at: { fee: '{fees.data.0}' },
    params: { amount: 100 },
  },
  'applicationFees.listRefunds': {
    first: feeRefund,
    at: { fee: '{refund.fee}' },
  },
  'applicationFees.retrieveRefund': {
    first: feeRefund,
    at: { fee: '{refund.fee}', id: '{refund}' },
  },
  'applicationFees.updateRefund': {
    first: feeRefund,
    at: { fee: '{refund.fee}', id: '{refund}' },
    params: { metadata: { why: 'returned' } },
  },
};
