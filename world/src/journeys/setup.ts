// One world for all journeys of a run. Vitest starts it before the first journey and stops it after
// the last; a journey that breaks its world starts one of its own.

import type { TestProject } from 'vitest/node';
import { findPlace, leavePlace, type Place, startWorldProcess } from './world-process.ts';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const world = await startWorldProcess(await findPlace());
  project.provide('place', world.place);
  return async () => {
    await world.stop();
    await leavePlace(world.place);
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    place: Place;
  }
}
