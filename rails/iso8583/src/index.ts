export {
  type AdditionalData,
  type AdditionalDataError,
  additionalDataTags,
  decodeAdditionalData,
  encodeAdditionalData,
} from './additional-data.ts';
export {
  decodeAmount,
  decodeReplacementAmount,
  encodeAmount,
  encodeReplacementAmount,
} from './amount.ts';
export {
  type Answer,
  asRepeat,
  buildAnswer,
  buildReversalAdvice,
  buildReversalRequest,
  type ReversalDetails,
} from './answer.ts';
export { type CardAcceptor, decodeCardAcceptor, encodeCardAcceptor } from './card-acceptor.ts';
export {
  type ClearingSequence,
  clearingNumberMax,
  decodeClearingSequence,
  encodeClearingSequence,
  isLastClearing,
} from './clearing-sequence.ts';
export { decode } from './decode.ts';
export { asciiDialect, binaryDialect, clearingDialect, type Dialect } from './dialect.ts';
export { encode } from './encode.ts';
export { type Incremented, incrementData, incrementedIn, isIncrement } from './increment.ts';
export {
  buildInquiry,
  buildInquiryAnswer,
  type InquiryAnswer,
  inquiredStan,
  readInquiryAnswer,
} from './inquiry.ts';
export { frameKeys, keyOfAnswer, keyOfRequest, stanOf } from './keys.ts';
export type { CodecError, CodecErrorCode, Fields, Message } from './message.ts';
export { decodeTransmissionTime, encodeTransmissionTime } from './moment.ts';
export { answerMti, checkRequired, isMti, type Mti, mtiName, mtis, repeatMti } from './mti.ts';
export {
  buildEcho,
  buildNetworkAnswer,
  buildSignOff,
  type NetworkManagementDetails,
  networkManagementCodes,
} from './network-management.ts';
export {
  decodeOriginalData,
  encodeOriginalData,
  type OriginalData,
  originalDataOf,
  sameInstitution,
} from './original-data.ts';
export { masked, print } from './print.ts';
export {
  isResponseCode,
  type ResponseCode,
  responseCodes,
  responseMeaning,
} from './response-codes.ts';
export { type Admission, admit, buildSignOn, signOnCode } from './sign-on.ts';
export {
  clearingSpecification,
  type FieldRow,
  type Format,
  type Specification,
  specification1987,
} from './specification.ts';
export { isVerification, isVerified, verificationCondition } from './verification.ts';
