// One row of a party's approvals: each has its own tables, and names the columns alike.

import { column, type RawRow } from '@kassa/database';
import type { ApprovalRow } from './reports.ts';

/** Columns: rrn, currency, minor, at, is_approved, is_untouched, is_under_way. */
export function decodeApproval(row: RawRow): ApprovalRow {
  return {
    rrn: column.text(row, 'rrn'),
    currency: column.text(row, 'currency'),
    minor: column.big(row, 'minor'),
    atMs: column.integer(row, 'at'),
    isApproved: column.bool(row, 'is_approved'),
    isUntouched: column.bool(row, 'is_untouched'),
    isUnderWay: column.bool(row, 'is_under_way'),
  };
}
