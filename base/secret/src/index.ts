export { luhnDigit, maskPan, Pan, type PanError, passesLuhn } from './pan.ts';
export { findPans, maskPansIn } from './pan-scanner.ts';
export { Secret } from './secret.ts';
