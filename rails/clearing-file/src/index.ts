export { buildAcceptanceFile, parseAcceptanceFile } from './acceptance-file.ts';
export {
  type DisputeFile,
  type DisputeMessage,
  type DisputeStage,
  disputeDocuments,
  disputeStages,
  disputeTextMax,
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
