export { type Envelope, type EnvelopeError, type Keyring, openEnvelope } from './envelope.ts';
export { loadOrCreateKey } from './key-file.ts';
export { constantTimeEqual, keyedHash, nodeEntropy, randomToken } from './primitives.ts';
