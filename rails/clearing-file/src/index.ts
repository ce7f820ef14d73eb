export { buildAcceptanceFile, parseAcceptanceFile } from './acceptance-file.ts';
export {
  cardholderDocuments,
  type DisputeFile,
  type DisputeMessage,
  type DisputeSide,
  type DisputeStage,
  disputeDocuments,
  disputeSides,
  disputeStages,
  disputeTextMax,
  merchantDocuments,
  paysIssuer,
} from './dispute.ts';
export { buildDisputeFile, parseDisputeFile } from './dispute-file.ts';
export {
  type AcceptanceFile,
  type AcceptanceItem,
  type Decision,
  type Fees,
  type FileError,
  type FileHeader,
  itemsMax,
  lineBytesMax,
  type Presentment,
  type PresentmentFile,
} from './presentment.ts';
export { buildPresentmentFile, parsePresentmentFile } from './presentment-file.ts';
export { decodePresentment, encodePresentment } from './presentment-line.ts';
