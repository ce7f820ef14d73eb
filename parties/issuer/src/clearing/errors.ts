/** Why an item of a clearing file is not booked; it fits a line of the acceptance file. */
export type PresentmentRefusal =
  | 'unknown card'
  | 'no exchange rate'
  | 'fee in another currency'
  | 'nothing presented';

export type FileRefusal =
  | { readonly code: 'not_readable'; readonly line: number; readonly reason: string }
  /** The id was used for another file before. */
  | { readonly code: 'file_id_reused'; readonly fileId: string };

export type TransferRefusal = { readonly code: 'not_readable'; readonly detail: string };
