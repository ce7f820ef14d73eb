export { type SignatureError, sign, verify } from './stripe-signature.ts';
