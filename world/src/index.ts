// The door of the world: for benchmarks and tools that need one in their own process.

export { testCards } from './cast/cast.ts';
export type { Advance, Ran, Steps } from './clock/advance.ts';
export type { WorldClock } from './clock/world-clock.ts';
export { type PartyName, type Places, partyNames } from './places.ts';
export { proveWorld, type WorldProof } from './prove/prove-world.ts';
export { startWorld, type World, type WorldOptions } from './start/start-world.ts';
