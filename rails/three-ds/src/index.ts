export { fromBrowser, toBrowser } from './browser.ts';
export { buildAReq, buildARes, buildCReq, buildCRes, buildRReq, buildRRes } from './build.ts';
export { type ErroAbout, erro } from './erro.ts';
export { type ErrorCode, errorDescriptions } from './error-codes.ts';
export type { Field, Need } from './field.ts';
export type { Format } from './format.ts';
export {
  type Component,
  type DeviceChannel,
  type MessageCategory,
  type MessageType,
  messageTypes,
  type TransStatus,
  type Version,
  versions,
} from './kinds.ts';
export type {
  AReq,
  ARes,
  CReq,
  CRes,
  Erro,
  Message,
  MessageExtension,
  MessageOf,
  RReq,
  RRes,
} from './messages.ts';
export { type Expectation, fieldsOf, parse } from './parse.ts';
