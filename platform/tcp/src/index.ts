export { connectFramed } from './connect-framed.ts';
export type { ConnectOptions, FramedClient, SendRequest } from './framed-client.ts';
export { encodeFrame, type FrameSplitter, frameSplitter } from './frames.ts';
export type { Answer, RequestFailure } from './in-flight.ts';
export {
  type FramedConnection,
  type FramedListener,
  type ListenOptions,
  listenFramed,
} from './listen-framed.ts';
